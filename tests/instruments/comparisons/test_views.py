"""Two versions compared: the page, its cost, and the same as files with real tracked changes."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from majlis.instruments.citations.names import comparison_url
from majlis.instruments.comparisons import queries
from majlis.instruments.models import Comparison, Provision, Version
from majlis.instruments.provisions import actions
from majlis.instruments.texts.storage import load_text
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Record, User
from majlis.kernel.records import get_or_create_circle
from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from majlis.textkit.views import view
from tests.instruments import parsed_texts
from tests.instruments.texts.test_outline import structured
from tests.support.people import person
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db
OLD = [
    "Decides to light the northern channel from October to March;",
    "Requests the Keeper to report on the cost of oil every 2 years;",
    "Invites the ports to name a focal point before the end of 2032;",
    "Thanks the islands for the lamps that they gave to the harbours.",
]
NEW = [
    "Decides to light the northern channel from October to April;",
    "Invites the ports to name a focal point before the end of 2032;",
    "Requests the Keeper to report on the cost of oil every 2 years;",
    "Calls upon everybody to keep the fog away.",
]


@pytest.fixture
def pair() -> tuple[Version, Version]:
    """Two versions of a text, in English."""
    old = parsed_texts.first_version(
        parsed_texts.numbered_text(OLD, symbol="A/RES/70/9"), date="2030-05-01"
    )
    return old, parsed_texts.next_version(
        old, parsed_texts.numbered_text(NEW, symbol="A/RES/70/9"), date="2031-05-01"
    )


def where(pair: tuple[Version, Version], query: str = "") -> str:
    """The page that compares two versions."""
    with translation.override("en"):
        return f"{comparison_url(*pair)}{query}"


def page(path: str, user: User | None = None) -> str:
    """The page at an address."""
    client = Client()
    if user is not None:
        client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200, answer.content[:300]
    return html.unescape(answer.content.decode())


def rows(said: str) -> dict[str, str]:
    """The provisions that a page shows, each with what is shown of it."""
    found = re.findall(
        r'<section class="prov[^"]*" id="([^"]+)"[^>]*>(.*?)</section>', said, re.DOTALL
    )
    return dict(found)


def test_what_changed_is_shown_word_by_word_and_said_for_the_ear(
    pair: tuple[Version, Version],
) -> None:
    said = page(where(pair))
    shown = rows(said)
    assert re.search(r'<del><span class="vh">\[deleted: </span>March', shown["para_1"])
    assert re.search(r'<ins><span class="vh">\[inserted: </span>April', shown["para_1"])
    assert "moved from" in shown["para_2"] + shown["para_3"]
    assert "<ins>" in shown["para_4"]
    assert re.search(r">\s*deleted", shown["para_4-old"])
    assert len(shown) == 5
    only = rows(page(where(pair, "?only=changed")))
    assert list(only) == list(shown)  # one unchanged provision on each side of a change
    assert "100% of the wording" not in said


def long_pair() -> tuple[Version, Version]:
    """Two versions of a long text with two changes, far from each other."""
    words = [
        f"Requests the Keeper of harbour {n} to count the lamps of pier {n};" for n in range(60)
    ]
    changed = list(words)
    changed[9] = changed[9].replace("count", "clean and count")
    changed[49] = changed[49].replace("lamps", "lamps and ropes")
    old = parsed_texts.first_version(
        parsed_texts.numbered_text(words, symbol="A/RES/70/9"), date="2030"
    )
    new = parsed_texts.numbered_text(changed, symbol="A/RES/70/9")
    return old, parsed_texts.next_version(old, new, date="2031")


def test_a_long_comparison_shows_the_changes_first_and_counts_the_rest() -> None:
    pair = long_pair()
    said = page(where(pair))
    assert list(rows(said)) == [f"para_{n}" for n in (9, 10, 11, 49, 50, 51)]
    left = re.findall(r'<p class="left[^"]*"><a href="([^"]+)">(.*?)</a>', said)
    assert [words.strip() for _url, words in left] == [
        "8 unchanged provisions",
        "37 unchanged provisions",
        "9 unchanged provisions",
    ]
    where_left, _sign, eid = left[1][0].partition("#")
    assert eid == "para_12" and eid in rows(page(where_left))
    assert len(rows(page(where(pair, "?only=none")))) == 60
    # A link to a provision that did not change finds it.
    assert "para_30" in rows(page(where(pair, "?at=para_30")))


def test_each_change_leads_to_the_next_one_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = long_pair()
    said = page(where(pair))
    shown = rows(said)
    assert '<a href="#change-1">First change</a>' in re.sub(
        r">\s+|\s+<", lambda m: m[0].strip(), said
    )
    assert 'href="#change-2" aria-label="Next change: operative paragraph 50"' in " ".join(
        shown["para_10"].split()
    )
    assert "Previous change" not in shown["para_10"]
    last = " ".join(shown["para_50"].split())
    assert 'id="change-2"' in last and "Next change" not in last
    assert 'href="#change-1" aria-label="Previous change: operative paragraph 10"' in last
    # In another part of the comparison.
    monkeypatch.setattr(queries, "PART_LENGTH", 1_000)
    first = page(where(pair))
    url = re.search(r'href="([^"]+#change-2)"', first)
    assert url is not None and "part=" in url[1]
    assert 'id="change-2"' in page(url[1].partition("#")[0])
    assert 'id="change-2"' in page(where(pair, "?at=change-2"))


def test_names_in_another_language_are_plain_in_labels() -> None:
    old = parsed_texts.first_version(structured(lamps=1))
    new = parsed_texts.next_version(old, structured(lamps=3), date="2031")
    said = Client().get(where((old, new)).replace("/en/", "/fr/")).content.decode()
    labels = re.findall(r'aria-label="([^"]*)"', said)
    assert sum("resolves 3" in each for each in labels) == 2
    assert not any("<" in each or each.endswith("=") for each in labels)


def test_a_reader_is_told_which_version_lacks_their_language(pair: tuple[Version, Version]) -> None:
    arabic = parsed_texts.numbered_text(["يقرر أن يضيء القناة؛"] * 4, "ar", symbol="A/RES/70/9")
    url = where(pair)
    assert "Shown in" not in page(url)
    assert "Shown in English: the versions are not available in Arabic." in page(f"{url}?in=ar")
    parsed_texts.add_language(pair[1], arabic)
    assert "Shown in English: the earlier version is not available in Arabic." in page(
        f"{url}?in=ar"
    )
    parsed_texts.add_language(pair[0], arabic)
    assert "Shown in" not in page(f"{url}?in=ar")


def test_making_a_comparison_costs_few_queries(pair: tuple[Version, Version]) -> None:
    officer = Client()
    officer.force_login(person("secretariat"))
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(where(pair)).status_code == 200
        assert len(asked) <= MAX_QUERIES_SIGNED_IN, [each["sql"][:120] for each in asked]
    assert Comparison.objects.count() == 1


def test_pages_about_versions_name_them_as_the_reader_s_language_does() -> None:
    """By the symbol and the label of the version in that language; else as the text is known."""
    old = parsed_texts.first_version(
        parsed_texts.numbered_text(OLD, symbol="Resolution 9 (Port Lira, 2030)")
    )
    new = parsed_texts.next_version(
        old, parsed_texts.numbered_text(NEW, symbol="Resolution 9 (Rev. Salt Bay, 2031)")
    )
    arabic = parsed_texts.numbered_text(
        ["يقرر أن يضيء القناة؛"] * 4, "ar", symbol="القرار 9 (خليج الملح، 2031)"
    )
    parsed_texts.add_language(new, arabic)
    officer = person("secretariat")
    said = "القرار 9 (خليج الملح، 2031)"
    about = new.get_absolute_url()
    for path in (where((old, new)), f"{about}acts/", f"{about}change/", f"{about}compare/"):
        shown = page(path.replace("/en/", "/ar/"), officer)
        assert f"<bdi>{said}</bdi></a>" in shown, path
        assert "Rev. Salt Bay" not in shown.split('<p class="lede">')[1].split("</p>")[0], path
    shown = page(where((old, new)).replace("/en/", "/ar/"), officer)
    assert 'القرار 9 (<span lang="en" dir="ltr">Port Lira, 2030</span>)</bdi></a>' in shown
    assert "Resolution 9 (Rev. Salt Bay, 2031)</bdi></a>" in page(where((old, new)), officer)


def plain(text: Text) -> list[tuple[str, str]]:
    """The labels and the words of a text."""
    return [(each.label, each.text) for each in text.walk()]


def test_the_word_file_has_real_tracked_changes_that_read_back_both_ways(
    pair: tuple[Version, Version],
) -> None:
    content = Client().get(where(pair, "changes.en.docx")).content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        body = file.read("word/document.xml").decode()
    inserted = "".join(re.findall(r"<w:ins [^>]*>(.*?)</w:ins>", body, re.DOTALL))
    deleted = "".join(re.findall(r"<w:delText[^>]*>([^<]*)</w:delText>", body))
    assert "April" in inserted
    assert "March" in deleted
    assert "Thanks the islands" in deleted
    assert re.search(r'<w:(ins|del) [^>]*w:author="Majlis"', body)
    read = read_bytes(content, name="a.docx")
    assert plain(view(read, "accept")) == plain(load_text(pair[1], "en"))
    assert plain(view(read, "reject")) == plain(load_text(pair[0], "en"))


def test_the_other_files_say_the_same(pair: tuple[Version, Version]) -> None:
    found = json.loads(Client().get(where(pair, "changes.en.json")).content)
    assert "inserted" in json.dumps(found)
    assert Client().get(where(pair, "changes.en.pdf")).content.startswith(b"%PDF")
    for odd in ("changes.fr.docx", "changes.en.exe", "changes.xx.pdf"):
        assert Client().get(where(pair, odd)).status_code == 404


def test_versions_without_a_common_language_are_not_compared() -> None:
    old = parsed_texts.first_version(parsed_texts.numbered_text(OLD, symbol="A/RES/70/9"))
    new = parsed_texts.next_version(
        old, parsed_texts.numbered_text(["Décide."], "fr", symbol="A/RES/70/9"), date="2031"
    )
    said = page(where((old, new)))
    assert "have no language in common" in said
    assert f'href="{new.get_absolute_url()}"' in said
    assert not Comparison.objects.exists()


def test_a_closed_version_is_not_compared(pair: tuple[Version, Version]) -> None:
    page(where(pair))
    alone = get_or_create_circle("tests:one", {"user": person("expert")})
    Record.objects.filter(pk=pair[0].pk).update(access=Access.PRIVATE, circle=alone)
    officer = Client()
    officer.force_login(person("secretariat"))
    for client in (Client(), officer):
        for path in (where(pair), where(pair, "changes.en.docx"), where(pair, "changes.en.json")):
            assert client.get(path).status_code == 404


def test_what_a_person_matched_is_compared_whatever_the_words_say(
    pair: tuple[Version, Version],
) -> None:
    old, new = pair
    assert "deleted" in rows(page(where(pair)))["para_4-old"]
    actions.match_provision(
        Actor.as_system("tests"),
        Provision.objects.get(version=new, eid="para_4"),
        other=Provision.objects.get(version=old, eid="para_4"),
        reason="It is",
    )
    shown = rows(page(where(pair)))
    assert "para_4-old" not in shown
    assert "<del>" in shown["para_4"]
    assert "<ins>" in shown["para_4"]


def test_a_long_comparison_comes_in_parts(
    pair: tuple[Version, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PART_LENGTH", 300)
    seen: list[str] = []
    following: str | None = where(pair)
    while following:
        said = page(following)
        seen += rows(said)
        link = re.search(r'rel="next" href="([^"]+)"', said)
        following = link[1] if link else None
    assert seen == list(rows(page(where(pair, "?part=all"))))
    assert len(seen) == 5
    assert "para_4" in rows(page(where(pair, "?at=para_4")))
    part = Client().get(where(pair, "?part=2"), headers={"X-Part": "1"}).content.decode()
    assert "<html" not in part
    assert '<section class="prov' in part
