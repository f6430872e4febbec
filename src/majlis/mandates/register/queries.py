"""Mandates by the filters of the register; lists, counts, files, feeds and figures all use these queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

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
from majlis.commons.search.queries import similar_records
from majlis.instruments.core.identifiers import lookup_keys
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import Instrument, Tag
from majlis.kernel import clock
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader, Wording
from majlis.kernel.models.record import RecordedQuerySet
from majlis.kernel.snapshot_cache import cached_rows
from majlis.mandates.core.due_order import by_due
from majlis.mandates.core.progress import CURRENT_DAYS, DUE_SOON_DAYS
from majlis.mandates.core.references import parse_mandate_number
from majlis.mandates.core.rows import (
    AnnotatedMandate,
    FilterValues,
    MandateRow,
    mandate_rows,
    with_row_data,
)
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Alias, Clause, Mandate, MandateSource
from majlis.mandates.models.choices import OPEN_PROGRESS, Force, LegalStatus, Progress
from majlis.textkit.citations import find_citations

DAYS_IN_YEAR = 365
MAX_SIMILAR = 50
"""The most mandates similar in meaning that are shown where none has the words."""
BINDS, ENDED, ALL = str(LegalStatus.IN_FORCE), "ended", "all"
SOURCE_FILTERS = ("kind", "force")
WITHOUT_CLAUSE = "noclause"
NO_BODY = "-"
"""Value of the filter ``body`` for texts of no body."""
CLAUSE_KINDS = {"review": Clause.Kind.REVIEW, "renewal": Clause.Kind.RENEWAL}
"""Values of the filter ``expires`` that find clauses of a kind within a year."""
_OPEN_PROGRESS = Q(progress__in=OPEN_PROGRESS)

type Day = datetime.date | Cast
"""A day, or the expression of one: see ``date_expression``."""


def find_mandates(
    user: Reader, filters: FilterValues, today: datetime.date | None = None
) -> RecordedQuerySet:
    """The mandates that the reader may see and that match, in the order of ``sort``.

    ``filters``: q, entity, recipient, body, lead, of (keys of entities that are addressed or lead),
    text (the slug of a text one of whose versions states the mandate), concepts (``scheme/code`` each), kind, force, standing, state, occasion, expires, before, year,
    sort, language (for sorting by the names of entities), nothing (a filter has an unknown value).
    """
    return _sorted(_matching(user, filters, today or clock.today()), filters)


def _matching(user: Reader, filters: FilterValues, today: datetime.date) -> RecordedQuerySet:
    mandates: RecordedQuerySet = Mandate.objects.visible_to(user).filter(
        in_legal_status(str(filters.get("standing") or BINDS))
    )
    if filters.get("nothing"):
        return mandates.none()
    if words := str(filters.get("q") or "").strip():
        mandates = mandates.filter(_matching_words(words))
    for name, role in (
        ("entity", Addressee.Role.ADDRESSEE),
        ("recipient", Addressee.Role.RECIPIENT),
    ):
        if filters.get(name):
            mandates = mandates.filter(Exists(_addressees(role).filter(entity__slug=filters[name])))
    if filters.get("lead"):
        mandates = mandates.filter(lead__slug=filters["lead"])
    if filters.get("of") is not None:
        addressed = _addressees(Addressee.Role.ADDRESSEE).filter(entity__in=filters["of"])
        mandates = mandates.filter(Q(lead__in=filters["of"]) | Exists(addressed))
    if filters.get("text"):
        sources = MandateSource.objects.filter(
            mandate=OuterRef("pk"), version__instrument__slug=filters["text"]
        )
        mandates = mandates.filter(Exists(sources))
    if filters.get("body") == NO_BODY:
        mandates = mandates.filter(instrument__body=None)
    elif filters.get("body"):
        mandates = mandates.filter(instrument__body__slug=filters["body"])
    for concept in filters.get("concepts") or ():
        mandates = mandates.filter(Exists(confirmed_tags(concept)))
    for name in SOURCE_FILTERS:
        if filters.get(name):
            mandates = mandates.filter(**{name: filters[name]})
    if filters.get("state"):
        mandates = mandates.filter(in_state(str(filters["state"]), today))
    if filters.get("occasion"):
        words = str(filters["occasion"]).strip()
        mandates = mandates.filter(
            Q(source__occasion__icontains=words) | Q(due_text__icontains=words)
        )
    if filters.get("expires"):
        mandates = mandates.filter(_clause_condition(str(filters["expires"]), today))
    if filters.get("before"):
        mandates = mandates.filter(~Q(expires=""), expires__lte=f"{filters['before']}-99")
    if filters.get("year"):
        year = str(filters["year"])
        dated, undated = Q(source__version__date__startswith=year), Q(source__version__date="")
        mandates = mandates.filter(dated | undated & Q(source__version__slug__startswith=year))
    return mandates


def similar_mandates(user: Reader, filters: FilterValues) -> list[int]:
    """The keys of mandates that match all filters but the words, and are similar to these in meaning, best first.

    Empty where there are no words, where they name a mandate or a text, and where a mandate matches them.
    """
    words = str(filters.get("q") or "").strip()
    if not words or filters.get("nothing") or parse_mandate_number(words) or cited_text_keys(words):
        return []
    if find_mandates(user, filters).exists():
        return []
    similar = [
        key for key, _likeness in similar_records(user, words, kind="mandate", limit=MAX_SIMILAR)
    ]
    others = find_mandates(user, {**filters, "q": ""}).filter(pk__in=similar).order_by()
    matching = set(others.values_list("pk", flat=True)) if similar else set()
    return [key for key in similar if key in matching]


def _addressees(role: str) -> QuerySet[Addressee]:
    return Addressee.objects.filter(source=OuterRef("source"), role=role)


def confirmed_tags(concept: str) -> QuerySet[Tag]:
    """Confirmed tags of a concept (``action-lines/C2``) on the provision of the outer mandate."""
    scheme, _slash, code = concept.partition("/")
    return Tag.objects.filter(
        lineage=OuterRef("lineage"),
        state=CONFIRMED,
        concept__scheme__key=scheme,
        concept__code=code,
    )


def in_legal_status(value: str) -> Q:
    """Condition: active mandates of a legal status; ``ENDED``: those paused or ended; ``ALL``: every one."""
    if value == ALL:
        return Q()
    if value == ENDED:
        return ~Q(lifecycle_state=ACTIVE)
    return Q(legal_status=value, lifecycle_state=ACTIVE)


def in_state(value: str, today: Day) -> Q:
    """Condition: mandates in a state on a day; ``today`` is a date, or an expression that gives one."""
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


def due_from(today: Day) -> Q:
    """Condition: due on that day or later; also where the last date was answered, and the next is not near yet."""
    return Q(due__gte=today) & (_OPEN_PROGRESS | Q(due__gt=days_after(today, CURRENT_DAYS)))


DASHBOARD_STATES = (str(Progress.REPORTED_DONE), "later", "soon", "late", "undated", "passed")
"""States of which a mandate in force has at most one; with ``CLOSED_PROGRESS``, exactly one."""
INVITED = "invited"
"""Key of the number of mandates in force that invite, and are open."""
COMMITTED = "committed"
"""Key of the number of commitments in force."""
CLOSED_PROGRESS = (str(Progress.NOT_DONE), str(Progress.NOT_APPLICABLE))


def days_after(today: Day, days: int) -> datetime.date | RawSQL:
    """The day that comes some days after another; a date, or an expression."""
    if isinstance(today, datetime.date):
        return today + datetime.timedelta(days=days)
    (iso,) = today.source_expressions
    assert isinstance(iso, Value)
    return RawSQL("(%s::date + %s::int)", (iso.value, days), DateField())


def date_expression(iso: str) -> Cast:
    """A date as a parameter of the SQL, for queries whose SQL is cached."""
    return Cast(Value(iso, output_field=CharField()), DateField())


def _clause_condition(value: str, today: datetime.date) -> Q:
    """Condition on clauses about end, review or renewal: of the mandate, or of its whole version."""
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
    """The clauses on the outer mandate: its own, and those on its whole text."""
    applies = Q(mandate=None) | Q(mandate=OuterRef("pk"))
    return Clause.objects.filter(applies, version=OuterRef("source__version"))


def _within(name: str, today: datetime.date, years: int) -> Q:
    """Condition: a date, which may be partial, is not past, and comes within some years."""
    iso = today.isoformat()
    until = today.replace(year=min(9999, today.year + years), day=min(today.day, 28))
    comes = Q(**{f"{name}__gte": iso}) | Q(**{f"{name}__in": [iso[:4], iso[:7]]})
    return comes & Q(**{f"{name}__lte": until.isoformat()})


def cited_text_keys(words: str) -> set[str]:
    """The keys of the texts that these words cite, in any of the six languages."""
    return {
        key
        for code in LANGUAGE_CODES
        for each in find_citations(words, code)
        for key in lookup_keys(each.value)
    }


def _matching_words(words: str) -> Q:
    """Condition: its number, the symbol of its text, an alias, or words of its text in any form."""
    number = parse_mandate_number(words)
    if number is not None:
        return Q(number=number)
    texts = Q(symbol__icontains=words)
    if keys := cited_text_keys(words):
        texts |= Q(keys__overlap=sorted(keys))
    rule = Q(instrument__in=Instrument.objects.filter(texts).values("pk"))
    rule |= Q(pk__in=Alias.objects.filter(value__iexact=words).values("mandate"))
    query = parse_query(words)
    if query.tsquery:
        entries = SearchEntry.objects.filter(kind="mandate", lexemes__match=query.tsquery)
        rule |= Q(pk__in=entries.values("record"))
    return rule


def _sorted(mandates: RecordedQuerySet, filters: FilterValues) -> RecordedQuerySet:
    sort = str(filters.get("sort") or "")
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name == "number":
        return mandates.order_by("-number" if descending else "number")
    if name == "text":
        by = F("instrument__slug")
    elif name == "entity":
        mandates = _sorted_by_entity(mandates, str(filters.get("language") or "en"))
        by = F("by_entity")
    else:
        return mandates.order_by(*by_due(descending=descending and name == "due"))
    order = by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)
    return mandates.order_by(order, "number")


def _sorted_by_entity(mandates: RecordedQuerySet, language: str) -> RecordedQuerySet:
    """With ``by_entity``: the sort key of the first addressee's name, in the language or else in another."""
    first = _addressees(Addressee.Role.ADDRESSEE).order_by("position", "pk").values("entity")[:1]
    titles = Wording.objects.filter(record=OuterRef("first_asked"), field="title").exclude(text="")
    language_order = Case(When(language=language, then=Value(0)), default=Value(1))
    name = Subquery(titles.order_by(language_order, "status", "language").values("sort_key")[:1])
    sorted_mandates: RecordedQuerySet = mandates.annotate(first_asked=Subquery(first)).annotate(
        by_entity=name
    )
    return sorted_mandates


