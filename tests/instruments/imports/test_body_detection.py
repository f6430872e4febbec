"""The body that the first lines of a text name is proposed, said to be found there, and never guessed."""

from __future__ import annotations

import html
import io
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from majlis.instruments.imports import actions, publish, read
from majlis.instruments.models import Destination, Import
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Record, User
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.parties.models import Body
from majlis.parties.models.body import BodyAlias
from tests.support.people import person
from tests.textkit.test_adoption import AT
from tests.textkit.test_structure_front import COUNCIL

pytestmark = pytest.mark.django_db
LIGHTHOUSES = Path(__file__).resolve().parents[3] / "samples" / "lighthouses.2031.ar.txt"
NAME = "مجلس المنارات المشتركة"
TEXT = """{cover}

Resolution 27

Register of tides

{formula},

recalling

a)	Resolution 3 (2020) of the Council, on the first tide,

resolves

1	to keep the register of tides open to every harbour;

2	to measure the tide twice a day.
"""


def body(slug: str, abbreviation: str = "", parent: Body | None = None, **titles: str) -> Body:
    """A fictional body."""
    first = next(iter(titles))
    record = create_record("body", f"bodies/{slug}", {"title": titles}, authentic=first)
    return Body.objects.create(record=record, slug=slug, abbreviation=abbreviation, parent=parent)


def brought(text: str, name: str = "a.txt", user: User | None = None) -> Import:
    """A file that was brought in and read."""
    actor = Actor(user=user) if user else Actor.as_system("tests")
    made = read.read_file(
        actor, actions.upload_import(actor, name=name, stream=io.BytesIO(text.encode()))
    )
    assert made.state == "read", made.fault
    return made


def proposed(cover: str = "Fictional paper", formula: str = "The Council") -> Destination:
    """What is proposed for a resolution with this cover and formula."""
    return brought(TEXT.format(cover=cover, formula=formula)).destinations.get()


def test_a_report_and_what_is_annexed_to_it_name_their_body() -> None:
    council = body("lighthouses", en="Council of Shared Lighthouses", ar=NAME)
    officer = person("secretariat")
    found = brought(LIGHTHOUSES.read_text("utf-8"), LIGHTHOUSES.name, officer)
    report, resolution, terms = found.destinations.all()
    assert (report.body, report.body_line) == (council, NAME)
    assert (resolution.body, resolution.body_line) == (council, f"إن {NAME}،")
    assert (terms.body, terms.body_line) == (council, "")  # that of the text it is annexed to
    client = Client()
    client.force_login(officer)
    for language in ("en", "ar"):
        with override(language):
            mark = gettext("detected from the first lines")
            preview = html.unescape(client.get(found.get_absolute_url()).content.decode())
            where = reverse("instruments:destination", args=[found.pk])
            form = client.get(where).context["form"]
        assert preview.count(mark) == 2
        assert NAME in str(form["body"].help_text)
        assert form["body"].value() == council.pk


def test_a_person_decides_otherwise_and_it_is_not_said_to_be_found_any_more() -> None:
    council, other = body("tides", en="Council of Tides"), body("fogs", en="Council of Fogs")
    system = Actor.as_system("tests")
    found = brought(TEXT.format(cover="x", formula="The Council of Tides"))
    assert found.destinations.get().body == council
    publish.set_destination(system, found, root="", body=other)
    actions.set_import_language(
        system, found, language="en"
    )  # which proposes anew what nobody decided
    row = found.destinations.get()
    assert (row.body, row.body_line) == (other, "")


def test_other_names_and_the_abbreviation_are_names_too() -> None:
    council = body("tides", "CoT", en="Council of Tides")
    BodyAlias.objects.create(body=council, label="Board of the Tide", language="en", until="1999")
    BodyAlias.objects.create(body=council, label="Tidal Board")
    BodyAlias.objects.create(body=council, label="Board of Marées", language="fr")
    for cover in ("COUNCIL OF TIDES", "Board of the Tide", "Tidal Board", "CoT", "CoT\tCT31/4"):
        assert proposed(cover).body == council, cover
    for cover in (
        "Board of Marées",  # its name in another language
        "COT",
        "The Executive Council of Tides",
        "Report to the Council of Tides",
        "Council of Tides and Fogs",
    ):
        assert proposed(cover).body is None, cover


def test_where_two_are_named_none_is_proposed_and_who_acts_goes_first() -> None:
    tides, fogs = body("tides", en="Council of Tides"), body("fogs", en="Council of Fogs")
    assert proposed("Council of Tides\n\nCouncil of Fogs").body is None
    assert proposed("Council of Tides", "The Council of Fogs").body == fogs
    BodyAlias.objects.create(body=fogs, label="Council of Tides", language="en")
    assert proposed("Council of Tides").body is None
    assert tides.pk != fogs.pk


def test_a_body_that_an_officer_may_not_see_is_not_proposed() -> None:
    council = body("itu-council", en="ITU Council")
    shown = ("ITU Council", "The Council"), ("Fictional paper", "The ITU Council")
    assert [proposed(*each).body for each in shown] == [council, council]
    Record.objects.filter(pk=council.record_id).update(
        access=Access.PRIVATE, circle=get_or_create_circle("tests:one", {"user": person("expert")})
    )
    hidden = [proposed(f"Second paper\n\n{cover}", formula) for cover, formula in shown]
    assert [each.body for each in hidden] == [None, None]


