"""The page of the rules of a body for its documents, and its forms."""

from __future__ import annotations

import pytest
from django.test import Client

from majlis.documents.models import DocumentRules, HeaderField, Series
from tests.events import factories as events
from tests.support.forms import filled, submit
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(person("secretariat"))
    return client


def test_anybody_reads_the_rules_of_a_body(client: Client) -> None:
    body = events.body(abbreviation="FSG")
    address = f"/en/bodies/{body.slug}/documents/rules/"
    assert f'href="{address}"' in client.get(f"/en/bodies/{body.slug}/").content.decode()
    page = client.get(address).content.decode()
    assert "FSG-40/INF/4" in page and "14 days before the meeting" in page
    assert "This body has no rules of its own" in page and "Information documents" in page
    assert "Change rules for documents" not in page and "/change/" not in page


def test_the_secretariat_changes_the_rules(office: Client) -> None:
    body = events.body(abbreviation="FSG")
    address = f"/en/bodies/{body.slug}/documents/rules/"
    values = filled(office, f"{address}change/", aliases="OLD-FSG\r\nOLDER", late_rule="refuse")
    assert office.post(f"{address}change/", values)["Location"] == address
    rules = DocumentRules.objects.get()
    assert (rules.group, rules.aliases, rules.late_rule) == ("FSG", ["OLD-FSG", "OLDER"], "refuse")
    page = office.get(address).content.decode()
    assert "This body has no rules" not in page and "OLDER" in page
    refused = office.post(
        f"{address}change/", filled(office, f"{address}change/", number_form="{n}")
    )
    assert refused.status_code == 422 and "each of these places once" in refused.content.decode()


def test_the_secretariat_adds_and_changes_a_series(office: Client) -> None:
    body = events.body()
    address = f"/en/bodies/{body.slug}/documents/"
    submit(office, f"{address}series/add/", {"code": "ls", "names_en": "Liaison statements"})
    page = office.get(f"{address}rules/").content.decode()
    assert "Liaison statements" in page
    url = f"{address}series/main/change/"
    assert office.post(url, filled(office, url, names_fr="Documents")).status_code == 302
    assert Series.objects.get(body=body, code="").names == {"fr": "Documents"}
    assert office.get(f"{address}series/xx/change/").status_code == 404
    submit(office, f"{address}series/inf/change/", {"internal": "on"})
    submit(office, f"{address}series/ls/change/", {"internal": "on"})
    refused = submit(office, url, {"internal": "on"})
    assert refused.status_code == 422 and "One series must stay open" in refused.content.decode()


def test_the_secretariat_adds_changes_and_removes_a_header_field(office: Client) -> None:
    body = events.body()
    address = f"/en/bodies/{body.slug}/documents/"
    refused = submit(office, f"{address}header-fields/add/", {"key": "topic"})
    assert "Enter the name of the field" in refused.content.decode()
    submit(
        office,
        f"{address}header-fields/add/",
        {"key": "topic", "names_en": "Topic", "required": "on"},
    )
    page = office.get(f"{address}rules/").content.decode()
    assert "Topic" in page and "required" in page
    url = f"{address}header-fields/topic/change/"
    office.post(url, filled(office, url, names_ar="الموضوع"))
    field = HeaderField.objects.get()
    assert (field.names, field.required) == ({"en": "Topic", "ar": "الموضوع"}, True)
    submit(office, f"{address}header-fields/topic/remove/")
    assert not HeaderField.objects.exists()
    assert office.get(f"{address}header-fields/topic/remove/").status_code == 404
