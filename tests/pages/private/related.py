"""What the rooms keep about a record: planted beside each private one, with secrets of its own."""

from __future__ import annotations

import datetime
import hashlib
import io
from typing import Any

from django.utils import timezone

from majlis.commons.comments.models import Comment, CommentVersion
from majlis.commons.drafts.models import Draft
from majlis.commons.moderation.models import Case, Report
from majlis.commons.moderation.rules import is_moderator
from majlis.commons.notices.models import Event, Notice, Subscription
from majlis.commons.remarks.models import Answer, Remark
from majlis.commons.translation.models import DueDate, Job, Segment
from majlis.kernel import audit, files
from majlis.kernel.models import Attachment, AuditEntry, PersonalDatum, Record, Redaction, User
from majlis.kernel.records import add_relation
from majlis.kernel.roles import is_administrator, is_secretariat
from tests.pages.private.secrets import PrivateRecords
from tests.support.people import person


def plant_related(private_records: PrivateRecords, record: Record) -> None:
    """All that the rooms keep about a record: files, comments, jobs, notices, cases, drafts…"""
    for each in (
        plant_file,
        plant_comment,
        plant_job,
        plant_event,
        plant_redaction,
        plant_case,
        plant_draft,
        plant_remarks,
    ):
        each(private_records, record)


