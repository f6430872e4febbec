"""Mandates found by the filters of the register; lists, counts, files, feeds and figures all use these queries."""

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
from majlis.mandates.core.progress import CURRENT_DAYS, DUE_SOON_DAYS
from majlis.mandates.core.references import parse_mandate_number
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Alias, Clause, Mandate
from majlis.mandates.models.choices import OPEN_PROGRESS, Force, LegalStatus, Progress
from majlis.textkit.citations import find_citations

DAYS_IN_YEAR = 365
BINDS, ENDED, ALL = str(LegalStatus.IN_FORCE), "ended", "all"
SOURCE_FILTERS = ("kind", "force")
WITHOUT_CLAUSE = "noclause"
NO_BODY = "-"
"""In the place of a body: what stands in texts of none."""
CLAUSE_KINDS = {"review": Clause.Kind.REVIEW, "renewal": Clause.Kind.RENEWAL}
"""Kinds of clauses that the filter of the end finds where they come within a year."""
_OPEN_PROGRESS = Q(progress__in=OPEN_PROGRESS)
FilterValues = Mapping[str, Any]


def find_mandates(
    user: Any, wanted: FilterValues, today: datetime.date | None = None
) -> RecordedQuerySet:
    """The mandates that the reader may see and that fit, in the order asked for.

    ``requested_format``: q, entity, recipient, body, lead, of (keys of actors that are asked or lead), concepts (``scheme/code`` each), kind, force, standing, state,
    occasion, expires, before, year, sort, language (that the actors' names are sorted in), nothing (a filter had a value that there is not)
    """
    return _sorted(_matching(user, wanted, today or clock.today()), wanted)


def _matching(user: Any, wanted: FilterValues, today: datetime.date) -> RecordedQuerySet:
    it: RecordedQuerySet = Mandate.objects.visible_to(user).filter(
        in_legal_status(str(wanted.get("standing") or BINDS))
    )
    if wanted.get("nothing"):
        return it.none()
    if words := str(wanted.get("q") or "").strip():
        it = it.filter(_matching_words(words))
    for name, role in (
        ("entity", Addressee.Role.ADDRESSEE),
        ("recipient", Addressee.Role.RECIPIENT),
    ):
        if wanted.get(name):
            it = it.filter(Exists(_addressees(role).filter(entity__slug=wanted[name])))
    if wanted.get("lead"):
        it = it.filter(lead__slug=wanted["lead"])
    if wanted.get("of") is not None:
        asked = _addressees(Addressee.Role.ADDRESSEE).filter(entity__in=wanted["of"])
        it = it.filter(Q(lead__in=wanted["of"]) | Exists(asked))
    if wanted.get("body") == NO_BODY:
        it = it.filter(instrument__body=None)
    elif wanted.get("body"):
        it = it.filter(instrument__body__slug=wanted["body"])
    for concept in wanted.get("concepts") or ():
        it = it.filter(Exists(confirmed_tags(concept)))
    for name in SOURCE_FILTERS:
        if wanted.get(name):
            it = it.filter(**{name: wanted[name]})
    if wanted.get("state"):
        it = it.filter(in_state(str(wanted["state"]), today))
    if wanted.get("occasion"):
        words = str(wanted["occasion"]).strip()
        it = it.filter(Q(source__occasion__icontains=words) | Q(due_text__icontains=words))
    if wanted.get("expires"):
        it = it.filter(_clause_condition(str(wanted["expires"]), today))
    if wanted.get("before"):
        it = it.filter(~Q(expires=""), expires__lte=f"{wanted['before']}-99")
    if wanted.get("year"):
        year = str(wanted["year"])
        dated, undated = Q(source__version__date__startswith=year), Q(source__version__date="")
        it = it.filter(dated | undated & Q(source__version__slug__startswith=year))
    return it


def _addressees(role: str) -> QuerySet[Addressee]:
    return Addressee.objects.filter(source=OuterRef("source"), role=role)


def confirmed_tags(concept: str) -> QuerySet[Tag]:
    """Confirmed tags of a concept (``action-lines/C2``) on what the mandate outside stands in."""
    scheme, _slash, code = concept.partition("/")
    return Tag.objects.filter(
        lineage=OuterRef("lineage"),
        state=CONFIRMED,
        concept__scheme__key=scheme,
        concept__code=code,
    )


