"""The register: mandates found by what is known of them. Lists, counts, files, feeds and figures ask this alone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from majlis.commons.search.models import SearchEntry
from majlis.commons.search.parse import parse_query
from majlis.instruments.core.identifiers import lookup_keys
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import Instrument, Tag
from majlis.kernel import clock
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Wording
from majlis.kernel.models.record import RecordedQuerySet
from majlis.kernel.snapshot_cache import cached_rows
from majlis.mandates.kinds import OPEN, Force, Progress, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Alias, Clause, Mandate, Named
from majlis.mandates.named import number_in
from majlis.mandates.outcome import NEAR
from majlis.mandates.queries.lines import Line, lines, with_lines
from majlis.mandates.show.lines import SOON
from majlis.textkit.citations import find_citations

A_YEAR = 365
BINDS, ENDED, ALL = str(Standing.BINDS), "ended", "all"
OF_ASKING = ("kind", "force")
WITHOUT_CLAUSE = "noclause"
NO_BODY = "-"
"""In the place of a body: what stands in texts of none."""
REVIEWED = {"review": Clause.Kind.REVIEW, "renewal": Clause.Kind.RENEWAL}
"""Kinds of clauses that the filter of the end finds where they come within a year."""
_OPEN = Q(progress__in=OPEN)
Wanted = Mapping[str, Any]


def found(user: Any, wanted: Wanted, today: datetime.date | None = None) -> RecordedQuerySet:
    """The mandates that the reader may see and that fit, in the order asked for.

    ``requested_format``: q, actor, recipient, body, lead, of (keys of actors that are asked or lead), concepts (``scheme/code`` each), kind, force, standing, state,
    occasion, expires, before, year, sort, language (that the actors' names are sorted in), nothing (a filter had a value that there is not)
    """
    return _ordered(_fitting(user, wanted, today or clock.today()), wanted)


def _fitting(user: Any, wanted: Wanted, today: datetime.date) -> RecordedQuerySet:
    it: RecordedQuerySet = Mandate.objects.visible_to(user).filter(
        in_standing(str(wanted.get("standing") or BINDS))
    )
    if wanted.get("nothing"):
        return it.none()
    if words := str(wanted.get("q") or "").strip():
        it = it.filter(_called(words))
    for name, role in (("actor", Named.Role.ASKED), ("recipient", Named.Role.RECIPIENT)):
        if wanted.get(name):
            it = it.filter(Exists(_named(role).filter(actor__slug=wanted[name])))
    if wanted.get("lead"):
        it = it.filter(lead__slug=wanted["lead"])
    if wanted.get("of") is not None:
        asked = _named(Named.Role.ASKED).filter(actor__in=wanted["of"])
        it = it.filter(Q(lead__in=wanted["of"]) | Exists(asked))
    if wanted.get("body") == NO_BODY:
        it = it.filter(instrument__body=None)
    elif wanted.get("body"):
        it = it.filter(instrument__body__slug=wanted["body"])
    for concept in wanted.get("concepts") or ():
        it = it.filter(Exists(tagged(concept)))
    for name in OF_ASKING:
        if wanted.get(name):
            it = it.filter(**{name: wanted[name]})
    if wanted.get("state"):
        it = it.filter(in_state(str(wanted["state"]), today))
    if wanted.get("occasion"):
        words = str(wanted["occasion"]).strip()
        it = it.filter(Q(asking__occasion__icontains=words) | Q(due_said__icontains=words))
    if wanted.get("expires"):
        it = it.filter(_ends(str(wanted["expires"]), today))
    if wanted.get("before"):
        it = it.filter(~Q(expires=""), expires__lte=f"{wanted['before']}-99")
    if wanted.get("year"):
        year = str(wanted["year"])
        dated, undated = Q(asking__version__date__startswith=year), Q(asking__version__date="")
        it = it.filter(dated | undated & Q(asking__version__slug__startswith=year))
    return it


def _named(role: str) -> QuerySet[Named]:
    return Named.objects.filter(asking=OuterRef("asking"), role=role)


def tagged(concept: str) -> QuerySet[Tag]:
    """Confirmed tags of a concept (``action-lines/C2``) on what the mandate outside stands in."""
    scheme, _slash, code = concept.partition("/")
    return Tag.objects.filter(
        lineage=OuterRef("lineage"),
        state=CONFIRMED,
        concept__scheme__key=scheme,
        concept__code=code,
    )


def in_standing(value: str) -> Q:
    """Which mandates stand so: those in force alone where nothing is asked; what was ended apart."""
    if value == ALL:
        return Q()
    if value == ENDED:
        return ~Q(life=ACTIVE)
    return Q(standing=value, life=ACTIVE)


def in_state(value: str, today: Any) -> Q:
    """Which mandates are in a state on a day; ``today`` is a date, or an expression that gives one."""
    late = _OPEN & Q(late_from__isnull=False, late_from__lte=today)
    not_late = Q(late_from=None) | Q(late_from__gt=today)
    soon, year = later(today, SOON), later(today, A_YEAR)
    states: dict[str, Callable[[], Q]] = {
        "late": lambda: late,
        "soon": lambda: _OPEN & not_late & Q(due__gte=today, due__lte=soon),
        "year": lambda: comes(today) & not_late & Q(due__lte=year),
        "later": lambda: _OPEN & not_late & Q(due__gt=soon),
        "passed": lambda: _OPEN & not_late & Q(due__lt=today),
        "undated": lambda: _OPEN & not_late & Q(due=None),
        "open": lambda: _OPEN,
        "nolead": lambda: Q(lead=None),
    }
    return states[value]() if value in states else Q(progress=value)


def comes(today: Any) -> Q:
    """Of which something is due from a day on: also where the last one was answered, and the next is not near yet."""
    return Q(due__gte=today) & (_OPEN | Q(due__gt=later(today, NEAR)))


PARTS = (str(Progress.ANSWERED), "later", "soon", "late", "undated", "passed")
"""States of which a mandate in force is in one at most; with not answered and not applicable, in exactly one."""
INVITED = "invited"
"""How many of them invite, and wait for a response."""
CLOSED = (str(Progress.NOT_ANSWERED), str(Progress.NOT_APPLICABLE))


def later(today: Any, days: int) -> Any:
    """Some days after a day."""
    if isinstance(today, datetime.date):
        return today + datetime.timedelta(days=days)
    return RawSQL("(%s::date + %s::int)", (today.source_expressions[0].value, days), DateField())


def day(iso: str) -> Cast:
    """A date that reaches the database as it is written: for queries whose SQL is kept."""
    return Cast(Value(iso, output_field=CharField()), DateField())


def _ends(value: str, today: datetime.date) -> Q:
    """What the text says of the end, the review or the renewal: of a mandate, or of the version that asks as a whole."""
    if value == "none":
        return Q(expires="")
    if value == WITHOUT_CLAUSE:
        return ~Q(Exists(_clauses()))
    if value in REVIEWED:
        return Q(Exists(_clauses().filter(_within("deadline", today, 1), kind=REVIEWED[value])))
    if value.isascii() and value.isdecimal():
        return _within("expires", today, int(value))
    return ~Q(expires="")


def _clauses() -> QuerySet[Clause]:
    """The clauses on the mandate outside, its own and those on its whole text."""
    of = Q(mandate=None) | Q(mandate=OuterRef("pk"))
    return Clause.objects.filter(of, version=OuterRef("asking__version"))


def _within(name: str, today: datetime.date, years: int) -> Q:
    """A date of which as much is kept as is known is not past, and comes within some years."""
    iso = today.isoformat()
    until = today.replace(year=min(9999, today.year + years), day=min(today.day, 28))
    comes = Q(**{f"{name}__gte": iso}) | Q(**{f"{name}__in": [iso[:4], iso[:7]]})
    return comes & Q(**{f"{name}__lte": until.isoformat()})


def keys_in(words: str) -> set[str]:
    """The keys of the texts that these words cite, in whatever language."""
    return {
        key
        for code in LANGUAGE_CODES
        for each in find_citations(words, code)
        for key in lookup_keys(each.value)
    }


def _called(words: str) -> Q:
    """By its number, the symbol of its text, what another registry calls it, or words of it in any form."""
    number = number_in(words)
    if number is not None:
        return Q(number=number)
    texts = Q(symbol__icontains=words)
    if keys := keys_in(words):
        texts |= Q(keys__overlap=sorted(keys))
    rule = Q(instrument__in=Instrument.objects.filter(texts).values("pk"))
    rule |= Q(pk__in=Alias.objects.filter(value__iexact=words).values("mandate"))
    asked = parse_query(words)
    if asked.tsquery:
        entries = SearchEntry.objects.filter(kind="mandate", lexemes__match=asked.tsquery)
        rule |= Q(pk__in=entries.values("record"))
    return rule


def _ordered(it: RecordedQuerySet, wanted: Wanted) -> RecordedQuerySet:
    sort = str(wanted.get("sort") or "")
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name == "number":
        return it.order_by("-number" if down else "number")
    if name == "text":
        by: Any = F("instrument__slug")
    elif name == "actor":
        it = _by_actor(it, str(wanted.get("language") or "en"))
        by = F("by_actor")
    else:
        by, down = F("due"), down and name == "due"
    order = by.desc(nulls_last=True) if down else by.asc(nulls_last=True)
    return it.order_by(order, "number")


def _by_actor(it: RecordedQuerySet, language: str) -> RecordedQuerySet:
    """With ``by_actor``: the name of who is asked first, as the language sorts it, in another where it has none."""
    first = _named(Named.Role.ASKED).order_by("position", "pk").values("actor")[:1]
    said = Wording.objects.filter(record=OuterRef("first_asked"), field="title").exclude(text="")
    here = Case(When(language=language, then=Value(0)), default=Value(1))
    name = Subquery(said.order_by(here, "status", "language").values("sort_key")[:1])
    found: RecordedQuerySet = it.annotate(first_asked=Subquery(first)).annotate(by_actor=name)
    return found


def shown(user: Any, rows: Iterable[Mandate], language: str) -> list[Line]:
    """The lines of the mandates of a page, in its order; one query whose SQL is kept."""
    keys = [each.pk for each in rows]
    if not keys:
        return []
    there = {
        one.mandate.pk: one
        for one in lines(_read(user, keys=",".join(map(str, keys)), language=language))
    }
    return [there[key] for key in keys if key in there]


@compiled_query
def _read(user: Any, keys: str, language: str) -> QuerySet[Any]:
    of = RawSQL("SELECT unnest(string_to_array(%s, ',')::bigint[])", (keys,))
    found = Mandate.objects.visible_to(user).filter(pk__in=of)
    return with_lines(found.select_related("record"), language)


def parts_of(user: Any, today: datetime.date | None = None) -> dict[str, int]:
    """How many mandates in force there are, and how many in each state: name of the state -> number; one query."""
    iso = (today or clock.today()).isoformat()
    rows = _counted(user, today=iso)
    return dict(rows[0]) if rows else {}


@cached_rows
@compiled_query
def _counted(user: Any, today: str) -> QuerySet[Any]:
    it = Mandate.objects.visible_to(user).filter(in_standing(BINDS)).order_by()
    on = day(today)
    names = (*PARTS, *CLOSED, "year", "nolead", str(Progress.PARTLY), str(Progress.NO_INFORMATION))
    counts = {name: Count("pk", filter=in_state(name, on)) for name in names}
    counts[INVITED] = Count("pk", filter=Q(force=Force.INVITES) & in_state("open", on))
    # Grouped by what is one and the same, so that it is a queryset.
    rows: QuerySet[Any] = it.values("standing").annotate(all=Count("pk"), **counts)
    return rows.values("all", *counts)