def plant_file(private_records: PrivateRecords, record: Record) -> None:
    """A file, with a secret in its name and one in its content."""
    content = f"Fictional words: {private_records.of(record, 'file')}".encode()
    stored = files.store_file(io.BytesIO(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    name = f"{private_records.of(record, 'name of a file')}.txt"
    Attachment.objects.create(record=record, file=stored, name=name)
    private_records.files.append(stored.sha256)


def plant_comment(private_records: PrivateRecords, record: Record) -> None:
    """A comment that is shown, was changed, was answered, and was reported."""
    writer = person()
    kept = Comment.objects.create(
        record=record,
        writer=writer,
        language="en",
        text=private_records.of(record, "comment"),
        state="shown",
        edited_at=timezone.now(),
    )
    CommentVersion.objects.create(
        comment=kept, language="en", text=private_records.of(record, "comment before")
    )
    Comment.objects.create(
        record=record,
        parent=kept,
        writer=writer,
        language="en",
        text=private_records.of(record, "answer"),
        state="shown",
    )
    private_records.things.setdefault("comments", []).append(kept)


def plant_case(private_records: PrivateRecords, record: Record) -> None:
    """The comment before the moderators."""
    kept = private_records.things["comments"][-1]
    case = Case.objects.create(
        kind="comment", item=kept.pk, record=record, writer=kept.writer, language="en"
    )
    Report.objects.create(
        case=case,
        why="other",
        words=private_records.of(record, "report"),
        language="en",
        by=person(),
    )
    private_records.things.setdefault("cases", []).append(case)


def plant_job(private_records: PrivateRecords, record: Record) -> None:
    """A translation in the making, one that was accepted, and a due date."""
    translator = person()
    words = f"A fictional plan {private_records.of(record, 'words to translate')}"
    job = Job.objects.create(
        record=record,
        field="title",
        source="en",
        target="ar",
        source_text=words,
        text=private_records.of(record, "translation"),
        remark=private_records.of(record, "remark"),
        translator=translator,
    )
    done = Job.objects.create(
        record=record,
        field="note",
        source="en",
        target="ar",
        source_text="A fictional plan.",
        text="-",
        state="accepted",
        translator=translator,
    )
    Segment.objects.create(
        source="en",
        target="ar",
        source_text=words,
        target_text=private_records.of(record, "segment"),
        job=done,
    )
    day = timezone.localdate() + datetime.timedelta(days=3)
    DueDate.objects.create(record=record, field="title", target="zh", on=day)
    private_records.things.setdefault("jobs", []).extend([job, done])


def plant_event(private_records: PrivateRecords, record: Record) -> None:
    """Something that was done to it, told to everybody in the demonstration and said to be public."""
    entry = AuditEntry.objects.create(
        system="tests", verb="framework.correct_label", record=record,
        reason=private_records.of(record, "reason"), new={"title.en": private_records.of(record, "new value")},
    )  # fmt: skip
    event = Event.objects.create(
        kind=entry.verb, entry=entry, record=record, is_public=True, actor=person()
    )
    for user in (*private_records.world.people.values(), private_records.things["insider"]):
        Notice.objects.create(event=event, user=user)
        Subscription.objects.create(user=user, record=record)
    add_relation(record, "cites", private_records.world.record)
    add_relation(private_records.world.record, "cites", record)


def plant_redaction(private_records: PrivateRecords, record: Record) -> None:
    """A personal value in its history, and the proposal to empty it: for the office that may see it."""
    office = is_secretariat | is_administrator

    def may(user: Any) -> bool:
        return bool(record.is_visible_to(user) and office.test(user))

    value = audit.personal_reference(private_records.word("personal value", may))
    AuditEntry.objects.create(
        system="tests", verb="framework.correct_label", record=record, new={"title.en": value}
    )
    datum = PersonalDatum.objects.get(pk=value["personal"])
    asked = Redaction.objects.create(
        record=record, reason=private_records.word("reason to empty", may), proposed_by=person()
    )
    asked.asked_for.add(datum)
    private_records.things.setdefault("redactions", []).append(asked)


def plant_remarks(private_records: PrivateRecords, record: Record) -> None:
    """What was said to be wrong on its page: answered, and waiting for who may answer it."""
    office = is_secretariat | is_moderator

    def may(user: Any) -> bool:
        return bool(record.is_visible_to(user) and office.test(user))

    day = timezone.localdate()
    for state in ("answered", "waiting"):
        shown = state == "answered"
        kept = Remark.objects.create(
            number=900 + Remark.objects.count(),
            address=f"/en/{record.address}/",
            record=record,
            language="en",
            text=private_records.of(record, "remark that was answered")
            if shown
            else private_records.word("remark that waits", may),
            source=private_records.of(record, "source in a remark") if shown else "",
            name=private_records.word("name in a remark", may),
            state=state,
            shown=shown,
            due=day,
        )
        if shown:
            text = private_records.of(record, "answer to a remark")
            Answer.objects.create(remark=kept, outcome="right", language="en", text=text)
        private_records.near += [
            f"/en/remarks/{kept.number}/",
            f"/en/remarks/?about=/en/{record.address}/",
        ]
        private_records.things.setdefault("remarks", []).append(kept)


def plant_draft(private_records: PrivateRecords, record: Record) -> None:
    """What somebody types about it, and has not sent."""
    owner: User = private_records.things["insider"]
    words = private_records.word("draft", lambda user: getattr(user, "pk", None) == owner.pk)
    Draft.objects.create(
        user=owner,
        form="comments.post_comment",
        target=str(record.pk),
        page=f"/en/comments/on/{record.address}/write/",
        values={"text": [words]},
        expires_at=timezone.now() + datetime.timedelta(days=9),
    )


# Each table that points to a record -> what plants a row of it, or why none is needed.
PLANTED_TABLES = {
    "comments.Comment": "plant_comment",
    "comments.CommentVersion": "plant_comment",
    "instruments.Withdrawal": "texts.plant_withdrawal",
    "instruments.Act": "a_version: no page leads from an act to a record yet",
    "framework.Notation": "plant_concept",
    "kernel.Appointment": "a_body: a chair",
    "kernel.Admission": "says who is admitted; has no words",
    "kernel.Attachment": "plant_file",
    "kernel.AuditEntry": "told",
    "kernel.Relation": "told",
    "kernel.Wording": "hidden",
    "moderation.Case": "plant_case",
    "notices.Event": "told",
    "notices.Subscription": "told",
    "accounts.OwnSignIn": "for administrators only, of organizations",
    **dict.fromkeys(
        (
            *("mandates.Submission", "mandates.Deliverable", "mandates.Evaluation"),
            *("mandates.Evidence", "mandates.Occurrence", "mandates.Resource"),
            *("mandates.Response", "mandates.Step"),
        ),
        "implementation.plant_references_to",
    ),
    "mandates.Assignment": "mandates.plant_decisions_of",
    "mandates.LifecycleEvent": "mandates.plant_decisions_of",
    "live.Publication": "how often something was published: has no words",
    "events.Floor": "meetings.plant_considerations",
    "mandates.ReviewItem": "mandates.plant_review",
    "parties.Body": "a_body: a mandate names a text that has no room yet",
    "remarks.Remark": "remarks",
    "search.SearchEntry": "plant",
    "translation.DueDate": "plant_job",
    "translation.Job": "plant_job",
}
