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


def body(slug: str, abbreviation: str = "", **titles: str) -> Body:
    """A fictional body."""
    first = next(iter(titles))
    record = create_record("body", f"bodies/{slug}", {"title": titles}, authentic=first)
    return Body.objects.create(record=record, slug=slug, abbreviation=abbreviation)


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
    assert (terms.body, terms.body_line) == (None, "")
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
    council = body("tides", en="Council of Tides")
    Record.objects.filter(pk=council.record_id).update(
        access=Access.PRIVATE, circle=get_or_create_circle("tests:one", {"user": person("expert")})
    )
    assert proposed("Council of Tides").body is None
