"""The page of a provision, and what a person corrects on it: its match, and where words belong."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from majlis.instruments.comparisons.queries import get_comparison
from majlis.instruments.models import (
    Comparison,
    Difference,
    Lineage,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.provisions import actions
from majlis.instruments.texts.storage import load_text
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Access, AuditEntry, Record, User
from majlis.kernel.records import get_or_create_circle
from tests.instruments import parsed_texts
from tests.support.forms import submit
from tests.support.markup import compact
from tests.support.people import person
from tests.support.permissions import check_permissions
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
WORDS = [
    "Decides to light the northern channel from October to March;",
    "Requests the Keeper to report on the cost of oil every 2 years (A/RES/71/4);",
    "Invites the ports to name a focal point before 2032;",
]
WORTE = [
    "Décide d’éclairer le chenal du nord d’octobre à mars ;",
    "Prie le Gardien de faire rapport tous les 2 ans sur le coût du pétrole (A/RES/71/4) ;",
    "Invite les ports à nommer un point focal avant 2032 ;",
]


def client_of(user: User | None = None) -> Client:
    """A browser, signed in or not."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def page(provision: Provision, user: User | None = None, query: str = "") -> str:
    """The page of a provision."""
    answer = client_of(user).get(provision.get_absolute_url() + query)
    assert answer.status_code == 200, answer.content[:300]
    return html.unescape(compact(answer.content.decode()))


def correction(provision: Provision, action: str) -> str:
    """The address of a correction of a provision: match, realign."""
    return provision.get_absolute_url().replace("/p/", f"/{action}/")


def one(version: Version, number: int) -> Provision:
    """The provision with this number."""
    return Provision.objects.get(version=version, eid=f"para_{number}")


@pytest.fixture
def version() -> Version:
    """A version in English and French that has another one before it."""
    former = parsed_texts.first_version(
        parsed_texts.numbered_text(WORDS, symbol="A/RES/70/9"), date="2030-05-01"
    )
    made = parsed_texts.next_version(
        former,
        parsed_texts.numbered_text([*WORDS, "Thanks the islands."], symbol="A/RES/70/9"),
        date="2031-05-01",
    )
    parsed_texts.add_language(made, parsed_texts.numbered_text(WORTE, "fr", symbol="A/RES/70/9"))
    return made


def test_other_texts_in_its_history_are_named_in_the_reader_s_language(version: Version) -> None:
    other = parsed_texts.first_version(
        parsed_texts.numbered_text(WORDS, symbol="Resolution 6 (Port Lira, 2029)")
    )
    parsed_texts.add_language(
        other, parsed_texts.numbered_text(WORTE, "fr", symbol="Résolution 6 (Port-Lyre, 2029)")
    )
    Provision.objects.filter(version=other, eid="para_1").update(lineage=one(version, 1).lineage)
    for language, name in (
        ("en", "Resolution 6 (Port Lira, 2029)"),
        ("fr", "Résolution 6 (Port-Lyre, 2029)"),
        ("ru", "Резолюция 6 (Port Lira, 2029)"),
    ):
        with override(language):
            shown = re.sub("</?(bdi|span)[^>]*>", "", page(one(version, 1)))
            assert f">{name}</a>" in shown, language


def test_a_page_costs_few_queries_whatever_stands_on_it(version: Version) -> None:
    for year in range(2032, 2036):
        cites = [f"Recalling A/RES/{n}/1, asks for light;" for n in range(40, 50)]
        version = parsed_texts.next_version(
            version,
            parsed_texts.numbered_text([*WORDS, *cites], symbol="A/RES/70/9"),
            date=f"{year}",
        )
        parsed_texts.add_language(
            version, parsed_texts.numbered_text([*WORTE, *cites], "fr", symbol="A/RES/70/9")
        )
    officer = person("secretariat")
    for user, action in ((None, "p"), (officer, "p"), (officer, "match"), (officer, "realign")):
        client = client_of(user)
        for number in (1, 5):
            where = correction(one(version, number), action)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(where).status_code == 200
            assert len(asked) <= MAX_QUERIES_SIGNED_IN, [each["sql"][:120] for each in asked]


def test_its_words_stand_there_in_all_languages_and_versions(version: Version) -> None:
    said = page(one(version, 2))
    assert re.search(r'lang="en" dir="ltr"><b>2\.</b> .*Requests', said)
    assert re.search(r'lang="fr" dir="ltr"><b>2\.</b> .*Prie', said)
    assert one(version.follows, 2).get_absolute_url() in said  # type: ignore[arg-type]
    assert re.search(rf"/{version.follows.slug}/compare/{version.slug}/\?at=para_2#para_2", said)
    assert "operative paragraph 2" in said[said.index('id="citation"') :]
    assert f"{one(version, 2).get_absolute_url()}" in said[said.index('id="citation"') :]


