"""The texts that are kept: found by body, year, state, kind, language, concept; and how far they reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.framework.models import Concept
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import Instrument, LanguageVersion, Tag, Version
from majlis.instruments.naming import key_of
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Wording
from majlis.kernel.models.record import RecordedQuerySet, visible
from majlis.parties.models import Body
from majlis.textkit.citations import find_citations

SORTS = {
    "year": ("year", "slug"),
    "-year": ("-year", "slug"),
    "symbol": ("symbol", "slug"),
    "-symbol": ("-symbol", "slug"),
}


def texts(user: Any, wanted: Mapping[str, Any], language: str) -> RecordedQuerySet:
    """The texts that are kept and fit. ``wanted``: q, body, year, state, kind, language, concept, sort."""
    found = Instrument.objects.visible_to(user).filter(held=True)
    if words := str(wanted.get("q", "")).strip():
        found = found.filter(_called(words, language))
    if wanted.get("body"):
        found = found.filter(body__slug=wanted["body"])
    if wanted.get("year"):
        found = found.filter(year=wanted["year"])
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    if wanted.get("state") or wanted.get("language"):
        versions = Version.objects.filter(visible(user, "record__"), instrument=OuterRef("pk"))
        if wanted.get("state"):
            versions = versions.filter(state=wanted["state"])
        if wanted.get("language"):
            versions = versions.filter(languages__language=wanted["language"])
        found = found.filter(Exists(versions))
    if wanted.get("concept"):
        found = found.filter(Exists(tags_of(wanted["concept"])))
    order = SORTS.get(str(wanted.get("sort", "")))
    if order:
        return found.order_by(*order)
    return found.order_by("-year", "slug")


def tags_of(concept: str) -> QuerySet[Tag]:
    """Confirmed tags of a concept, as ``action-lines/C2`` names it, on the instrument outside."""
    scheme, _slash, code = concept.partition("/")
    return Tag.objects.filter(
        instrument=OuterRef("pk"),
        state=CONFIRMED,
        concept__scheme__key=scheme,
        concept__code=code,
    )


def _called(words: str, language: str) -> Q:
    """By symbol, whatever the way of writing it, or by words of a title."""
    titles = Wording.objects.filter(record=OuterRef("record_id"), field="title")
    for word in words.split()[:8]:
        titles = titles.filter(text__icontains=word)
    rule = Q(Exists(titles)) | Q(symbol__icontains=words)
    keys = [key_of(each.value) for each in find_citations(words, language)]
    return rule | Q(keys__overlap=keys) if keys else rule


def shown(found: RecordedQuerySet, user: Any) -> RecordedQuerySet:
    """With all that a list shows of each, whatever the number of rows."""
    versions = (
        Version.objects.visible_to(user)
        .with_words()
        .prefetch_related(Prefetch("languages", LanguageVersion.objects.order_by("pk")))
        .order_by("position")
    )
    return found.with_words().prefetch_related(
        "body__record__wordings", Prefetch("versions", versions, to_attr="seen")
    )


def bodies(user: Any) -> list[Body]:
    """The bodies that have a text here."""
    there = Instrument.objects.visible_to(user).filter(held=True, body=OuterRef("pk"))
    return list(Body.objects.visible_to(user).filter(Exists(there)).with_words())


def years(user: Any) -> list[int]:
    """The years of texts that are kept, the latest first."""
    found = Instrument.objects.visible_to(user).filter(held=True, year__isnull=False)
    return list(found.order_by("-year").values_list("year", flat=True).distinct())


def concepts(user: Any) -> list[Concept]:
    """The concepts that are confirmed of a text."""
    there = Tag.objects.filter(state=CONFIRMED, concept=OuterRef("pk"))
    return list(
        Concept.objects.visible_to(user)
        .filter(Exists(there))
        .with_words()
        .select_related("scheme")
        .order_by("scheme", "code")
    )


FIELDS = (
    Field("address", _("Address")),
    Field("symbol", _("Symbol")),
    Field("title", _("Title"), _("in the language of the page where it is there")),
    Field("kind", pgettext_lazy("instrument", "Kind")),
    Field("body", _("Body")),
    Field("year", _("Year")),
    Field("state", pgettext_lazy("version", "State"), _("of the latest version")),
    Field("languages", _("Languages"), _("codes, of the latest version")),
    Field("versions", _("Versions"), _("how many")),
)


def sheet(found: Iterable[Instrument]) -> Sheet:
    """The list as data, to be taken away in any format."""
    rows = []
    for each in found:
        versions: list[Version] = each.seen  # type: ignore[attr-defined]
        last = versions[-1] if versions else None
        rows.append(
            (
                each.record.address,
                each.symbol,
                each.say("title").text,
                each.kind,
                (each.body.slug if each.body else each.body_words),
                each.year,
                last.state if last else "",
                " ".join(one.language for one in last.languages.all()) if last else "",
                len(versions),
            )
        )
    return Sheet("texts", _("Texts"), FIELDS, rows)


@dataclass(frozen=True)
class Reach:
    """What is kept of a body: how many texts and stubs, from which date to which."""

    body: Body | None
    texts: int
    versions: int
    first: str
    last: str


def coverage(user: Any) -> list[Reach]:
    """What is kept, by body, and up to which date; texts of no body here are the last row."""
    seen = Version.objects.visible_to(user).filter(
        instrument__in=Instrument.objects.visible_to(user), reconstructed_from=None
    )
    rows = (
        seen.order_by()
        .values("instrument__body")
        .annotate(
            texts=Count("instrument", distinct=True),
            versions=Count("pk"),
            first=Min("date", filter=~Q(date="")),
            last=Max("date", filter=~Q(date="")),
        )
    )
    known = {each.pk: each for each in Body.objects.visible_to(user).with_words()}
    made = [
        Reach(
            known.get(row["instrument__body"]),
            row["texts"],
            row["versions"],
            row["first"] or "",
            row["last"] or "",
        )
        for row in rows
    ]
    return sorted(made, key=lambda reach: (reach.body is None, -reach.texts))


def stubs(user: Any) -> RecordedQuerySet:
    """Texts that others cite and that are not kept, those cited most first."""
    found = Instrument.objects.visible_to(user).filter(held=False, became=None)
    made: RecordedQuerySet = found.annotate(
        citing=Count("cited_by__version__instrument", distinct=True)
    ).order_by("-citing", "slug")
    return made