def page_rows(user: Reader, rows: Iterable[Mandate], language: str) -> list[MandateRow]:
    """The rows of the mandates of a page, in its order; one query with cached SQL."""
    keys = [each.pk for each in rows]
    if not keys:
        return []
    by_key = {
        row.mandate.pk: row
        for row in mandate_rows(_read_rows(user, keys=",".join(map(str, keys)), language=language))
    }
    return [by_key[key] for key in keys if key in by_key]


@compiled_query
def _read_rows(user: Reader, keys: str, language: str) -> QuerySet[AnnotatedMandate]:
    key_list = RawSQL("SELECT unnest(string_to_array(%s, ',')::bigint[])", (keys,))
    mandates = Mandate.objects.visible_to(user).filter(pk__in=key_list)
    return with_row_data(mandates.select_related("record"), language)


def state_counts(user: Reader, today: datetime.date | None = None) -> dict[str, int]:
    """The number of mandates in force (under "all") and of those in each state; one query."""
    iso = (today or clock.today()).isoformat()
    rows = _count_states(user, today=iso)
    return dict(rows[0]) if rows else {}


@cached_rows
@compiled_query
def _count_states(user: Reader, today: str) -> QuerySet[Mandate, dict[str, int]]:
    mandates = Mandate.objects.visible_to(user).filter(in_legal_status(BINDS)).order_by()
    date = date_expression(today)
    names = (
        *DASHBOARD_STATES,
        *CLOSED_PROGRESS,
        "year",
        "nolead",
        str(Progress.PARTLY_DONE),
        str(Progress.NO_INFORMATION),
    )
    counts = {name: Count("pk", filter=in_state(name, date)) for name in names}
    counts[COMMITTED] = Count("pk", filter=Q(force=Force.COMMITS))
    counts[INVITED] = Count("pk", filter=Q(force=Force.INVITES) & in_state("open", date))
    # Grouped by a column that has one value here: aggregate() would give no queryset.
    rows = mandates.values("legal_status").annotate(all=Count("pk"), **counts)
    totals: QuerySet[Mandate, dict[str, int]] = rows.values("all", *counts)
    return totals
