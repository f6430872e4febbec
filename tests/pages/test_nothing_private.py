"""One private record of every room, looked for at every address as everybody: nothing shows.

What is planted stands in ``planted.py``. Each reader visits all pages of the table, the addresses of
what was planted, all downloads that a page offers, and the search; each secret that an answer holds
must be one that this reader may see.
"""

from __future__ import annotations

import io
import re
import zipfile
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
from tests.pages.conftest import World
from tests.pages.garden import FIND, SECRET, Garden
from tests.pages.planted import PLANTERS, plant
from tests.pages.planted_at import PLANTED_AT, SHOWS_AT, absent
from tests.pages.planted_beside import BESIDE
from tests.pages.table import NO_PAGES, PAGES, TAKE_FORMS
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def garden(world: World, django_db_blocker: Any) -> Iterator[Garden]:
    """What is planted, once for all readers; the world takes it away with it."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MAJLIS_FILES", world.files)
        yield plant(world)


def test_every_table_of_records_is_planted() -> None:
    tables = {each for each in apps.get_models() if issubclass(each, Recorded)}
    assert tables - set(PLANTERS) == set(), "a table of records without a planter: planted.py"


def test_every_table_that_points_to_records_is_thought_of() -> None:
    pointing = {
        each.related_model._meta.label
        for each in Record._meta.related_objects
        if not issubclass(each.related_model, Recorded)
    }
    assert pointing - set(BESIDE) == set(), "a table that points to records: planted.py"


# Addresses that take something which is no record: who holds a secret link, an own thing, a person.
ELSEWHERE = {
    "framework:concepts_of",  # leads to the scheme, whether it is there or not
    "letter",
    "mandates:edition",  # the same for everybody, of what everybody sees: tests/mandates/test_archive.py
    "imports:batch",
    "imports:columns",
    "notices:stop",
    "notices:feed_mine",
    "parties:opened",
    "parties:invitation",
    "parties:register_step",
    "parties:decline",
    "remarks:one",  # that something was said stands in the log of everybody; near what is planted
    "accounts:held",
    "accounts:person",
    "account_confirm_email",
    "account_reset_password_from_key",
    "accounts:first_administrator",
    "accounts:erase_by_link",
    "accounts:own_sign_in",
    "accounts:organisation_go",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
}


def taking(patterns: list[Any] | None = None, namespace: str = "", above: bool = False) -> Any:
    """The names of all addresses that take an argument."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        takes = above or bool(each.pattern.regex.groups)
        if isinstance(each, URLResolver):
            inner = ":".join(filter(None, [namespace, each.namespace]))
            yield from taking(each.url_patterns, inner, takes)
        elif isinstance(each, URLPattern) and takes:
            yield ":".join(filter(None, [namespace, each.name or str(each.pattern)]))


def test_every_address_that_takes_something_is_tried_with_what_is_planted() -> None:
    known = set(PLANTED_AT) | ELSEWHERE | TAKE_FORMS
    assert set(taking()) - known == set(), "an address that takes something: PLANTED_AT"


# Each walk takes some seconds: those of everybody are in ``make test-all``.
QUICK = ("",)
ALL = (
    *QUICK,
    "delegate",
    "other",
    "moderator",
    "expert",
    "secretariat",
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
READERS = [each if each in QUICK else pytest.param(each, marks=pytest.mark.slow) for each in ALL]
# Pages for whoever holds the secret link that was mailed: no question of who reads.
BY_LINK = {"parties:opened", "parties:invitation"}


def reader(role: str, world: World) -> Any:
    """Who reads: a person of the demonstration, of another organization, or nobody known."""
    if role == "other":
        user = person()
        organisation(user)
        return user
    return world.people[role] if role else AnonymousUser()


def addresses(garden: Garden, user: Any) -> Iterator[str]:
    """All addresses to visit: the table's pages, what is planted, its neighbours, and searches."""
    for page in PAGES:
        if page.url_name not in BY_LINK:
            yield reverse(page.url_name, kwargs=page.where(garden.world)) + page.query
    for name, where in PLANTED_AT.items():
        yield from (reverse(name, kwargs=each) for each in where(garden))
    for name in NO_PAGES:
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue
    yield f"/en/search/?q={FIND}&kind=body&kind=organisation"
    yield from showing(garden, user)


def showing(garden: Garden, user: Any) -> Iterator[str]:
    """The neighbours of what is planted, searches for it, and what is the reader's own."""
    yield from garden.near
    yield from (
        f"/en/{page}?q={FIND}"
        for page in ("search/", "bodies/", "organisations/", "registrations/")
    )
    yield f"/en/schemes/action-lines/?q={FIND}"
    yield "/en/translation/?into=ru"
    if user.is_authenticated:
        from majlis.parties.accounts.own_data import HOLDINGS

        yield from (reverse("accounts:held", kwargs={"key": each}) for each in HOLDINGS)
        yield feed_path(preference_of(user))


OFFERED = re.compile(
    r'href="((?:[^"?]*\?(?:[^"]*;)?download=\w+)|(?:[^"?]*\.(?:atom|ttl))|(?:/files/[^"?]*))"'
)


def words_of(response: Any) -> str:
    """All words of an answer, whatever its format: with the name of a file, and where it leads."""
    data = response.getvalue()
    if data.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(data))
        return "".join(book.read(each).decode() for each in book.namelist())
    heads = [response.headers.get(each, "") for each in ("Content-Disposition", "Location")]
    return " ".join([data.decode(errors="replace"), *heads])


