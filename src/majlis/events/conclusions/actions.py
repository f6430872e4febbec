"""Verbs of conclusions: write one together, and decide on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from majlis.events.conclusions import queries
from majlis.events.conclusions.merge import merge_texts, tidy_text
from majlis.events.core.access import create_part_record
from majlis.events.core.names import numbered_titles
from majlis.events.lifecycle import (
    AGREED,
    AGREED_WITH_STATEMENTS,
    CANCELLED,
    CONCLUSION,
    DRAFT,
    NOT_AGREED,
)
from majlis.events.models import (
    AgendaItem,
    Conclusion,
    ConclusionRevision,
    ItemMaterial,
    Meeting,
    Outcome,
)
from majlis.kernel import clock
from majlis.kernel.editing import require_reason
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import WordingStatus
from majlis.kernel.records import set_wording
from majlis.kernel.verbs import Act, verb

MAX_CHARACTERS = 50_000
"""Characters of the text of a conclusion."""
DECIDED = (AGREED, AGREED_WITH_STATEMENTS, NOT_AGREED)
"""States of a conclusion on which the meeting has decided."""


def conclusion_titles(meeting: Meeting, number: int) -> dict[str, str]:
    """The title of a conclusion in each language in which its meeting has one."""
    names = {code: meeting.say("title", code) for code in LANGUAGE_CODES}
    titles = {code: name.text for code, name in names.items() if name.language == code}
    found = {}
    for code, name in (titles or numbered_titles(meeting.body, meeting.number)).items():
        with translation.override(code):
            message = pgettext("title of a conclusion", "%(meeting)s, conclusion %(number)s")
        found[code] = message % {"meeting": name, "number": number}
    return found


def lock_conclusion(conclusion: Conclusion) -> Conclusion:
    """The conclusion as it is now, locked until the transaction ends."""
    rows = Conclusion.objects.select_for_update(of=("self",))
    row: Conclusion = rows.select_related("record", "item__meeting__record").get(pk=conclusion.pk)
    return row


def require_draft(conclusion: Conclusion) -> None:
    """Raise WrongState if the text can no longer be changed."""
    if conclusion.state != DRAFT:
        raise WrongState(
            _("The text of this conclusion can no longer be changed."),
            _("Reopen the conclusion first, or ask the chair or the secretariat to do so."),
        )


def require_final_text(conclusion: Conclusion, revision: int | None) -> str:
    """The text on which the meeting decides.

    ``revision``: that which was read. Raises WrongState if there is no text, if it was changed since, or if
    another wording lies beside it.
    """
    if not conclusion.revision:
        raise WrongState(
            _("This conclusion has no text yet."), _("Write its text and save it first.")
        )
    if revision is not None and revision != conclusion.revision:
        raise WrongState(
            _("The text has changed since you opened the page. No decision was recorded."),
            _("Read the current text, then record the decision."),
        )
    if queries.waiting_revisions(conclusion).exists():
        raise WrongState(
            _("Another wording of this conclusion has not been settled yet."),
            _("Compare the two wordings and settle them, then record the decision."),
        )
    return queries.text_of(conclusion)


@verb("events.begin_conclusion")
def begin_conclusion(act: Act, item: AgendaItem, *, language: str) -> Conclusion:
    """Begin a conclusion at an agenda item; ``language``: that in which it will be written.

    Raises InvalidInput for a language that is none of the six, and WrongState for an item that was
    withdrawn, or a meeting that was cancelled.
    """
    if language not in LANGUAGE_CODES:
        raise InvalidInput({"language": _("Select one of the six languages.")})
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    if item.withdrawn_at is not None or meeting.state == CANCELLED:
        raise WrongState(
            _("This item is no longer considered: it was withdrawn, or the meeting was cancelled."),
            _("Select another item of the agenda."),
        )
    # The meeting is locked: of two that are begun at once, one waits.
    last = Conclusion.objects.filter(item__meeting=meeting).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    titles = conclusion_titles(meeting, number)
    record = create_part_record(
        meeting,
        "conclusion",
        f"{meeting.record.address}/conclusions/{number}",
        {"title": titles},
        authentic=language if language in titles else next(iter(titles), language),
    )
    conclusion = Conclusion.objects.create(
        record=record, item=item, number=number, language=language
    )
    act.note(conclusion, new={"number": number, "item": item.label, "language": language})
    return conclusion


@verb("events.take_pen")
def take_pen(act: Act, conclusion: Conclusion) -> Conclusion:
    """Take the pen, also from somebody who holds it: that person can still save what they wrote.

    Raises WrongState for a conclusion whose text can no longer be changed.
    """
    row = lock_conclusion(conclusion)
    require_draft(row)
    if row.pen_id == act.user.pk:
        act.unchanged()
        return row
    former, row.pen, row.pen_since = row.pen_id, act.user, clock.now()
    row.save(update_fields=["pen", "pen_since"])
    act.note(row, old={"pen": former}, new={"pen": act.user.pk, "revision": row.revision})
    return row


@verb("events.release_pen")
def release_pen(act: Act, conclusion: Conclusion) -> Conclusion:
    """Release the pen, so that it waits for the next writer. Raises WrongState if another person holds it."""
    row = lock_conclusion(conclusion)
    if row.pen_id is None:
        act.unchanged()
        return row
    if row.pen_id != act.user.pk:
        raise WrongState(
            _("Another person has the pen now."), _("Take it over if you want to write.")
        )
    _put_down_pen(row)
    act.note(row, old={"pen": act.user.pk}, new={"pen": None, "revision": row.revision})
    return row


def _put_down_pen(row: Conclusion) -> None:
    row.pen = row.pen_since = None
    row.save(update_fields=["pen", "pen_since"])


def _checked_text(text: str) -> str:
    tidy = tidy_text(text)
    if not tidy:
        raise InvalidInput({"text": _("Enter the text of the conclusion.")})
    if len(tidy) > MAX_CHARACTERS:
        raise InvalidInput({"text": _("The text is too long. Shorten it to 50,000 characters.")})
    return tidy


@verb("events.save_conclusion")
def save_conclusion(
    act: Act, conclusion: Conclusion, *, base: int, text: str
) -> ConclusionRevision:
    """Save the text of a conclusion as a new revision; ``base``: the revision from which the writer began.

    If somebody has saved since, the changes of both are merged, or the revision is kept aside until
    somebody settles it. A text that is the current one, or that the same person has saved from the same
    base before, changes nothing. Raises InvalidInput for an empty or too long text and for an unknown
    base, and WrongState for a conclusion whose text can no longer be changed.
    """
    row = lock_conclusion(conclusion)
    require_draft(row)
    return _save(act, row, base, _checked_text(text))


def _save(act: Act, row: Conclusion, base: int, text: str) -> ConclusionRevision:
    """Save a text; the conclusion is locked."""
    sent_before = row.revisions.filter(
        Q(text=text, sent="") | Q(sent=text), made_by=act.user, base=base
    )
    again = sent_before.order_by("number").last()
    current = queries.revision_of(row, row.revision)
    if current is not None and text == current.text:
        again = current
    if again is not None:
        act.unchanged()
        return again
    values = _revision_values(row, base, text, current)
    if values is None:
        assert current is not None  # only a text can have all changes already
        act.unchanged()
        return current
    last = row.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = ConclusionRevision.objects.create(
        conclusion=row, number=last + 1, base=base, made_by=act.user, **values
    )
    before = row.revision
    if not revision.aside:
        row.revision = revision.number
        row.save(update_fields=["revision"])
    new: dict[str, JSON] = {"revision": revision.number, "base": base}
    new |= {name: True for name in ("merged", "aside") if getattr(revision, name)}
    act.note(row, old={"revision": before}, new=new)
    return revision


def _revision_values(
    row: Conclusion, base: int, text: str, current: ConclusionRevision | None
) -> dict[str, str | bool] | None:
    """Text and marks of the revision that a save makes; None if the current text has its changes already."""
    if current is None or base == current.number:
        if current is None and base:
            raise _unknown_base()
        return {"text": text}
    began = queries.revision_of(row, base) if base else None
    if base and began is None:
        raise _unknown_base()
    merged = merge_texts(began.text if began else "", text, current.text)
    if merged is None:
        return {"text": text, "aside": True}
    if merged == current.text:
        return None
    return {"text": merged, "sent": text, "merged": True} if merged != text else {"text": text}


def _unknown_base() -> InvalidInput:
    return InvalidInput(
        {"": _("The base revision is unknown. Copy your text, reopen the page and paste it.")}
    )


@verb("events.settle_conclusion")
def settle_conclusion(
    act: Act, revision: ConclusionRevision, *, base: int, text: str
) -> ConclusionRevision:
    """Settle a revision that lies beside the text: ``text`` is what both become together.

    ``base``: the revision of the text with which it was compared. If somebody has saved since, the
    result is merged with that as any late text, or lies aside in its turn. Raises as ``save_conclusion``.
    """
    row = lock_conclusion(revision.conclusion)
    require_draft(row)
    settled = row.revisions.select_for_update().get(pk=revision.pk)
    saved = _save(act, row, base, _checked_text(text))
    if settled.aside and settled.settled_at is None and saved.pk != settled.pk:
        settled.settled_at, settled.settled_in = clock.now(), saved.number
        settled.save(update_fields=["settled_at", "settled_in"])
        act.note(row, new={"settled": settled.number, "revision": saved.number})
    return saved


# Decisions.


@verb("events.agree_conclusion")
def agree_conclusion(
    act: Act, conclusion: Conclusion, *, revision: int | None = None
) -> Conclusion:
    """Record that the meeting agreed the conclusion; ``revision``: the text that was read.

    Raises WrongState if there is no text, if it has changed since, or if another wording lies beside it.
    """
    row = lock_conclusion(conclusion)
    return decide_conclusion(act, row, AGREED, require_final_text(row, revision))


@verb("events.agree_conclusion_with_statements")
def agree_conclusion_with_statements(
    act: Act,
    conclusion: Conclusion,
    *,
    statements: Sequence[ItemMaterial],
    revision: int | None = None,
) -> Conclusion:
    """Record that the meeting agreed the conclusion with statements for the record, made at its item.

    Raises InvalidInput without a statement or for one that was not made at the item, and WrongState as
    ``agree_conclusion``.
    """
    row = lock_conclusion(conclusion)
    made = set(queries.statements_at(row.item).values_list("pk", flat=True))
    if not statements or any(each.pk not in made for each in statements):
        raise InvalidInput(
            {"statements": _("Select one or more statements for the record made at this item.")}
        )
    text = require_final_text(row, revision)
    return decide_conclusion(act, row, AGREED_WITH_STATEMENTS, text, statements=statements)


@verb("events.decline_conclusion")
def decline_conclusion(act: Act, conclusion: Conclusion, *, reason: str = "") -> Conclusion:
    """Record that the meeting did not agree the conclusion; what was written stays. Raises WrongState."""
    return decide_conclusion(act, lock_conclusion(conclusion), NOT_AGREED, "", reason=reason)


@verb("events.reopen_conclusion")
def reopen_conclusion(act: Act, conclusion: Conclusion, *, reason: str) -> Conclusion:
    """Reopen a conclusion on which the meeting had decided. Raises InvalidInput without a reason, WrongState.

    The agreed wording and its translations stay until another one is agreed.
    """
    require_reason(reason)
    row = lock_conclusion(conclusion)
    moved = CONCLUSION.move(row, act.verb)
    statements = sorted(row.statements.values_list("pk", flat=True))
    row.statements.clear()
    row.decided_at = None
    row.save(update_fields=["decided_at"])
    old: dict[str, JSON] = dict(moved["old"])
    if statements:
        old["statements"] = list[JSON](statements)
    act.note(row, old=old, new=moved["new"], reason=reason)
    set_outcome(act, row.item)
    return row


def decide_conclusion(
    act: Act,
    row: Conclusion,
    state: str,
    text: str,
    *,
    statements: Sequence[ItemMaterial] = (),
    reason: str = "",
) -> Conclusion:
    """Move a locked conclusion to the state of the decision, and note it.

    The agreed ``text`` becomes its authentic wording, which offers it to translators; the pen is put
    down; the outcome of the item follows. Raises WrongState.
    """
    moved = CONCLUSION.move(row, act.verb, target=state)
    row.decided_at, row.pen, row.pen_since = clock.now(), None, None
    row.save(update_fields=["decided_at", "pen", "pen_since"])
    old, new = dict(moved["old"]), dict(moved["new"])
    if text:
        new["revision"] = row.revision
        worded = set_wording(row.record, "text", row.language, text, WordingStatus.AUTHENTIC)
        old |= worded.get("old", {})
        new |= worded.get("new", {})
    if statements:
        row.statements.set(statements)
        new["statements"] = [each.pk for each in statements]
    act.note(row, old=old, new=new, reason=reason)
    set_outcome(act, row.item)
    return row


def set_outcome(act: Act, item: AgendaItem) -> None:
    """Set the outcome of an item to what its conclusions say together.

    An item none of whose conclusions is decided any more is not considered; other outcomes stay.
    """
    states = set(item.conclusions.filter(state__in=DECIDED).values_list("state", flat=True))
    if AGREED_WITH_STATEMENTS in states:
        outcome = str(Outcome.AGREED_WITH_STATEMENTS)
    elif AGREED in states:
        outcome = str(Outcome.AGREED)
    elif NOT_AGREED in states:
        outcome = str(Outcome.NOT_AGREED)
    elif item.outcome in DECIDED:
        outcome = str(Outcome.PENDING)
    else:
        return
    former, item.outcome = item.outcome, outcome
    if former != outcome:
        item.save(update_fields=["outcome"])
        act.note(item, old={"outcome": former}, new={"outcome": outcome})
