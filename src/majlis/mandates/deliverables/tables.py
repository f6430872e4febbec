"""How deliverables, their steps, notices and conflicts are displayed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.instruments.citations import names as texts
from majlis.kernel import clock
from majlis.look import formats, parts
from majlis.look.bidi import isolate
from majlis.mandates.core.display import (
    date_text,
    date_to_be_set,
    document_link,
    page_language,
    session_name,
    session_text,
    with_language,
)
from majlis.mandates.core.progress import (
    due_date_of,
    effective_deliverable,
    full_date,
    was_due_before,
)
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.deliverables.conflicts import StepConflict, conflicts_of
from majlis.mandates.deliverables.queries import report_step, step_date
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Deliverable, Mandate, Step
from majlis.mandates.models.choices import (
    CAN_BE_OVERDUE,
    OPEN_PROGRESS,
    DeliverableKind,
    LegalStatus,
    Progress,
)
from majlis.parties.models.body import is_after


def step_text(row: JsonRow) -> str:
    """ "Council 2026, 9 June 2026": who takes a step and when; and in whose place."""
    here_ = page_language()
    known, at = step_date(row), session_text(row)
    who = isolate(str(row["entity"] or row["entity_slug"]), here_)
    own = bool(at) and row["occasion_entity"] == row["entity"]
    pieces = [at if own else who] + ([at] if at and not own else [])
    if known and full_date(known):
        pieces.append(date_text(known))
    elif known and known != str(row.get("occasion_year")):
        pieces.append(date_to_be_set(date_text(known)))
    elif at:
        pieces[-1] = date_to_be_set(pieces[-1])
    said = formats.list_separator(here_).join(pieces)
    if row["on_behalf_of"]:
        other = {"entity": isolate(row["on_behalf_of"], here_)}
        more = _("in the place of %(actor)s") % other
        if row["reports_back"]:
            more = _("in the place of %(actor)s, to which it reports back") % other
        said = formats.with_brackets(said, more, here_)
    return said


PROGRESS_DIALS = {
    Progress.REPORTED_DONE: "met",
    Progress.NOT_APPLICABLE: "ended",
    Progress.UNDER_WAY: "going",
    Progress.PARTLY_DONE: "going",
    Progress.NOT_DONE: "wait",
    Progress.NOT_STARTED: "wait",
}


def due_text(deliverable: Any) -> str:
    """By when a deliverable is due: a date; a year whose date is to be set; else the words of the text."""
    known = due_date_of(deliverable)
    if full_date(known):
        return date_text(known)
    if known:
        return date_to_be_set(date_text(known))
    return str(with_language(deliverable.words, deliverable.language))


def deliverable_title(deliverable: Any) -> str:
    """What a deliverable is called: "Report, Council 2026"."""
    kind = str(DeliverableKind(deliverable.kind).label)
    kind = kind[:1].upper() + kind[1:]
    if deliverable.occasion is not None:
        more = session_name(deliverable.occasion, getattr(deliverable, "occasion_entity", ""))
    else:
        more = date_text(deliverable.due[:4]) if deliverable.due else ""
    return f"{kind}{formats.list_separator(page_language())}{more}" if more else kind


def progress_label(deliverable: Any, late: bool = False) -> SafeString:
    """How a deliverable stands, drawn."""
    state = Progress(deliverable.state)
    if late:
        return format_html('<span class="state late">{}</span>', pgettext("mandate", "late"))
    dial = PROGRESS_DIALS.get(state, "open")
    known, today = due_date_of(deliverable), clock.today().isoformat()
    # What lies in a year to come is not due, though its date is to be set.
    if state == Progress.NO_INFORMATION and (known == today or is_after(known, today)):
        return format_html('<span class="state wait">{}</span>', _("Not yet due"))
    return format_html('<span class="state {}">{}</span>', dial, state.label)


@dataclass
class ResponsePeriod:
    """That who leads was told, ``calendar_end`` which day nobody else reads it, and where it is answered till then.

    ``overdue_mandate``, ``submit_document``: where it is said why, and where a document is named; empty where that is not to be done here.
    """

    told: str
    until: str
    late: str = ""
    meet: str = ""


@dataclass
class DeliverableCard:
    """A deliverable as a page shows it. ``timeline_entry``: the notice to who leads; ``explanation``: what everybody reads why it is
    late; ``unread``: what who leads answered and nobody else reads yet; ``running_server``: while the days to answer run."""

    it: Any
    title: str
    url: str
    state: SafeString
    due: str
    reason: SafeString | str = ""
    steps: list[parts.Step] = field(default_factory=list)
    answers: list[tuple[JsonRow, SafeString | str, str]] = field(default_factory=list)
    late: JsonRow | None = None
    told: JsonRow | None = None
    answered: list[Explanation] = field(default_factory=list)
    unread: Explanation | None = None
    running: ResponsePeriod | None = None
    merged: SafeString | str = ""
    former: SafeString | str = ""
    delegated: list[SafeString] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def deliverable_card(
    it: Any, mandate: Mandate, today: datetime.date | None = None
) -> DeliverableCard:
    """A deliverable that was read with its rows; what was merged stands as the one that answers both."""
    counts = effective_deliverable(it)
    late = public_notice(counts, mandate, today)
    shown = DeliverableCard(
        it,
        deliverable_title(it),
        deliverable_url(mandate, it),
        progress_label(counts, late is not None),
        due_text(counts),
        with_language(it.reason, it.reason_language),
        [step_part(each, n, it.steps_) for n, each in enumerate(it.steps_)],
        [(each, document_link(each), each["paragraphs"]) for each in it.answers_],
        late,
        current_notice(counts, mandate),
        public_explanations(counts, late, today),
        former=former_note(it, mandate),
        delegated=delegation_notes(it.steps_),
        conflicts=[conflict_text(each) for each in conflicts_of(it)],
    )
    told = shown.told
    if told is not None and told["answer"] and told["pk"] not in [one.pk for one in shown.answered]:
        shown.unread = explanation(told, due_date_of(counts))
    if told is not None and told["answer_by"] >= (today or clock.today()).isoformat():
        shown.running = _response_period(it, told, shown.url)
    if it.merged_into is not None:
        shown.merged = _merge_note(it)
    return shown


def _response_period(it: Any, told: JsonRow, url: str) -> ResponsePeriod:
    on = clock.date_of(datetime.datetime.fromisoformat(told["notified_at"]))
    own = told["of"] == it.pk
    return ResponsePeriod(
        date_text(on.isoformat()),
        date_text(told["answer_by"]),
        f"{url}?do=late&of={told['pk']}#form" if own else "",
        f"{url}?do=meet#form" if it.merged_into_id is None else "",
    )


def deliverable_url(mandate: Mandate, it: Deliverable) -> str:
    """The page of a deliverable."""
    return reverse("mandates:deliverable", kwargs={"slug": mandate.slug, "number": it.ordinal})


def _merge_note(it: Any) -> SafeString:
    other = it.merged_into
    link = format_html(
        '<a href="{}"><bdi>{}</bdi></a>',
        deliverable_url(other.mandate, other),
        f"{other.mandate.slug}/{other.ordinal}",
    )
    by = document_link(it.by_json, "merged_by") if it.by_json else ""
    words = by or it.merged_words
    return format_html(
        _("Merged into {other}, by {act}: what answers that one answers this."),
        other=link,
        act=words,
    )


def step_part(row: JsonRow, number: int, chain: list[JsonRow]) -> parts.Step:
    """A step of a chain: done, current (the first that is not), next, or without a date."""
    first_open = next((n for n, each in enumerate(chain) if not each["done_on"]), len(chain))
    known = step_date(row)
    if row["done_on"]:
        phase = "done"
    elif number == first_open:
        phase = "current"
    else:
        phase = "next" if known else "undated"
    link = None
    if row["done_on"] and row.get("link"):
        link = parts.Link(row["title"] or row["link"], row["link"])
    elif row["done_on"] and row.get("record_address"):
        title = row["record_title"] or row["title"] or row["record_address"]
        link = parts.Link(title, f"/{page_language()}/{row['record_address']}/")
    return parts.Step(Step.Task(row["task"]).label, phase, step_text(row), link)


@dataclass
class Explanation:
    """What an entity that was told answered; ``by`` says whose words these are, ``due_preferences`` of which date if not of this."""

    pk: int
    by: str
    text: SafeString | str
    expected: str
    due: str = ""


def explanation(row: JsonRow, due: str) -> Explanation:
    """An answer to a notice; ``due_preferences``: when the deliverable is due now."""
    who = {"entity": isolate(row["called"] or "", page_language())}
    by = (
        _("Why it is late, as the secretariat wrote it for %(actor)s")
        if row["by_secretariat"]
        else _("Why it is late, in the words of %(actor)s")
    ) % who
    other = "" if row["due"] == due else date_text(row["due"])
    text = with_language(row["answer"], row["language"])
    return Explanation(row["pk"], by, text, date_text(row["expected"]), other)


def public_explanations(
    it: Any, late: JsonRow | None, today: datetime.date | None = None
) -> list[Explanation]:
    """The answers that everybody reads, those of former leads too: of what is late, and of what was late for all."""
    iso, due = (today or clock.today()).isoformat(), due_date_of(it)
    return [
        explanation(each, due)
        for each in it.notices_
        if each["answer"]
        and (
            late is not None
            and each["due"] == due
            or not each["waived"]
            and each["answer_by"] < iso
        )
    ]


def current_notice(it: Any, mandate: Mandate) -> JsonRow | None:
    """The notice to who leads now, of the date on which it is due now, where nothing has come in since."""
    if it.state not in OPEN_PROGRESS or it.outdated:
        return None
    return next(
        (
            each
            for each in it.notices_
            if each["due"] == due_date_of(it)
            and each["entity"] is not None
            and each["entity"] == mandate.lead_id
            and not each["waived"]
        ),
        None,
    )


def public_notice(it: Any, mandate: Mandate, today: datetime.date | None = None) -> JsonRow | None:
    """The notice by which a deliverable is late for everybody; nothing where the rule of fairness is not met.

    The same conditions as ``outcome.overdue_date``, for one deliverable, as it counts (``outcome.counted``).
    """
    fair = (
        mandate.force in CAN_BE_OVERDUE
        and mandate.legal_status == LegalStatus.IN_FORCE
        and mandate.lifecycle_state == ACTIVE
        and mandate.lead_id is not None
    )
    found = current_notice(it, mandate) if fair else None
    if found is None or found["answer_by"] >= (today or clock.today()).isoformat():
        return None
    if was_due_before(it, it.owed_since or ""):
        return None
    return found


def former_note(it: Any, mandate: Mandate) -> SafeString | str:
    """Of what is kept as it was asked before: by which version; nothing of the rest."""
    if not it.outdated:
        return ""
    if it.source is None or it.source_id == mandate.source_id:
        return _("This is as the text was read before a correction: it is neither due nor late.")
    version: Any = _("a version that is not public")
    if it.asking_seen:
        asked = it.source.version
        name = date_text(asked.date) or asked.slug
        version = format_html('<a href="{}"><bdi>{}</bdi></a>', texts.version_url(asked), name)
    return format_html(
        _("This is as {version} asked it. It is asked otherwise now: it is neither due nor late."),
        version=version,
    )


def delegation_notes(steps: list[JsonRow]) -> list[SafeString]:
    """Who takes a step in whose place, by which act, and when that is told what was done; each in two sentences."""
    return [_delegation_note(each, steps) for each in steps if each["on_behalf_of"]]


def _delegation_note(row: JsonRow, steps: list[JsonRow]) -> SafeString:
    act: Any = document_link(row, "by") if row["by"] is not None else row["words"]
    other = format_html("<bdi>{}</bdi>", row["on_behalf_of"])
    said = format_html(
        _("Delegated by an act ({act}): {actor} takes the step “{step}” in the place of {other}."),
        act=act or _("not named"),
        actor=format_html("<bdi>{}</bdi>", row["entity"] or row["entity_slug"]),
        step=Step.Task(row["task"]).label,
        other=other,
    )
    if not row["reports_back"]:
        return said
    back = report_step(steps, steps.index(row))
    if back is None:
        more = format_html(_("It reports back to {other}."), other=other)
    else:
        more = format_html(_("It reports back: {when}."), when=step_text(steps[back]))
    return format_html("{}{}{}", said, formats.gap(page_language()), more)


def conflict_text(found: StepConflict) -> str:
    """What a conflict is, with both dates and without a judgement; and by whom it is bridged, where it is."""
    first, then = found.first, found.then
    dates = {"first_when": step_text(first), "then_when": step_text(then)}
    if found.bridge is not None:
        return _bridged_conflict_text(found, found.bridge, dates)
    return _(
        "The step “%(first)s” stands before “%(then)s” in the chain, and after it in the calendar: %(first_when)s; %(then_when)s."
    ) % (dates | {"first": Step.Task(first["task"]).label, "then": Step.Task(then["task"]).label})


def _bridged_conflict_text(found: StepConflict, bridge: JsonRow, dates: dict[str, str]) -> str:
    return _(
        "Bridged by a delegation: the step “%(step)s” would lie after “%(then)s” in the calendar (%(first_when)s; %(then_when)s). It is taken before: %(bridge)s."
    ) % (
        dates
        | {
            "step": Step.Task(bridge["task"]).label,
            "then": Step.Task(found.then["task"]).label,
            "bridge": step_text(bridge),
        }
    )
