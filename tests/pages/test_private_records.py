"""One private record of every room, looked for at every address as everybody: nothing shows.

What is planted stands in ``private/planting.py``. Three readers visit all pages of the table, the addresses of
what was planted, all downloads that a page offers, and the search: a stranger, somebody of another
organization, and the secretariat, to whom most is offered. The other roles visit all lists and what is their
own, and share out the rest among themselves, so that several of them come to each address. Each secret
that an answer holds must be one that this reader may see.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from majlis.commons.notices.links import feed_path
from majlis.commons.notices.queries import preference_of
from majlis.kernel.models import Record
from majlis.kernel.models.record import Recorded
from majlis.site.moved_addresses import redirect_moved
from tests.pages.conftest import World
from tests.pages.page_kinds import ADDRESSES_OF_FORMS, NO_PAGES, PAGES
from tests.pages.private.addresses import ARGUMENTS_BY_URL_NAME, SHOWN_AT, absent_arguments
from tests.pages.private.planting import PLANTERS, plant_all
from tests.pages.private.related import PLANTED_TABLES
from tests.pages.private.secrets import SEARCH_WORD, SECRET_PATTERN, PrivateRecords
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def private_records(world: World, django_db_blocker: Any) -> Iterator[PrivateRecords]:
    """What is planted, once for all readers; the world takes it away with it."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MAJLIS_FILES", world.files)
        yield plant_all(world)


def test_every_table_of_records_is_planted() -> None:
    tables = {each for each in apps.get_models() if issubclass(each, Recorded)}
    assert tables - set(PLANTERS) == set(), (
        "a table of records without a planter: private/planting.py"
    )


def test_every_table_that_points_to_records_is_thought_of() -> None:
    pointing = {
        each.related_model._meta.label
        for each in Record._meta.related_objects
        if not issubclass(each.related_model, Recorded)
    }
    assert pointing - set(PLANTED_TABLES) == set(), (
        "a table that points to records: private/related.py"
    )


# Addresses that take something which is no record: who holds a secret link, an own thing, a person.
TESTED_ELSEWHERE = {
    "framework:concepts_of",  # leads to the scheme, whether it is there or not
    "letter",
    "mandates:revoke_clause",  # as revoke_acceptance: tests/mandates/extraction/test_revocation.py
    *("mandates:change_occasion", "mandates:withdraw_occasion"),  # sessions are public
    "mandates:untie_meeting",  # the same; near what is planted
    "events:remove_closed_day",  # days on which nobody works are public
    "mandates:edition_file",  # the same for everybody, of what everybody sees: tests/mandates/publications/test_archive.py
    "imports:batch",
    "imports:columns",
    "notices:stop_mail",
    "notices:feed_mine",
    "parties:registration_link",
    "parties:invitation",
    "parties:register_step",
    "parties:decline_delegate",
    "remarks:detail",  # that something was said stands in the log of everybody; near what is planted
    "accounts:personal_data_kind",
    "accounts:person",
    "accounts:appoint_person",
    "accounts:close_person",
    "accounts:reset_second_step",
    "accounts:end_appointment",
    "account_confirm_email",
    "account_reset_password_from_key",
    "accounts:first_administrator",
    "accounts:new_administrator",
    "accounts:erase_by_link",
    "accounts:own_sign_in",
    "accounts:organisation_redirect",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
}