UNITED = {
    "en": "United Nations",
    "fr": "Nations Unies",
    "es": "Naciones Unidas",
    "ru": "Организация Объединенных Наций",
    "ar": "الأمم المتحدة",
    "zh": "联合国",
}
SECURITY = {
    "en": "Security Council",
    "fr": "Conseil de sécurité",
    "es": "Consejo de Seguridad",
    "ru": "Совет Безопасности",
    "ar": "مجلس الأمن",
    "zh": "安全理事会",
}


def of_the_security_council(language: str) -> str:
    """A resolution of the Security Council under the masthead of the United Nations."""
    number, adopted, words = COUNCIL[language]
    masthead = [UNITED[language], "S/RES/4999 (2041)", SECURITY[language], "Distr.: General"]
    return "\n".join((*masthead, number, adopted, words))


@pytest.mark.parametrize("language", UNITED)
def test_the_organization_on_the_masthead_is_not_the_body_that_acts(language: str) -> None:
    united = body("un", **UNITED)
    row = brought(of_the_security_council(language)).destinations.get()
    assert (row.body, row.body_line) == (None, "")
    security = body("unsc", parent=united, **SECURITY)
    row = brought(of_the_security_council(language) + "\n").destinations.get()
    assert row.body == security


@pytest.mark.parametrize("language", UNITED)
def test_a_text_that_says_who_adopted_it_is_adopted(language: str) -> None:
    row = brought(of_the_security_council(language)).destinations.get()
    assert (row.state, row.date, row.meeting) == ("adopted", "2041-05-03", AT[language])


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Adopted by the Harbour Council at its 5th meeting, on 3 May 2041", "en"),
        ("принятая Советом гаваней на его 5-м заседании 3 мая 2041 года", "ru"),
    ],
)
def test_the_line_of_adoption_names_a_body_in_any_case(line: str, language: str) -> None:
    """Not only bodies that the engine knows by name."""
    body("lights", en="Harbour", ru="Гавани")
    council = body("harbour", en="Harbour Council", ru="Совет гаваней")
    number, _adopted, words = COUNCIL[language]
    words = "\n".join(("The Council,", *words.splitlines()[1:])) if language == "en" else words
    if language == "ru":
        words = "\n".join(("Совет,", *words.splitlines()[1:]))
    row = brought(f"{number}\n{line}\n{words}").destinations.get()
    assert (row.body, row.body_line) == (council, line)


def test_the_most_specific_body_of_a_cover_wins() -> None:
    united = body("un", en="United Nations")
    council = body("ecosoc", en="Economic and Social Council", parent=united)
    commission = body("tides", en="Commission on Tides", parent=council)
    cover = "United Nations\n\nEconomic and Social Council\n\n{}\n\nReport on tides\n\n1 Tides\n\nThe tide rose."
    assert brought(cover.format("Commission on Tides")).destinations.get().body == commission
    assert brought(cover.format("Group on Fogs")).destinations.get().body == council
    assert (
        brought(
            "United Nations\n\nSecurity Council\n\nReport on tides\n\n1 Tides\n\nThe tide rose."
        )
        .destinations.get()
        .body
        is None
    )


def test_a_body_has_the_name_of_the_engine_too() -> None:
    conference = body("pp", en="Plenipotentiary Conference")
    formula = (
        "The Plenipotentiary Conference of the International Telecommunication Union (Marsh, 2031)"
    )
    assert proposed(formula=formula).body == conference


def test_publishing_records_the_adoption_at_the_meeting() -> None:
    security = body("unsc", en="Security Council")
    version = publish.publish_import(
        Actor.as_system("tests"), brought(of_the_security_council("en"))
    )[0]
    act = version.acts.get()
    assert (act.kind, act.body, act.date, act.words) == ("adopts", security, "2041-05-03", AT["en"])
    assert (version.state, version.date) == ("adopted", "2041-05-03")


def test_an_adoption_by_a_body_that_is_not_listed_has_its_name() -> None:
    version = publish.publish_import(
        Actor.as_system("tests"), brought(of_the_security_council("en"))
    )[0]
    assert version.acts.get().words == f"Security Council, {AT['en']}"
    assert version.instrument.body_words == "Security Council"


def test_no_adoption_is_recorded_for_a_text_that_a_person_leaves_as_a_draft() -> None:
    system, found = Actor.as_system("tests"), brought(of_the_security_council("en"))
    publish.set_destination(system, found, root="", state="draft")
    assert not publish.publish_import(system, found)[0].acts.exists()


ANNEXED = """Resolution 27

Register of tides

The Council of Tides,

Recalling its resolution 26,

1. Decides to keep the register of tides;

2. Requests the Keeper to measure the tide twice a day.

Annex

Terms of reference of the Keeper

1. The Keeper measures the tide.

2. The Keeper reports each year.
"""


def test_an_annex_has_the_body_of_its_parent_text_and_follows_it() -> None:
    tides, fogs = body("tides", en="Council of Tides"), body("fogs", en="Council of Fogs")
    system, found = Actor.as_system("tests"), brought(ANNEXED)
    assert [row.body for row in found.destinations.all()] == [tides, tides]
    publish.set_destination(system, found, root="", body=fogs)
    assert [row.body for row in found.destinations.all()] == [fogs, fogs]
    annex = found.destinations.exclude(root="").get()
    publish.set_destination(system, found, root=annex.root, body=tides)
    publish.set_destination(system, found, root="", body=None)
    assert [row.body for row in found.destinations.all()] == [None, tides]


def test_an_annex_of_a_body_that_is_not_listed_has_its_name() -> None:
    text = ANNEXED.replace("The Council of Tides", "The Security Council")
    versions = publish.publish_import(Actor.as_system("tests"), brought(text))
    assert {each.instrument.body_words for each in versions} == {"Security Council"}
