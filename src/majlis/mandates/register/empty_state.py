"""Likely reasons why a list of the register is empty: a text, body, year or language that is not in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

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
from majlis.kernel.models import Reader, Record, Wording
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.references import parse_mandate_number
from majlis.mandates.core.rows import FilterValues
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
"""Characters that identify the language of a query, among the six."""
_THREE_CHARACTERS = "..."
"""Regular expression: shorter names of bodies are not looked for in a query."""
_MAX_LENGTH = 120
"""Characters of the query that are repeated in a reason."""
_MAX_REASONS = 3
"""The most bodies, and the most texts, that are named."""


@dataclass(frozen=True)
class EmptyReason:
    """A likely reason for an empty list. ``kind`` selects the message; the other fields are its values."""

    kind: str
    count: int = 0
    words: str = ""
    url: str = ""
    first: str = ""
    last: str = ""


def empty_reasons(user: Reader, filters: FilterValues) -> list[EmptyReason]:
    """The likely reasons why no mandate matches, the most certain first; five queries at most."""
    reasons: list[EmptyReason] = []
    if not filters.get("standing"):
        all_matches = queries.find_mandates(user, {**filters, "standing": queries.ALL}).count()
        if all_matches:
            reasons.append(EmptyReason("standing", all_matches))
    words = str(filters.get("q") or "").strip()
    number = parse_mandate_number(words) if words else None
    if number is not None:
        return reasons or _unknown_number(user, number)
    body = filters.get("body")
    if any(sign.isdecimal() for sign in words):  # every symbol has a digit
        reasons += _missing_texts(user, words)
    elif body and body != queries.NO_BODY:
        versions = coverage.kept_versions(user).filter(instrument__body__slug=body)
        row = versions.aggregate(n=Count("pk"), first=Min("of_year"), last=Max("of_year"))
        if row["n"]:
            reasons.append(
                EmptyReason("body", row["n"], first=row["first"] or "", last=row["last"] or "")
            )
    if words and not reasons:
        totals = coverage.register_coverage(user)
        reasons += (
            _missing_years_and_languages(totals, words, (), None)
            if totals.texts
            else [EmptyReason("nothing")]
        )
    if not any(each.kind in ("standing", "stub") for each in reasons):
        reasons += _waiting_reason(user, str(body or ""))
    return reasons


def empty_search_reasons(
    user: Reader, words: str, languages: Iterable[str]
) -> tuple[Coverage, list[EmptyReason]]:
    """The coverage, and the likely reasons why the search of the site found nothing for these words.

    One query, and one more for the number of a mandate. ``languages``: those chosen as a filter.
    """
    totals = coverage.coverage_totals(user).annotate(
        nobody=_bodies_without_text(user, words), waiting=_count_rows(_waiting_findings(user))
    )
    years = _YEAR.findall(words)
    if years:
        versions = (
            coverage.kept_versions(user).filter(of_year__in=years).order_by().values("of_year")
        )
        totals = totals.annotate(known=ArraySubquery(versions.distinct()))
    keys = queries.cited_text_keys(words) if any(sign.isdecimal() for sign in words) else set()
    if keys:
        named = _texts_named(user, words, keys).values(
            json=JSONObject(
                symbol=F("symbol"), address=F("record__address"), held=F("held"), became=F("became")
            )
        )
        totals = totals.annotate(named=ArraySubquery(named))
    row = next(iter(totals), {})
    covered = coverage.coverage_from_row(row)
    number = parse_mandate_number(words)
    if number is not None:
        return covered, _unknown_number(user, number)
    if not row:
        return covered, [EmptyReason("nothing")]
    texts = row.get("named", ())
    reasons = [
        EmptyReason(
            "stub", words=each["symbol"], url=Record(address=each["address"]).get_absolute_url()
        )
        for each in texts
        if not each["held"] and each["became"] is None
    ]
    reasons += [EmptyReason("unheard", words=words[:_MAX_LENGTH])] if keys and not texts else []
    reasons += _missing_years_and_languages(covered, words, languages, row.get("known", ()))
    reasons += [
        EmptyReason(
            "nobody", words=each["called"], url=Record(address=each["address"]).get_absolute_url()
        )
        for each in row["nobody"]
    ]
    return covered, reasons or ([EmptyReason("waiting", row["waiting"])] if row["waiting"] else [])


def _missing_years_and_languages(
    covered: Coverage, words: str, languages: Iterable[str], known: Collection[str] | None
) -> list[EmptyReason]:
    """Years and languages in the words, or in a filter, of which there is no text.

    ``known``: those of the years that have a text. None where that was not read; then only years
    before the first and after the last are reported.
    """
    reasons = [
        EmptyReason("year", words=year, first=covered.first, last=covered.last)
        for year in dict.fromkeys(_YEAR.findall(words))
        if not (covered.first <= year <= covered.last if known is None else year in known)
    ]
    typed_languages = [code for code, signs in _SCRIPTS.items() if signs.search(words)]
    requested = dict.fromkeys([*languages, *typed_languages])
    return reasons + [
        EmptyReason("language", words=code) for code in requested if code not in covered.languages
    ]


def _bodies_without_text(user: Reader, words: str) -> ArraySubquery:
    """Bodies that the words name, in any language, and of which there is no text, as JSON."""
    typed = Value(words, output_field=TextField())
    titled = Wording.objects.filter(
        record=OuterRef("pk"), field="title", text__regex=_THREE_CHARACTERS
    )
    titles = titled.annotate(typed=typed).filter(typed__icontains=F("text"))
    aliases = BodyAlias.objects.filter(body=OuterRef("pk"), label__regex=_THREE_CHARACTERS)
    matching_aliases = aliases.annotate(typed=typed).filter(typed__icontains=F("label"))
    versions = coverage.kept_versions(user).filter(instrument__body=OuterRef("pk"))
    bodies = Body.objects.visible_to(user).annotate(
        called=Coalesce(
            Subquery(titles.values("text")[:1]),
            Subquery(matching_aliases.values("label")[:1]),
            output_field=TextField(),
        )
    )
    without_text = bodies.filter(~Exists(versions), called__isnull=False).order_by("pk")[
        :_MAX_REASONS
    ]
    json = JSONObject(called=F("called"), address=F("record__address"))
    return ArraySubquery(without_text.values(json=json))


def _waiting_findings(user: Reader) -> QuerySet[Finding]:
    visible = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__")
    )
    return Finding.objects.filter(state=WAITING, version__in=visible.values("pk")).order_by()


def _count_rows(findings: QuerySet[Finding]) -> Subquery:
    return Subquery(findings.values("state").annotate(n=Count("pk")).values("n"))


def _waiting_reason(user: Reader, body: str) -> list[EmptyReason]:
    findings = _waiting_findings(user)
    if body == queries.NO_BODY:
        findings = findings.filter(version__instrument__body=None)
    elif body:
        findings = findings.filter(version__instrument__body__slug=body)
    number = findings.count()
    return [EmptyReason("waiting", number)] if number else []


def _unknown_number(user: Reader, number: int) -> list[EmptyReason]:
    last = Mandate.objects.visible_to(user).aggregate(last=Max("number"))["last"]
    return [EmptyReason("number", last)] if last and number > last else []


def _missing_texts(user: Reader, words: str) -> list[EmptyReason]:
    """The texts that the words name: cited only, or on this site; or that no such text is known."""
    keys = queries.cited_text_keys(words)
    reasons = [
        EmptyReason(
            "text" if text.held or text.became_id else "stub",
            words=text.symbol,
            url=text.get_absolute_url(),
        )
        for text in _texts_named(user, words, keys).select_related("record")
    ]
    return reasons or ([EmptyReason("unheard", words=words[:_MAX_LENGTH])] if keys else [])


def _texts_named(user: Reader, words: str, keys: Iterable[str]) -> QuerySet[Instrument]:
    rule = Q(symbol__iexact=words)
    if keys:
        rule |= Q(keys__overlap=sorted(keys))
    texts: QuerySet[Instrument] = Instrument.objects.visible_to(user).filter(rule)
    return texts.order_by("pk")[:_MAX_REASONS]