def url_names_with_arguments(
    patterns: list[Any] | None = None, namespace: str = "", above: bool = False
) -> Any:
    """The names of all addresses that take an argument."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        takes = above or bool(each.pattern.regex.groups)
        if isinstance(each, URLResolver):
            inner = ":".join(filter(None, [namespace, each.namespace]))
            yield from url_names_with_arguments(each.url_patterns, inner, takes)
        elif isinstance(each, URLPattern) and takes and each.callback is not redirect_moved:
            yield ":".join(filter(None, [namespace, each.name or str(each.pattern)]))


def test_every_address_that_takes_something_is_tried_with_what_is_planted() -> None:
    known = set(ARGUMENTS_BY_URL_NAME) | TESTED_ELSEWHERE | ADDRESSES_OF_FORMS
    assert set(url_names_with_arguments()) - known == set(), (
        "an address that takes something: name its arguments in ARGUMENTS_BY_URL_NAME"
    )


# Each walk takes some seconds: those of everybody are in ``make test-all``.
QUICK_READERS = ("",)
READERS_OF_ALL = (*QUICK_READERS, "other", "secretariat")
READERS_WHO_SHARE = (
    "delegate",
    "moderator",
    "expert",
    "administrator",
    "chair",
    "member",
    "focal_point",
    "reviser",
    "action_line_focal_point",
    "regional_office",
    "task_force",
    "translator",
)
ALL_READERS = READERS_OF_ALL + READERS_WHO_SHARE
SHARES = 4  # a reader who shares visits one of so many addresses that take something

READERS = [
    each if each in QUICK_READERS else pytest.param(each, marks=pytest.mark.slow)
    for each in ALL_READERS
]
# Pages for whoever holds the secret link that was mailed: no question of who reads.
BY_LINK = {"parties:registration_link", "parties:invitation"}


def reader(role: str, world: World) -> Any:
    """Who reads: a person of the demonstration, of another organization, or nobody known."""
    if role == "other":
        user = person()
        organisation(user)
        return user
    return world.people[role] if role else AnonymousUser()


def addresses(private_records: PrivateRecords, user: Any, role: str) -> Iterator[str]:
    """All addresses that a reader visits: the table's pages, what is planted, its neighbours, and searches."""
    for page in PAGES:
        if page.url_name not in BY_LINK:
            where = page.where(private_records.world)
            address = reverse(page.url_name, kwargs=where) + page.query
            if not where or is_visited(address, role):
                yield address
    for name, where in ARGUMENTS_BY_URL_NAME.items():
        planted = [reverse(name, kwargs=each) for each in where(private_records)]
        yield from (each for each in planted if is_visited(each, role))
    for name in NO_PAGES:
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue
    yield f"/en/search/?q={SEARCH_WORD}&kind=body&kind=organisation"
    yield from visible_addresses(private_records, user, role)


def is_visited(address: str, role: str) -> bool:
    """Whether a reader visits an address: who shares, one of ``SHARES``, and another the next role."""
    if role in READERS_OF_ALL:
        return True
    return (zlib.crc32(address.encode()) + READERS_WHO_SHARE.index(role)) % SHARES == 0


def test_who_shares_comes_to_each_address_with_others() -> None:
    for address in ("/en/", "/en/bodies/", "/en/comments/1/"):
        visited = [each for each in READERS_WHO_SHARE if is_visited(address, each)]
        assert len(visited) == len(READERS_WHO_SHARE) // SHARES == 3


def visible_addresses(private_records: PrivateRecords, user: Any, role: str = "") -> Iterator[str]:
    """The neighbours of what is planted, searches for it, and what is the reader's own."""
    yield from (each for each in private_records.near if is_visited(each, role))
    yield from (
        f"/en/{page}?q={SEARCH_WORD}"
        for page in ("search/", "bodies/", "organisations/", "registrations/")
    )
    yield f"/en/schemes/action-lines/?q={SEARCH_WORD}"
    yield "/en/translation/?into=ru"
    if user.is_authenticated:
        from majlis.parties.accounts.personal_data_registry import PERSONAL_DATA_KINDS

        yield from (
            reverse("accounts:personal_data_kind", kwargs={"key": each})
            for each in PERSONAL_DATA_KINDS
        )
        yield feed_path(preference_of(user))


OFFERED_LINK = re.compile(
    r'href="((?:[^"?]*\?(?:[^"]*;)?download=\w+)|(?:[^"?]*\.(?:atom|ttl))|(?:/files/[^"?]*))"'
)


def response_text(response: Any) -> str:
    """All words of an answer, whatever its format: with the name of a file, and where it leads."""
    data = response.getvalue()
    if data.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(data))
        return "".join(book.read(each).decode() for each in book.namelist())
    heads = [response.headers.get(each, "") for each in ("Content-Disposition", "Location")]
    return " ".join([data.decode(errors="replace"), *heads])


def walk(user: Any, wanted: Iterable[str], role: str = "") -> Iterator[tuple[str, str]]:
    """(address, words) of every answer that a reader gets, and of what the answers offer: feeds and files."""
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    waiting, seen, offered = list(wanted), set(), set()
    while waiting:
        address = waiting.pop(0)
        if address in seen or address.startswith(("http:", "https:")):
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code < 500, address
        words = response_text(response)
        yield address, words
        if response.headers.get("Content-Type", "").startswith("text/html"):
            path = address.partition("?")[0]
            for each in map(unescape, OFFERED_LINK.findall(words)):
                # One file of each format is enough: filters and orders take from the same rows.
                kind = path + each.rpartition("download=")[2] if each.startswith("?") else each
                if kind not in offered and is_visited(kind, role):
                    offered.add(kind)
                    waiting.append(path + each if each.startswith("?") else each)


