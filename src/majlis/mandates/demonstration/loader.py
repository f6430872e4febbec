"""Accepts the findings of the fictional texts, and lets leads, bodies and the secretariat act on them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from majlis.documents.models import Document
from majlis.events.models import Outcome
from majlis.instruments.demonstration import FictionalText
from majlis.instruments.models import ActKind, Manner, Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.core.addressees import find_entity
from majlis.mandates.core.progress import due_date_of, full_date
from majlis.mandates.core.status import refreshed_together
from majlis.mandates.decisions import queries
from majlis.mandates.decisions.actions import record_decision
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables.tasks import mandates_to_schedule
from majlis.mandates.demonstration.entities import LIBRARIES
from majlis.mandates.demonstration.events import EVENTS, LIBRARY, Event, person
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction import clauses, fields
from majlis.mandates.inactivity import actions as inactivity_actions
from majlis.mandates.inactivity.queries import leads_to_notify
from majlis.mandates.lifecycle import ACTIVE, PROPOSED, WAITING
from majlis.mandates.models import (
    Assignment,
    Deliverable,
    Entity,
    Finding,
    InactivityNotice,
    Mandate,
    RelatedPair,
    ReviewItem,
)
from majlis.mandates.models.choices import OPEN_PROGRESS, DeliverableKind, LegalStatus
from majlis.mandates.reviews import actions as reviews_actions
from majlis.mandates.similarity import actions as similarity_actions
from majlis.mandates.similarity import pairs
from majlis.parties.demonstration import BODIES, demonstration_body

KINDS = {
    ("resolution-1", "instructs__para_4"): DeliverableKind.DATABASE,
    ("resolution-1", "instructs__para_5"): DeliverableKind.UPDATE,
    ("resolution-2", "instructs__para_1"): DeliverableKind.PAGE,
    ("resolution-2", "instructs__para_2"): DeliverableKind.ROADMAP,
    ("resolution-2", "instructs__para_5"): DeliverableKind.PROGRAMME,
    ("resolution-3", "resolves__para_1"): DeliverableKind.FUND,
    ("resolution-3", "resolves__para_3"): DeliverableKind.BODY,
    ("resolution-3", "instructs__para_2"): DeliverableKind.NORM,
    ("resolution-4", "instructs__para_3"): DeliverableKind.NORM,
    ("resolution-8", "resolves__para_1"): DeliverableKind.BODY,
    ("resolution-9", "instructs__para_1"): DeliverableKind.DOCUMENT,
    ("resolution-10", "instructs__para_1"): DeliverableKind.CONSULTATION,
    ("resolution-15", "instructs__para_1"): DeliverableKind.DATASET,
    ("decision-13", "para_1"): DeliverableKind.EVENT,
    ("decision-13", "para_5"): DeliverableKind.BRIEFING,
    ("decision-12", "para_3"): DeliverableKind.OTHER,
}
"""Provisions of which the secretariat corrected the kind of deliverable."""
NOT_ACCEPTED = {
    ("resolution-1", "c3"): (),
    ("resolution-16", "k7"): ("instructs__para_3", "instructs_2__para_1", "invites_2__para_1"),
    ("report-9", "w5"): (
        "sec_5__para_5-5",
        "sec_5__para_5-6",
        "sec_5__para_5-7",
        "sec_6__para_6-1",
    ),
}
"""Versions whose findings wait for a decision: these provisions, or all of them."""
REJECTED = {
    ("resolution-15", "instructs_2__para_1"): (
        "en",
        "This sentence says which figures a report uses. It asks for nothing else.",
    ),
    ("decision-13", "para_8"): ("fr", "Ce paragraphe porte sur la composition des délégations."),
}
"""Provisions whose finding was rejected: language and reason."""
REVIEWS = (
    ("Requests of the first session of the Conference (fictional)", "en", ("declaration",)),
    ("Reading rooms and skills (fictional)", "en", ("resolution-61", "resolution-9")),
    ("Statistiques et langues (fictif)", "fr", ("resolution-14", "resolution-15")),
)
"""Titles, languages and texts of the review sets: closed, under review, in preparation."""
REVIEW_PURPOSE = "Fictional: which requests go on, which are to be changed or ended?"
MOST_REVIEWED = 14
OUTCOMES = (
    (ReviewItem.Outcome.GOES_ON, "Fictional: to go on as it is."),
    (ReviewItem.Outcome.TO_CHANGE, "Fictional: the date is to be changed."),
    (ReviewItem.Outcome.TO_MERGE, "Fictional: to be merged with the annual report."),
    (ReviewItem.Outcome.TO_END, "Fictional: the work is done."),
    (ReviewItem.Outcome.REFERRED, "Fictional: referred to the Working Group."),
    (ReviewItem.Outcome.TO_PAUSE, "Fictional: to be paused until there is a budget."),
    (ReviewItem.Outcome.OPEN, "Fictional: no agreement was reached."),
)
JUDGEMENTS = (
    (RelatedPair.Judgement.SAME, "Fictional: both ask for the same report."),
    (RelatedPair.Judgement.REPEATED, "Fictional: the second repeats the first."),
    (RelatedPair.Judgement.COMPLEMENTARY, "Fictional: one asks for figures, the other for a text."),
    (RelatedPair.Judgement.UNRELATED, "Fictional: only the words are alike."),
)
REPORTED_BEFORE = datetime.timedelta(days=15)
"""Leads submit what is due so long before the date."""
LEADS_NOT_CONFIRMED = ("decision-13", "decision-14", "report-9")
"""Texts whose proposed leads wait for a decision."""


class MandateLoader:
    """Loads the mandates of the texts. ``texts``: the latest version of each text, by its name."""

    def __init__(self, actor: Actor, texts: Mapping[str, Version]) -> None:
        self.actor = actor
        self.texts = texts

    def mandate(self, text: str, eid: str) -> Mandate:
        """The mandate that a provision of the text states, in its latest version that has the provision."""
        rows = Mandate.objects.filter(
            sources__version__instrument=self.texts[text].instrument_id,
            sources__provision__eid=eid,
        )
        related = ("record", "source__version", "lead")
        found: Mandate | None = rows.select_related(*related).order_by("-pk").first()
        if found is None:
            raise LookupError(f"no mandate at {text} {eid}")
        return found

    def entity(self, slug: str) -> Entity:
        """A fictional entity."""
        rows = Entity.objects.select_related("record", "body", "organisation")
        entity: Entity = rows.get(slug=slug)
        return entity

    # Findings

    def accept_findings(self, text: FictionalText) -> None:
        """Search a version and its annexes for mandates, and decide on the findings as the secretariat would."""
        for name, version in self._with_annexes(text.name).items():
            extraction_actions.extract_findings(self.actor, version)
            left = NOT_ACCEPTED.get((name, text.session), ("",))
            if not left:
                continue
            extraction_actions.accept_unchanged_findings(self.actor, version)
            rows = Finding.objects.filter(version=version, state=WAITING)
            related = (
                "provision__lineage",
                "version__instrument__body__record",
                "continues__record",
            )
            with refreshed_together():
                for finding in rows.select_related(*related).order_by(
                    "provision__position", "part"
                ):
                    if finding.provision.eid not in left:
                        self._decide(name, finding)
        self.schedule()

    def _with_annexes(self, name: str) -> dict[str, Version]:
        return {
            key: version
            for key, version in self.texts.items()
            if key == name or key.startswith(f"{name}/")
        }

    def _decide(self, name: str, finding: Finding) -> None:
        eid = finding.provision.eid
        if finding.kind != Finding.Kind.MANDATE:
            clauses.accept_clause(
                self.actor,
                finding,
                deadline=finding.extracted.get("deadline") or "",
                occasion=finding.extracted.get("occasion") or "",
            )
        elif (name, eid) in REJECTED:
            language, reason = REJECTED[name, eid]
            extraction_actions.reject_finding(self.actor, finding, reason=reason, language=language)
        elif not finding.extracted.get("part_of"):
            self._accept(name, finding)

    def _accept(self, name: str, finding: Finding) -> None:
        values = fields.fields_of_finding(finding.extracted)
        body = finding.version.instrument.body
        for field in fields.NAME_FIELDS:
            # Of an unknown name the secretariat knows that it means nobody of its own.
            values[field] = [
                name for name in values[field] if find_entity(name, finding.language, body)
            ]
        if not values["asked"] and body is not None:
            values["asked"] = [BODIES[body.slug][1]["en"]]
        key = (name, finding.provision.eid)
        if key in KINDS:
            values["kind"] = str(KINDS[key])
        extraction_actions.accept_finding(self.actor, finding, values=values, to=finding.continues)

    def confirm_leads(self, name: str) -> None:
        """Confirm the proposed leads of a text, unless they are left for the reader."""
        if name in LEADS_NOT_CONFIRMED:
            return
        texts = [version.instrument_id for version in self._with_annexes(name).values()]
        rows = Assignment.objects.filter(mandate__instrument__in=texts, state=PROPOSED)
        with refreshed_together():
            for assignment in rows.select_related("mandate__record", "entity__record"):
                assignments_actions.confirm_assignment(self.actor, assignment)

    # Meetings

    def find_requests(self, version: Version) -> None:
        """Find what the published conclusions of a meeting ask for; the findings wait for the reader."""
        extraction_actions.extract_findings(self.actor, version)

    def decide_report(self, report: Document) -> None:
        """Record that the Council noted the report of the Working Group, and endorsed its conclusions."""
        consideration = queries.consideration_or_404(
            self.actor.person, report.considerations.values_list("pk", flat=True)[0]
        )
        meeting = consideration.item.meeting
        assert meeting.first_day is not None
        submitted = report.transmitted_texts.values_list("version", flat=True)
        record_decision(
            self.actor,
            consideration,
            outcome=Outcome.AGREED,
            date=meeting.first_day,
            kinds=dict.fromkeys(submitted, ActKind.ENDORSES.value),
            manner=Manner.CONSENSUS.value,
            note="Fictional note: the Council thanked the Working Group.",
            note_language="en",
        )

    # What is due

    def schedule(self) -> None:
        """Schedule the deliverables that mandates require by now, as the daily task does."""
        for mandate in mandates_to_schedule():
            deliverables_actions.schedule_deliverables(Actor.as_system("schedule"), mandate)

    def report_what_is_due(self) -> None:
        """Let the leads submit documents for what is due soon; what ``EVENTS`` names is left to them."""
        until = clock.today() + REPORTED_BEFORE
        rows = Deliverable.objects.filter(
            withdrawn_at=None,
            outdated=False,
            merged_into=None,
            state__in=OPEN_PROGRESS,
            mandate__legal_status=LegalStatus.IN_FORCE,
            mandate__lifecycle_state=ACTIVE,
            mandate__lead__isnull=False,
        ).exclude(mandate__in=self._kept_open())
        related = ("mandate__record", "mandate__source__version", "mandate__lead", "occasion")
        for deliverable in rows.select_related(*related).order_by("pk"):
            due = full_date(due_date_of(deliverable))
            if due is None or due > until:
                continue
            language = LANGUAGE_CODES[deliverable.pk % len(LANGUAGE_CODES)]
            deliverables_actions.submit_document(
                self.actor, deliverable, **document(deliverable.mandate, due, language)
            )

    def _kept_open(self) -> list[int]:
        """The mandates on which ``EVENTS`` reports."""
        kept: list[int] = []
        for event in EVENTS:
            if event.keeps_open and event.text in self.texts:
                rows = Mandate.objects.filter(
                    sources__version__instrument=self.texts[event.text].instrument_id,
                    sources__provision__eid=event.eid,
                )
                kept += rows.values_list("pk", flat=True)
        return kept

    def open_deliverable(self, mandate: Mandate) -> Deliverable:
        """The deliverable of a mandate that is due next or was due last; a new one where there is none."""
        rows = list(
            mandate.deliverables.filter(
                withdrawn_at=None, outdated=False, state__in=OPEN_PROGRESS
            ).select_related("occasion")
        )
        dated = [(due_date_of(each), each) for each in rows if due_date_of(each)]
        if dated:
            deliverable = min(dated, key=lambda pair: (pair[0], pair[1].pk))[1]
        elif rows:
            deliverable = rows[0]
        else:
            deliverable = deliverables_actions.add_deliverable(
                self.actor, mandate, kind=mandate.kind
            )
        deliverable.mandate = mandate
        return deliverable

    # What else happens

    def play(self, event: Event) -> None:
        """Let an event happen."""
        event.happens(self, self.mandate(event.text, event.eid))

    def review(self) -> None:
        """Create the review sets: one closed, one under review, one in preparation."""
        council = demonstration_body()
        for place, (title, language, names) in enumerate(REVIEWS):
            review = reviews_actions.create_review_set(
                self.actor, council, title=title, purpose=REVIEW_PURPOSE, language=language
            )
            rows = Mandate.objects.filter(
                instrument__in=[self.texts[name].instrument_id for name in names],
                lifecycle_state=ACTIVE,
                legal_status=LegalStatus.IN_FORCE,
            )
            reviews_actions.add_review_items(
                self.actor, review, mandates=rows.order_by("number")[:MOST_REVIEWED]
            )
            if place == len(REVIEWS) - 1:
                continue
            reviews_actions.freeze_review_set(self.actor, review)
            items = list(review.items.select_related("mandate", "review__record"))
            decided = items if place == 0 else items[: len(items) // 2]
            for number, item in enumerate(decided):
                outcome, text = OUTCOMES[number % len(OUTCOMES)]
                reviews_actions.record_review_outcome(
                    self.actor,
                    item,
                    outcome=outcome,
                    text=text,
                    language="en",
                    words="Fictional report of the Council",
                    date=clock.today().isoformat(),
                )
            if place == 0:
                reviews_actions.close_review_set(self.actor, review)

    def notify_inactive(self) -> None:
        """Notify the leads of mandates on which nothing was recorded for years."""
        for group in leads_to_notify(clock.today()):
            inactivity_actions.notify_inactive(
                Actor.as_system("the clock"),
                Entity.objects.get(pk=group["lead"]),
                mandates=group["keys"],
            )

    def confirm_activity(self) -> None:
        """Let the Library Office say that one of its inactive mandates goes on."""
        notice = InactivityNotice.objects.filter(entity__slug=LIBRARIES).select_related(
            "mandate__record", "entity__organisation__record"
        )
        inactivity_actions.confirm_activity(
            person(LIBRARY),
            notice[0],
            reply=InactivityNotice.Reply.GOES_ON,
            answer="Fictional: the work goes on; the next report will say how far it is.",
        )

    def judge_pairs(self) -> None:
        """Compare all mandates, and judge some of the similar ones."""
        pairs.update_embeddings()
        pairs.propose_pairs()
        rows = RelatedPair.objects.filter(state=PROPOSED).select_related("first", "second")
        for pair, (judgement, reason) in zip(
            rows.order_by("-score", "pk"), JUDGEMENTS, strict=False
        ):
            similarity_actions.judge_pair(self.actor, pair, judgement=judgement, reason=reason)


def document(mandate: Mandate, due: datetime.date, language: str) -> dict[str, Any]:
    """The values of a fictional document that answers a mandate."""
    return {
        "link": f"https://example.org/fictional/{mandate.slug.lower()}-{due.year}",
        "title": DOCUMENT_TITLES[language].format(due.year),
        "language": language,
        "date": clock.today().isoformat(),
    }


DOCUMENT_TITLES = {
    "ar": "تقرير خيالي لعام {}",
    "zh": "{}年虚构报告",
    "en": "Fictional report for {}",
    "fr": "Rapport fictif pour {}",
    "ru": "Вымышленный доклад за {} год",
    "es": "Informe ficticio de {}",
}