def test_a_version_that_is_closed_is_not_in_its_history(version: Version) -> None:
    former = version.follows
    assert former is not None
    shut = get_or_create_circle("tests:one", {"user": person("expert")})
    Record.objects.filter(pk=former.pk).update(access=Access.PRIVATE, circle=shut)
    officer = person("secretariat")
    for user, action in ((None, "p"), (officer, "p"), (officer, "match")):
        answer = client_of(user).get(correction(one(version, 2), action))
        said = html.unescape(compact(answer.content.decode()))
        assert former.get_absolute_url() not in said
        assert f"/compare/{former.pk}/" not in said
        assert "2030-05" not in said
        assert client_of(user).get(one(former, 2).get_absolute_url()).status_code == 404
    sent = {"link": one(former, 1).get_absolute_url(), "reason": "x"}
    answer = submit(client_of(officer), correction(one(version, 4), "match"), sent)
    assert answer.status_code == 422


def test_only_who_may_is_offered_a_correction_and_others_are_refused(version: Version) -> None:
    found = one(version, 2)
    addresses = [correction(found, action) for action in ("match", "realign")]
    for user in (None, person("expert")):
        assert not [each for each in addresses if each in page(found, user)]
        for each in addresses:
            assert client_of(user).post(each, {"reason": "x"}).status_code in (302, 403)
    assert not AuditEntry.objects.filter(verb__endswith="_provision").exists()
    assert all(each in page(found, person("secretariat")) for each in addresses)


def test_the_secretariat_corrects_matches_and_places_and_nobody_else(version: Version) -> None:
    people = {
        "nobody": None,
        "an expert": person("expert"),
        "a closed account": person("secretariat", is_active=False),
    }
    officer = {"the secretariat": person("secretariat")}
    found = one(version, 4)
    check_permissions(
        "instruments.match_provision",
        found,
        granted=officer,
        refused=people,
        do=lambda actor: actions.match_provision(actor, found, other=None, reason="New"),
    )
    other = one(version, 2)
    check_permissions(
        "instruments.realign_provision",
        other,
        granted=officer,
        refused=people,
        do=lambda actor: actions.realign_provision(
            actor, other, language="fr", to=one(version, 3), reason="Turned"
        ),
    )


def test_a_wrong_match_is_corrected_on_the_page(version: Version) -> None:
    former = version.follows
    assert former is not None
    officer = client_of(person("secretariat"))
    get_comparison(former, version, "en")
    found = one(version, 4)
    where = correction(found, "match")
    answer = submit(officer, where, {"other": one(former, 2).pk, "reason": "By hand"})
    assert answer.status_code == 422  # paragraph 2 goes on with it: part them first
    assert submit(officer, where, {"other": "", "reason": ""}).status_code == 422
    parted = submit(officer, correction(one(version, 2), "match"), {"reason": "It is new"})
    assert parted.status_code == 302
    link = f"https://example.org/ar{one(former, 2).get_absolute_url()[3:]}"
    assert submit(officer, where, {"link": link, "reason": "By hand"}).status_code == 302
    found.refresh_from_db()
    assert found.lineage_id == one(former, 2).lineage_id
    assert found.matched == Provision.Matched.PERSON
    assert not Comparison.objects.exists()
    made = get_comparison(former, version, "en").changes
    assert [["para_2"], ["para_4"]] in [[old, new] for _op, old, new in made]
    assert ["inserted", [], ["para_2"]] in made
    entry = AuditEntry.objects.filter(verb="instruments.match_provision").latest("pk")
    assert entry.reason == "By hand"


def test_later_versions_go_on_with_what_was_matched_anew(version: Version) -> None:
    later = parsed_texts.next_version(
        version, parsed_texts.numbered_text([*WORDS, "Thanks the islands."]), date="2033"
    )
    former = version.follows
    assert former is not None
    assert one(later, 2).lineage_id == one(version, 2).lineage_id
    actions.match_provision(SYSTEM, one(version, 2), other=None, reason="New")
    assert one(later, 2).lineage_id == one(version, 2).lineage_id != one(former, 2).lineage_id
    actions.match_provision(SYSTEM, one(version, 2), other=one(former, 2), reason="The same")
    assert one(later, 2).lineage_id == one(former, 2).lineage_id