def test_everybody_of_the_demonstration_is_a_reader(world: World) -> None:
    assert set(world.people) - set(ALL_READERS) == set()


@pytest.mark.parametrize("role", READERS)
def test_nobody_finds_what_is_private(
    role: str, private_records: PrivateRecords, settings: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, private_records.world.files
    with translation.override("en"):
        user = reader(role, private_records.world)
        may = {word: secret.may(user) for word, secret in private_records.secrets.items()}
        found: dict[str, list[str]] = {}
        for address, words in walk(user, addresses(private_records, user, role), role):
            for word in set(SECRET_PATTERN.findall(words)) - set(SECRET_PATTERN.findall(address)):
                if not may.get(word, True):  # a token may look like a secret
                    found.setdefault(f"{word} {private_records.secrets[word].sort}", []).append(
                        address
                    )
    assert not found, "\n".join(f"{word}: {places}" for word, places in found.items())


@pytest.mark.slow
def test_each_kind_of_secret_is_met_by_somebody_who_may_see_it(
    private_records: PrivateRecords, settings: Any
) -> None:
    """A kind of secret that nobody could meet would prove nothing where it is not met."""
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, private_records.world.files
    user = private_records.things["insider"]
    with translation.override("en"):
        there = [
            reverse(name, kwargs=each)
            for name in SHOWN_AT
            for each in ARGUMENTS_BY_URL_NAME[name](private_records)
        ]
        lists = ["/en/notices/", "/en/drafts/", "/en/matrices/"]
        own = {each.get_absolute_url() for each in private_records.records.values()}
        met: set[str] = set()
        bare = []
        for address, words in walk(
            user, [*there, *lists, *visible_addresses(private_records, user)]
        ):
            found = set(SECRET_PATTERN.findall(words)) - set(SECRET_PATTERN.findall(address))
            if address in own and not found:
                bare.append(address)
            met |= found & set(private_records.secrets)
    assert own <= {*there} and not bare, "a page of a record that shows who may see it nothing"
    assert all(private_records.secrets[each].may(user) for each in met)
    kinds = {each.sort for each in private_records.secrets.values()}
    assert kinds - {private_records.secrets[each].sort for each in met} == set()


def test_who_decided_on_mandates_is_a_role_and_no_name(
    private_records: PrivateRecords, settings: Any
) -> None:
    """Names of people stand in histories and at what they sign, and on no page of the register."""
    settings.MAJLIS_DEMO = True
    names = {each.name for each in private_records.world.people.values() if each.name}
    assert private_records.world.things["judged_pair"].judged_by.name in names
    with translation.override("en"):
        for page in PAGES:
            if page.url_name.startswith("mandates:") and not page.who:
                address = (
                    reverse(page.url_name, kwargs=page.where(private_records.world)) + page.query
                )
                words = unescape(response_text(Client().get(address)))
                assert not [each for each in names if each in words], address


TOKEN = re.compile(r"(?<=csrfmiddlewaretoken\" value=\")\w+")


def normalized_response(client: Client, address: str) -> tuple[Any, ...]:
    """Status, target and words of an answer, apart from its address, number and token."""
    response = client.get(address)
    path = re.sub(r"^/en(?=/)", "", address)
    body = TOKEN.sub("", response.getvalue().decode(errors="replace"))
    for own in (response.wsgi_request.request_id, path, quote(path, safe="")):
        body = body.replace(own, "@")
    return response.status_code, response.headers.get("Location", "").replace(path, "@"), body


@pytest.mark.parametrize("role", ["", pytest.param("other", marks=pytest.mark.slow)])
def test_what_is_private_answers_a_stranger_as_what_is_not_there(
    role: str, private_records: PrivateRecords, settings: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, private_records.world.files
    client, told = Client(), []
    user = reader(role, private_records.world)
    if role:
        client.force_login(user)
    with translation.override("en"):
        for name, places in ARGUMENTS_BY_URL_NAME.items():
            for where in places(private_records):
                other = absent_arguments(name, where)
                if other == where:
                    continue
                here, there = (reverse(name, kwargs=each) for each in (where, other))
                if (one := normalized_response(client, here)) != (
                    two := normalized_response(client, there)
                ):
                    unlike = [
                        pair
                        for pair in zip(one[2].splitlines(), two[2].splitlines())
                        if len({*pair}) > 1
                    ]
                    told.append(f"{here}: {one[:2]}, {there}: {two[:2]}: {unlike[:1]}"[:700])
    assert not told, "\n".join(told)
