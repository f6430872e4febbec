"""What changed in the mandates from one version of a text to another: the seventh of the ten questions."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from majlis.instruments.citations.names import pair_url
from majlis.instruments.comparisons.queries import versions_between
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Lineage, Provision, Version
from majlis.kernel.records import get_or_create_circle
from majlis.mandates.changes import version_diff
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import Finding, Mandate
from tests.mandates import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db
LATER = """Resolution {number}

Lights of the coast

The Council of Tides,

Noting the tide,

1. Decides to keep the lights;

2. Requests the Keeper to report on the tide and the moon to the Council every year;

3. Welcomes the new lamp;

4. Requests the Harbours to count their boats.
"""


def goes_on(place: Provision, lineage: Lineage) -> None:
    Provision.objects.filter(pk=place.pk).update(lineage=lineage)


def series(state: str = "in_force") -> tuple[Version, Version, dict[str, Mandate]]:
    """A text and the one after: of its mandates one is kept, one changed, one left out, one not judged yet; and one new."""
    old = factories.text("superseded" if state == "in_force" else "in_force")
    new = factories.text(state, LATER, of=old)
    before = [factories.operative(old, n) for n in (1, 2, 3, 4)]
    # The third is left out, so the fourth is now the third; the last one is new.
    for n, m in ((1, 1), (2, 2), (4, 3), (0, 4)):
        goes_on(
            factories.operative(new, m), before[n - 1].lineage if n else Lineage.objects.create()
        )
    it = {
        "kept": factories.mandate(old, number=1, force="obliges", kind="action"),
        "changed": factories.mandate(old, number=2, recurrence="P2Y"),
        "ended": factories.mandate(old, number=3, asked="Harbours", force="invites"),
        "unread": factories.mandate(old, number=4, force="encourages"),
    }
    factories.mandate(new, number=1, of=it["kept"], force="obliges", kind="action")
    factories.mandate(new, number=2, of=it["changed"], recurrence="P1Y")
    it["new"] = factories.mandate(new, number=4, asked="Harbours", recipient="")
    refresh_status([each.pk for each in it.values()])
    return old, new, it


def test_changed_ones_come_first_then_new_then_ended_with_the_share_unchanged(
    django_assert_max_num_queries: Any,
) -> None:
    old, new, it = series()
    found = version_diff.version_diff(*versions_between(AnonymousUser(), old.pk, new.pk))
    assert [(each.what, each.latest.mandate) for each in found.rows] == [
        (name, it[name]) for name in ("changed", "new", "ended", "unread", "kept")
    ]
    assert found.rows[0].fields == ("recurrence", "words")
    url = pair_url("mandates:version_diff", old, new)
    with django_assert_max_num_queries(12):
        page = Client().get(url).content.decode()
    assert "1 of 4 mandates of the earlier version are unchanged (25%)" in page.replace("\xa0", "")
    order = [page.index(f'id="m-{each.what}"') for each in found.rows]
    assert order == sorted(order)
    for each in it.values():
        assert f'href="{each.get_absolute_url()}"' in page
    assert re.search(r"<ins><span[^>]*>[^<]*</span>\s*and the moon", page)
    assert "<bdi>every two years</bdi> → <bdi>every year</bdi>" in page
    assert (
        "Mandates not yet checked in the later version" in page
        and "would be" not in page.lower()
        and "no effect yet" not in page
    )
    with django_assert_max_num_queries(2):  # the words of versions and texts, and all the rest
        version_diff.version_diff(*versions_between(AnonymousUser(), old.pk, new.pk))


@pytest.mark.parametrize("which", ["earlier", "later"])
def test_no_share_is_given_while_findings_of_either_version_are_not_checked(
    django_assert_max_num_queries: Any, which: str
) -> None:
    old, new, _it = series()
    version = old if which == "earlier" else new
    for n, state in ((1, "accepted"), (2, "waiting"), (3, "waiting"), (4, "replaced")):
        Finding.objects.create(
            version=version, provision=factories.operative(version, n), language="en", state=state
        )
    findings = reverse("mandates:version_findings", args=[version.pk])
    sentence = f"2 of 3 findings of the {which} version are not checked yet"
    officer = Client()
    officer.force_login(person("secretariat"))
    for name in ("mandates:version_diff", "instruments:compare"):
        url = pair_url(name, old, new)
        Client().get(url)
        with django_assert_max_num_queries(12):
            page = Client().get(url).content.decode()
        assert sentence in page and "unchanged (" not in page and "%)" not in page
        assert f'href="{findings}"' not in page
        assert f'<a href="{findings}">{sentence}</a>' in officer.get(url).content.decode()


def test_the_comparison_of_two_versions_leads_to_it(django_assert_max_num_queries: Any) -> None:
    old, new, _it = series()
    url = pair_url("instruments:compare", old, new)
    Client().get(url)
    with django_assert_max_num_queries(12):
        page = Client().get(url).content.decode()
    assert pair_url("mandates:version_diff", old, new) in page
    assert "1 of 4 mandates of the earlier version are unchanged" in page


def test_what_is_only_proposed_would_be_so() -> None:
    old, new, it = series(PROPOSED)
    page = Client().get(pair_url("mandates:version_diff", old, new)).content.decode()
    for words in (
        "Mandates that would change",
        "Mandates that would be new",
        "Mandates that would end (omitted)",
        "The changes have no effect yet",
    ):
        assert words in page, words
    assert "Ended mandates (omitted)" not in page
    assert it["new"].legal_status == "if_adopted"


def test_it_is_taken_away_with_the_rows_of_the_page() -> None:
    old, new, it = series()
    url = f"{pair_url('mandates:version_diff', old, new)}?download="
    made_csv: Any = Client().get(f"{url}csv")
    text = b"".join(made_csv.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    made_json: Any = Client().get(f"{url}json")
    same = json.loads(b"".join(made_json.streaming_content))
    slugs = [it[name].slug for name in ("changed", "new", "ended", "unread", "kept")]
    assert [next(iter(each.values())) for each in rows] == slugs
    assert slugs == [each["number"] for each in same["rows"]]
    assert "and the moon" in same["rows"][0]["after"]
    assert "and the moon" not in same["rows"][0]["before"]


def test_what_is_closed_is_not_in_it() -> None:
    old, new, it = series()
    record = it["changed"].record
    record.access, record.circle = "private", get_or_create_circle("few")
    record.save()
    page = Client().get(pair_url("mandates:version_diff", old, new)).content.decode()
    assert it["changed"].slug not in page and it["new"].slug in page
    new.record.access, new.record.circle = "private", get_or_create_circle("few")
    new.record.save()
    assert Client().get(pair_url("mandates:version_diff", old, new)).status_code == 404
    assert Client().get(f"/en/mandates/version-changes/{old.pk}/{new.pk}/").status_code == 404


def test_of_two_texts_of_a_series_a_paragraph_that_goes_on_is_no_new_mandate() -> None:
    old, new = factories.text(), factories.text(words=LATER)
    goes_on(factories.operative(new, 2), factories.operative(old, 2).lineage)
    one = factories.mandate(old, number=2)
    other = factories.mandate(new, number=2)
    (row,) = version_diff.version_diff(*versions_between(AnonymousUser(), old.pk, new.pk)).rows
    assert (row.what, row.latest.mandate) == ("changed", other)
    assert row.old is not None and row.old.mandate == one


def test_former_addresses_lead_to_the_names_of_text_and_versions() -> None:
    old, new, _it = series()
    url = pair_url("mandates:version_diff", old, new)
    text = old.instrument.slug
    assert url == f"/en/mandates/version-changes/{text}/{old.slug}/{new.slug}/"
    answer = Client().get(f"/en/mandates/version-changes/{old.pk}/{new.pk}/?download=csv")
    assert (answer.status_code, answer.url) == (301, f"{url}?download=csv")
    other = factories.text()
    of_texts = pair_url("mandates:version_diff", old, other)
    assert other.instrument.slug in of_texts and Client().get(of_texts).status_code == 200
