"""What the rooms keep about a record: planted beside each private one, with secrets of its own."""

from __future__ import annotations

import datetime
import hashlib
import io
from typing import Any

from django.utils import timezone

from majlis.commons.comments.models import Comment, Earlier
from majlis.commons.drafts.models import Draft
from majlis.commons.moderation.models import Case, Report
from majlis.commons.moderation.rules import is_moderator
from majlis.commons.notices.models import Event, Notice, Subscription
from majlis.commons.remarks.models import Answer, Remark
from majlis.commons.translation.models import Due, Job, Segment
from majlis.kernel import audit, files
from majlis.kernel.models import Attachment, AuditEntry, PersonalDatum, Record, Redaction, User
from majlis.kernel.records import add_relation
from majlis.kernel.roles import is_administrator, is_secretariat
from tests.pages.garden import Garden
from tests.support.people import person


def beside(garden: Garden, record: Record) -> None:
    """All that the rooms keep about a record: files, comments, jobs, notices, cases, drafts…"""
    for each in (a_file, a_comment, a_job, told, a_redaction, a_case, a_draft, remarks):
        each(garden, record)


def a_file(garden: Garden, record: Record) -> None:
    """A file, with a secret in its name and one in its content."""
    content = f"Fictional words: {garden.of(record, 'file')}".encode()
    stored = files.store_file(io.BytesIO(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    name = f"{garden.of(record, 'name of a file')}.txt"
    Attachment.objects.create(record=record, file=stored, name=name)
    garden.files.append(stored.sha256)


def a_comment(garden: Garden, record: Record) -> None:
    """A comment that is shown, was changed, was answered, and was reported."""
    writer = person()
    kept = Comment.objects.create(
        record=record,
        writer=writer,
        language="en",
        text=garden.of(record, "comment"),
        state="shown",
        edited_at=timezone.now(),
    )
    Earlier.objects.create(comment=kept, language="en", text=garden.of(record, "comment before"))
    Comment.objects.create(
        record=record,
        parent=kept,
        writer=writer,
        language="en",
        text=garden.of(record, "answer"),
        state="shown",
    )
    garden.things.setdefault("comments", []).append(kept)


def a_case(garden: Garden, record: Record) -> None:
    """The comment before the moderators."""
    kept = garden.things["comments"][-1]
    case = Case.objects.create(
        kind="comment", item=kept.pk, record=record, writer=kept.writer, language="en"
    )
    Report.objects.create(
        case=case, why="other", words=garden.of(record, "report"), language="en", by=person()
    )
    garden.things.setdefault("cases", []).append(case)


def a_job(garden: Garden, record: Record) -> None:
    """A translation in the making, one that was accepted, and a due date."""
    translator = person()
    words = f"A fictional plan {garden.of(record, 'words to translate')}"
    job = Job.objects.create(
        record=record,
        field="title",
        source="en",
        target="ar",
        source_text=words,
        text=garden.of(record, "translation"),
        remark=garden.of(record, "remark"),
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
        target_text=garden.of(record, "segment"),
        job=done,
    )
    day = timezone.localdate() + datetime.timedelta(days=3)
    Due.objects.create(record=record, field="title", target="zh", on=day)
    garden.things.setdefault("jobs", []).extend([job, done])


def told(garden: Garden, record: Record) -> None:
    """Something that was done to it, told to everybody in the demonstration and said to be public."""
    entry = AuditEntry.objects.create(
        system="tests", verb="framework.correct_label", record=record,
        reason=garden.of(record, "reason"), new={"title.en": garden.of(record, "new value")},
    )  # fmt: skip
    event = Event.objects.create(
        kind=entry.verb, entry=entry, record=record, is_public=True, actor=person()
    )
    for user in (*garden.world.people.values(), garden.things["insider"]):
        Notice.objects.create(event=event, user=user)
        Subscription.objects.create(user=user, record=record)
    add_relation(record, "cites", garden.world.record)
    add_relation(garden.world.record, "cites", record)


def a_redaction(garden: Garden, record: Record) -> None:
    """A personal value in its history, and the proposal to empty it: for the office that may see it."""
    office = is_secretariat | is_administrator

    def may(user: Any) -> bool:
        return bool(record.is_visible_to(user) and office.test(user))

    value = audit.personal_reference(garden.word("personal value", may))
    AuditEntry.objects.create(
        system="tests", verb="framework.correct_label", record=record, new={"title.en": value}
    )
    datum = PersonalDatum.objects.get(pk=value["personal"])
    asked = Redaction.objects.create(
        record=record, reason=garden.word("reason to empty", may), proposed_by=person()
    )
    asked.asked_for.add(datum)
    garden.things.setdefault("redactions", []).append(asked)


def remarks(garden: Garden, record: Record) -> None:
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
            text=garden.of(record, "remark that was answered")
            if shown
            else garden.word("remark that waits", may),
            source=garden.of(record, "source in a remark") if shown else "",
            name=garden.word("name in a remark", may),
            state=state,
            shown=shown,
            due=day,
        )
        if shown:
            text = garden.of(record, "answer to a remark")
            Answer.objects.create(remark=kept, outcome="right", language="en", text=text)
        garden.near += [f"/en/remarks/{kept.number}/", f"/en/remarks/?about=/en/{record.address}/"]
        garden.things.setdefault("remarks", []).append(kept)


def a_draft(garden: Garden, record: Record) -> None:
    """What somebody types about it, and has not sent."""
    owner: User = garden.things["insider"]
    words = garden.word("draft", lambda user: getattr(user, "pk", None) == owner.pk)
    Draft.objects.create(
        user=owner,
        form="comments.write",
        target=str(record.pk),
        page=f"/en/comments/on/{record.address}/write/",
        values={"text": [words]},
        expires_at=timezone.now() + datetime.timedelta(days=9),
    )


# Each table that points to a record -> what plants a row of it, or why none is needed.
BESIDE = {
    "comments.Comment": "a_comment",
    "comments.Earlier": "a_comment",
    "instruments.Withdrawal": "planted_texts.a_withdrawal",
    "instruments.Act": "a_version: no page leads from an act to a record yet",
    "framework.Notation": "a_concept",
    "kernel.Appointment": "a_body: a chair",
    "kernel.Admission": "says who is admitted; has no words",
    "kernel.Attachment": "a_file",
    "kernel.AuditEntry": "told",
    "kernel.Relation": "told",
    "kernel.Wording": "hidden",
    "moderation.Case": "a_case",
    "notices.Event": "told",
    "notices.Subscription": "told",
    "accounts.OwnSignIn": "for administrators only, of organizations",
    **dict.fromkeys(
        (
            *("mandates.Answer", "mandates.Deliverable", "mandates.Evaluation"),
            *("mandates.Evidence", "mandates.Occurrence", "mandates.Resource"),
            *("mandates.Response", "mandates.Step"),
        ),
        "planted_answers.answered_by",
    ),
    "mandates.Assignment": "planted_mandates.decided_by",
    "mandates.Ending": "planted_mandates.decided_by",
    "mandates.ReviewItem": "planted_mandates.a_review",
    "parties.Body": "a_body: a mandate names a text that has no room yet",
    "remarks.Remark": "remarks",
    "search.SearchEntry": "plant",
    "translation.Due": "a_job",
    "translation.Job": "a_job",
}
