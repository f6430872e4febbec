"""Two officers correct the same thing, each on a page that was opened before the other was done."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from majlis.instruments.metadata import actions
from majlis.instruments.models import Instrument, Version
from majlis.instruments.series import actions as series_actions
from majlis.kernel.errors import InvalidInput
from tests.instruments import published_texts
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    return published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2027)")
    )


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(person("secretariat"))
    return client


def shown(said: str) -> dict[str, str]:
    """What the form of a page that corrects what is known would send as it stands."""
    form = next(
        each for each in re.findall(r"<form.*?</form>", said, re.DOTALL) if 'name="was"' in each
    )
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, inside in re.findall(
        r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL
    ):
        value = re.search(r'value="([^"]*)"[^>]*selected', inside)
        found[name] = html.unescape(value[1]) if value else ""
    return found


def opened(client: Client, page: str) -> dict[str, str]:
    return shown(client.get(page).content.decode())


def titles(record: Any, field: str = "title") -> dict[str, str]:
    return dict(record.wordings.filter(field=field).values_list("language", "text"))


def test_a_title_that_was_mended_meanwhile_stays_when_only_the_symbol_is_changed(
    version: Version, officer: Client
) -> None:
    text = version.instrument
    page = f"/en/texts/{text.slug}/change/"
    form = opened(officer, page)
    mended = {"en": "The register of the tides", "fr": "Registre des marées"}
    actions.change_instrument(published_texts.SYSTEM, text, titles=mended, reason="A slip.")
    answer = officer.post(page, form | {"symbol": "TIDES/27", "reason": "So."})
    assert answer.status_code == 302
    assert titles(text.record) == mended
    assert Instrument.objects.get(pk=text.pk).symbol == "TIDES/27"


def test_who_mends_the_same_title_is_told_and_sends_it_once_more(
    version: Version, officer: Client
) -> None:
    text = version.instrument
    page = f"/en/texts/{text.slug}/change/"
    form = opened(officer, page) | {"title_en": "Tides, a register", "reason": "So."}
    mended = {"en": "The register of the tides", "fr": "Registre des marées"}
    actions.change_instrument(published_texts.SYSTEM, text, titles=mended, reason="A slip.")
    answer = officer.post(page, form)
    assert answer.status_code == 409
    assert titles(text.record) == mended
    again = shown(answer.content.decode())
    assert (again["title_en"], again["title_fr"]) == ("Tides, a register", "Registre des marées")
    reason = {"reason": form["reason"]}  # in a text area
    assert officer.post(page, again | reason).status_code == 302
    assert titles(text.record) == mended | {"en": "Tides, a register"}


def test_the_labels_of_a_version_are_not_undone_by_who_changes_its_date(
    version: Version, officer: Client
) -> None:
    page = f"/en/texts/{version.instrument.slug}/{version.slug}/change/"
    form = opened(officer, page)
    actions.change_version(
        published_texts.SYSTEM, version, labels={"en": "Rev. 9"}, reason="A slip."
    )
    answer = officer.post(page, form | {"date": "2027-03-01", "reason": "So."})
    assert answer.status_code == 302
    assert titles(version.record, "label")["en"] == "Rev. 9"


def test_the_name_of_a_series_is_not_undone_by_who_changes_a_period(officer: Client) -> None:
    made = series_actions.create_series(
        published_texts.SYSTEM, titles={"en": "Tides", "fr": "Marées"}
    )
    page = f"/en/series/{made.slug}/change/"
    form = opened(officer, page)
    series_actions.change_series(
        published_texts.SYSTEM, made, titles={"en": "Low tides"}, report_period="P1Y"
    )
    assert officer.post(page, form | {"text_period": "P2Y"}).status_code == 302
    made.refresh_from_db()
    assert (made.text_period, made.report_period) == ("P2Y", "P1Y")
    assert titles(made.record) == {"en": "Low tides", "fr": "Marées"}
    assert officer.post(page, form | {"title_en": "High tides"}).status_code == 409
    assert (
        officer.post(page, opened(officer, page) | {"title_en": "", "title_fr": ""}).status_code
        == 422
    )


def test_a_text_of_one_series_is_not_put_into_another_by_the_verb(
    version: Version, officer: Client
) -> None:
    text = version.instrument
    one, other = (
        series_actions.create_series(published_texts.SYSTEM, titles={"en": name})
        for name in ("A", "B")
    )
    series_actions.set_series(published_texts.SYSTEM, text, series=one)
    with pytest.raises(InvalidInput):
        series_actions.set_series(published_texts.SYSTEM, text, series=other)
    page = f"/en/texts/{text.slug}/change/"
    sent = opened(officer, page) | {"series": str(other.pk), "reason": "So."}
    assert officer.post(page, sent).status_code == 302
    text.refresh_from_db()
    assert text.series == other
