"""Private records, one of each table of records, each with words that occur nowhere else.

A word like ``qx007zy`` is a secret of one record; the address of a record holds another, ``zb-007``.
``FIND`` stands in all titles, so that a search has something to find without asking for a secret.
A new table of records needs a planter, and a new table that points to records a line in ``BESIDE``:
a test counts both.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from typing import Any

from django.utils import timezone

from majlis.commons.search.index import index
from majlis.commons.translation.models import Pair
from majlis.framework import models as framework
from majlis.instruments import models as instruments
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Appointment, Record, User
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.kernel.roles import is_administrator, is_secretariat
from majlis.mandates import models as mandates
from majlis.parties import models as parties
from tests.pages import planted_answers, planted_mandates, planted_texts
from tests.pages.conftest import World
from tests.pages.garden import FIND, Garden
from tests.pages.planted_beside import beside
from tests.support.parties import registration
from tests.support.people import person


def plant(world: World) -> Garden:
    """Plant everything; the test's transaction takes it away again."""
    garden = Garden(world)
    people = world.people
    council = parties.Body.objects.get(slug="demonstration-council").record
    garden.things["insider"] = insider(council)
    alone = (people["expert"], garden.things["insider"])
    garden.things["circles"] = cycle(
        [
            (Access.GROUP, get_or_create_circle("planted:translators", {"role": "translator"})),
            (
                Access.PRIVATE,
                get_or_create_circle("planted:expert", *({"user": each} for each in alone)),
            ),
            (
                Access.MEMBERS,
                get_or_create_circle("planted:council", {"role": "member", "scope": council}),
            ),
        ]
    )
    garden.things["system"] = Actor.as_system("planter")
    for model, planter in PLANTERS.items():
        garden.records[model] = planter(garden)
    texts = Record.objects.filter(kind__in=["instrument", "version"], address__startswith="texts/")
    index(texts.with_wordings())
    for record in garden.records.values():
        beside(garden, record)
    # One of a kind is enough: each leads to what is planted from all that is said of a mandate.
    planted_answers.answered_by(garden, garden.records[instruments.Version])
    planted_mandates.decided_by(garden, garden.records[instruments.Version])
    keys = [each.pk for each in garden.records.values()]
    index(Record.objects.filter(pk__in=keys).with_wordings())
    return garden


def insider(council: Record) -> User:
    """A person of every circle and office, for whom whatever is planted must show somewhere."""
    offices = ("secretariat", "administrator", "moderator", "translator", "reviser")
    found = person(*offices, ("member", council))
    for role in ("translator", "reviser"):
        Pair.objects.create(user=found, role=role, source="en", target="ar")
    return found


def somebody(garden: Garden, record: Record, sort: str) -> str:
    """The name of a person of the record; those who keep the list of people know that there is one."""
    office = is_secretariat | is_administrator
    return garden.word(sort, lambda user: record.is_visible_to(user) or bool(office.test(user)))


def hidden(
    garden: Garden, kind: str, address: str, *fields: str, admitted: Any = None
) -> tuple[Record, str]:
    """A record that is not public, with a secret in each field; and the word of its address."""
    access, of = admitted or next(garden.things["circles"])
    kept: list[Record] = []
    slug = ""
    if "{slug}" in address:
        slug = garden.place(lambda user: kept[0].is_visible_to(user))
    record = create_record(kind, address.format(slug=slug), access=access, circle=of)
    kept.append(record)
    for each in fields:
        words = f"{FIND} {garden.of(record, f'{kind} {each}')}"
        record.wordings.create(field=each, language="en", text=words, status="authentic")
    return record, slug


def public(kind: str, address: str) -> Record:
    """A neighbour that everybody may see."""
    return create_record(kind, address, {"title": {"en": "A public neighbour"}}, authentic="en")


# One planter a table of records. Each also plants public neighbours that lead to the record.


