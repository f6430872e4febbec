"""What is to be translated, and what helps to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.commons.search.terms import terms
from majlis.commons.translation.lifecycle import OPEN_STATES
from majlis.commons.translation.models import DueDate, Job, Pair, Segment
from majlis.commons.translation.segments import sentences
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Record, Wording, WordingStatus
from majlis.kernel.models.record import visibility_condition

MAX_MATCHES, MIN_SIMILARITY = 3, 0.45
# Chinese sets no space before a word; Arabic writes the article and short words in one with it.
UNSPACED_LANGUAGES = ("zh", "ar")
WAITING_STATUSES = ("missing", WordingStatus.LAGGING, WordingStatus.MACHINE)


def waiting_wordings(
    user: Any, target: str, *, sources: list[str] | None = None
) -> QuerySet[Wording]:
    """Authentic words of records that the user may see, and that have none, or lagging ones, in ``target``.

    Each row carries ``target_status`` ("missing" where there are no words), ``due_preferences`` and ``job_state``.
    Soonest due date first, then lagging before missing, then the latest.
    """
    same = {"record": OuterRef("record"), "field": OuterRef("field")}
    there = Wording.objects.filter(**same, language=target).exclude(text="")
    rows = (
        Wording.objects.filter(
            status=WordingStatus.AUTHENTIC, record__in=Record.objects.visible_to(user)
        )
        .exclude(text="")
        .exclude(language=target)
        .annotate(
            target_status=models.functions.Coalesce(
                Subquery(there.values("status")[:1]), models.Value("missing")
            ),
            due=Subquery(DueDate.objects.filter(**same, target=target).values("on")[:1]),
            job_state=Subquery(
                Job.objects.filter(**same, target=target, state__in=OPEN_STATES).values("state")[:1]
            ),
            job=Subquery(
                Job.objects.filter(**same, target=target, state__in=OPEN_STATES).values("pk")[:1]
            ),
        )
        .filter(target_status__in=WAITING_STATUSES)
    )
    if sources is not None:
        rows = rows.filter(language__in=sources)
    return rows.select_related("record").order_by(
        F("due").asc(nulls_last=True), "target_status", "-record__changed_at", "pk"
    )


def translators_sheet(pairs: Iterable[Pair]) -> Sheet:
    """Who translates and revises, as data."""
    return Sheet(
        "translators",
        _("Who translates"),
        [
            Field("name", _("Name")),
            Field("role", _("Role")),
            Field("from", pgettext("language", "From")),
            Field("into", _("Into")),
        ],
        [[each.user, each.get_role_display(), each.source, each.target] for each in pairs],
    )


@dataclass(frozen=True)
class MemoryMatch:
    """A sentence translated before that is the same, or much like one of the source."""

    sentence: str
    source: str
    target: str
    exact: bool
    accepted: date


def memory_matches(user: Any, text: str, source: str, target: str) -> list[MemoryMatch]:
    """Translations of the same or like sentences, exact ones first, from records that the user may see.

    At most the first eight sentences are looked up, so that the page keeps its budget of queries:
    they go in one query.
    """
    wanted = sentences(text)[:8]
    if not wanted:
        return []
    found: list[MemoryMatch] = []
    rows = Segment.objects.filter(
        visibility_condition(user, "job__record__"), source=source, target=target
    )
    alike = Q()
    for each in wanted:
        alike |= Q(source_text__trigram_similar=each)
    ranked = (
        rows.filter(alike)
        .annotate(
            near=models.functions.Greatest(
                *(TrigramSimilarity("source_text", each) for each in wanted), models.Value(0.0)
            )
        )
        .order_by("-near", "-accepted_at")[: MAX_MATCHES * len(wanted)]
    )
    for row in ranked:
        sentence = next((each for each in wanted if each == row.source_text), "")
        if row.near >= MIN_SIMILARITY:
            found.append(
                MemoryMatch(
                    sentence=sentence or row.source_text,
                    source=row.source_text,
                    target=row.target_text,
                    exact=bool(sentence),
                    accepted=row.accepted_at.date(),
                )
            )
    return found


@dataclass(frozen=True)
class GlossaryTerm:
    """A term of the glossary that stands in the source, and its equivalent."""

    source: str
    target: str
    verified: bool


def glossary_terms(text: str, source: str, target: str) -> list[GlossaryTerm]:
    """The terms of the glossary that a text contains, with their equivalents; longest first."""
    words = text.lower()
    found = [
        GlossaryTerm(known, getattr(each, target), each.verified)
        for each in terms()
        if (known := getattr(each, source)) and contains_term(known.lower(), words, source)
    ]
    return sorted(found, key=lambda each: (-len(each.source), each.source))


def contains_term(term: str, words: str, language: str) -> bool:
    """Whether a term begins somewhere in the words; in Chinese and Arabic, anywhere."""
    if language in UNSPACED_LANGUAGES:
        return term in words
    return re.search(rf"(?<!\w){re.escape(term)}", words) is not None
