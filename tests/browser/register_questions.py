"""What the ten questions are asked of: the demonstration, and a fictional resolution of 2023 in two languages."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from majlis.framework.models import Concept
from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.imports import actions as imports_actions
from majlis.instruments.imports import publish, read
from majlis.instruments.models import Destination, Provision, Tag, Version
from majlis.instruments.tags import actions as tags_actions
from majlis.kernel.actor import Actor
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.deliverables import actions
from majlis.mandates.entities import actions as entities_actions
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction import alternative_readings, clauses, fields
from majlis.mandates.models import Finding, Mandate
from majlis.mandates.similarity import pairs
from majlis.mandates.statements import actions as statements_actions
from majlis.parties.accounts import demonstration as people
from majlis.parties.models import Body, Organisation
from tests.mandates import factories as texts

SYSTEM = Actor.as_system("tests")
MINISTRY = "Ministry of Digital Libraries (fictional)"
# What people said, in the language in which they said it: who reads another language sees the same words.
WHY_NOT = "Fictional: the quarry of the islands was closed, and no stone came."
NO_MANDATE = "Fictional: it welcomes a lamp, and asks nobody for anything."
OTHERWISE = "خيالي: نقرأ فيها طلباً بأن يبقى المصباح مضاء."
REPORT = "Fictional report FR/9 on the reading rooms"
BUDGET = "Fictional budget FB/24 of the Council"
COST, MORE, YEAR = 48_500, 7_200, 2024
FERRY = (
    "Requests the islands to paint the ferry in each spring;",
    "Requests the islands to keep a log of the crossings;",
)
"""The first is left out of the version that is in force."""
TEXTS = {
    "en": """Resolution 73 (Port Lira, 2023)

Landings of the shared islands (a fictional text)

The Demonstration Council,

considering that the ferry of books calls at each island twice a year,

1	requests the Keeper of Books to report to the Council every year on the reading rooms;

2	requests the Ministry of Digital Libraries to mend the landing of each island;

3	requests the Keeper of Books to count the travellers who read on the ferry;

4	invites the Ministry of Digital Libraries to lend the ferry a pilot when the sea is high;

5	welcomes the new lamp of the ferry;

6	instructs the Ministry of Digital Libraries to light each landing;

7	decides to review this resolution by {review}.
""",
    "ar": """القرار 73 (بورت ليرا، 2023)

مراسي الجزر المشتركة (نص خيالي)

إن مجلس العرض التجريبي،

إذ يضع في اعتباره أن عبّارة الكتب ترسو في كل جزيرة مرتين في السنة،

1	يطلب إلى أمينة الكتب أن ترفع إلى المجلس تقريراً كل سنة عن قاعات القراءة؛

2	يطلب إلى وزارة المكتبات الرقمية أن ترمم مرسى كل جزيرة؛

3	يطلب إلى أمينة الكتب أن تحصي المسافرين الذين يقرؤون على متن العبّارة؛

4	يدعو وزارة المكتبات الرقمية إلى إعارة العبّارة ربّاناً حين يعلو البحر؛

5	يرحب بمصباح العبّارة الجديد؛

6	يكلف وزارة المكتبات الرقمية بأن تضيء كل مرسى؛

7	يقرر أن يستعرض هذا القرار في موعد أقصاه {review}.
""",
}


@dataclass(frozen=True)
class RegisterWorld:
    """What was planted. ``paragraphs``: number of an operative paragraph of the resolution -> its mandate's number."""

    folder: str
    today: datetime.date
    titles: dict[str, str]
    """Of the resolution."""
    paragraphs: dict[int, str]
    signs: str
    """The mandate on signs, of a decision that is here in English alone."""
    earlier: str
    """The mandate of another text that asks the same for a report on the same subject."""
    due: datetime.date
    review: datetime.date
    answered: datetime.date
    member: int