def a_scheme(garden: Garden) -> Record:
    """A scheme, with a public concept in it and a public matrix across it."""
    record, slug = hidden(garden, "scheme", "schemes/{slug}", "title", "note")
    kept = framework.Scheme.objects.create(
        record=record,
        key=slug,
        note=garden.of(record, f"{record.kind} a note"),
        source=garden.of(record, f"{record.kind} source"),
    )
    inner = public("concept", "concepts/neighbour/inner")
    framework.Concept.objects.create(record=inner, scheme=kept, code="inner")
    across = public("matrix", "matrices/neighbour-scheme")
    framework.Matrix.objects.create(
        record=across,
        key="neighbour-scheme",
        rows=kept,
        rows_take="tops",
        columns=framework.Scheme.objects.get(key="sdg"),
        columns_take="tops",
    )
    garden.near += [
        f"/en/concepts/{slug}/inner/",
        f"/concepts/{slug}/inner.ttl",
        across.get_absolute_url(),
        f"{across.get_absolute_url()}by-row/",
        f"{across.get_absolute_url()}by-column/",
        f"{across.get_absolute_url()}inner/1/",
    ]
    return record


def a_concept(garden: Garden) -> Record:
    """A concept, above and below public ones, in cells and among those who facilitate."""
    record, slug = hidden(
        garden, "concept", "concepts/action-lines/{slug}", "title", "description", "definition"
    )
    lines = framework.Scheme.objects.get(key="action-lines")
    line = framework.Concept.objects.get(scheme=lines, code="C2")
    goal = framework.Concept.objects.get(scheme__key="sdg", code="9")
    kept = framework.Concept.objects.create(
        record=record,
        scheme=lines,
        code=slug,
        parent=line,
        source=garden.of(record, f"{record.kind} source"),
    )
    kept.notations.create(system="planted", value=garden.of(record, f"{record.kind} notation"))
    kept.marks.create(
        language="en", verified="no", source=garden.of(record, f"{record.kind} source of a name")
    )
    below = public("concept", "concepts/action-lines/below")
    under = framework.Concept.objects.create(record=below, scheme=lines, code="below", parent=kept)
    matrix = framework.Matrix.objects.get(key="wsis-sdg")
    for row, column in ((kept, goal), (under, goal)):
        cell = public("link", f"matrices/neighbour/{row.pk}")
        framework.Link.objects.create(
            record=cell, matrix=matrix, row=row, column=column, state="accepted"
        ).targets.add(kept)
    one = framework.Facilitation.objects.first()
    assert one is not None
    for part in ("line", "agency", "role", "roster"):
        ends = {each: getattr(one, each) for each in ("line", "agency", "role", "roster")}
        framework.Facilitation.objects.create(**{**ends, part: kept})
    garden.near += [
        below.get_absolute_url(),
        "/concepts/action-lines/below.ttl",
        one.line.get_absolute_url(),
        one.agency.get_absolute_url(),
        "/en/concepts/sdg/9/",
        "/concepts/action-lines/C2.jsonld",
        "/schemes/action-lines.rdf",
        "/en/matrices/wsis-sdg/below/9/",
    ]
    return record


def a_matrix(garden: Garden) -> Record:
    """A matrix between public schemes, with a public cell."""
    record, slug = hidden(garden, "matrix", "matrices/{slug}", "title", "note")
    kept = framework.Matrix.objects.create(
        record=record,
        key=slug,
        rows=framework.Scheme.objects.get(key="action-lines"),
        rows_take="tops",
        columns=framework.Scheme.objects.get(key="sdg"),
        columns_take="tops",
        source=garden.of(record, f"{record.kind} source"),
    )
    cell = public("link", "matrices/neighbour/C2-9")
    framework.Link.objects.create(
        record=cell,
        matrix=kept,
        row=framework.Concept.objects.get(scheme__key="action-lines", code="C2"),
        column=framework.Concept.objects.get(scheme__key="sdg", code="9"),
        state="accepted",
    )
    garden.near += [f"/en/matrices/{slug}/C2/9/", f"/en/comments/on/{cell.address}/"]
    return record


def a_link(garden: Garden) -> Record:
    """A cell of a public matrix between public concepts."""
    matrix = framework.Matrix.objects.get(key="wsis-sdg")
    taken = framework.Link.objects.filter(matrix=matrix).values_list("row", "column")
    row = framework.Concept.objects.get(scheme__key="action-lines", code="C2")
    column = next(
        each
        for each in framework.Concept.objects.filter(scheme__key="sdg", parent__isnull=True)
        if (row.pk, each.pk) not in set(taken)
    )
    record, _slug = hidden(
        garden, "link", f"matrices/wsis-sdg/{row.code}/{column.code}", "rationale"
    )
    framework.Link.objects.create(
        record=record,
        matrix=matrix,
        row=row,
        column=column,
        state="accepted",
        source=garden.of(record, f"{record.kind} source"),
        note=garden.of(record, f"{record.kind} a note"),
    )
    garden.near += [row.get_absolute_url(), column.get_absolute_url()]
    return record


