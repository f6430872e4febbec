"""Which page a remark is about: taken from an address, and told to readers who may know it.

An address may hold what is not for everybody: the name of a record that is not public, the secret of a
link that was mailed, words of a stranger. So an address is kept without what looks like a secret, and the log
shows of it only what the site says itself: the title of a record that the reader may see, or the
name of an address that is the same for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from majlis.commons.remarks.models import Remark
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record
from majlis.look.menu import registry

MAX_LENGTH = 500
# Words of an address as rooms make them; what is longer, or mixes signs, may be a secret.
PLAIN_SEGMENT = re.compile(r"(?!(?=.*\d)(?=.*[a-z])(?=.*[A-Z]))[\w.-]{1,24}", re.ASCII)
MAX_WORD_LENGTH = 40
MASK = "…"
FORBIDDEN_DECODED = re.compile(r"[\x00-\x1f\x7f\\]")
FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True)
class PageReference:
    """A page as it is kept with a remark."""

    address: str = ""
    record: Record | None = None
    place: str = ""


@dataclass(frozen=True)
class PageLabel:
    """A page as a reader is told of it: its name, the language of that, and where it is."""

    name: str
    language: str = ""
    url: str = ""

    @property
    def is_address(self) -> bool:
        """Whether its name is only where it is."""
        return self.name.startswith("/")


def site_address(given: str, host: str = "") -> str | None:
    """Path and query of an address of this site; nothing for nothing, None where it is of elsewhere.

    ``host`` is the one that the reader typed, beside the public one.
    """
    given = given.strip()
    if not given:
        return ""
    try:
        found = urlsplit(given)
    except ValueError:
        return None
    ours = {host, urlsplit(settings.MAJLIS_PUBLIC_ADDRESS).netloc} - {""}
    if found.netloc and (found.scheme not in ("http", "https") or found.netloc not in ours):
        return None
    if found.scheme and not found.netloc:
        return None
    path = found.path or "/"
    if not path.startswith("/") or path.startswith("//") or has_forbidden_characters(given):
        return None
    whole = f"{path}?{found.query}" if found.query else path
    return whole if len(whole) <= MAX_LENGTH else None


def has_forbidden_characters(given: str) -> bool:
    """Whether an address holds what none may hold, as it is written or as it is read."""
    return bool(FORBIDDEN.search(given) or FORBIDDEN_DECODED.search(unquote(given)))


def split_language(address: str) -> tuple[str, list[str]]:
    """The language of an address, and the parts of its path after that."""
    parts = [unquote(each) for each in address.partition("?")[0].split("/") if each]
    if parts and parts[0] in LANGUAGES_BY_CODE:
        return parts[0], parts[1:]
    return "en", parts


def path_prefixes(address: str) -> list[str]:
    """What could be the address of a record in an address, the longest first."""
    parts = split_language(address)[1]
    return ["/".join(parts[:many]) for many in range(len(parts), 0, -1)]


def page_of_address(address: str, user: Any) -> PageReference:
    """The page at an address of this site, as somebody says it who may or may not see it.

    A record that they may not see is as one that is not there.
    """
    if not address:
        return PageReference()
    seen = Record.objects.visible_to(user).with_wordings()
    found = {each.address: each for each in seen.filter(address__in=path_prefixes(address))}
    record = next((found[each] for each in path_prefixes(address) if each in found), None)
    if record is not None:
        return PageReference(address, record)
    place = url_name_of(address)
    return PageReference(mask_secrets(address, query=bool(place)), None, place)


def url_name_of(address: str) -> str:
    """The name of an address that takes nothing, such as a list or the front page; else nothing."""
    language = split_language(address)[0]
    try:
        with override(language):
            match = resolve(unquote(address.partition("?")[0]))
    except Resolver404:
        return ""
    return match.view_name if match.url_name and not (match.args or match.kwargs) else ""


def mask_secrets(address: str, *, query: bool = False) -> str:
    """An address without what may be a secret, and without its query unless that is wanted."""
    path, _mark, asked = address.partition("?")
    parts = [
        each if not each or PLAIN_SEGMENT.fullmatch(each) else MASK for each in path.split("/")
    ]
    kept = [
        (name, value) for name, value in parse_qsl(asked) if query and not may_hold_secret(value)
    ]
    return "/".join(parts) + (f"?{urlencode(kept)}" if kept else "")


def may_hold_secret(value: str) -> bool:
    """Whether a value of a query may hold a secret: a way to a page, a word longer than words are."""
    return value.startswith("/") or any(len(each) > MAX_WORD_LENGTH for each in value.split())


class PageLabels:
    """What a reader is told of the pages of some remarks: three queries, whatever their number."""

    def __init__(self, remarks: Iterable[Remark], user: Any, *, answers: bool = False) -> None:
        self.answers = answers
        wanted = {each for remark in remarks for each in path_prefixes(remark.address)}
        wanted |= {each.record.address for each in remarks if each.record is not None}
        there = Record.objects.filter(address__in=wanted)
        self.there = set(there.values_list("address", flat=True)) if wanted else set()
        seen = Record.objects.visible_to(user).with_wordings().filter(address__in=self.there)
        self.seen = {each.address: each for each in seen} if self.there else {}

    def may(self, remark: Remark) -> bool:
        """Whether the reader may see the record that the remark is about, if there is one."""
        return remark.record is None or remark.record.address in self.seen

    def label(self, remark: Remark) -> PageLabel:
        """The page of a remark. What is not for this reader, and what is not there, is told alike."""
        office = self.answers and self.may(remark)
        if remark.record is not None and self.may(remark):
            return self._record(remark, office)
        if remark.place and (url := url_of(remark.place)):
            return PageLabel(menu_label(remark.place, url), "", remark.address if office else url)
        if not remark.address and remark.record is None:
            return PageLabel(_("the site as a whole"), "", url_of("home"))
        if office:
            return PageLabel(remark.address, "", "" if MASK in remark.address else remark.address)
        return PageLabel(_("another page"))

    def _record(self, remark: Remark, office: bool) -> PageLabel:
        """The record; where somebody of the office has looked at the address, the very place in it."""
        nearest = next((each for each in path_prefixes(remark.address) if each in self.there), "")
        record = self.seen.get(nearest) or self.seen[remark.record.address]  # type: ignore[union-attr]
        url = record.get_absolute_url()
        if office:
            url = remark.address
        elif remark.shown and record.address == nearest:
            url = remark.address.partition("?")[0]
        said = record.say("title")
        return PageLabel(said.text or record.address, said.language, url)


def url_of(name: str) -> str:
    """Where a name of an address leads; nothing where it does not any more."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def menu_label(place: str, url: str) -> str:
    """What the menu or the foot call a place; its address where they do not know it."""
    entry = registry.menu.get(place) or registry.foot.get(place)
    return str(entry.label) if entry else url
