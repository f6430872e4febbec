"""Clauses of adopted texts on expiry, review or renewal, with their wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
from majlis.kernel.models import Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import entity_title
from majlis.mandates.models import Clause

ADOPTED_STATES = (ADOPTED, IN_FORCE, SUPERSEDED)
"""States of versions that a body adopted: only their wording is worth copying."""


def library_clauses(user: Any, wanted: Mapping[str, Any]) -> QuerySet[Clause]:
    """Accepted clauses of adopted versions that the user may see. ``requested_format``: kind, body (slug), language, dated,
    nothing (a filter had a value that there is not).

    A language finds clauses whose provision has words in it. The newest text first.
    """
    found = Clause.objects.filter(
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        version__state__in=ADOPTED_STATES,
        version__reconstructed_from=None,
    )
    if wanted.get("nothing"):
        return found.none()
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    if wanted.get("body"):
        found = found.filter(version__instrument__body__slug=wanted["body"])
    if wanted.get("language"):
        words = ProvisionWording.objects.filter(language=wanted["language"]).exclude(text="")
        found = found.filter(provision__in=words.values("provision"))
    if wanted.get("dated") == "yes":
        found = found.exclude(deadline="")
    elif wanted.get("dated") == "no":
        found = found.filter(deadline="")
    return found.order_by("-version__date", "-pk")


@dataclass
class ClauseWording:
    """A clause in one language; ``own_patterns`` marks the words that say it, in the language in which it was accepted."""

    language: str
    text: str
    own: tuple[int, int] | None = None


@dataclass
class ClauseRow:
    """A clause with its words, its place, and the name of the body that it gives something to do."""

    clause: Clause
    version: Version
    chain: Chain
    body: str = ""
    words: list[ClauseWording] = field(default_factory=list)


MAX_LENGTH = 1_500
"""Signs of a provision that are shown of a clause."""


def with_wordings(found: QuerySet[Clause], language: str) -> QuerySet[Any]:
    """Read with clauses what ``page_text`` makes of them."""
    said = ProvisionWording.objects.filter(provision=OuterRef("provision")).exclude(text="")
    each = JSONObject(language=F("language"), text=Substr("text", 1, MAX_LENGTH), at=F("at"))
    texts = said.annotate(at=chain_json()).order_by("status", "language").values(json=each)
    version = Version.objects.filter(pk=OuterRef("version")).values(
        json=JSONObject(
            pk=F("pk"),
            slug=F("slug"),
            address=F("record__address"),
            instrument=instrument_json("instrument__", language),
        )
    )[:1]
    return found.annotate(
        says=ArraySubquery(texts),
        in_version=Subquery(version),
        whose=entity_title("body", language),
    )


def clause_rows(rows: Any, language: str) -> list[ClauseRow]:
    """Clauses that were read ``with_wordings``: words in the reader's language first."""
    return [_clause_row(each, language) for each in rows]


def _clause_row(clause: Any, language: str) -> ClauseRow:
    kept = clause.in_version
    record = Record(pk=kept["pk"], kind="version", address=kept["address"])
    version = Version(record=record, slug=kept["slug"])
    version.instrument = instrument_from(kept["instrument"])
    says = sorted(clause.says, key=lambda one: one["language"] != language)
    words = []
    for one in says:
        own = one["language"] == clause.language and clause.end > clause.start
        span = (clause.start, min(clause.end, len(one["text"]))) if own else None
        words.append(ClauseWording(one["language"], one["text"], span))
    chain = chain_from(version, says[0]["at"]) if says else []
    return ClauseRow(clause, version, chain, clause.whose or "", words)