def an_organisation(garden: Garden) -> Record:
    """An organization that is a member of a public body, and named by it."""
    record, _slug = hidden(garden, "organisation", "organisations/9001", "title", "short_name")
    kept = parties.Organisation.objects.create(
        record=record, number=9001, kind="civil-society", website=f"https://{FIND}.example.org/"
    )
    council = parties.Body.objects.get(slug="demonstration-council")
    today = timezone.localdate()
    parties.Membership.objects.create(body=council, organisation=kept, since=today)
    council.named.add(kept)
    speaker = person(name=somebody(garden, record, "a delegate"))
    parties.Delegation.objects.create(organisation=kept, user=speaker, state="asked")
    garden.near += [council.get_absolute_url(), f"{council.get_absolute_url()}members/"]
    return record


def a_registration(garden: Garden) -> Record:
    """A registration, as somebody sends it: for the applicant and the secretariat."""
    kept: list[Record] = []

    def may(user: Any) -> bool:
        return kept[0].is_visible_to(user)

    sent = registration(
        person(),
        names={"en": f"{FIND} {garden.word('registration title', may)}"},
        evidence_note=garden.word("registration evidence", may),
        applicant_name=garden.word("registration applicant", may),
    )
    kept.append(sent.record)
    return sent.record


def a_body(garden: Garden) -> Record:
    """A body between public ones, with an office, a member and a chair."""
    record, slug = hidden(garden, "body", "bodies/{slug}", "title", "mandate", "note")
    council = parties.Body.objects.get(slug="demonstration-council")
    kept = parties.Body.objects.create(
        record=record,
        slug=slug,
        parent=council,
        abbreviation=garden.of(record, f"{record.kind} abbreviation"),
        mandate_reference=garden.of(record, f"{record.kind} mandate"),
        source=garden.of(record, f"{record.kind} source"),
    )
    alias = kept.aliases.create(
        label=garden.of(record, f"{record.kind} former name"), language="en"
    )
    garden.things["aliases"] = [alias]
    below = public("body", "bodies/neighbour-below")
    parties.Body.objects.create(record=below, slug="neighbour-below", parent=kept)
    seat = public("office", "offices/neighbour-seat")
    parties.Office.objects.create(record=seat, slug="neighbour-seat", body=kept)
    own = garden.world.things["organisation"]
    parties.Membership.objects.create(body=kept, organisation=own, since=timezone.localdate())
    Appointment.objects.create(
        user=person(name=somebody(garden, record, "a chair")), role="chair", scope=record
    )
    garden.near += [each.get_absolute_url() for each in (below, seat, council.record, own.record)]
    return record


def an_office(garden: Garden) -> Record:
    """An office of a public body, with somebody who holds it."""
    record, slug = hidden(garden, "office", "offices/{slug}", "title")
    council = parties.Body.objects.get(slug="demonstration-council")
    kept = parties.Office.objects.create(record=record, slug=slug, body=council)
    holder = kept.holdings.create(
        name=garden.of(record, f"{record.kind} a holder"),
        since="2020",
        source=garden.of(record, f"{record.kind} source"),
    )
    garden.things["holdings"] = [holder]
    return record


PLANTERS: dict[type[Any], Callable[[Garden], Record]] = {
    framework.Scheme: a_scheme,
    framework.Concept: a_concept,
    framework.Matrix: a_matrix,
    framework.Link: a_link,
    parties.Organisation: an_organisation,
    parties.Registration: a_registration,
    parties.Body: a_body,
    parties.Office: an_office,
    instruments.Instrument: lambda garden: planted_texts.an_instrument(garden, hidden),
    instruments.Version: lambda garden: planted_texts.versions(garden, hidden),
    instruments.Series: lambda garden: planted_texts.a_series(garden, hidden),
    mandates.Actor: lambda garden: planted_answers.an_actor(garden, hidden),
    mandates.Mandate: lambda garden: planted_answers.a_mandate(garden, hidden),
    mandates.Statement: lambda garden: planted_answers.a_statement(garden, hidden),
    mandates.ReviewSet: lambda garden: planted_mandates.a_review(garden, hidden),
}
