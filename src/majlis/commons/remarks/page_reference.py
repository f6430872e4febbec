"""The page of a remark: found from an address, and named for readers who may see it.

An address may contain private data: the name of a record that is not public, the secret of a mailed
link, or text that a reader typed. It is therefore stored without segments that may be secret. The
log shows only what the site itself knows of the page: the title of a record that the reader may
see, or the label of a URL that takes no parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from majlis.commons.remarks.models import Remark
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Reader, Record
from majlis.look.menu import registry

MAX_LENGTH = 500
# A segment as rooms create them; a longer one, or one with digits and both cases, may be a secret.
PLAIN_SEGMENT = re.compile(r"(?!(?=.*\d)(?=.*[a-z])(?=.*[A-Z]))[\w.-]{1,24}", re.ASCII)
MAX_WORD_LENGTH = 40
MASK = "…"
FORBIDDEN_DECODED = re.compile(r"[\x00-\x1f\x7f\\]")
FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True)
class PageReference:
    """A page as it is stored with a remark."""

    address: str = ""
    record: Record | None = None
    place: str = ""


@dataclass(frozen=True)
class PageLabel:
    """A page as one reader sees it: its name, the language of the name, and its URL."""

    name: str
    language: str = ""
    url: str = ""

    @property
    def is_address(self) -> bool:
        """Whether the name is only the address."""
        return self.name.startswith("/")


def site_address(given: str, host: str = "") -> str | None:
    """Path and query of an address of this site; "" for an empty text, None for other addresses.

    ``host`` is the host of the request; the public host of the site is accepted too.
    """
    given = given.strip()
    if not given:
        return ""
    try:
        parts = urlsplit(given)
    except ValueError:
        return None
    own_hosts = {host, urlsplit(settings.MAJLIS_PUBLIC_ADDRESS).netloc} - {""}
    if parts.netloc and (parts.scheme not in ("http", "https") or parts.netloc not in own_hosts):
        return None
    if parts.scheme and not parts.netloc:
        return None
    path = parts.path or "/"
    if not path.startswith("/") or path.startswith("//") or has_forbidden_characters(given):
        return None
    address = f"{path}?{parts.query}" if parts.query else path
    return address if len(address) <= MAX_LENGTH else None


def has_forbidden_characters(address: str) -> bool:
    """Whether an address contains spaces, or, as written or decoded, control characters or backslashes."""
    return bool(FORBIDDEN.search(address) or FORBIDDEN_DECODED.search(unquote(address)))


def split_language(address: str) -> tuple[str, list[str]]:
    """The language of an address, and the segments of its path after the language."""
    parts = [unquote(each) for each in address.partition("?")[0].split("/") if each]
    if parts and parts[0] in LANGUAGES_BY_CODE:
        return parts[0], parts[1:]
    return "en", parts


def in_page_language(address: str) -> str:
    """The address in the language of the page that links to it; one without a language stays as it is."""
    _slash, code, rest = (address.split("/", 2) + ["", ""])[:3]
    return f"/{get_language()}/{rest}" if code in LANGUAGES_BY_CODE else address


def path_prefixes(address: str) -> list[str]:
    """The prefixes of the path, longest first: each may be the address of a record."""
    parts = split_language(address)[1]
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]


def page_of_address(address: str, user: Reader) -> PageReference:
    """The page at an address of this site, for a user who may or may not see it.

    A record that the user may not see is treated as if it did not exist.
    """
    if not address:
        return PageReference()
    visible = Record.objects.visible_to(user).with_wordings()
    records_by_address = {
        each.address: each for each in visible.filter(address__in=path_prefixes(address))
    }
    record = next(
        (records_by_address[each] for each in path_prefixes(address) if each in records_by_address),
        None,
    )
    if record is not None:
        return PageReference(address, record)
    place = url_name_of(address)
    return PageReference(mask_secrets(address, query=bool(place)), None, place)


def url_name_of(address: str) -> str:
    """The name of a URL without parameters, such as that of a list or the home page; otherwise ""."""
    language = split_language(address)[0]
    try:
        with override(language):
            match = resolve(unquote(address.partition("?")[0]))
    except Resolver404:
        return ""
    return match.view_name if match.url_name and not (match.args or match.kwargs) else ""


def mask_secrets(address: str, *, query: bool = False) -> str:
    """The address with a mask for segments that may be secret, without its query unless ``query`` is set."""
    path, _separator, query_string = address.partition("?")
    segments = [
        each if not each or PLAIN_SEGMENT.fullmatch(each) else MASK for each in path.split("/")
    ]
    values = [
        (name, value)
        for name, value in parse_qsl(query_string)
        if query and not may_hold_secret(value)
    ]
    return "/".join(segments) + (f"?{urlencode(values)}" if values else "")


def may_hold_secret(value: str) -> bool:
    """Whether a value of a query may be secret: it is a path, or contains a very long word."""
    return value.startswith("/") or any(len(each) > MAX_WORD_LENGTH for each in value.split())


class PageLabels:
    """The labels of the pages of some remarks for one reader; three queries, whatever their number.

    ``answers``: the reader answers remarks, and sees the addresses of pages that they may see.
    """

    def __init__(self, remarks: Iterable[Remark], user: Reader, *, answers: bool = False) -> None:
        self.answers = answers
        addresses = {each for remark in remarks for each in path_prefixes(remark.address)}
        addresses |= {each.record.address for each in remarks if each.record is not None}
        existing = Record.objects.filter(address__in=addresses)
        self.existing = set(existing.values_list("address", flat=True)) if addresses else set()
        visible = Record.objects.visible_to(user).with_wordings().filter(address__in=self.existing)
        self.visible = {each.address: each for each in visible} if self.existing else {}

    def may_see_page(self, remark: Remark) -> bool:
        """Whether the reader may see the record of the remark; true if it has none."""
        return remark.record is None or remark.record.address in self.visible

    def label(self, remark: Remark) -> PageLabel:
        """The label of the page. A hidden page and a page that does not exist have the same label."""
        may_see_address = self.answers and self.may_see_page(remark)
        if remark.record is not None and self.may_see_page(remark):
            return self._record(remark, may_see_address)
        if remark.place and (url := url_of(remark.place)):
            return PageLabel(
                menu_label(remark.place, url),
                "",
                in_page_language(remark.address) if may_see_address else url,
            )
        if not remark.address and remark.record is None:
            return PageLabel(_("the site as a whole"), "", url_of("home"))
        if may_see_address:
            return PageLabel(
                remark.address,
                "",
                "" if MASK in remark.address else in_page_language(remark.address),
            )
        return PageLabel(pgettext("remark", "page not disclosed"))

    def _record(self, remark: Remark, may_see_address: bool) -> PageLabel:
        """The label of a record. Its URL is the exact address for those who answer; after publication, its path."""
        nearest = next(
            (each for each in path_prefixes(remark.address) if each in self.existing), ""
        )
        record = self.visible.get(nearest) or self.visible[remark.record.address]  # type: ignore[union-attr]
        url = record.get_absolute_url()
        if may_see_address:
            url = in_page_language(remark.address)
        elif remark.shown and record.address == nearest:
            url = in_page_language(remark.address.partition("?")[0])
        title = record.say("title")
        return PageLabel(title.text or record.address, title.language, url)


def url_of(name: str) -> str:
    """The URL of a name; "" if it no longer exists."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def menu_label(place: str, url: str) -> str:
    """The label of a place in the menu or the footer; its URL if it is in neither."""
    entry = next(
        (
            entries[place]
            for entries in (registry.menu, registry.work, registry.account, registry.foot)
            if place in entries
        ),
        None,
    )
    return str(entry.label) if entry else url
