"""What exactly is asked: the deliverable, for whom, through whom, by when, how often, set off by what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from majlis.textkit.citations import Citation, Spanned
from majlis.textkit.dates import Found as Date
from majlis.textkit.mandates.addressed import behind_trigger
from majlis.textkit.mandates.asks import COMMITS, inside_quotes
from majlis.textkit.mandates.context import in_context
from majlis.textkit.mandates.deliverables import deliverable, is_thing, only_named
from majlis.textkit.mandates.found import Found
from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.model import Mandate
from majlis.textkit.mandates.moments import (
    YEAR,
    Span,
    When,
    is_deadline,
    occasions,
    of_body,
    of_one_body,
    recurrence,
    when,
    with_limit,
)
from majlis.textkit.mandates.names import Name, before_signs, names_in, skip, words
from majlis.textkit.mandates.recipients import led_by, recipients, through
from majlis.textkit.mandates.wordings import Wordings

_MOST_PEOPLE = 40  # recipients of one ask that may each have a date of its own


def mandates_of(g: Grammar, found: Found, wordings: Wordings, since: str) -> list[Mandate]:
    """The mandates of one ask: one, or one for each recipient that has a date of its own.

    ``since``: the year of the text, or empty; what a text asks lies not before it.
    """
    text = found.folded.text
    ask = found.ask
    start, end = min(ask.scope, ask.action), ask.end
    told = (text, found.body, found.itu)
    via = [in_context(g, name, *told) for name in through(g, text, start, end)]
    people = recipients(g, text, ask.action, end, via, found.body)
    people = [in_context(g, name, *told) for name in people]
    people_in = found.provision.id
    if not people and found.leads and only_named(g, text, ask.action, end):
        people_in, people = _for_whom(g, found, wordings)
    low = min(ask.verb[1], start)
    dates = _among(wordings.dates(found.provision.id), low, end)
    citations = _among(wordings.citations(found.provision.id), min(ask.verb[0], start), end)
    if since:
        dates = [date for date in dates if date.value.rsplit("/", 1)[-1] >= since]
    often = recurrence(g, text, start, end)
    # "to A once a year, and to B in 2035": a period between two names is of the first alone.
    parted = bool(often and people and people[0].end <= often[1][0] < people[-1].start)
    own = people_in == found.provision.id
    groups = (
        _split(g, text, people, start, end, dates, citations, parted)
        if own
        else [(people, when(g, text, start, end, dates, citations))]
    )
    if not any(moment.deadline or moment.occasion for _, moment in groups):
        # "that, by 3 May, the Council shall ...": it may be said before who shall act.
        subject = min([start, *(name.start for name in ask.names or ())])
        before = when(g, text, low, subject, dates, citations)
        groups = [(group, before) for group, _ in groups]
    whence = found.provision.id
    if not any(moment.deadline or moment.occasion for _, moment in groups):
        whence, above = _of_leads(g, found, wordings, since)
        groups = [(group, above) for group, _ in groups]
    return [
        _mandate(
            g, found, wordings, group, people_in, _of_group(via, group, people, len(groups)),
            _not_before(moment, since), whence, citations,
            often if often and _holds_for(often[1][0], group, people, len(groups)) else None,
        )
        for group, moment in groups
    ]  # fmt: skip


def _for_whom(g: Grammar, found: Found, wordings: Wordings) -> tuple[str, list[Name]]:
    """For whom the things are that points name: whoever receives them by the text that leads to them."""
    lead = found.leads[0]
    if lead not in wordings.given:
        provision, start, end = lead
        text = wordings.folds[provision].text
        people = recipients(g, text, start, end, through(g, text, start, end), found.body)
        told = (text, found.body, found.itu)
        wordings.given[lead] = [in_context(g, name, *told) for name in people]
    return lead[0], wordings.given[lead]


def _of_leads(g: Grammar, found: Found, wordings: Wordings, since: str) -> tuple[str, When]:
    """When a point is due that says nothing itself: what the nearest text above it that leads to it says.

    Where that has several dates, none of them is sure to be the point's.
    """
    for lead in found.leads:
        if lead not in wordings.due:
            wordings.due[lead] = _due(g, wordings, since, *lead)
        moment = wordings.due[lead]
        if moment is None:
            break
        if moment.deadline or moment.occasion:
            return lead[0], moment
    return found.provision.id, When()


def _due(
    g: Grammar, wordings: Wordings, since: str, provision: str, start: int, end: int
) -> When | None:
    """When what a stretch of a provision leads to is due; None where it gives several dates."""
    dates = _among(wordings.dates(provision), start, end)
    if since:
        dates = [date for date in dates if date.value.rsplit("/", 1)[-1] >= since]
    text = wordings.folds[provision].text
    due = [date for date in dates if date.kind != "day" and is_deadline(g, text, date)]
    moment = when(g, text, start, end, dates, wordings.citations(provision))
    return moment if len(due) < 2 else None


def _among[T: Spanned](found: list[T], start: int, end: int) -> list[T]:
    """Those that a stretch of text holds or cuts, of all in a paragraph, in order and apart."""
    low = bisect_right(found, start, key=lambda entry: entry.end)
    return found[low : bisect_left(found, end, key=lambda entry: entry.start)]


def _holds_for(place: int, group: list[Name], people: list[Name], groups: int) -> bool:
    """Whether a period that stands at a place is that of a group: behind a name, it is its own."""
    before = [name for name in people if name.start <= place]
    return groups < 2 or not before or before[-1] in group


def _of_group(via: list[Name], group: list[Name], people: list[Name], groups: int) -> list[Name]:
    """Through whom it goes to one recipient of several: whoever stands between two is of the first."""
    if groups < 2:
        return via
    kept = []
    for name in via:
        before = [person for person in people if person.start <= name.start]
        if not before or before[-1] is people[-1] or before[-1] in group:
            kept.append(name)
    return kept


def _not_before(moment: When, since: str) -> When:
    """A moment without what lies before the text itself: an event of the past that it mentions."""
    year = YEAR.search(moment.occasion or "")
    if since and year and year[0] < since:
        gone = moment.deadline == year[0]
        return When(None if gone else moment.deadline, None if gone else moment.deadline_at)
    return moment


def _split(
    g: Grammar, text: str, people: list[Name], start: int, end: int, dates: list[Date],
    citations: list[Citation], parted: bool,
) -> list[tuple[list[Name], When]]:  # fmt: skip
    whole = when(g, text, start, end, dates, citations)
    if not 2 <= len(people) <= _MOST_PEOPLE:
        return [(people, whole)]
    own = [
        _own_moment(g, text, people, place, start, end, dates, citations)
        for place in range(len(people))
    ]
    having = [place for place, entry in enumerate(own) if entry.occasion or entry.deadline]
    dated = {(own[place].deadline, own[place].occasion) for place in having}
    at = own[-1].occasion_at
    if (
        len(dated) < 2
        and not _of_one(people, own, having, g.code == "zh")
        and not (at and len(having) == 1 and of_one_body(g, text, at))
        and not (parted and having)
    ):
        return [(people, whole)]
    return [([name], entry) for name, entry in zip(people, own, strict=True)]


def _of_one(people: list[Name], own: list[When], having: list[int], before: bool) -> bool:
    """Whether the only date is that of one recipient: it stands before the next, or its name is in it.

    Behind the last name, a date is that of all ("to A and to B by 3 May"); in a language that says it
    ``before`` the name, it is that of all before the first.
    """
    if len(having) != 1:
        return False
    (place,) = having
    name, at = people[place], own[place].occasion_at
    held = at is not None and (at[0] <= name.start < at[1] or (before and at[0] == name.end))
    return held or (place > 0 if before else place + 1 < len(people))


def _own_moment(
    g: Grammar, text: str, people: list[Name], place: int, start: int, end: int,
    dates: list[Date], citations: list[Citation],
) -> When:  # fmt: skip
    """The date of one recipient of several: after its name, or around it ("the 2025 session of X")."""
    name = people[place]
    stop = people[place + 1].start if place + 1 < len(people) else end
    low = people[place - 1].end if place else start
    for begin, finish in occasions(g, text, low, stop, citations):
        if of_body(g, text, (begin, finish), name.start):
            return when(g, text, begin, max(stop, finish), dates, citations)
    if g.code == "zh":
        # An occasion that follows a name at once is that one's.
        if after := _at_once(g, text, name.end, stop, citations):
            return when(g, text, *after, dates, citations)
        if place and (before := _at_once(g, text, low, name.start, citations)):
            low = before[1]
        # A sign parts the names; the date stands before each.
        return when(g, text, low, name.start, dates, citations)
    following = when(g, text, name.start, stop, dates, citations)
    if place + 1 == len(people):
        return following
    # An occasion that already belongs to the next name is not this one's.
    then = people[place + 1]
    if following.occasion_at and following.occasion_at[1] > then.start:
        return When(following.deadline, following.deadline_at)
    return following


def _at_once(
    g: Grammar, text: str, place: int, stop: int, citations: list[Citation]
) -> Span | None:
    """An occasion that begins where a name ends."""
    found = occasions(g, text, place, stop, citations)
    return next((span for span in found if span[0] <= place), None)


def _trigger(g: Grammar, text: str, low: int, action: int, end: int) -> Span | None:
    """What sets an action off, without the verb of the action where no sign parts them."""
    refused = g.lex.pattern("triggers", "not", start=True)
    for match in g.lex.pattern("triggers", "patterns").finditer(text, low, end):
        if inside_quotes(text, match.start()) or refused.match(text, match.start()):
            continue
        stop = action if match.start() < action < match.end() else match.end()
        _, begin, finish = words(text, match.start(), stop)
        return (begin, finish) if finish > begin else None
    return None


def _behind(g: Grammar, text: str, trigger: Span, action: int, end: int) -> int:
    """Where an action begins that what sets it off stands before ("that, if a lamp fails, it meet")."""
    if not action <= trigger[0] or words(text, action, trigger[0])[0]:
        return action
    place = skip(text, trigger[1])
    marker = g.to.match(text, place, end) or g.that.match(text, place, end)
    begin = skip(text, marker.end(), " ") if marker else place
    return begin if words(text, begin, end)[0] else action


def _with_signs(text: str, span: Span) -> Span:
    """An aside with the commas around it."""
    return before_signs(text, span[0], " ,،，"), skip(text, span[1])


def _mandate(
    g: Grammar, found: Found, wordings: Wordings, people: list[Name], people_in: str,
    via: list[Name], date: When, whence: str, citations: list[Citation], often: tuple[str, Span] | None,
) -> Mandate:  # fmt: skip
    text = found.folded.text
    ask = found.ask
    start, end = min(ask.scope, ask.action), ask.end
    # What sets it off may stand before whom it asks ("that, if ..., the Council shall").
    low = 0 if behind_trigger(g, text) else min(start, ask.verb[1])
    trigger = _trigger(g, text, low, ask.action, end)
    action = _behind(g, text, trigger, ask.action, end) if trigger else ask.action
    _, left, right = words(text, action, end)
    hidden = [(name.start, name.end) for name in names_in(g, text, start, end)]
    hidden += occasions(g, text, start, end, citations)
    hidden += [(c.start, c.end) for c in citations if start <= c.start < end]
    hidden += [span for name in via for span in led_by(g, text, start, name)]
    hidden += [_with_signs(text, trigger)] if trigger else []
    own = date if whence == found.provision.id else When()
    hidden += [with_limit(g, text, own.deadline_at)] if own.deadline_at else []
    if often and often[1][0] >= ask.action and not is_thing(g, text, often[1]):
        hidden.append(often[1])
    thing = deliverable(g, text, action, end, hidden)
    here = found.provision.id
    spans: dict[str, Span] = {}
    elsewhere: dict[str, str] = {}

    def said(span: Span, where: str = here) -> str:
        return wordings.said(where, span)

    def witness(name: str, span: Span | None, where: str = here) -> None:
        if span is None or span[1] <= span[0] or where not in wordings.folds:
            return
        start, end = wordings.folds[where].back(*span)
        said = wordings.originals[where][start:end]
        spans[name] = (start + len(said) - len(said.lstrip()), start + len(said.rstrip()))
        if where != here:
            elsewhere[name] = where

    if found.names and found.names_in:
        witness("actors", (found.names[0].start, max(n.end for n in found.names)), found.names_in)
    witness("verb", found.verb_span, found.verb_in)
    witness("action", (left, right))
    witness("deliverable", thing[1] if thing else None)
    if people:
        span = (min(n.start for n in people), max(n.end for n in people))
        witness("recipients", span, people_in)
    if via:
        witness("via", (via[0].start, via[-1].end))
    witness("deadline", date.deadline_at, whence)
    witness("occasion", date.occasion_at, whence)
    witness("recurrence", often[1] if often else None)
    witness("trigger", trigger)
    cited = [c for c in citations if min(ask.verb[0], start) <= c.start < end]
    told = wordings.told(found.cites_in, found.cites)
    if cited or found.cites_in == here:
        told = [*cited, *(told if found.cites_in == here else ())]
    if told:
        span = (min(c.start for c in told), max(c.end for c in told))
        witness("cites", span, here if cited else found.cites_in)
    return Mandate(
        provision=here,
        actors=tuple(
            dict.fromkeys(
                name.value if name.known else said((name.start, name.end), found.names_in)
                for name in found.names
                if name.value
            )
        ),
        verb=said(found.verb_span, found.verb_in) or found.verb,
        verb_key=ask.key,
        force=ask.force,
        action=said((left, right)),
        deliverable=thing[0] if thing else None,
        recipients=tuple(
            name.value if name.known else said((name.start, name.end), people_in) for name in people
        ),
        via=tuple(name.value if name.known else said((name.start, name.end)) for name in via),
        deadline=date.deadline,
        occasion=said(date.occasion_at, whence) if date.occasion_at else None,
        recurrence=often[0] if often else None,
        trigger=said(trigger) if trigger else None,
        cites=tuple(dict.fromkeys([*found.cites, *(c.value for c in cited)])),
        quoted=found.quoted,
        witness=spans,
        witness_of=elsewhere,
        part_of=found.part_of,
        actor_words=tuple(
            said((name.start, name.end), found.names_in) for name in found.names if found.names_in
        ),
        # what speakers bind themselves to binds whom they name, else the members of their body
        inferred=("actors",) if ask.force == COMMITS and found.names and not found.names_in else (),
    )
