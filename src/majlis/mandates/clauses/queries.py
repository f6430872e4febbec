"""Clauses of adopted texts on expiry, review or renewal, with their wording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject, Substr

from majlis.instruments.core.subqueries import (
    Chain,
    chain_from,
    chain_json,
    instrument_from,
    instrument_json,
)
from majlis.instruments.lifecycle import ADOPTED, IN_FORCE, SUPERSEDED
from majlis.instruments.models import ProvisionWording, Version
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import FilterValues, JsonRow, entity_title
from majlis.mandates.models import Clause

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

ADOPTED_STATES = (ADOPTED, IN_FORCE, SUPERSEDED)
"""States of versions that a body has adopted; the library offers only their wording."""


def find_clauses(user: Reader, filters: FilterValues) -> QuerySet[Clause]:
    """Return the accepted clauses of adopted versions that the user may see, newest text first.

    ``filters`` may have the keys ``kind``, ``body`` (a slug), ``language`` and ``dated`` (``yes`` or
    ``no``). The language filter keeps clauses whose provision has wording in that language.
    """
    clauses = Clause.objects.filter(
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        version__state__in=ADOPTED_STATES,
        version__reconstructed_from=None,
    )
    if filters.get("kind"):
        clauses = clauses.filter(kind=filters["kind"])
    if filters.get("body"):
        clauses = clauses.filter(version__instrument__body__slug=filters["body"])
    if filters.get("language"):
        wordings = ProvisionWording.objects.filter(language=filters["language"]).exclude(text="")
        clauses = clauses.filter(provision__in=wordings.values("provision"))
    if filters.get("dated") == "yes":
        clauses = clauses.exclude(deadline="")
    elif filters.get("dated") == "no":
        clauses = clauses.filter(deadline="")
    return clauses.order_by("-version__date", "-pk")


@dataclass
class ClauseWording:
    """The wording of a clause in one language.

    ``own`` marks the characters that state the clause; it is set only for the language in which the
    clause was accepted.
    """

    language: str
    text: str
    own: tuple[int, int] | None = None


@dataclass
class ClauseRow:
    """A clause with its wordings, its provision, and the name of the body that it gives a task."""

    clause: Clause
    version: Version
    chain: Chain
    body: str = ""
    words: list[ClauseWording] = field(default_factory=list)


MAX_LENGTH = 1_500
"""The longest excerpt of a provision that is shown, in characters."""


class ClauseData(TypedDict):
    """The annotations of ``with_wordings``."""

    says: list[JsonRow]
    in_version: JsonRow
    whose: str | None


type AnnotatedClause = WithAnnotations[Clause, ClauseData]


def with_wordings(clauses: QuerySet[Clause], language: str) -> QuerySet[AnnotatedClause]:
    """Annotate clauses with the data that ``clause_rows`` needs."""
    wordings = ProvisionWording.objects.filter(provision=OuterRef("provision")).exclude(text="")
    wording_json = JSONObject(
        language=F("language"), text=Substr("text", 1, MAX_LENGTH), at=F("at")
    )
    texts = (
        wordings.annotate(at=chain_json()).order_by("status", "language").values(json=wording_json)
    )
    version = Version.objects.filter(pk=OuterRef("version")).values(
        json=JSONObject(
            pk=F("pk"),
            slug=F("slug"),
            address=F("record__address"),
            instrument=instrument_json("instrument__", language),
        )
    )[:1]
    return clauses.annotate(
        says=ArraySubquery(texts),
        in_version=Subquery(version),
        whose=entity_title("body", language),
    )


def clause_rows(clauses: Iterable[Any], language: str) -> list[ClauseRow]:
    """Build rows from clauses annotated by ``with_wordings``; the reader's language comes first."""
    return [_clause_row(clause, language) for clause in clauses]


def _clause_row(clause: AnnotatedClause, language: str) -> ClauseRow:
    version_json = clause.in_version
    record = Record(pk=version_json["pk"], kind="version", address=version_json["address"])
    version = Version(record=record, slug=version_json["slug"])
    version.instrument = instrument_from(version_json["instrument"])
    wordings = sorted(clause.says, key=lambda wording: wording["language"] != language)
    words = []
    for wording in wordings:
        own = wording["language"] == clause.language and clause.end > clause.start
        span = (clause.start, min(clause.end, len(wording["text"]))) if own else None
        words.append(ClauseWording(wording["language"], wording["text"], span))
    chain = chain_from(version, wordings[0]["at"]) if wordings else []
    return ClauseRow(clause, version, chain, clause.whose or "", words)
