"""How deliverables, their steps, notices and conflicts are displayed."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.instruments.citations import names as texts
from majlis.kernel import clock
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.bidi import directions, foreign_part, isolate
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
    DUE_SOON_DAYS,
    due_date_of,
    effective_deliverable,
    full_date,
    was_due_before,
)
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.core.table import DUE_SOON, PROGRESS_DIALS, with_report
from majlis.mandates.deliverables.conflicts import StepConflict, conflicts_of
from majlis.mandates.deliverables.queries import DeliverableRow, report_step, step_date
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
    """Who takes a step, when and on whose behalf: "Council 2026, 9 June 2026"."""
    language = page_language()
    date, session = step_date(row), session_text(row)
    entity = isolate(str(row["entity"] or row["entity_slug"]), language)
    is_own_session = bool(session) and row["occasion_entity"] == row["entity"]
    pieces = [session if is_own_session else entity] + (
        [session] if session and not is_own_session else []
    )
    if date and full_date(date):
        pieces.append(date_text(date))
    elif date and date != str(row.get("occasion_year")):
        pieces.append(date_to_be_set(date))
    elif session:
        pieces[-1] = date_to_be_set(pieces[-1])
    text = formats.clause_separator(language).join(pieces)
    if row["on_behalf_of"]:
        values = {"actor": isolate(row["on_behalf_of"], language)}
        note = _("in place of %(actor)s") % values
        if row["reports_back"]:
            note = _("in place of %(actor)s, reporting back to it") % values
        text = formats.with_brackets(text, note, language)
    return text


def due_text(deliverable: Deliverable) -> str:
    """The due date: a date, a year whose date is to be set, or the words of the text."""
    due = due_date_of(deliverable)
    if full_date(due):
        return date_text(due)
    if due:
        return date_to_be_set(due)
    if re.fullmatch(r"[0-9]{4}", deliverable.words):
        return date_to_be_set(deliverable.words)
    return str(with_language(deliverable.words, deliverable.language))


def deliverable_title(deliverable: Deliverable) -> str:
    """The title of a deliverable: "Report, Council 2026"."""
    kind = str(DeliverableKind(deliverable.kind).label)
    kind = kind[:1].upper() + kind[1:]
    if deliverable.occasion is not None:
        session = session_name(deliverable.occasion, getattr(deliverable, "occasion_entity", ""))
    else:
        session = date_text(deliverable.due[:4]) if deliverable.due else ""
    return f"{kind}{formats.clause_separator(page_language())}{session}" if session else kind


def progress_label(deliverable: Deliverable, is_overdue: bool = False) -> SafeString:
    """The badge with the progress of a deliverable: what its date means, and what was reported."""
    state = Progress(deliverable.state)
    if is_overdue:
        word = with_report(pgettext("mandate", "overdue"), state)
        return format_html('<span class="state late">{}</span>', word)
    dial = PROGRESS_DIALS.get(state, "open")
    due, today = due_date_of(deliverable), clock.today()
    day = full_date(due)
    if (
        state in OPEN_PROGRESS
        and day is not None
        and 0 <= (day - today).days <= DUE_SOON_DAYS
        and not deliverable.outdated
    ):
        word = with_report(str(DUE_SOON), state)
        return format_html('<span class="state soon">{}</span>', word)
    # Something due in a later year is not due yet, even if its date is to be set.
    if state == Progress.NO_INFORMATION and is_after(due, today.isoformat()):
        return format_html('<span class="state wait">{}</span>', pgettext("mandate", "not yet due"))
    return format_html('<span class="state {}">{}</span>', dial, state.label)


@dataclass
class ResponsePeriod:
    """The period in which the lead can explain a delay before it becomes public.

    ``told``: date of the notice; ``until``: last day. ``late``, ``meet``: addresses to explain it
    and to submit a document; empty if that is not possible here.
    """

    told: str
    until: str
    late: str = ""
    meet: str = ""


@dataclass
class DeliverableCard:
    """A deliverable as a page shows it.

    ``late``: the public notice; ``told``: the notice to the lead; ``answered``: the public
    explanations; ``unread``: the explanation that is not public yet; ``running``: set while the
    lead can explain before publication.
    """

    it: DeliverableRow
    title: str
    url: str
    state: SafeString
    due: str
    reason: SafeString | str = ""
    reason_by: str = ""
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
    deliverable: DeliverableRow, mandate: Mandate, today: datetime.date | None = None
) -> DeliverableCard:
    """The display of a row of ``deliverable_rows``; a merged one has the progress of its target."""
    effective = effective_deliverable(deliverable)
    public = public_notice(effective, mandate, today)
    reason = with_language(deliverable.reason, deliverable.reason_language)
    card = DeliverableCard(
        deliverable,
        deliverable_title(deliverable),
        deliverable_url(mandate, deliverable),
        progress_label(effective, public is not None),
        due_text(effective),
        reason,
        reason_author(deliverable) if reason else "",
        [step_part(each, n, deliverable.steps_) for n, each in enumerate(deliverable.steps_)],
        [
            (each, document_link(each), paragraphs_text(each["paragraphs"]))
            for each in deliverable.answers_
        ],
        public,
        current_notice(effective, mandate),
        public_explanations(effective, public, today),
        former=former_note(deliverable, mandate),
        delegated=delegation_notes(deliverable.steps_),
        conflicts=[conflict_text(each) for each in conflicts_of(deliverable)],
    )
    notice = card.told
    if (
        notice is not None
        and notice["answer"]
        and notice["pk"] not in [one.pk for one in card.answered]
    ):
        card.unread = explanation(notice, due_date_of(effective))
    if notice is not None and notice["answer_by"] >= (today or clock.today()).isoformat():
        card.running = _response_period(deliverable, notice, mandate)
    if deliverable.merged_into is not None:
        card.merged = _merge_note(deliverable)
    return card


def reason_author(deliverable: DeliverableRow) -> str:
    """Who gave the reason of a reported progress: the lead at that time, or the secretariat for it."""
    values = {"actor": isolate(deliverable.reporter or "", page_language())}
    if deliverable.reported_by_secretariat:
        if not deliverable.reporter:
            return _("Reason entered by the secretariat")
        return _("Reason entered by the secretariat for %(actor)s") % values
    if not deliverable.reporter:
        return pgettext("reason for an action", "Reason")
    return _("Reason given by %(actor)s") % values


def paragraphs_text(paragraphs: str) -> SafeString:
    """The paragraphs of a document that answer a deliverable: "paragraphs: 4, 5"; empty for the whole document."""
    if not paragraphs:
        return SafeString("")
    message = pgettext("document", "paragraphs: %(paragraphs)s")
    before, _place, after = message.partition("%(paragraphs)s")
    if directions(paragraphs):
        return format_html("{}<bdi>{}</bdi>{}", before, paragraphs, after)
    # Without a letter ``bdi`` alone would set the numbers from left to right.
    language = page_language()
    numbers = formats.list_separator(language).join(re.split(r"\s*[,،、]\s*", paragraphs.strip()))
    return format_html('{}<bdi dir="{}">{}</bdi>{}', before, direction(language), numbers, after)


def _response_period(
    deliverable: DeliverableRow, notice: JsonRow, mandate: Mandate
) -> ResponsePeriod:
    notified_on = clock.date_of(datetime.datetime.fromisoformat(notice["notified_at"]))
    is_own = notice["of"] == deliverable.pk
    kwargs = {"slug": mandate.slug, "number": deliverable.ordinal}
    return ResponsePeriod(
        date_text(notified_on.isoformat()),
        date_text(notice["answer_by"]),
        reverse("mandates:explain_delay", kwargs=kwargs | {"key": notice["pk"]}) if is_own else "",
        reverse("mandates:submit_document", kwargs=kwargs)
        if not deliverable.merged_into_id
        else "",
    )


def deliverable_url(mandate: Mandate, deliverable: Deliverable) -> str:
    """The address of a deliverable."""
    return reverse(
        "mandates:deliverable", kwargs={"slug": mandate.slug, "number": deliverable.ordinal}
    )


def waits_for_trigger(mandate: Mandate) -> bool:
    """Whether nothing of a mandate is due before something happens."""
    return mandate.source is not None and bool(mandate.source.trigger)


def _merge_note(deliverable: DeliverableRow) -> SafeString:
    target = deliverable.merged_into
    assert target is not None
    link = format_html(
        '<a href="{}"><bdi>{}</bdi></a>',
        deliverable_url(target.mandate, target),
        f"{target.mandate.slug}/{target.ordinal}",
    )
    document = document_link(deliverable.by_json, "merged_by") if deliverable.by_json else ""
    act = document or deliverable.merged_words
    return format_html(
        _("Merged into {other} by {act}. Documents submitted for that deliverable count for both."),
        other=link,
        act=act,
    )


def step_part(row: JsonRow, number: int, chain: list[JsonRow]) -> parts.Step:
    """The display of a step: done, current (the first that is not done), next, or undated."""
    first_open = next((n for n, each in enumerate(chain) if not each["done_on"]), len(chain))
    date = step_date(row)
    if row["done_on"]:
        phase = "done"
    elif number == first_open:
        phase = "current"
    else:
        phase = "next" if date else "undated"
    link = None
    if row["done_on"] and row.get("link"):
        link = parts.Link(row["title"] or isolate(row["link"], page_language()), row["link"])
    elif row["done_on"] and row.get("record_address"):
        language = row["record_title_language"] or ""
        title = foreign_part(row["record_title"] or "", language, page_language())
        title = title or row["title"] or row["record_address"]
        link = parts.Link(title, f"/{page_language()}/{row['record_address']}/")
    return parts.Step(Step.Task(row["task"]).label, phase, step_text(row), link)


@dataclass
class Explanation:
    """An explanation by a notified entity. ``by`` says who wrote it; ``due``: the date it is about, if not the current one."""

    pk: int
    by: str
    text: SafeString | str
    expected: str
    due: str = ""


def explanation(row: JsonRow, due: str) -> Explanation:
    """The explanation in a notice. ``due``: the current due date of the deliverable."""
    values = {"actor": isolate(row["called"] or "", page_language())}
    by = (
        _("Reason for delay, entered by the secretariat for %(actor)s")
        if row["by_secretariat"]
        else _("Reason for delay given by %(actor)s")
    ) % values
    other_due = "" if row["due"] == due else date_text(row["due"])
    text = with_language(row["answer"], row["language"])
    return Explanation(row["pk"], by, text, date_text(row["expected"]), other_due)


def public_explanations(
    deliverable: DeliverableRow, notice: JsonRow | None, today: datetime.date | None = None
) -> list[Explanation]:
    """The explanations that are public, those of former leads included."""
    today_iso, due = (today or clock.today()).isoformat(), due_date_of(deliverable)
    return [
        explanation(each, due)
        for each in deliverable.notices_
        if each["answer"]
        and (
            notice is not None
            and each["due"] == due
            or not each["waived"]
            and each["answer_by"] < today_iso
        )
    ]


def current_notice(deliverable: DeliverableRow, mandate: Mandate) -> JsonRow | None:
    """The notice to the current lead about the current due date; None if the deliverable was answered."""
    if deliverable.state not in OPEN_PROGRESS or deliverable.outdated:
        return None
    return next(
        (
            each
            for each in deliverable.notices_
            if each["due"] == due_date_of(deliverable)
            and each["entity"] is not None
            and each["entity"] == mandate.lead_id
            and not each["waived"]
        ),
        None,
    )


def public_notice(
    deliverable: DeliverableRow, mandate: Mandate, today: datetime.date | None = None
) -> JsonRow | None:
    """The notice by which a deliverable is publicly overdue; None if there is none.

    It checks the same conditions as ``overdue_date`` of ``core/progress.py``. ``deliverable``: as
    ``effective_deliverable`` gives it.
    """
    can_be_overdue = (
        mandate.force in CAN_BE_OVERDUE
        and mandate.legal_status == LegalStatus.IN_FORCE
        and mandate.lifecycle_state == ACTIVE
        and mandate.lead_id is not None
    )
    notice = current_notice(deliverable, mandate) if can_be_overdue else None
    if notice is None or notice["answer_by"] >= (today or clock.today()).isoformat():
        return None
    if was_due_before(deliverable, deliverable.owed_since or ""):
        return None
    return notice


def former_note(deliverable: DeliverableRow, mandate: Mandate) -> SafeString | str:
    """A note which version required a deliverable that is outdated; empty for the others."""
    if not deliverable.outdated:
        return ""
    if deliverable.source is None or deliverable.source_id == mandate.source_id:
        return _(
            "This deliverable reflects data that were later corrected; it is neither due "
            "nor overdue."
        )
    version = _("a version that is not public")
    if deliverable.asking_seen:
        source_version = deliverable.source.version
        name = date_text(source_version.date) or source_version.slug
        version = format_html(
            '<a href="{}"><bdi>{}</bdi></a>', texts.version_url(source_version), name
        )
    return format_html(
        _(
            "The request in {version} has since changed. This deliverable is neither due "
            "nor overdue."
        ),
        version=version,
    )


def delegation_notes(steps: list[JsonRow]) -> list[SafeString]:
    """For each delegated step two sentences: the act with both entities, and when the delegate reports back."""
    return [_delegation_note(each, steps) for each in steps if each["on_behalf_of"]]


def _delegation_note(row: JsonRow, steps: list[JsonRow]) -> SafeString:
    act = document_link(row, "act") if row["act"] is not None else row["act_words"]
    delegator = format_html("<bdi>{}</bdi>", row["on_behalf_of"])
    note = format_html(
        _("Delegated ({act}): {actor} takes the step “{step}” in place of {other}."),
        act=act or pgettext("decision or document", "not named"),
        actor=format_html("<bdi>{}</bdi>", row["entity"] or row["entity_slug"]),
        step=Step.Task(row["task"]).label,
        other=delegator,
    )
    if not row["reports_back"]:
        return note
    report_index = report_step(steps, steps.index(row))
    if report_index is None:
        report = format_html(_("The entity reports back to {other}."), other=delegator)
    else:
        report = format_html(
            _("The entity reports back at this step: {when}."), when=step_text(steps[report_index])
        )
    return format_html("{}{}{}", note, formats.gap(page_language()), report)


def conflict_text(conflict: StepConflict) -> str:
    """A description of a conflict with both dates, and with the delegation that resolves it, if any."""
    first, second = conflict.first, conflict.then
    dates = {"first_when": step_text(first), "then_when": step_text(second)}
    if conflict.bridge is not None:
        return _bridged_conflict_text(conflict, conflict.bridge, dates)
    return _(
        "“%(first)s” should precede “%(then)s” but is dated later: %(first_when)s; %(then_when)s."
    ) % (dates | {"first": Step.Task(first["task"]).label, "then": Step.Task(second["task"]).label})


def _bridged_conflict_text(conflict: StepConflict, bridge: JsonRow, dates: dict[str, str]) -> str:
    return _(
        "Conflict resolved by delegation. Otherwise, “%(step)s” would follow "
        "“%(then)s” (%(first_when)s; %(then_when)s). Delegated step: %(bridge)s."
    ) % (
        dates
        | {
            "step": Step.Task(bridge["task"]).label,
            "then": Step.Task(conflict.then["task"]).label,
            "bridge": step_text(bridge),
        }
    )