def make_world(folder: str) -> RegisterWorld:
    """What is asked about, in a demonstration that is there already; its files lie in the folder."""
    member = _ministry()
    today = timezone.localdate()
    due, review = (today + datetime.timedelta(days=days) for days in (45, 120))
    answered = today - datetime.timedelta(days=40)
    version = _published(review)
    there = _accepted(version)
    _lead_confirmed(there[1])
    _lead_confirmed(there[2])
    _came_of_the_report(there[1], answered)
    _not_answered(there[2], today)
    actions.add_deliverable(SYSTEM, there[6], kind="action", due=due.isoformat())
    _no_mandate(version, member)
    reports = Mandate.objects.filter(kind="report", lead__slug="keeper-of-books")
    earlier = reports.exclude(instrument=version.instrument).get()
    for each in (there[1], earlier):
        _about_access(each)
    _ended()
    pairs.update_embeddings()
    signs = Mandate.objects.get(instrument__symbol__contains="12", source__provision__eid="para_2")
    return RegisterWorld(
        folder=folder,
        today=today,
        titles={
            "ar": "مراسي الجزر المشتركة (نص خيالي)",
            "en": "Landings of the shared islands (a fictional text)",
        },
        paragraphs={number: each.slug for number, each in there.items()},
        signs=signs.slug,
        earlier=earlier.slug,
        due=due,
        review=review,
        answered=answered,
        member=member.number,
    )


def _ended() -> None:
    """A resolution of no body that is here, of which the version in force leaves out a paragraph."""
    versions = []
    for year, paragraphs, state in ((2024, FERRY, "superseded"), (2025, FERRY[1:], "in_force")):
        words = "".join(f"{n}. {each}\n\n" for n, each in enumerate(paragraphs, start=1))
        follows = versions[0] if versions else None
        head = f"Resolution 74 (Port Lira, {year})\n\nFerry (a fictional text)\n\n"
        made = texts.text(
            state, f"{head}The Ferry Assembly,\n\n{words}", follows, date=f"{year}-05-02"
        )
        for each in made.provisions.filter(kind="operative") if follows else ():
            said = each.wordings.get().text
            was = follows.provisions.get(wordings__text=said)
            Provision.objects.filter(pk=each.pk).update(lineage=was.lineage_id)
        versions.append(made)
        extraction_actions.extract_findings(SYSTEM, made)
        for finding in Finding.objects.filter(version=made).select_related("continues"):
            extraction_actions.accept_finding(SYSTEM, finding, to=finding.continues)


def _ministry() -> Organisation:
    """An organization of the demonstration is an actor too."""
    found = Organisation.objects.filter(record__wordings__text=MINISTRY).select_related("record")
    member = found.distinct().get()
    title = {each.language: each.text for each in member.record.wordings.filter(field="title")}
    entities_actions.load_entity(
        SYSTEM,
        "digital-libraries",
        words={"title": title},
        kind="government",
        lexicon=["Ministry of Digital Libraries"],
        organisation=member,
    )
    return member


def _published(review: datetime.date) -> Version:
    """The resolution of 2023, in force, in both languages."""
    body = Body.objects.get(slug="demonstration-council")
    made: Version | None = None
    for language, words in TEXTS.items():
        stream = io.BytesIO(words.format(review=review.isoformat()).encode())
        name = f"landings.2023.{language}.txt"
        imported = read.read_file(
            SYSTEM, imports_actions.upload_import(SYSTEM, name=name, stream=stream)
        )
        where: dict[str, Any] = {"published_as": Destination.As.INSTRUMENT, "state": "proposed"}
        where |= {"body": body, "date": "2023-10-12"}
        if made is not None:
            where = {"published_as": Destination.As.LANGUAGE, "version": made, "authentic": True}
        publish.set_destination(SYSTEM, imported, root="", **where)
        made = publish.publish_import(SYSTEM, imported)[0]
    assert made is not None
    act = {"kind": "adopts", "body": body, "date": "2023-10-12", "manner": "consensus"}
    acts_actions.record_act(SYSTEM, made, **act)
    acts_actions.adopt_version(SYSTEM, made, date="2023-10-12")
    acts_actions.bring_version_into_force(SYSTEM, made)
    made.refresh_from_db()
    return made


