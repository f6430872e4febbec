"""People who use a running site over HTTP, and note what it acknowledged: one thread each."""

from __future__ import annotations

import html
import http.client
import json
import re
import threading
import time
import urllib.parse
import urllib.request
from itertools import cycle

import requests

from tests.site.site_process import Site

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PERSON = re.compile(r'name="person" value="(\w+)"')
LINK = re.compile(r'href="(/en/[^"?#]*/)"')
COMMENTS = re.compile(r'href="(/en/comments/on/[^"]+?/)(?:write/)?"')


class Client(threading.Thread):
    """Somebody who does something again and again until told to stop."""

    def __init__(self, site: Site) -> None:
        super().__init__(daemon=True)
        self.site = site
        self.go_on = True

    def run(self) -> None:
        """Go on until told to stop."""
        while self.go_on:
            self.use()

    def use(self) -> None:
        """Do it once."""
        raise NotImplementedError

    def stop(self) -> None:
        """Let it finish what it does, and wait."""
        self.go_on = False
        self.join(60)
        assert not self.is_alive()


class Writer(Client):
    """Somebody who writes without a pause, and keeps what the site said was kept."""

    def __init__(self, site: Site, name: str, page: str = "write/") -> None:
        super().__init__(site)
        self.page, self.prefix = page, name
        self.acknowledged: list[dict[str, object]] = []
        self.tried = 0

    def use(self) -> None:
        """Write; what fails is written again under another name."""
        self.tried += 1
        data = urllib.parse.urlencode({"name": f"{self.prefix}-{self.tried}"}).encode()
        try:
            with urllib.request.urlopen(self.site.address + self.page, data, 20) as answer:
                self.acknowledged.append(json.loads(answer.read()))
        except (OSError, ValueError, http.client.HTTPException):
            time.sleep(0.05)


class Reader(Client):
    """Somebody who reads one page after the other; ``refused`` has the pages that the site did not give."""

    def __init__(self, site: Site, pages: list[str]) -> None:
        super().__init__(site)
        self.session = requests.Session()
        self.pages = cycle(pages)
        self.read = 0
        self.refused: list[tuple[str, int]] = []

    def use(self) -> None:
        """Read the next page."""
        page = next(self.pages)
        answer = self.session.get(urllib.parse.urljoin(self.site.address, page), timeout=60)
        self.read += 1
        if answer.status_code >= 500:
            self.refused.append((page, answer.status_code))
        time.sleep(0.1)


class Commenter(Client):
    """People who sign in one after the other and write a comment each."""

    def __init__(self, site: Site, comments: str) -> None:
        super().__init__(site)
        self.comments = comments
        self.written: list[tuple[str, str]] = []
        self.refused: list[tuple[str, int]] = []
        self.turn = 0

    def use(self) -> None:
        """Sign in as the next person, and write a comment."""
        session = requests.Session()
        self.turn += 1
        entrance = urllib.parse.urljoin(self.site.address, "/en/account/sign-in/")
        page = self._note("sign-in", session.get(entrance, timeout=60))
        people = sorted(set(PERSON.findall(page.text)))
        person = {"person": people[self.turn % len(people)], **token(page)}
        self._note("signed in", session.post(entrance, person, timeout=60))
        write = urllib.parse.urljoin(self.site.address, f"{self.comments}write/")
        form = self._note("form", session.get(write, timeout=60))
        words = f"A comment for a test, number {self.turn}"
        data = {"text": words, "language": "en", **token(form)}
        answer = self._note("comment", session.post(write, data, timeout=60))
        if answer.status_code == 200 and answer.url != write:
            self.written.append((urllib.parse.urlsplit(answer.url).path, words))
        time.sleep(1)

    def _note(self, what: str, answer: requests.Response) -> requests.Response:
        if answer.status_code >= 500:
            self.refused.append((what, answer.status_code))
        return answer


def token(page: requests.Response) -> dict[str, str]:
    """The token of the first form of a page; nothing where there is none."""
    found = TOKEN.search(page.text)
    return {"csrfmiddlewaretoken": found[1]} if found else {}


def pages_of_each_room(site: Site, lists: list[str], records: int = 8) -> list[str]:
    """Lists, and the pages of some records of each."""
    pages = list(lists)
    for address in lists:
        answer = requests.get(urllib.parse.urljoin(site.address, address), timeout=60)
        answer.raise_for_status()
        inside = re.compile(rf"{re.escape(address)}[\w.-]+/")
        links = [html.unescape(link) for link in LINK.findall(answer.text)]
        found = [link for link in links if inside.fullmatch(link)]
        pages += list(dict.fromkeys(found))[-records:]  # those of the menu come first
    return list(dict.fromkeys(pages))


def comments_address(site: Site, pages: list[str]) -> str:
    """The address of the comments on the first of these pages that has some."""
    for page in pages:
        text = requests.get(urllib.parse.urljoin(site.address, page), timeout=60).text
        if found := COMMENTS.search(text):
            return found[1]
    raise AssertionError("no page offers comments")
