"""What came of a mandate, as pages show it: deliverables with their steps, statements, resources, evaluations."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.kernel.actor import Actor as Doer
from majlis.kernel.kinds import KINDS
from majlis.kernel.languages import direction
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.look.isolating import isolated
from majlis.mandates.kinds import CAN_BE_LATE, OPEN, Force, Kind, Progress, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Deliverable, Mandate, Step
from majlis.mandates.outcome import full, when
from majlis.mandates.queries.answers import Came, Conflict, Row, came_of, conflicts_in, date_of
from majlis.mandates.rules.answers import spoken_for
from majlis.parties.models.body import is_after

DIALS = {
    Progress.ANSWERED: "met",
    Progress.NOT_APPLICABLE: "ended",
    Progress.UNDER_WAY: "going",
    Progress.PARTLY: "going",
    Progress.NOT_ANSWERED: "wait",
    Progress.NOT_STARTED: "wait",
}


def here() -> str:
    """The language of the page."""
    return get_language() or "en"


def in_its_language(words: str, language: str) -> SafeString | str:
    """Words that somebody wrote, in the language in which they did."""
    if not words or language in ("", here()):
        return words
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), words)


def day(value: str) -> str:
    """A date, whole or partial, in words; nothing where there is none."""
    return formats.date(value, here()) if value else ""


def document(row: Row, at: str = "record") -> SafeString | str:
    """A document as a link: a record of this site by its title, or what somebody called it."""
    if row.get(at) is not None:
        address = row.get(f"{at}_address")
        if not address:
            return row.get("title") or _("a record that is not public")
        kind = KINDS.get(row.get(f"{at}_kind") or "")
        symbol = kind.symbol(address) if kind is not None and kind.symbol is not None else address
        title = row.get(f"{at}_title") or row.get("title") or symbol
        return format_html('<a href="/{}/{}/"><bdi>{}</bdi></a>', here(), address, title)
    link = row.get("link") or ""
    if not link:
        return ""
    return format_html('<a href="{}" rel="external"><bdi>{}</bdi></a>', link, row["title"] or link)


def session(row: Row, at: str = "occasion") -> str:
    """A session without its date: "Council 2026, 41st meeting"; nothing where there is none."""
    year = row.get(f"{at}_year")
    if year is None:
        return ""
    names = row.get(f"{at}_names") or {}
    if names.get(here()):
        return isolated(str(names[here()]), here())
    label = row.get(f"{at}_label") or ""
    called = f"{row.get(f'{at}_actor') or ''}{formats.gap(here())}{year}".strip()
    pieces = [isolated(each, here()) for each in (called, label) if each]
    return formats.comma(here()).join(pieces)


def named(occasion: Any, actor: str) -> str:
    """A session that was read as a model, and whose ``actor`` is called so."""
    fields = {f"occasion_{n}": getattr(occasion, n) for n in ("year", "label", "names")}
    return session(fields | {"occasion_actor": actor})


def to_be_set(what: str) -> str:
    """ "2026, date to be set": what stands in the place of a date that nobody has set."""
    return _("%(occasion)s, date to be set") % {"occasion": what}


def due_of(deliverable: Any) -> str:
    """By when a deliverable is due: a date; a year whose date is to be set; else the words of the text."""
    known = when(deliverable)
    if full(known):
        return day(known)
    if known:
        return to_be_set(day(known))
    return str(in_its_language(deliverable.words, deliverable.language))


def title_of(deliverable: Any) -> str:
    """What a deliverable is called: "Report, Council 2026"."""
    kind = str(Kind(deliverable.kind).label)
    kind = kind[:1].upper() + kind[1:]
    if deliverable.occasion is not None:
        more = named(deliverable.occasion, getattr(deliverable, "occasion_actor", ""))
    else:
        more = day(deliverable.due[:4]) if deliverable.due else ""
    return f"{kind}{formats.comma(here())}{more}" if more else kind


def state_of(deliverable: Any, late: bool = False) -> SafeString:
    """How a deliverable stands, drawn."""
    state = Progress(deliverable.state)
    if late:
        return format_html('<span class="state late">{}</span>', pgettext("mandate", "late"))
    dial = DIALS.get(state, "open")
    known, today = when(deliverable), clock.today().isoformat()
    # What lies in a year to come is not due, though its date is to be set.
    if state == Progress.NO_INFORMATION and (known == today or is_after(known, today)):
        return format_html('<span class="state wait">{}</span>', _("Not yet due"))
    return format_html('<span class="state {}">{}</span>', dial, state.label)


@dataclass
class Shown:
    """A deliverable as a page shows it."""

    it: Any
    title: str
    url: str
    state: SafeString
    due: str
    reason: SafeString | str = ""
    steps: list[parts.Step] = field(default_factory=list)
    answers: list[tuple[Row, SafeString | str, str]] = field(default_factory=list)
    late: Row | None = None
    told: Row | None = None
    late_answer: SafeString | str = ""
    expected: str = ""
    merged: SafeString | str = ""
    conflicts: list[str] = field(default_factory=list)
    out: list[Row] = field(default_factory=list)


def deliverable(it: Any, mandate: Mandate, today: datetime.date | None = None) -> Shown:
    """A deliverable that was read with its rows."""
    notice = late_notice(it, mandate, today)
    told = next((each for each in it.notices_ if _stands(it, each)), None)
    shown = Shown(
        it,
        title_of(it),
        address_of(mandate, it),
        state_of(it, notice is not None),
        due_of(it),
        in_its_language(it.reason, it.reason_language),
        [step(each, n, it.steps_) for n, each in enumerate(it.steps_)],
        [(each, document(each), each["paragraphs"]) for each in it.answers_],
        notice,
        told,
        conflicts=[conflict_words(each) for each in conflicts_in(it)],
    )
    if told is not None:
        shown.late_answer = in_its_language(told["answer"], told["language"])
        shown.expected = day(told["expected"])
    if it.merged_into is not None:
        shown.merged = _merged(it)
    return shown


def address_of(mandate: Mandate, it: Deliverable) -> str:
    """The page of a deliverable."""
    return reverse("mandates:deliverable", kwargs={"slug": mandate.slug, "number": it.ordinal})


def _merged(it: Any) -> SafeString:
    other = it.merged_into
    link = format_html(
        '<a href="{}"><bdi>{}</bdi></a>',
        address_of(other.mandate, other),
        f"{other.mandate.slug}/{other.ordinal}",
    )
    by = document(it.by_json, "merged_by") if it.by_json else ""
    words = by or it.merged_words
    return format_html(
        _("Merged into {other}, by {act}: what answers that one answers this."),
        other=link,
        act=words,
    )


def _stands(it: Any, notice: Row) -> bool:
    """Whether a notice is of the date on which it is due now, and nothing has come in since."""
    return it.state in OPEN and when(it) == notice["due"]


def late_notice(it: Any, mandate: Mandate, today: datetime.date | None = None) -> Row | None:
    """The notice by which a deliverable is late for everybody; nothing where the rule of fairness is not met.

    The same conditions as ``outcome.late_from``, for one deliverable.
    """
    today = today or clock.today()
    fair = (
        mandate.force in CAN_BE_LATE
        and mandate.standing == Standing.BINDS
        and mandate.life == ACTIVE
        and mandate.lead_id is not None
        and it.merged_into_id is None
    )
    if not fair:
        return None
    found: Row | None = next((each for each in it.notices_ if _stands(it, each)), None)
    if found is None or datetime.date.fromisoformat(found["answer_by"]) >= today:
        return None
    return found


def step(row: Row, number: int, chain: list[Row]) -> parts.Step:
    """A step of a chain: done, current (the first that is not), next, or without a date."""
    first_open = next((n for n, each in enumerate(chain) if not each["done_on"]), len(chain))
    known = date_of(row)
    if row["done_on"]:
        phase = "done"
    elif number == first_open:
        phase = "current"
    else:
        phase = "next" if known else "undated"
    link = None
    found = document(row)
    if row["done_on"] and row.get("link"):
        link = parts.Link(row["title"] or row["link"], row["link"])
    elif row["done_on"] and row.get("record_address"):
        title = row["record_title"] or row["title"] or row["record_address"]
        link = parts.Link(title, f"/{here()}/{row['record_address']}/")
    elif row["done_on"] and found:
        link = None
    return parts.Step(Step.Does(row["does"]).label, phase, _who_and_when(row), link)


def _who_and_when(row: Row) -> str:
    """ "Council 2026, 9 June 2026": who takes a step and when; and in whose place."""
    here_ = here()
    known, at = date_of(row), session(row)
    who = isolated(str(row["actor"] or row["actor_slug"]), here_)
    own = bool(at) and row["occasion_actor"] == row["actor"]
    pieces = [at if own else who] + ([at] if at and not own else [])
    if known and full(known):
        pieces.append(day(known))
    elif known and known != str(row.get("occasion_year")):
        pieces.append(to_be_set(day(known)))
    elif at:
        pieces[-1] = to_be_set(pieces[-1])
    said = formats.comma(here_).join(pieces)
    if row["in_place_of"]:
        other = {"actor": isolated(row["in_place_of"], here_)}
        more = _("in the place of %(actor)s") % other
        if row["reports_back"]:
            more = _("in the place of %(actor)s, to which it reports back") % other
        said = formats.aside(said, more, here_)
    return said


def conflict_words(found: Conflict) -> str:
    """What a conflict is, with both dates and without a judgement."""
    first, then = found.first, found.then
    return _(
        "The step “%(first)s” stands before “%(then)s” in the chain, and after it in the calendar: %(first_when)s; %(then_when)s."
    ) % {
        "first": Step.Does(first["does"]).label,
        "then": Step.Does(then["does"]).label,
        "first_when": _who_and_when(first),
        "then_when": _who_and_when(then),
    }


def section(found: Came, mandate: Mandate) -> dict[str, Any]:
    """What the section "What came of it" shows of a mandate."""
    return {
        "mandate": mandate,
        "deliverables": [deliverable(each, mandate) for each in found.deliverables],
        "occurrences": [
            (day(each["date"]), in_its_language(each["words"], each["language"]), document(each))
            for each in found.occurrences
        ],
        "invited": mandate.force in (Force.INVITES, Force.ENCOURAGES),
        "trigger": bool(mandate.asking is not None and mandate.asking.trigger),
    }


def answers_about(request: HttpRequest, mandate: Mandate) -> dict[str, Any]:
    """What the template ``mandates/answers.html`` shows of a mandate, in five queries at most for who is not signed in."""
    from majlis.mandates.show.answers_said import more

    found = came_of(request.user, mandate, here())
    doer = Doer.of(request)
    owns = may(doer, "mandates.state", mandate)
    office = may(doer, "mandates.add_deliverable", mandate)
    spoken = spoken_for(doer.person)

    def mine(row: Row) -> bool:
        own = owns and row["actor_key"] is not None and row["actor_key"] == mandate.lead_id
        return office or own or row["organisation_key"] in spoken

    return (
        section(found, mandate)
        | more(found, mandate, mine)
        | {
            "owns": owns,
            "office": office,
            "responds": owns or may(doer, "mandates.respond", mandate),
            "evaluates": owns or may(doer, "mandates.evaluate", mandate),
        }
    )
