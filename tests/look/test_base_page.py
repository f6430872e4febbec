"""The base page and what rooms hang into it."""

from __future__ import annotations

from itertools import pairwise

import html5lib
import pytest
from django.contrib.messages import constants
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from majlis.look import menu
from majlis.look.context import BasePage, url_in_language
from tests.browser.support import LANGUAGES
from tests.support.markup import compact


def page_text(client: Client, path: str, **cookies: str) -> str:
    """The text of a page; no query is allowed, since no test here asks for the database."""
    for name, value in cookies.items():
        client.cookies[name] = value
    answer = client.get(path)
    assert answer.status_code == 200
    return compact(answer.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["parts/", "appearance/"])
def test_pages_are_valid(client: Client, language: str, path: str) -> None:
    text = page_text(client, f"/{language}/{path}")
    html5lib.HTMLParser(strict=True).parse(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language_and_direction(client: Client, language: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page_text(client, f"/{language}/parts/")


def test_the_reader_s_choice_of_light_or_dark_is_followed(client: Client) -> None:
    assert "data-theme" not in page_text(client, "/en/parts/").split("<head>")[0]
    assert 'data-theme="dark"' in page_text(client, "/en/parts/", theme="dark").split("<head>")[0]
    assert "data-theme" not in page_text(client, "/en/parts/", theme='"><b>').split("<head>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_stay_on_the_page_with_its_query(client: Client, language: str) -> None:
    text = page_text(client, f"/{language}/record/7/?sort=-date&q=a%26b")
    for other in LANGUAGES:
        address = f"/{other}/record/7/?sort=-date&amp;q=a%26b"
        assert f'<a lang="{other}" hreflang="{other}" href="{address}"' in text
    current = f'href="/{language}/record/7/?sort=-date&amp;q=a%26b" aria-current="true"'
    assert current in text


def test_the_language_of_a_text_follows_the_page_unless_another_was_chosen(client: Client) -> None:
    text = page_text(client, "/en/record/7/?in=en&q=a")
    assert 'href="/ar/record/7/?q=a"' in text
    text = page_text(client, "/en/record/7/?in=fr")
    assert 'href="/ar/record/7/?in=fr"' in text


def test_an_address_that_leads_nowhere_still_changes_its_language() -> None:
    assert url_in_language("/en/no/such/page/?q=1", "ar") == "/ar/no/such/page/?q=1"
    assert url_in_language("/elsewhere/", "ar") == "/elsewhere/"


def request_for(path: str) -> HttpRequest:
    """A request for a path."""
    return RequestFactory().get(path)


def test_only_what_works_is_in_the_menu(site_with_menu: menu.Registry) -> None:
    site_with_menu.menu.clear()
    menu.register_entry(menu.MenuEntry("no-such-place", "Nowhere", 1))
    menu.register_entry(menu.MenuEntry("texts", "Texts", 3))
    menu.register_entry(menu.MenuEntry("home", "Home", 2))
    menu.register_entry(menu.MenuEntry("matrix", "Matrix", 4, shown=lambda request: False))
    with translation.override("fr"):
        links = BasePage(request_for("/fr/texts/7/")).menu
    assert [(link.url, link.label, link.current) for link in links] == [
        ("/fr/home/", "Home", False),
        ("/fr/texts/", "Texts", True),
    ]


def test_the_front_page_is_current_only_on_itself() -> None:
    assert menu.is_below("/ar/", "/ar/")
    assert not menu.is_below("/ar/texts/", "/ar/")
    assert menu.is_below("/ar/texts/", "/ar/texts/")
    assert not menu.is_below("/ar/texts-and-more/", "/ar/texts/")


def test_the_longest_match_is_current(site_with_menu: menu.Registry) -> None:
    site_with_menu.menu.clear()
    menu.register_entry(menu.MenuEntry("texts", "Texts"))
    menu.register_entry(menu.MenuEntry("look:parts", "Parts"))
    with translation.override("en"):
        links = BasePage(request_for("/en/parts/")).menu
    assert [link.label for link in links if link.current] == ["Parts"]


def test_an_entry_is_current_under_all_addresses_of_its_room(site_with_menu: menu.Registry) -> None:
    site_with_menu.menu.clear()
    menu.register_entry(menu.MenuEntry("texts", "Texts", also=("mandates", "no-such-place")))
    menu.register_entry(menu.MenuEntry("meetings", "Meetings"))
    with translation.override("ar"):
        for path, current in {
            "/ar/texts/7/": ["Texts"],
            "/ar/mandates/": ["Texts"],
            "/ar/mandates/7/": ["Texts"],
            "/ar/meetings/": ["Meetings"],
            "/ar/calendar/": [],
        }.items():
            links = BasePage(request_for(path)).menu
            assert [link.label for link in links if link.current] == current, path


def test_an_entry_that_carries_hands_on_the_address_of_the_page(
    site_with_menu: menu.Registry,
) -> None:
    site_with_menu.foot.clear()
    menu.register_footer_entry(menu.MenuEntry("look:parts", "Parts", carries="about"))
    with translation.override("en"):
        for path, handed_on in {
            "/en/texts/7/?in=ar&a=%26": "?about=%2Fen%2Ftexts%2F7%2F%3Fin%3Dar%26a%3D%2526",
            f"/en/texts/7/?q={'a' * 600}": "?about=%2Fen%2Ftexts%2F7%2F",
            # On the page that it leads to, it does not lead from that page to itself.
            "/en/parts/?about=/en/texts/7/": "?about=%2Fen%2Ftexts%2F7%2F",
            "/en/parts/": "",
        }.items():
            assert [link.url for link in BasePage(request_for(path)).foot] == [
                f"/en/parts/{handed_on}"
            ], path


def test_a_search_form_is_there_where_there_is_a_search(client: Client) -> None:
    text = page_text(client, "/en/search/?q=%3Cb%3Esalt")
    assert '<form class="find" role="search" action="/en/search/">' in text
    assert 'value="&lt;b&gt;salt"' in text
    assert 'value="&lt;b&gt;salt"' not in page_text(client, "/en/texts/?q=%3Cb%3Esalt")


def test_without_a_search_there_is_no_form(client: Client, settings: object) -> None:
    settings.ROOT_URLCONF = "majlis.site.urls"  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("majlis.look.menu.url_of", lambda name: "" if name == "search" else "/x/")
        assert 'role="search"' not in page_text(client, "/en/parts/")


def test_notices_stand_above_the_band(client: Client) -> None:
    menu.register_notice(lambda request: menu.Notice("Fictional <people>", "/en/texts/", "why"))
    menu.register_notice(lambda request: None)
    menu.register_notice(lambda request: menu.Notice("Outgoing email disabled", asks=True))
    text = page_text(client, "/en/parts/")
    assert 'Fictional &lt;people&gt; <a href="/en/texts/">why</a>' in text
    assert '<p class="notice asks"><span>Outgoing email disabled</span></p>' in text
    assert text.index("Outgoing email disabled") < text.index('class="band"')


def test_a_notice_function_is_asked_once() -> None:
    def told(request: HttpRequest) -> menu.Notice:
        return menu.Notice("once")

    menu.register_notice(told)
    menu.register_notice(told)
    assert [notice.text for notice in BasePage(request_for("/en/parts/")).notices] == ["once"]


@pytest.mark.parametrize(("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("system", "")])
def test_light_or_dark_is_kept_in_a_cookie(client: Client, chosen: str, kept: str) -> None:
    answer = client.post("/en/appearance/", {"theme": chosen, "next": "/en/texts/?q=1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/en/texts/?q=1"
    assert answer.cookies["theme"].value == kept
    assert answer.cookies["theme"]["samesite"] == "Lax"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x", ""])
def test_the_choice_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    answer = client.post("/en/appearance/", {"theme": "dark", "next": elsewhere})
    assert answer["Location"] == "/en/appearance/"


def test_what_is_no_theme_is_told(client: Client) -> None:
    answer = client.post("/en/appearance/", {"theme": "pink"})
    assert answer.status_code == 200
    text = compact(answer.content.decode())
    assert "<title>Error: Appearance" in text
    assert "Select a listed value." in text
    assert "theme" not in answer.cookies


def test_messages_are_a_status(client: Client) -> None:
    client.post("/en/appearance/", {"theme": "dark"})
    text = page_text(client, "/en/parts/")
    assert 'role="status"><p>The choice was saved on this device for one year.</p>' in text
    assert constants.WARNING == 30, "messages.html counts on it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_parts_is_light(client: Client, language: str) -> None:
    assert len(page_text(client, f"/{language}/parts/").encode()) <= 45_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_order_without_style_is_the_order_of_reading(client: Client, language: str) -> None:
    tree = html5lib.parse(page_text(client, f"/{language}/parts/"), namespaceHTMLElements=False)
    names = [node.tag for node in tree.iter() if isinstance(node.tag, str)]
    heads = [int(name[1]) for name in names if name in ("h1", "h2", "h3", "h4")]
    assert heads.count(1) == 1
    assert heads[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(heads))
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert not [node for node in tree.iter() if int(node.get("tabindex") or 0) > 0]
    assert not [node for node in tree.iter() if node.get("style") or node.get("onclick")]
    assert "script" not in names
    targets = {node.get("href")[1:] for node in tree.iter("a") if node.get("href", "")[:1] == "#"}
    assert targets <= set(ids)
    described = {
        name for node in tree.iter() for name in (node.get("aria-describedby") or "").split()
    }
    assert described <= set(ids)


def test_every_sample_is_in_the_language_of_its_page(client: Client) -> None:
    english = page_text(client, "/en/parts/")
    for language in set(LANGUAGES) - {"en"}:
        with translation.override(language):
            for context, words in (
                ("page component", "List"),
                ("section of a page", "Upcoming dates"),
                ("empty choice", "Select one"),
            ):
                said = translation.pgettext(context, words)
                assert said != words
                assert said in page_text(client, f"/{language}/parts/")
                assert words in english