def walk(user: Any, wanted: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(address, words) of every answer that a reader gets, and of all that the answers offer."""
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
        words = words_of(response)
        yield address, words
        if response.headers.get("Content-Type", "").startswith("text/html"):
            path = address.partition("?")[0]
            for each in map(unescape, OFFERED.findall(words)):
                # One file of each format is enough: filters and orders take from the same rows.
                kind = path + each.rpartition("download=")[2] if each.startswith("?") else each
                if kind not in offered:
                    offered.add(kind)
                    waiting.append(path + each if each.startswith("?") else each)


def test_everybody_of_the_demonstration_is_a_reader(world: World) -> None:
    assert set(world.people) - set(ALL) == set()


@pytest.mark.parametrize("role", READERS)
def test_nobody_finds_what_is_private(role: str, garden: Garden, settings: Any) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, garden.world.files
    with translation.override("en"):
        user = reader(role, garden.world)
        may = {word: secret.may(user) for word, secret in garden.secrets.items()}
        found: dict[str, list[str]] = {}
        for address, words in walk(user, addresses(garden, user)):
            for word in set(SECRET.findall(words)) - set(SECRET.findall(address)):
                if not may.get(word, True):  # a token may look like a secret
                    found.setdefault(f"{word} {garden.secrets[word].sort}", []).append(address)
    assert not found, "\n".join(f"{word}: {places}" for word, places in found.items())


@pytest.mark.slow
def test_each_kind_of_secret_is_met_by_somebody_who_may_see_it(
    garden: Garden, settings: Any
) -> None:
    """A kind of secret that nobody could meet would prove nothing where it is not met."""
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, garden.world.files
    user = garden.things["insider"]
    with translation.override("en"):
        there = [
            reverse(name, kwargs=each) for name in SHOWS_AT for each in PLANTED_AT[name](garden)
        ]
        lists = ["/en/notices/", "/en/drafts/", "/en/matrices/"]
        own = {each.get_absolute_url() for each in garden.records.values()}
        met: set[str] = set()
        bare = []
        for address, words in walk(user, [*there, *lists, *showing(garden, user)]):
            found = set(SECRET.findall(words)) - set(SECRET.findall(address))
            if address in own and not found:
                bare.append(address)
            met |= found & set(garden.secrets)
    assert own <= {*there} and not bare, "a page of a record that shows who may see it nothing"
    assert all(garden.secrets[each].may(user) for each in met)
    kinds = {each.sort for each in garden.secrets.values()}
    assert kinds - {garden.secrets[each].sort for each in met} == set()


def test_who_decided_on_mandates_is_a_role_and_no_name(garden: Garden, settings: Any) -> None:
    """Names of people stand in histories and at what they sign, and on no page of the register."""
    settings.MAJLIS_DEMO = True
    names = {each.name for each in garden.world.people.values() if each.name}
    assert garden.world.things["judged_pair"].judged_by.name in names
    with translation.override("en"):
        for page in PAGES:
            if page.url_name.startswith("mandates:") and not page.who:
                address = reverse(page.url_name, kwargs=page.where(garden.world)) + page.query
                words = unescape(words_of(Client().get(address)))
                assert not [each for each in names if each in words], address


TOKEN = re.compile(r"(?<=csrfmiddlewaretoken\" value=\")\w+")


def answer_of(client: Client, address: str) -> tuple[Any, ...]:
    """Status, target and words of an answer, apart from its address, number and token."""
    response = client.get(address)
    path = re.sub(r"^/en(?=/)", "", address)
    body = TOKEN.sub("", response.getvalue().decode(errors="replace"))
    for own in (response.wsgi_request.request_id, path, quote(path, safe="")):
        body = body.replace(own, "@")
    return response.status_code, response.headers.get("Location", "").replace(path, "@"), body


@pytest.mark.parametrize("role", ["", pytest.param("other", marks=pytest.mark.slow)])
def test_what_is_private_answers_a_stranger_as_what_is_not_there(
    role: str, garden: Garden, settings: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, garden.world.files
    client, told = Client(), []
    user = reader(role, garden.world)
    if role:
        client.force_login(user)
    with translation.override("en"):
        for name, places in PLANTED_AT.items():
            for where in places(garden):
                other = absent(name, where)
                if other == where:
                    continue
                here, there = (reverse(name, kwargs=each) for each in (where, other))
                if (one := answer_of(client, here)) != (two := answer_of(client, there)):
                    unlike = [
                        pair
                        for pair in zip(one[2].splitlines(), two[2].splitlines())
                        if len({*pair}) > 1
                    ]
                    told.append(f"{here}: {one[:2]}, {there}: {two[:2]}: {unlike[:1]}"[:700])
    assert not told, "\n".join(told)
