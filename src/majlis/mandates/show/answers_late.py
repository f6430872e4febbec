"""What stands beside a deliverable: why it is late in the words of who was told, who stands in for whom, what it was made of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from majlis.instruments.citations import names as texts
from majlis.kernel import clock
from majlis.look import formats
from majlis.look.bidi import isolate
from majlis.mandates.kinds import CAN_BE_LATE, OPEN, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Mandate, Step
from majlis.mandates.outcome import due_before, when
from majlis.mandates.queries.answers import Conflict, Row, reports_back
from majlis.mandates.show.answers_words import day, document, here, in_its_language, who_and_when


@dataclass
class Answered:
    """What an actor that was told answered; ``by`` says whose words these are, ``due_preferences`` of which date if not of this."""

    pk: int
    by: str
    text: SafeString | str
    expected: str
    due: str = ""


def answered(row: Row, due: str) -> Answered:
    """An answer to a notice; ``due_preferences``: when the deliverable is due now."""
    who = {"actor": isolate(row["called"] or "", here())}
    by = (
        _("Why it is late, as the secretariat wrote it for %(actor)s")
        if row["by_office"]
        else _("Why it is late, in the words of %(actor)s")
    ) % who
    other = "" if row["due"] == due else day(row["due"])
    text = in_its_language(row["answer"], row["language"])
    return Answered(row["pk"], by, text, day(row["expected"]), other)


def for_everybody(it: Any, late: Row | None, today: datetime.date | None = None) -> list[Answered]:
    """The answers that everybody reads, those of former leads too: of what is late, and of what was late for all."""
    iso, due = (today or clock.today()).isoformat(), when(it)
    return [
        answered(each, due)
        for each in it.notices_
        if each["answer"]
        and (
            late is not None
            and each["due"] == due
            or not each["spared"]
            and each["answer_by"] < iso
        )
    ]


def notice_of(it: Any, mandate: Mandate) -> Row | None:
    """The notice to who leads now, of the date on which it is due now, where nothing has come in since."""
    if it.state not in OPEN or it.former:
        return None
    return next(
        (
            each
            for each in it.notices_
            if each["due"] == when(it)
            and each["actor"] is not None
            and each["actor"] == mandate.lead_id
            and not each["spared"]
        ),
        None,
    )


def late_notice(it: Any, mandate: Mandate, today: datetime.date | None = None) -> Row | None:
    """The notice by which a deliverable is late for everybody; nothing where the rule of fairness is not met.

    The same conditions as ``outcome.late_from``, for one deliverable, as it counts (``outcome.counted``).
    """
    fair = (
        mandate.force in CAN_BE_LATE
        and mandate.standing == Standing.BINDS
        and mandate.life == ACTIVE
        and mandate.lead_id is not None
    )
    found = notice_of(it, mandate) if fair else None
    if found is None or found["answer_by"] >= (today or clock.today()).isoformat():
        return None
    if due_before(it, it.owed_since or ""):
        return None
    return found


def former(it: Any, mandate: Mandate) -> SafeString | str:
    """Of what is kept as it was asked before: by which version; nothing of the rest."""
    if not it.former:
        return ""
    if it.asking is None or it.asking_id == mandate.asking_id:
        return _("This is as the text was read before a correction: it is neither due nor late.")
    version: Any = _("a version that is not public")
    if it.asking_seen:
        asked = it.asking.version
        name = day(asked.date) or asked.slug
        version = format_html('<a href="{}"><bdi>{}</bdi></a>', texts.version_url(asked), name)
    return format_html(
        _("This is as {version} asked it. It is asked otherwise now: it is neither due nor late."),
        version=version,
    )


def delegations(steps: list[Row]) -> list[SafeString]:
    """Who takes a step in whose place, by which act, and when that is told what was done; each in two sentences."""
    return [_delegation(each, steps) for each in steps if each["in_place_of"]]


def _delegation(row: Row, steps: list[Row]) -> SafeString:
    act: Any = document(row, "by") if row["by"] is not None else row["words"]
    other = format_html("<bdi>{}</bdi>", row["in_place_of"])
    said = format_html(
        _("Delegated by an act ({act}): {actor} takes the step “{step}” in the place of {other}."),
        act=act or _("not named"),
        actor=format_html("<bdi>{}</bdi>", row["actor"] or row["actor_slug"]),
        step=Step.Does(row["does"]).label,
        other=other,
    )
    if not row["reports_back"]:
        return said
    back = reports_back(steps, steps.index(row))
    if back is None:
        more = format_html(_("It reports back to {other}."), other=other)
    else:
        more = format_html(_("It reports back: {when}."), when=who_and_when(steps[back]))
    return format_html("{}{}{}", said, formats.gap(here()), more)


def conflict_words(found: Conflict) -> str:
    """What a conflict is, with both dates and without a judgement; and by whom it is bridged, where it is."""
    first, then = found.first, found.then
    dates = {"first_when": who_and_when(first), "then_when": who_and_when(then)}
    if found.bridge is not None:
        return _bridged(found, found.bridge, dates)
    return _(
        "The step “%(first)s” stands before “%(then)s” in the chain, and after it in the calendar: %(first_when)s; %(then_when)s."
    ) % (dates | {"first": Step.Does(first["does"]).label, "then": Step.Does(then["does"]).label})


def _bridged(found: Conflict, bridge: Row, dates: dict[str, str]) -> str:
    return _(
        "Bridged by a delegation: the step “%(step)s” would lie after “%(then)s” in the calendar (%(first_when)s; %(then_when)s). It is taken before: %(bridge)s."
    ) % (
        dates
        | {
            "step": Step.Does(bridge["does"]).label,
            "then": Step.Does(found.then["does"]).label,
            "bridge": who_and_when(bridge),
        }
    )