def test_words_of_a_language_change_places_and_nothing_is_lost(version: Version) -> None:
    before = {each.text for each in ProvisionWording.objects.filter(provision__version=version)}
    french = {n: one(version, n).wordings.get(language="fr").text for n in (1, 3)}
    cites = ProvisionWording.objects.filter(provision__version=version).count()
    officer = client_of(person("secretariat"))
    assert "Move wording in one language" in page(one(version, 1), person("secretariat"))
    sent = {"language": "fr", "to": one(version, 3).pk, "reason": "Turned round"}
    answer = submit(officer, correction(one(version, 1), "realign"), sent)
    assert answer.status_code == 302
    assert answer.headers["Location"] == one(version, 3).get_absolute_url()
    assert one(version, 3).wordings.get(language="fr").text == french[1]
    assert one(version, 1).wordings.get(language="fr").text == french[3]
    assert one(version, 1).wordings.get(language="en").text == WORDS[0]
    now = ProvisionWording.objects.filter(provision__version=version)
    assert {each.text for each in now} == before
    assert now.count() == cites
    entry = AuditEntry.objects.get(verb="instruments.realign_provision")
    assert entry.reason == "Turned round"


def test_words_become_a_provision_of_their_own_behind_the_one_they_stood_at(
    version: Version,
) -> None:
    made = actions.realign_provision(
        SYSTEM, one(version, 2), language="fr", to=None, reason="No counterpart"
    )
    assert made.eid == "para_2-fr"
    assert made.lineage_id != one(version, 2).lineage_id
    order = [each.eid for each in Provision.objects.filter(version=version).order_by("position")]
    assert order.index("para_2-fr") == order.index("para_2") + 1
    assert [each.id for each in load_text(version, "fr").walk()][:3] == [
        "para_1",
        "para_2-fr",
        "para_3",
    ]
    assert "not available in this language" in html.unescape(
        compact(client_of().get(f"{version.get_absolute_url()}?in=en&beside=fr").content.decode())
    )
    back = actions.realign_provision(
        SYSTEM, made, language="fr", to=one(version, 2), reason="It has one"
    )
    assert back == one(version, 2)
    assert "has moved to another provision" in page(made)
    assert Lineage.objects.filter(pk=made.lineage_id).exists()


def test_what_differs_between_languages_is_found_anew(version: Version) -> None:
    assert "citation" not in kinds(version, one(version, 2))
    actions.realign_provision(
        SYSTEM, one(version, 2), language="fr", to=one(version, 1), reason="Wrong"
    )
    assert "citation" in kinds(version, one(version, 2))
    get_comparison(version.follows, version, "en")  # type: ignore[arg-type]
    actions.realign_provision(
        SYSTEM, one(version, 2), language="fr", to=one(version, 1), reason="Right"
    )
    assert "citation" not in kinds(version, one(version, 2))
    assert Comparison.objects.exists()  # in a language that was not touched


def kinds(version: Version, provision: Provision) -> set[str]:
    """In what a provision differs between the languages."""
    found = Difference.objects.filter(version=version, language="fr", against="en")
    return {each.kind for each in found if provision.pk in (each.provision_id, each.other_id)} - {
        "structure",
        "label",
    }


def test_words_are_not_moved_to_nowhere(version: Version) -> None:
    former = version.follows
    assert former is not None
    cases: list[dict[str, Any]] = [
        {"language": "ar", "to": one(version, 1)},
        {"language": "fr", "to": one(version, 2)},
        {"language": "fr", "to": one(former, 1)},
    ]
    for case in cases:
        with pytest.raises(InvalidInput):
            actions.realign_provision(SYSTEM, one(version, 2), reason="x", **case)
    with pytest.raises(InvalidInput):  # it has a place of its own already
        actions.realign_provision(SYSTEM, one(version, 4), language="en", to=None, reason="x")


def test_all_that_stands_above_is_shown_at_the_same_cost_however_deep(version: Version) -> None:
    depth = 14
    row = Provision.objects.filter(version=version).order_by("-position")[0]
    for n in range(depth):
        row = Provision.objects.create(
            version=version, lineage=Lineage.objects.create(), eid=f"deep_{n}", kind="paragraph",
            parent=row, position=row.position + 1, level=row.level + 1,
        )  # fmt: skip
        ProvisionWording.objects.create(
            provision=row, language="en", status="authentic", text=f"Deep words {n}."
        )
    with CaptureQueriesContext(connection) as asked:
        said = page(row)
    assert all(f"Deep words {n}." in said for n in range(depth))
    assert len(asked) <= MAX_QUERIES_SIGNED_IN