def _accepted(version: Version) -> dict[int, Mandate]:
    """What the engine finds, accepted as it was found; number of the paragraph -> its mandate."""
    extraction_actions.extract_findings(SYSTEM, version)
    made = {}
    rows = Finding.objects.filter(version=version)
    for each in rows.select_related("provision__lineage", "version__instrument"):
        if each.kind == Finding.Kind.MANDATE:
            number = int(each.provision.eid.removeprefix("para_"))
            made[number] = extraction_actions.accept_finding(
                SYSTEM, each, values=fields.fields_of_finding(each.extracted)
            )
        else:
            clauses.accept_clause(SYSTEM, each, deadline=_review_in(version))
    return made


def _review_in(version: Version) -> str:
    said = Provision.objects.get(version=version, eid="para_7").wordings.get(language="en").text
    return said.rstrip(".").rpartition(" ")[2]


def _lead_confirmed(mandate: Mandate) -> None:
    """Whom the text asks leads, as it was proposed."""
    proposed = mandate.assignments.select_related("entity__record").get()
    proposed.mandate = mandate
    assignments_actions.confirm_assignment(SYSTEM, proposed)
    mandate.refresh_from_db()


def _came_of_the_report(mandate: Mandate, answered: datetime.date) -> None:
    """A document answers the first of its reports; two documents say what it costs."""
    first = mandate.deliverables.order_by("ordinal")[0]
    first.mandate = mandate
    document = {"link": "https://example.org/fr9", "title": REPORT, "language": "en"}
    actions.submit_document(SYSTEM, first, **document, paragraphs="3–7", date=answered.isoformat())
    source = {"link": "https://example.org/fb24", "title": BUDGET, "language": "en"}
    spent = {"kind": "spending", "amount": COST, "currency": "CHF", "year": YEAR}
    statements_actions.add_resource(SYSTEM, mandate, **source, **spent, funding="assessed")
    statements_actions.add_resource(
        SYSTEM, mandate, **source, **spent | {"amount": MORE, "year": YEAR + 1}, funding="voluntary"
    )


def _not_answered(mandate: Mandate, today: datetime.date) -> None:
    """Its lead says that nothing came of it, and why."""
    due = today - datetime.timedelta(days=10)
    made = actions.add_deliverable(SYSTEM, mandate, kind="action", due=due.isoformat())
    made.mandate = mandate
    actions.set_progress(SYSTEM, made, state="not_answered", reason=WHY_NOT, reason_language="en")


def _no_mandate(version: Version, member: Organisation) -> None:
    """A person judged that the paragraph on the lamp is no mandate; a member reads it otherwise."""
    lamp = Provision.objects.select_related("version__record", "lineage").get(
        version=version, eid="para_5"
    )
    found = extraction_actions.add_finding(SYSTEM, lamp)
    extraction_actions.reject_finding(SYSTEM, found, reason=NO_MANDATE, language="en")
    speaks = Actor(user=member.record.appointments.filter(role="focal_point")[0].user)
    alternative_readings.add_alternative_reading(
        speaks, member, provision=lamp, text=OTHERWISE, language="ar"
    )


def _about_access(mandate: Mandate) -> None:
    """Confirmed to be about the action line on access to information."""
    concept = Concept.objects.get(scheme__key="action-lines", code="C3")
    mandate.refresh_from_db()
    tag = tags_actions.propose_tag(
        SYSTEM,
        mandate.instrument,
        concept=concept,
        lineage=mandate.lineage,
        found=Tag.Found.PERSON,
        score=1.0,
    )
    tags_actions.confirm_tag(Actor(user=people.find_person("secretariat")), tag)