def in_legal_status(value: str) -> Q:
    """Which mandates stand so: those in force alone where nothing is asked; what was ended apart."""
    if value == ALL:
        return Q()
    if value == ENDED:
        return ~Q(lifecycle_state=ACTIVE)
    return Q(legal_status=value, lifecycle_state=ACTIVE)


def in_state(value: str, today: Any) -> Q:
    """Which mandates are in a state on a day; ``today`` is a date, or an expression that gives one."""
    late = _OPEN_PROGRESS & Q(overdue_from__isnull=False, overdue_from__lte=today)
    not_late = Q(overdue_from=None) | Q(overdue_from__gt=today)
    soon, year = days_after(today, DUE_SOON_DAYS), days_after(today, DAYS_IN_YEAR)
    states: dict[str, Callable[[], Q]] = {
        "late": lambda: late,
        "soon": lambda: _OPEN_PROGRESS & not_late & Q(due__gte=today, due__lte=soon),
        "year": lambda: due_from(today) & not_late & Q(due__lte=year),
        "later": lambda: _OPEN_PROGRESS & not_late & Q(due__gt=soon),
        "passed": lambda: _OPEN_PROGRESS & not_late & Q(due__lt=today),
        "undated": lambda: _OPEN_PROGRESS & not_late & Q(due=None),
        "open": lambda: _OPEN_PROGRESS,
        "nolead": lambda: Q(lead=None),
    }
    return states[value]() if value in states else Q(progress=value)


def due_from(today: Any) -> Q:
    """Of which something is due from a day on: also where the last one was answered, and the next is not near yet."""
    return Q(due__gte=today) & (_OPEN_PROGRESS | Q(due__gt=days_after(today, CURRENT_DAYS)))


DASHBOARD_STATES = (str(Progress.REPORTED_DONE), "later", "soon", "late", "undated", "passed")
"""States of which a mandate in force is in one at most; with not answered and not applicable, in exactly one."""
INVITED = "invited"
"""How many of them invite, and wait for a response."""
CLOSED_PROGRESS = (str(Progress.NOT_DONE), str(Progress.NOT_APPLICABLE))


def days_after(today: Any, days: int) -> Any:
    """Some days after a day."""
    if isinstance(today, datetime.date):
        return today + datetime.timedelta(days=days)
    return RawSQL("(%s::date + %s::int)", (today.source_expressions[0].value, days), DateField())


def date_expression(iso: str) -> Cast:
    """A date that reaches the database as it is written: for queries whose SQL is kept."""
    return Cast(Value(iso, output_field=CharField()), DateField())


def _clause_condition(value: str, today: datetime.date) -> Q:
    """What the text says of the end, the review or the renewal: of a mandate, or of the version that asks as a whole."""
    if value == "none":
        return Q(expires="")
    if value == WITHOUT_CLAUSE:
        return ~Q(Exists(_clauses_of_mandate()))
    if value in CLAUSE_KINDS:
        return Q(
            Exists(
                _clauses_of_mandate().filter(
                    _within("deadline", today, 1), kind=CLAUSE_KINDS[value]
                )
            )
        )
    if value.isascii() and value.isdecimal():
        return _within("expires", today, int(value))
    return ~Q(expires="")


def _clauses_of_mandate() -> QuerySet[Clause]:
    """The clauses on the mandate outside, its own and those on its whole text."""
    of = Q(mandate=None) | Q(mandate=OuterRef("pk"))
    return Clause.objects.filter(of, version=OuterRef("source__version"))


def _within(name: str, today: datetime.date, years: int) -> Q:
    """A date of which as much is kept as is known is not past, and comes within some years."""
    iso = today.isoformat()
    until = today.replace(year=min(9999, today.year + years), day=min(today.day, 28))
    comes = Q(**{f"{name}__gte": iso}) | Q(**{f"{name}__in": [iso[:4], iso[:7]]})
    return comes & Q(**{f"{name}__lte": until.isoformat()})


