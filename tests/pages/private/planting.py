"""Private records, one of each table of records, each with words that occur nowhere else.

A word like ``qx007zy`` is a secret of one record; the address of a record holds another, ``zb-007``.
``SEARCH_WORD`` stands in all titles, so that a search has something to find without asking for a secret.
A new table of records needs a planter, and a new table that points to records a line in ``PLANTED_TABLES`` (``related.py``):
a test counts both.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from typing import Any

from django.utils import timezone

from majlis.commons.search.index import index_records
from majlis.commons.translation.models import Pair
from majlis.documents import models as documents
from majlis.events import models as events
from majlis.framework import models as framework
from majlis.instruments import models as instruments
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Appointment, Record, User
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.kernel.roles import is_administrator, is_secretariat
from majlis.mandates import models as mandates
from majlis.parties import models as parties
from tests.pages.conftest import World
from tests.pages.private import implementation, meetings, texts
from tests.pages.private import mandates as private_mandates
from tests.pages.private.related import plant_related
from tests.pages.private.secrets import SEARCH_WORD, PrivateRecords
from tests.support.parties import registration
from tests.support.people import person


def plant_all(world: World) -> PrivateRecords:
    """Plant everything; the test's transaction takes it away again."""
    private_records = PrivateRecords(world)
    people = world.people
    council = parties.Body.objects.get(slug="demonstration-council").record
    private_records.things["insider"] = make_insider(council)
    alone = (people["expert"], private_records.things["insider"])
    private_records.things["circles"] = cycle(
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
    private_records.things["system"] = Actor.as_system("planter")
    for model, planter in PLANTERS.items():
        private_records.records[model] = planter(private_records)
    texts = Record.objects.filter(kind__in=["instrument", "version"], address__startswith="texts/")
    index_records(texts.with_wordings())
    for record in private_records.records.values():
        plant_related(private_records, record)
    # One of a kind is enough: each leads to what is planted from all that is said of a mandate.
    implementation.plant_references_to(
        private_records, private_records.records[instruments.Version]
    )
    private_mandates.plant_decisions_of(
        private_records, private_records.records[instruments.Version]
    )
    keys = [each.pk for each in private_records.records.values()]
    index_records(Record.objects.filter(pk__in=keys).with_wordings())
    return private_records


def make_insider(council: Record) -> User:
    """A person of every circle and office, for whom whatever is planted must show somewhere."""
    offices = ("secretariat", "administrator", "moderator", "translator", "reviser")
    found = person(*offices, ("member", council))
    for role in ("translator", "reviser"):
        Pair.objects.create(user=found, role=role, source="en", target="ar")
    return found


def plant_person(private_records: PrivateRecords, record: Record, sort: str) -> str:
    """The name of a person of the record; those who keep the list of people know that there is one."""
    office = is_secretariat | is_administrator
    return private_records.word(
        sort, lambda user: record.is_visible_to(user) or bool(office.test(user))
    )


def hidden_record(
    private_records: PrivateRecords, kind: str, address: str, *fields: str, admitted: Any = None
) -> tuple[Record, str]:
    """A record that is not public, with a secret in each field; and the word of its address."""
    access, of = admitted or next(private_records.things["circles"])
    kept: list[Record] = []
    slug = ""
    if "{slug}" in address:
        slug = private_records.place(lambda user: kept[0].is_visible_to(user))
    record = create_record(kind, address.format(slug=slug), access=access, circle=of)
    kept.append(record)
    for each in fields:
        words = f"{SEARCH_WORD} {private_records.of(record, f'{kind} {each}')}"
        record.wordings.create(field=each, language="en", text=words, status="authentic")
    return record, slug


def public_record(kind: str, address: str) -> Record:
    """A neighbour that everybody may see."""
    return create_record(kind, address, {"title": {"en": "A public neighbour"}}, authentic="en")


# One planter a table of records. Each also plants public neighbours that lead to the record.


def plant_scheme(private_records: PrivateRecords) -> Record:
    """A scheme, with a public concept in it and a public matrix across it."""
    record, slug = hidden_record(private_records, "scheme", "schemes/{slug}", "title", "note")
    kept = framework.Scheme.objects.create(
        record=record,
        key=slug,
        note=private_records.of(record, f"{record.kind} a note"),
        source=private_records.of(record, f"{record.kind} source"),
    )
    inner = public_record("concept", "concepts/neighbour/inner")
    framework.Concept.objects.create(record=inner, scheme=kept, code="inner")
    across = public_record("matrix", "matrices/neighbour-scheme")
    framework.Matrix.objects.create(
        record=across,
        key="neighbour-scheme",
        rows=kept,
        rows_take="tops",
        columns=framework.Scheme.objects.get(key="sdg"),
        columns_take="tops",
    )
    private_records.near += [
        f"/en/concepts/{slug}/inner/",
        f"/concepts/{slug}/inner.ttl",
        across.get_absolute_url(),
        f"{across.get_absolute_url()}by-row/",
        f"{across.get_absolute_url()}by-column/",
        f"{across.get_absolute_url()}inner/1/",
    ]
    return record


def plant_concept(private_records: PrivateRecords) -> Record:
    """A concept, above and below public ones, in cells and among those who facilitate."""
    record, slug = hidden_record(
        private_records,
        "concept",
        "concepts/action-lines/{slug}",
        "title",
        "description",
        "definition",
    )
    lines = framework.Scheme.objects.get(key="action-lines")
    line = framework.Concept.objects.get(scheme=lines, code="C2")
    goal = framework.Concept.objects.get(scheme__key="sdg", code="9")
    kept = framework.Concept.objects.create(
        record=record,
        scheme=lines,
        code=slug,
        parent=line,
        source=private_records.of(record, f"{record.kind} source"),
    )
    kept.notations.create(
        system="planted", value=private_records.of(record, f"{record.kind} notation")
    )
    kept.marks.create(
        language="en",
        verified="no",
        source=private_records.of(record, f"{record.kind} source of a name"),
    )
    below = public_record("concept", "concepts/action-lines/below")
    under = framework.Concept.objects.create(record=below, scheme=lines, code="below", parent=kept)
    matrix = framework.Matrix.objects.get(key="wsis-sdg")
    for row, column in ((kept, goal), (under, goal)):
        cell = public_record("link", f"matrices/neighbour/{row.pk}")
        framework.Link.objects.create(
            record=cell, matrix=matrix, row=row, column=column, state="accepted"
        ).targets.add(kept)
    one = framework.Facilitation.objects.first()
    assert one is not None
    for part in ("line", "agency", "role", "roster"):
        ends = {each: getattr(one, each) for each in ("line", "agency", "role", "roster")}
        framework.Facilitation.objects.create(**{**ends, part: kept})
    private_records.near += [
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


def plant_matrix(private_records: PrivateRecords) -> Record:
    """A matrix between public schemes, with a public cell."""
    record, slug = hidden_record(private_records, "matrix", "matrices/{slug}", "title", "note")
    kept = framework.Matrix.objects.create(
        record=record,
        key=slug,
        rows=framework.Scheme.objects.get(key="action-lines"),
        rows_take="tops",
        columns=framework.Scheme.objects.get(key="sdg"),
        columns_take="tops",
        source=private_records.of(record, f"{record.kind} source"),
    )
    cell = public_record("link", "matrices/neighbour/C2-9")
    framework.Link.objects.create(
        record=cell,
        matrix=kept,
        row=framework.Concept.objects.get(scheme__key="action-lines", code="C2"),
        column=framework.Concept.objects.get(scheme__key="sdg", code="9"),
        state="accepted",
    )
    private_records.near += [f"/en/matrices/{slug}/C2/9/", f"/en/comments/on/{cell.address}/"]
    return record


def plant_link(private_records: PrivateRecords) -> Record:
    """A cell of a public matrix between public concepts."""
    matrix = framework.Matrix.objects.get(key="wsis-sdg")
    taken = framework.Link.objects.filter(matrix=matrix).values_list("row", "column")
    row = framework.Concept.objects.get(scheme__key="action-lines", code="C2")
    column = next(
        each
        for each in framework.Concept.objects.filter(scheme__key="sdg", parent__isnull=True)
        if (row.pk, each.pk) not in set(taken)
    )
    record, _slug = hidden_record(
        private_records, "link", f"matrices/wsis-sdg/{row.code}/{column.code}", "rationale"
    )
    framework.Link.objects.create(
        record=record,
        matrix=matrix,
        row=row,
        column=column,
        state="accepted",
        source=private_records.of(record, f"{record.kind} source"),
        note=private_records.of(record, f"{record.kind} a note"),
    )
    private_records.near += [row.get_absolute_url(), column.get_absolute_url()]
    return record


def plant_organisation(private_records: PrivateRecords) -> Record:
    """An organization that is a member of a public body, and named by it."""
    record, _slug = hidden_record(
        private_records, "organisation", "organisations/9001", "title", "short_name"
    )
    kept = parties.Organisation.objects.create(
        record=record,
        number=9001,
        kind="civil-society",
        website=f"https://{SEARCH_WORD}.example.org/",
    )
    council = parties.Body.objects.get(slug="demonstration-council")
    today = timezone.localdate()
    parties.Membership.objects.create(body=council, organisation=kept, since=today)
    council.named.add(kept)
    speaker = person(name=plant_person(private_records, record, "a delegate"))
    parties.Delegation.objects.create(organisation=kept, user=speaker, state="asked")
    private_records.near += [council.get_absolute_url(), f"{council.get_absolute_url()}members/"]
    return record


def plant_registration(private_records: PrivateRecords) -> Record:
    """A registration, as somebody sends it: for the applicant and the secretariat."""
    kept: list[Record] = []

    def may(user: Any) -> bool:
        return kept[0].is_visible_to(user)

    sent = registration(
        person(),
        names={"en": f"{SEARCH_WORD} {private_records.word('registration title', may)}"},
        evidence_note=private_records.word("registration evidence", may),
        applicant_name=private_records.word("registration applicant", may),
    )
    kept.append(sent.record)
    return sent.record


def plant_body(private_records: PrivateRecords) -> Record:
    """A body between public ones, with an office, a member and a chair."""
    record, slug = hidden_record(
        private_records, "body", "bodies/{slug}", "title", "mandate", "note"
    )
    council = parties.Body.objects.get(slug="demonstration-council")
    kept = parties.Body.objects.create(
        record=record,
        slug=slug,
        parent=council,
        abbreviation=private_records.of(record, f"{record.kind} abbreviation"),
        mandate_reference=private_records.of(record, f"{record.kind} mandate"),
        source=private_records.of(record, f"{record.kind} source"),
    )
    alias = kept.aliases.create(
        label=private_records.of(record, f"{record.kind} former name"), language="en"
    )
    private_records.things["aliases"] = [alias]
    below = public_record("body", "bodies/neighbour-below")
    parties.Body.objects.create(record=below, slug="neighbour-below", parent=kept)
    seat = public_record("office", "offices/neighbour-seat")
    parties.Office.objects.create(record=seat, slug="neighbour-seat", body=kept)
    own = private_records.world.things["organisation"]
    parties.Membership.objects.create(body=kept, organisation=own, since=timezone.localdate())
    Appointment.objects.create(
        user=person(name=plant_person(private_records, record, "a chair")),
        role="chair",
        scope=record,
    )
    private_records.near += [
        each.get_absolute_url() for each in (below, seat, council.record, own.record)
    ]
    return record


def plant_office(private_records: PrivateRecords) -> Record:
    """An office of a public body, with somebody who holds it."""
    record, slug = hidden_record(private_records, "office", "offices/{slug}", "title")
    council = parties.Body.objects.get(slug="demonstration-council")
    kept = parties.Office.objects.create(record=record, slug=slug, body=council)
    holder = kept.holdings.create(
        name=private_records.of(record, f"{record.kind} a holder"),
        since="2020",
        source=private_records.of(record, f"{record.kind} source"),
    )
    private_records.things["holdings"] = [holder]
    return record


PLANTERS: dict[type[Any], Callable[[PrivateRecords], Record]] = {
    framework.Scheme: plant_scheme,
    framework.Concept: plant_concept,
    framework.Matrix: plant_matrix,
    framework.Link: plant_link,
    parties.Organisation: plant_organisation,
    parties.Registration: plant_registration,
    parties.Body: plant_body,
    parties.Office: plant_office,
    instruments.Instrument: lambda private_records: texts.plant_instrument(
        private_records, hidden_record
    ),
    instruments.Version: lambda private_records: texts.plant_versions(
        private_records, hidden_record
    ),
    instruments.Series: lambda private_records: texts.plant_series(private_records, hidden_record),
    mandates.Entity: lambda private_records: implementation.plant_entity(
        private_records, hidden_record
    ),
    mandates.Mandate: lambda private_records: implementation.plant_mandate(
        private_records, hidden_record
    ),
    mandates.Statement: lambda private_records: implementation.plant_statement(
        private_records, hidden_record
    ),
    mandates.ReviewSet: lambda private_records: private_mandates.plant_review(
        private_records, hidden_record
    ),
    events.Meeting: lambda private_records: meetings.plant_meeting(private_records, hidden_record),
    events.AgendaItem: lambda private_records: meetings.plant_item(private_records, hidden_record),
    events.Conclusion: lambda private_records: meetings.plant_conclusion(
        private_records, hidden_record
    ),
    documents.Document: lambda private_records: meetings.plant_document(
        private_records, hidden_record
    ),
}
