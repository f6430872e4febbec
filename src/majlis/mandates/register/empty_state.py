"""Likely reasons why a list of the register is empty: a text, body, year or language that is not in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject

from majlis.instruments.models import Instrument, Version
from majlis.kernel.models import Record, Wording
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.references import parse_mandate_number
from majlis.mandates.lifecycle import WAITING
from majlis.mandates.models import Finding, Mandate
from majlis.mandates.register import coverage, queries
from majlis.mandates.register.coverage import Coverage
from majlis.parties.models import Body, BodyAlias

_YEAR = re.compile(r"(?<![\w/.-])(1[89]\d\d|20\d\d)(?![\w/.-])")
_SCRIPTS = {
    "ar": re.compile(r"[\u0620-\u064a]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
}
"""Signs that tell the language in which somebody searches, among the six."""
_THREE_CHARACTERS = "..."
"""What the name of a body has, to be looked for among words: three signs."""
_MAX_LENGTH = 120
"""Signs of what was typed that are repeated."""
_MAX_REASONS = 3
"""Bodies, and texts, that are named."""


@dataclass(frozen=True)
class EmptyReason:
    """What an empty list most likely lacks. ``kind`` says which sentence; the rest is what it names."""

    kind: str
    count: int = 0
    words: str = ""
    url: str = ""
    first: str = ""
    last: str = ""


def empty_reasons(user: Any, wanted: Mapping[str, Any]) -> list[EmptyReason]:
    """The likely reasons for which the register has nothing that fits, the surest first; five queries at most."""
    made: list[EmptyReason] = []
    if not wanted.get("standing"):
        others = queries.find_mandates(user, {**wanted, "standing": queries.ALL}).count()
        if others:
            made.append(EmptyReason("standing", others))
    words = str(wanted.get("q") or "").strip()
    number = parse_mandate_number(words) if words else None
    if number is not None:
        return made or _unknown_number(user, number)
    body = wanted.get("body")
    if any(sign.isdecimal() for sign in words):  # as every symbol has one
        made += _missing_texts(user, words)
    elif body and body != queries.NO_BODY:
        there = coverage.kept_versions(user).filter(instrument__body__slug=body)
        row = there.aggregate(n=Count("pk"), first=Min("of_year"), last=Max("of_year"))
        if row["n"]:
            made.append(
                EmptyReason("body", row["n"], first=row["first"] or "", last=row["last"] or "")
            )
    if words and not made:
        far = coverage.register_coverage(user)
        made += (
            _missing_years_and_languages(far, words, (), None)
            if far.texts
            else [EmptyReason("nothing")]
        )
    if not any(each.kind in ("standing", "stub") for each in made):
        made += _waiting_reason(user, str(body or ""))
    return made


def empty_search_reasons(
    user: Any, words: str, languages: Iterable[str]
) -> tuple[Coverage, list[EmptyReason]]:
    """How far the register reaches, and the likely reasons for which the search of the site found nothing of these words.

    One query, and one more for the number of a mandate. ``languages``: those that were chosen as a filter.
    """
    found = coverage.coverage_totals(user).annotate(
        nobody=ArraySubquery(_bodies_without_text(user, words)),
        waiting=Subquery(_count_rows(_waiting_findings(user))),
    )
    years = _YEAR.findall(words)
    if years:
        of_them = (
            coverage.kept_versions(user).filter(of_year__in=years).order_by().values("of_year")
        )
        found = found.annotate(known=ArraySubquery(of_them.distinct()))
    keys = queries.cited_text_keys(words) if any(sign.isdecimal() for sign in words) else set()
    if keys:
        named = _texts_named(user, words, keys).values(
            json=JSONObject(
                symbol=F("symbol"), address=F("record__address"), held=F("held"), became=F("became")
            )
        )
        found = found.annotate(named=ArraySubquery(named))
    row: dict[str, Any] = next(iter(found), {})
    there = coverage.coverage_from_row(row)
    number = parse_mandate_number(words)
    if number is not None:
        return there, _unknown_number(user, number)
    if not row:
        return there, [EmptyReason("nothing")]
    texts = row.get("named", ())
    made = [
        EmptyReason(
            "stub", words=each["symbol"], url=Record(address=each["address"]).get_absolute_url()
        )
        for each in texts
        if not each["held"] and each["became"] is None
    ]
    made += [EmptyReason("unheard", words=words[:_MAX_LENGTH])] if keys and not texts else []
    made += _missing_years_and_languages(there, words, languages, row.get("known", ()))
    made += [
        EmptyReason(
            "nobody", words=each["called"], url=Record(address=each["address"]).get_absolute_url()
        )
        for each in row["nobody"]
    ]
    return there, made or ([EmptyReason("waiting", row["waiting"])] if row["waiting"] else [])


def _missing_years_and_languages(
    there: Coverage, words: str, languages: Iterable[str], known: Collection[str] | None
) -> list[EmptyReason]:
    """Years and languages that the words, or a filter, ask for and of which no text is kept.

    ``official_language``: those of the years of which one is kept; None where that was not read, so that only years before the first
    and after the last are told.
    """
    made = [
        EmptyReason("year", words=year, first=there.first, last=there.last)
        for year in dict.fromkeys(_YEAR.findall(words))
        if not (there.first <= year <= there.last if known is None else year in known)
    ]
    spoken = [code for code, signs in _SCRIPTS.items() if signs.search(words)]
    asked = dict.fromkeys([*languages, *spoken])
    return made + [
        EmptyReason("language", words=code) for code in asked if code not in there.languages
    ]


def _bodies_without_text(user: Any, words: str) -> QuerySet[Any]:
    """Bodies that the words name, in any language, and of which no text is kept, as JSON."""
    typed = Value(words, output_field=TextField())
    titled = Wording.objects.filter(
        record=OuterRef("pk"), field="title", text__regex=_THREE_CHARACTERS
    )
    named = titled.annotate(typed=typed).filter(typed__icontains=F("text"))
    other = BodyAlias.objects.filter(body=OuterRef("pk"), label__regex=_THREE_CHARACTERS)
    called = other.annotate(typed=typed).filter(typed__icontains=F("label"))
    there = coverage.kept_versions(user).filter(instrument__body=OuterRef("pk"))
    known = Body.objects.visible_to(user).annotate(
        called=Coalesce(
            Subquery(named.values("text")[:1]),
            Subquery(called.values("label")[:1]),
            output_field=TextField(),
        )
    )
    found = known.filter(~Exists(there), called__isnull=False).order_by("pk")[:_MAX_REASONS]
    rows: QuerySet[Any] = found.values(
        json=JSONObject(called=F("called"), address=F("record__address"))
    )
    return rows


def _waiting_findings(user: Any) -> QuerySet[Finding]:
    seen = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__")
    )
    return Finding.objects.filter(state=WAITING, version__in=seen.values("pk")).order_by()


def _count_rows(found: QuerySet[Finding]) -> QuerySet[Any]:
    counted: QuerySet[Any] = found.values("state").annotate(n=Count("pk")).values("n")
    return counted


def _waiting_reason(user: Any, body: str) -> list[EmptyReason]:
    waits = _waiting_findings(user)
    if body == queries.NO_BODY:
        waits = waits.filter(version__instrument__body=None)
    elif body:
        waits = waits.filter(version__instrument__body__slug=body)
    number = waits.count()
    return [EmptyReason("waiting", number)] if number else []


def _unknown_number(user: Any, number: int) -> list[EmptyReason]:
    last = Mandate.objects.visible_to(user).aggregate(last=Max("number"))["last"]
    return [EmptyReason("number", last)] if last and number > last else []


def _missing_texts(user: Any, words: str) -> list[EmptyReason]:
    """The texts that the words name: cited and not kept, or kept; where none is known at all, that."""
    keys = queries.cited_text_keys(words)
    made = [
        EmptyReason(
            "text" if each.held or each.became_id else "stub",
            words=each.symbol,
            url=each.get_absolute_url(),
        )
        for each in _texts_named(user, words, keys).select_related("record")
    ]
    return made or ([EmptyReason("unheard", words=words[:_MAX_LENGTH])] if keys else [])


def _texts_named(user: Any, words: str, keys: Iterable[str]) -> QuerySet[Instrument]:
    rule = Q(symbol__iexact=words)
    if keys:
        rule |= Q(keys__overlap=sorted(keys))
    found: QuerySet[Instrument] = Instrument.objects.visible_to(user).filter(rule)
    return found.order_by("pk")[:_MAX_REASONS]