def cited_text_keys(words: str) -> set[str]:
    """The keys of the texts that these words cite, in whatever language."""
    return {
        key
        for code in LANGUAGE_CODES
        for each in find_citations(words, code)
        for key in lookup_keys(each.value)
    }


def _matching_words(words: str) -> Q:
    """By its number, the symbol of its text, what another registry calls it, or words of it in any form."""
    number = parse_mandate_number(words)
    if number is not None:
        return Q(number=number)
    texts = Q(symbol__icontains=words)
    if keys := cited_text_keys(words):
        texts |= Q(keys__overlap=sorted(keys))
    rule = Q(instrument__in=Instrument.objects.filter(texts).values("pk"))
    rule |= Q(pk__in=Alias.objects.filter(value__iexact=words).values("mandate"))
    asked = parse_query(words)
    if asked.tsquery:
        entries = SearchEntry.objects.filter(kind="mandate", lexemes__match=asked.tsquery)
        rule |= Q(pk__in=entries.values("record"))
    return rule


def _sorted(it: RecordedQuerySet, wanted: FilterValues) -> RecordedQuerySet:
    sort = str(wanted.get("sort") or "")
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name == "number":
        return it.order_by("-number" if down else "number")
    if name == "text":
        by: Any = F("instrument__slug")
    elif name == "entity":
        it = _sorted_by_entity(it, str(wanted.get("language") or "en"))
        by = F("by_entity")
    else:
        by, down = F("due"), down and name == "due"
    order = by.desc(nulls_last=True) if down else by.asc(nulls_last=True)
    return it.order_by(order, "number")


def _sorted_by_entity(it: RecordedQuerySet, language: str) -> RecordedQuerySet:
    """With ``by_entity``: the name of who is asked first, as the language sorts it, in another where it has none."""
    first = _addressees(Addressee.Role.ADDRESSEE).order_by("position", "pk").values("entity")[:1]
    said = Wording.objects.filter(record=OuterRef("first_asked"), field="title").exclude(text="")
    here = Case(When(language=language, then=Value(0)), default=Value(1))
    name = Subquery(said.order_by(here, "status", "language").values("sort_key")[:1])
    found: RecordedQuerySet = it.annotate(first_asked=Subquery(first)).annotate(by_entity=name)
    return found


def page_rows(user: Any, rows: Iterable[Mandate], language: str) -> list[MandateRow]:
    """The lines of the mandates of a page, in its order; one query whose SQL is kept."""
    keys = [each.pk for each in rows]
    if not keys:
        return []
    there = {
        one.mandate.pk: one
        for one in mandate_rows(_read_rows(user, keys=",".join(map(str, keys)), language=language))
    }
    return [there[key] for key in keys if key in there]


@compiled_query
def _read_rows(user: Any, keys: str, language: str) -> QuerySet[Any]:
    of = RawSQL("SELECT unnest(string_to_array(%s, ',')::bigint[])", (keys,))
    found = Mandate.objects.visible_to(user).filter(pk__in=of)
    return with_row_data(found.select_related("record"), language)


def state_counts(user: Any, today: datetime.date | None = None) -> dict[str, int]:
    """How many mandates in force there are, and how many in each state: name of the state -> number; one query."""
    iso = (today or clock.today()).isoformat()
    rows = _count_states(user, today=iso)
    return dict(rows[0]) if rows else {}


@cached_rows
@compiled_query
def _count_states(user: Any, today: str) -> QuerySet[Any]:
    it = Mandate.objects.visible_to(user).filter(in_legal_status(BINDS)).order_by()
    on = date_expression(today)
    names = (
        *DASHBOARD_STATES,
        *CLOSED_PROGRESS,
        "year",
        "nolead",
        str(Progress.PARTLY_DONE),
        str(Progress.NO_INFORMATION),
    )
    counts = {name: Count("pk", filter=in_state(name, on)) for name in names}
    counts[INVITED] = Count("pk", filter=Q(force=Force.INVITES) & in_state("open", on))
    # Grouped by what is one and the same, so that it is a queryset.
    rows: QuerySet[Any] = it.values("legal_status").annotate(all=Count("pk"), **counts)
    return rows.values("all", *counts)
