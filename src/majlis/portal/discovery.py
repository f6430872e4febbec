"""Files for programs that visit the site: robots.txt, the map of public records, and security.txt."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload, override

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Paginator
from django.db.models import Exists, Max, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from majlis.framework.models import Concept
from majlis.instruments.models import Instrument, Version
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models.record import RecordedQuerySet
from majlis.kernel.snapshot_cache import cached_value
from majlis.mandates.models import Entity, Mandate

PRIVATE_AREAS = (
    *("account", "delegations", "drafts", "imports", "invitations", "jobs", "moderation"),
    *("notices", "outbox", "redactions", "registrations", "roles", "search", "translation"),
    *("background-work", "feeds/mine", "operation"),
    *("mandates/findings", "mandates/check", "texts/imports"),
)
"""The beginnings of addresses, after the language, that no robot visits: work, persons, endless searches."""
PROGRAM_ADDRESSES = ("/healthz", "/readyz", "/metrics", "/live/")
"""Addresses without a language that no robot needs: those of monitors, and streams without an end."""
WITH_PARAMETERS = "/*?"
"""Filters, sorted lists, months of a calendar: as many addresses as anybody can think of, of the same records."""
RECORDS_A_FILE = 100
"""Records in one file of the map; each is in it once for each language."""
CACHE_SECONDS = 3600
SECURITY_DAYS = 180
"""Days until a copy of security.txt is out of date."""

cached_by_visitors = cache_control(public=True, max_age=CACHE_SECONDS)


@require_safe
@cached_by_visitors
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may visit: all but private areas and filtered lists; and where the map is.

    Of two rules that match an address the longer one holds (RFC 9309), so the files of the map are open.
    """
    lines = ["User-agent: *", "Allow: /sitemap-", f"Disallow: {WITH_PARAMETERS}"]
    lines += [f"Disallow: {address}" for address in PROGRAM_ADDRESSES]
    lines += [f"Disallow: /{code}/{area}/" for code in LANGUAGE_CODES for area in PRIVATE_AREAS]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"]
    return _text(lines)


@require_safe
@cached_by_visitors
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness of the site (RFC 9116). Raises Http404 where no contact is set."""
    contact = settings.MAJLIS_SECURITY_CONTACT
    if not contact:
        raise Http404
    expires = timezone.now().replace(microsecond=0) + datetime.timedelta(days=SECURITY_DAYS)
    lines = [
        f"Contact: {contact if '://' in contact else f'mailto:{contact}'}",
        f"Expires: {expires.astimezone(datetime.UTC).isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(LANGUAGE_CODES)}",
    ]
    address = f"{settings.MAJLIS_PUBLIC_ADDRESS}{reverse('security')}"
    if address.startswith("https://"):  # a web address in this file has to be one of https
        lines.append(f"Canonical: {address}")
    return _text(lines)


def _text(lines: Sequence[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@dataclass(frozen=True)
class MapRow:
    """A record of the map: its address without a language, and when it changed last."""

    address: str
    changed_at: datetime.datetime


type MapEntry = tuple[MapRow, str]


class MapEntries(Sequence[MapEntry]):
    """The records of a section, each once for each language; only those of a slice are read."""

    def __init__(self, records: RecordedQuerySet) -> None:
        self.records = records.order_by("pk").values_list("record__address", "record__changed_at")

    @override
    def __len__(self) -> int:
        return self.records.count() * len(LANGUAGE_CODES)

    @overload
    def __getitem__(self, index: int) -> MapEntry: ...

    @overload
    def __getitem__(self, index: slice) -> list[MapEntry]: ...

    @override
    def __getitem__(self, index: int | slice) -> MapEntry | list[MapEntry]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        languages = len(LANGUAGE_CODES)
        rows = self.records[index.start // languages : -(-index.stop // languages)]
        return [(MapRow(*row), code) for row in rows for code in LANGUAGE_CODES]


class RecordMap(Sitemap[MapRow]):
    """The public records of one kind, in six languages that name one another."""

    i18n = alternates = x_default = True
    limit = RECORDS_A_FILE * len(LANGUAGE_CODES)

    def records(self) -> RecordedQuerySet:
        """The records that everybody may see."""
        raise NotImplementedError

    @property
    def paginator(self) -> Paginator[MapEntry]:  # type: ignore[override]  # the stubs know no languages
        """The files of the section."""
        return Paginator(MapEntries(self.records()), self.limit)

    @override
    def location(self, item: MapRow) -> str:
        return f"/{get_language()}/{item.address}/"

    def lastmod(self, item: MapRow) -> datetime.datetime:
        """When the record changed last."""
        return item.changed_at

    @override
    def get_latest_lastmod(self) -> datetime.datetime | None:
        latest: datetime.datetime | None = self.records().aggregate(
            latest=Max("record__changed_at")
        )["latest"]
        return latest


class TextMap(RecordMap):
    """The texts that are held, with a version that was not withdrawn."""

    @override
    def records(self) -> RecordedQuerySet:
        reader = AnonymousUser()
        versions = Version.objects.visible_to(reader).filter(
            instrument=OuterRef("pk"), record__withdrawal=None
        )
        texts: RecordedQuerySet = Instrument.objects.visible_to(reader)
        return texts.filter(Exists(versions), held=True)


class MandateMap(RecordMap):
    """The mandates."""

    @override
    def records(self) -> RecordedQuerySet:
        mandates: RecordedQuerySet = Mandate.objects.visible_to(AnonymousUser())
        return mandates


class EntityMap(RecordMap):
    """The entities that were not merged into others."""

    @override
    def records(self) -> RecordedQuerySet:
        entities: RecordedQuerySet = Entity.objects.visible_to(AnonymousUser())
        return entities.filter(merged_into=None)


class ConceptMap(RecordMap):
    """The concepts of all schemes."""

    @override
    def records(self) -> RecordedQuerySet:
        concepts: RecordedQuerySet = Concept.objects.visible_to(AnonymousUser())
        return concepts


SECTIONS: dict[str, type[RecordMap]] = {
    "texts": TextMap,
    "mandates": MandateMap,
    "entities": EntityMap,
    "concepts": ConceptMap,
}


@require_safe
@cached_by_visitors
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the files of the map."""
    return _cached(request, views.index, sitemap_url_name="sitemap_section")


@require_safe
@cached_by_visitors
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One file of the map."""
    return _cached(request, views.sitemap, section=section)


def _cached(request: HttpRequest, view: Any, **arguments: str) -> HttpResponse:
    """A file of the map, made once until the next write to the database, and kept compressed."""

    def make() -> bytes:
        answer = view(request, SECTIONS, **arguments)
        return zlib.compress(answer.render().content)

    key = ("sitemap", request.build_absolute_uri(request.path), request.GET.get("p", "1"))
    content = zlib.decompress(cached_value(AnonymousUser(), key, make))
    return HttpResponse(content, content_type="application/xml", headers=MAP_HEADERS)


MAP_HEADERS = {"X-Robots-Tag": "noindex, noodp, noarchive"}
