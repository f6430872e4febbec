"""Queries of the translation queue, the translation memory and the glossary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from majlis.commons.search.terms import terms
from majlis.commons.translation.lifecycle import OPEN_STATES
from majlis.commons.translation.models import DueDate, Job, Segment
from majlis.commons.translation.segments import sentences
from majlis.kernel.models import Reader, Record, Wording, WordingStatus
from majlis.kernel.models.record import visibility_condition

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

MAX_MATCHES, MIN_SIMILARITY = 3, 0.45
# Chinese has no spaces between words; Arabic joins the article and some particles to the word.
UNSPACED_LANGUAGES = ("zh", "ar")
WAITING_STATUSES = ("missing", WordingStatus.LAGGING, WordingStatus.MACHINE)


class WaitingData(TypedDict):
    """The annotations of ``waiting_wordings``: ``into`` is the language in which the wording is missing."""

    into: str
    target_status: str
    due: date | None
    job: int | None
    job_state: str | None


type WaitingWording = WithAnnotations[Wording, WaitingData]


def waiting_wordings(
    user: Reader, target: str, *, sources: list[str] | None = None
) -> QuerySet[WaitingWording]:
    """The authentic wordings of visible records whose wording in ``target`` is missing or not final.

    Each row has ``target_status`` ("missing" if there is no wording), ``due``, ``job_state`` and
    ``job`` (the key of the open job). The order is by due date, then by status, then by the last
    change of the record, newest first.
    """
    same_field = {"record": OuterRef("record"), "field": OuterRef("field")}
    translated = Wording.objects.filter(**same_field, language=target).exclude(text="")
    rows = (
        Wording.objects.filter(
            status=WordingStatus.AUTHENTIC, record__in=Record.objects.visible_to(user)
        )
        .exclude(text="")
        .exclude(language=target)
        .annotate(
            into=models.Value(target),
            target_status=models.functions.Coalesce(
                Subquery(translated.values("status")[:1]), models.Value("missing")
            ),
            due=Subquery(DueDate.objects.filter(**same_field, target=target).values("on")[:1]),
            job_state=Subquery(
                Job.objects.filter(**same_field, target=target, state__in=OPEN_STATES).values(
                    "state"
                )[:1]
            ),
            job=Subquery(
                Job.objects.filter(**same_field, target=target, state__in=OPEN_STATES).values("pk")[
                    :1
                ]
            ),
        )
        .filter(target_status__in=WAITING_STATUSES)
    )
    if sources is not None:
        rows = rows.filter(language__in=sources)
    return rows.select_related("record").order_by(
        F("due").asc(nulls_last=True), "target_status", "-record__changed_at", "pk"
    )


def open_jobs_of(user: Reader) -> QuerySet[Job]:
    """The jobs that the person translates or revises now."""
    return Job.objects.filter(
        Q(translator_id=user.pk, state__in=OPEN_STATES) | Q(reviser_id=user.pk, state="revising")
    )


@dataclass(frozen=True)
class MemoryMatch:
    """A sentence of the translation memory that equals or resembles a sentence of the original."""

    sentence: str
    source: str
    target: str
    exact: bool
    accepted: date


def memory_matches(user: Reader, text: str, source: str, target: str) -> list[MemoryMatch]:
    """Translations of equal or similar sentences from records that the user may see, most similar first.

    Only the first eight sentences are looked up, in one query, so that the page keeps its query
    budget.
    """
    originals = sentences(text)[:8]
    if not originals:
        return []
    matches: list[MemoryMatch] = []
    rows = Segment.objects.filter(
        visibility_condition(user, "job__record__"), source=source, target=target
    )
    similar = Q()
    for each in originals:
        similar |= Q(source_text__trigram_similar=each)
    ranked = (
        rows.filter(similar)
        .annotate(
            near=models.functions.Greatest(
                *(TrigramSimilarity("source_text", each) for each in originals), models.Value(0.0)
            )
        )
        .order_by("-near", "-accepted_at")[: MAX_MATCHES * len(originals)]
    )
    for row in ranked:
        sentence = next((each for each in originals if each == row.source_text), "")
        if row.near >= MIN_SIMILARITY:
            matches.append(
                MemoryMatch(
                    sentence=sentence or row.source_text,
                    source=row.source_text,
                    target=row.target_text,
                    exact=bool(sentence),
                    accepted=row.accepted_at.date(),
                )
            )
    return matches


@dataclass(frozen=True)
class GlossaryTerm:
    """A glossary term that the original contains, and its equivalent."""

    source: str
    target: str
    verified: bool


def glossary_terms(text: str, source: str, target: str) -> list[GlossaryTerm]:
    """The glossary terms that a text contains, with their equivalents; longest first."""
    words = text.lower()
    matches = [
        GlossaryTerm(term, getattr(each, target), each.verified)
        for each in terms()
        if (term := getattr(each, source)) and contains_term(term.lower(), words, source)
    ]
    return sorted(matches, key=lambda each: (-len(each.source), each.source))


def contains_term(term: str, words: str, language: str) -> bool:
    """Whether a word of the text begins with the term; in Chinese and Arabic, whether it occurs anywhere."""
    if language in UNSPACED_LANGUAGES:
        return term in words
    return re.search(rf"(?<!\w){re.escape(term)}", words) is not None
