"""A person before the site: reads and presses what has a name, in the words of the page's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core import mail
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from majlis.parties.accounts.demonstration import PEOPLE
from tests.browser.support import axe, open_address, overflow, press_and_wait

expect.set_options(timeout=60_000)


def interface_text(language: str, words: str, context: str = "", **values: Any) -> str:
    """Words of the interface as pages in that language have them."""
    with translation.override(language):
        said = translation.pgettext(context, words) if context else translation.gettext(words)
    return said % values if values else said


@dataclass
class Reader:
    """One person with a browser of their own, reading the site in one language.

    ``glass`` is a page with scripts, for axe to look at what a page without scripts shows.
    """

    page: Page
    site: str
    language: str
    glass: Page | None = None

    def say(self, words: str, context: str = "", **values: Any) -> str:
        """Words of the interface in the language that is read."""
        return interface_text(self.language, words, context, **values)

    def sign_in_as(self, role: str) -> None:
        """Become the person of the demonstration who holds the role, or of that key: from the front page, by clicks alone.

        Who is signed in already changes to that person. The language of the page stays.
        """
        self.go()
        if self.page.locator(".account").get_by_role("link").count() == 1:
            self.follow("Sign in", "verb")
        else:
            press_and_wait(self.page.locator(".notice a:visible").first)
        self.choose_person(role)
        assert self.page.url == f"{self.site}/{self.language}/"

    def choose_person(self, role: str) -> None:
        """Press the button of the person who holds the role, or of that key, on the sign-in page."""
        person = next(each for each in PEOPLE if each.slug == role)
        with translation.override(self.language):
            name = re.compile(
                rf"^{re.escape(str(person.role_name))}\s+{re.escape(person.name)}", re.IGNORECASE
            )
        press_and_wait(self.page.get_by_role("button", name=name))
        expect(self.page.locator(".account summary")).to_contain_text(person.name)

    def go(self, path: str = "") -> None:
        """Write an address, as far as it stands after the language."""
        open_address(self.page, f"{self.site}/{self.language}/{path}")

    def _named(self, role: Any, words: str, context: str, more: str) -> Locator:
        said = self.say(words, context)
        # What follows in small, or only for those who hear the page, tells equal names apart.
        name = re.compile(f"^{re.escape(said)}{f'.*{re.escape(more)}' if more else '$'}")
        return self.page.get_by_role(role, name=name)

    def press(self, words: str, context: str = "", *, more: str = "") -> None:
        """Press the one button of that name in the page."""
        press_and_wait(self._named("button", words, context, more))

    def follow(self, words: str, context: str = "", *, more: str = "") -> None:
        """Follow the first link of that name; several lead to the same place."""
        press_and_wait(self._named("link", words, context, more).first)

    def field(self, words: str, context: str = "") -> Locator:
        """The field with that label; a mark that it may stay empty is no part of its name."""
        optional = re.escape(self.say("(optional)", "field of a form"))
        label = re.compile(f"^\\s*{re.escape(self.say(words, context))}\\s*({optional})?\\s*$")
        return self.page.locator("main").get_by_label(label)

    def write(self, words: str, text: str, context: str = "") -> None:
        """Write into the field with that label."""
        self.field(words, context).fill(text)

    def choose(self, words: str, option: str, context: str = "") -> None:
        """Choose from the list with that label, by what the option says."""
        self.field(words, context).select_option(label=option)

    def tick(self, words: str, context: str = "") -> None:
        """Tick the box, or choose the one of several."""
        self.page.locator("main").get_by_label(self.say(words, context), exact=True).check()

    def at(self, heading: str, context: str = "") -> None:
        """Be on the page with that heading."""
        name = self.say(heading, context)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)

    def sees(self, *words: str) -> None:
        """See each of these, as it is written, in the page."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def reads(self, words: str, context: str = "", **values: Any) -> None:
        """See words of the interface in the page."""
        self.sees(self.say(words, context, **values))

    def sees_no(self, *words: str) -> None:
        """Find none of these anywhere in the page, its hidden parts and addresses included."""
        content = self.page.content()
        assert [each for each in words if each in content] == [], self.page.url

    def is_well_served(self) -> None:
        """The page fits the screen, and axe finds nothing."""
        seen = self.page
        if self.glass is not None:
            content = self.page.content()
            seen = self.glass
            # The very page that is shown, the answer to a form included, under its own address.
            seen.route(
                self.page.url,
                lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"),
                times=1,
            )
            open_address(seen, self.page.url)
        assert overflow(seen) == [], self.page.url
        found = axe(seen)
        assert found.violations == [], "\n".join([self.page.url, *found.violations])
        assert found.measured > 3, self.page.url

    def open_mail(self, address: str, words: str, **values: Any) -> None:
        """Open the link in the newest mail to that address, whose subject must be these words."""
        letter = next(each for each in reversed(mail.outbox) if each.to == [address])
        assert letter.subject == self.say(words, **values), letter.subject
        link = re.search(rf"{re.escape(self.site)}/\S+", str(letter.body))
        assert link is not None, letter.body
        open_address(self.page, link[0])
