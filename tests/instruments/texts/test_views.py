"""The page of a text: what it shows, to whom, at what cost, and the same as files."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from majlis.instruments.citations import format
from majlis.instruments.models import Provision, Version
from majlis.instruments.texts import queries
from majlis.instruments.texts.storage import load_text
from majlis.kernel.models import Access, Record, User
from majlis.kernel.records import get_or_create_circle
from majlis.textkit.model import Provision as Found
from majlis.textkit.model import Run
from majlis.textkit.read import read_bytes
from tests.instruments import parsed_texts
from tests.support.markup import compact
from tests.support.people import person
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db


def opened(where: str, user: User | None = None, **headers: str) -> Any:
    """The answer to a visit."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(where, headers=headers)


def page(where: str, user: User | None = None, **headers: str) -> str:
    """The page at an address."""
    answer = opened(where, user, **headers)
    assert answer.status_code == 200, answer.content[:300]
    return html.unescape(compact(answer.content.decode()))


def closed(version: Version) -> None:
    """Nobody but one person may see the version any more."""
    alone = get_or_create_circle("tests:one", {"user": person("expert")})
    Record.objects.filter(pk=version.pk).update(access=Access.PRIVATE, circle=alone)


@pytest.fixture
def much() -> Version:
    """A version with five before it, in three languages, that cites much and that two texts cite."""
    words = [
        f"Recalling resolution {n} and resolution {n + 100}, asks the Keeper to go;"
        for n in range(1, 13)
    ]
    version = parsed_texts.first_version(
        parsed_texts.numbered_text(words, symbol="Resolution 900"), date="2020-01-01"
    )
    for year in range(2021, 2026):
        later = [*words[: year - 2020], f"Asks the tides of {year} to wait for the Keeper;", *words]
        version = parsed_texts.next_version(
            version,
            parsed_texts.numbered_text(later, symbol="Resolution 900"),
            date=f"{year}-01-01",
        )
    for language in ("fr", "ar"):
        parsed_texts.add_language(
            version, parsed_texts.numbered_text(words, language, symbol="Resolution 900")
        )
    for number in ("901", "902"):
        cites = ["Recalling resolution 900, asks the Keeper to go on;"] * 3
        parsed_texts.first_version(parsed_texts.numbered_text(cites, symbol=f"Resolution {number}"))
    return version


def test_a_page_costs_few_queries_whatever_stands_on_it(much: Version) -> None:
    officer = person("secretariat")
    where = much.get_absolute_url()
    for user in (None, officer):
        for query in ("", "?in=ar&beside=fr", "?in=fr&part=all"):
            client = Client()
            if user is not None:
                client.force_login(user)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(where + query).status_code == 200
            assert len(asked) <= MAX_QUERIES_SIGNED_IN, [each["sql"][:120] for each in asked]


def test_languages_side_by_side_each_with_its_status_in_the_order_of_reading() -> None:
    version = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks the tide to wait (A/RES/70/1);"])
    )
    parsed_texts.add_language(
        version, parsed_texts.numbered_text(["يطلب إلى المد أن ينتظر (A/RES/70/1)؛"], "ar")
    )
    said = page(version.get_absolute_url() + "?in=en&beside=ar")
    row = said[said.index('<section class="prov') :]
    label, here, other = (row.index(each) for each in ("1.", "Asks", "يطلب"))
    assert label < here < other
    assert '<p lang="en" dir="ltr" data-in="English · authentic">' in row
    assert re.search(r'<p lang="ar" dir="rtl" data-in="[^"]+ · translated">', row)
    assert '<p dir="ltr"><bdi><b>English</b> · authentic</bdi></p>' in said
    assert '<p dir="rtl"><bdi><b>Arabic</b> · translated</bdi></p>' in said
    assert "beside" not in re.findall(
        r'name="beside"[^>]*>.*?selected', page(version.get_absolute_url())
    )


def test_what_the_languages_do_not_both_have_is_said_and_the_rest_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [f"Asks the tide to wait {n + 2} days for the Keeper;" for n in range(6)]
    version = parsed_texts.first_version(parsed_texts.numbered_text(words))
    parsed_texts.add_language(
        version,
        parsed_texts.numbered_text([*words[:3], "Demande 77 jours;", "Demande 99 lunes;"], "fr"),
    )
    _, count = queries.differences_of(version)
    assert count > 1
    where = version.get_absolute_url()
    whole = page(where)
    section = whole[whole.index('id="differ"') :]
    assert section.count("English / ") + section.count(" / English") >= count
    monkeypatch.setattr(queries, "MOST_DIFFERENCES", 1)
    kept: Any = queries._differences_of
    kept.forget()
    try:
        assert f"All differences ({count})" in page(where)
        assert f"All differences ({count})" not in page(where + "?differ=all")
    finally:
        kept.forget()


def test_what_it_cites_is_a_link_and_a_stub_says_that_it_is_not_kept() -> None:
    held = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks for light;"], symbol="A/RES/70/1")
    )
    cites = ["Recalling A/RES/70/1 and A/RES/70/2, asks for more light;"]
    version = parsed_texts.first_version(parsed_texts.numbered_text(cites, symbol="A/RES/71/5"))
    said = page(version.get_absolute_url())
    assert '<a href="/en/texts/a-res-70-1/">A/RES/70/1</a>' in said
    assert re.search(r"cited, not held in Majlis.{0,80}A/RES/70/2", said)
    section = said[said.index('id="cites"') : said.index('id="cited"')]
    assert re.search(r"A/RES/70/2</bdi></a><span[^>]*> \(not held in Majlis", section)
    assert not re.search(r"A/RES/70/1</bdi></a> <span", section)
    back = page(held.get_absolute_url())
    assert "A/RES/71/5" in back[back.index('id="cited"') :]


def test_a_text_that_cites_it_stands_once_with_its_places_by_name() -> None:
    held = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks for light;"], symbol="A/RES/70/1")
    )
    below = [
        Found(id=f"x_{n}", kind="paragraph", runs=(Run(f"{words}, as A/RES/70/1 asks;"),))
        for n, words in (("a", "to light the lamp"), ("b", "to wind the clock"))
    ]
    cites = parsed_texts.numbered_text(["Recalls A/RES/70/1;", "Decides"], symbol="A/RES/71/5")
    last = replace(cites.provisions[1], children=tuple(below))
    citing = parsed_texts.first_version(replace(cites, provisions=(cites.provisions[0], last)))
    back = page(held.get_absolute_url())
    section = back[back.index('id="cited"') : back.index('id="concepts"')]
    assert section.count("<li>") == 1
    assert section.count(f'href="{citing.get_absolute_url()}"') == 1
    names = re.findall(r'/p/[^"]+"><span class="vh">[^<]+</span><bdi[^>]*>([^<]+)<', section)
    assert len(names) == len(set(names)) == 3
    assert names[0] == "operative paragraph 1"
    parsed_texts.next_version(
        citing, parsed_texts.numbered_text(["Recalls A/RES/70/1;"], symbol="A/RES/71/5")
    )
    Version.objects.filter(instrument=citing.instrument).exclude(pk=citing.pk).update(
        reconstructed_from=citing
    )
    assert "A/RES/71/5 (reconstructed, not authentic)" in page(held.get_absolute_url())


def test_dates_that_differ_are_written_as_the_reader_writes_them() -> None:
    version = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks for a report by 30 April 2032;"])
    )
    parsed_texts.add_language(
        version, parsed_texts.numbered_text(["Demande un rapport avant le 31 mars 2032;"], "fr")
    )
    whole = page(version.get_absolute_url())
    section = whole[whole.index('id="differ"') :]
    assert '<bdi class="nowrap">30 April 2032</bdi>' in section
    assert '<bdi class="nowrap">31 March 2032</bdi>' in section
    assert "2032-04-30" not in section
    assert "operative paragraph 1" in section
    arabic = page("/ar" + version.get_absolute_url().removeprefix("/en"))
    assert '<bdi class="nowrap">30 نيسان/أبريل 2032</bdi>' in arabic


def test_a_citation_has_the_stop_and_the_spaces_of_the_language() -> None:
    parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks the tide to wait;"], symbol="A/RES/70/9"),
        date="2026-10-14",
    )
    said = page("/zh/texts/a-res-70-9/")
    words = re.search(r'id="citation">(.+?)</p>', said)
    assert words is not None
    assert '“<span lang="en" dir="ltr">Of tides</span>”' in words[1]
    assert "。http" in words[1]
    provision = Provision.objects.get(eid="para_1")
    wording = provision.wordings.get()
    with translation.override("zh"):
        assert format.provision_name(provision, wording) == "执行部分第1段"
    with translation.override("en"):
        assert format.provision_name(provision, wording) == "operative paragraph 1"


def test_a_version_that_is_closed_is_nowhere(much: Version) -> None:
    officer = person("secretariat")
    former = much.follows
    assert former is not None
    secret = parsed_texts.first_version(
        parsed_texts.numbered_text(
            ["Recalling resolution 900, whispers qx77;"], symbol="Resolution 955"
        )
    )
    closed(former)
    closed(secret)
    for user in (None, officer):
        said = page(much.get_absolute_url(), user)
        assert f"/{former.pk}/" not in "".join(re.findall(r'href="[^"]*compare[^"]*"', said))
        assert former.get_absolute_url() not in said
        assert "Resolution 955" not in said
        assert "resolution-955" not in said
        assert "Resolution 901" in said
        assert opened(former.get_absolute_url(), user).status_code == 404
        for form in ("docx", "xml", "md", "html", "pdf"):
            where = former.get_absolute_url() + f"text.en.{form}"
            assert opened(where, user).status_code == 404
        assert "qx77" not in page("/en/texts/resolution-900/", user)


def test_a_long_text_comes_in_parts_and_a_permanent_link_lands_in_the_right_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "PART_LENGTH", 900)
    version = parsed_texts.first_version(
        parsed_texts.numbered_text([f"Asks tide {n} to wait;" for n in range(30)])
    )
    where = version.get_absolute_url()
    seen: list[str] = []
    following: str | None = where
    while following:
        said = page(following)
        seen += re.findall(r'class="prov[^"]*" id="([^"]+)"', said)
        link = re.search(r'rel="next" href="([^"]+)"', said)
        following = link[1] if link else None
    assert seen == [f"para_{n}" for n in range(1, 31)]
    at = page(f"{where}?at=para_17")
    assert 'id="para_17"' in at
    assert 'id="para_1"' not in at
    assert 'rel="prev"' in at
    provision = page(version.get_absolute_url() + "p/para_17/")
    back = re.search(r'href="([^"#]+)#para_17"', provision)
    assert back
    assert "part=all" not in back[1]
    assert 'id="para_17"' in page(back[1])
    whole = page(f"{where}?part=all")
    assert all(f'id="{each}"' in whole for each in seen)
    for odd in ("0", "-1", "99", "x", "٣", "9" * 30):
        assert page(f"{where}?part={odd}")


def test_a_part_for_a_script_is_rows_and_links_only_and_no_cache_mistakes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "PART_LENGTH", 900)
    version = parsed_texts.first_version(
        parsed_texts.numbered_text([f"Asks tide {n} to wait;" for n in range(30)])
    )
    answer = opened(f"{version.get_absolute_url()}?part=2", **{"X-Part": "1"})
    said = compact(answer.content.decode())
    assert "<html" not in said
    assert said.lstrip().startswith("<section")
    assert 'rel="next"' in said
    assert "X-Part" in answer.headers["Vary"]
    assert "X-Part" in opened(version.get_absolute_url()).headers["Vary"]


def test_the_files_are_the_text() -> None:
    version = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks the tide to wait;", "Thanks the Keeper."])
    )
    kept = load_text(version, "en")
    for form in ("docx", "xml"):
        answer = opened(version.get_absolute_url() + f"text.en.{form}")
        assert answer.status_code == 200
        assert read_bytes(answer.content, name=f"a.{form}") == kept
        assert "attachment" in answer.headers["Content-Disposition"]
    for form in ("html", "md"):
        assert "Thanks the Keeper." in compact(
            opened(version.get_absolute_url() + f"text.en.{form}").content.decode()
        )
    assert opened(version.get_absolute_url() + "text.en.pdf").content.startswith(b"%PDF")
    for odd in ("text.fr.docx", "text.en.exe", "text.xx.docx"):
        assert opened(version.get_absolute_url() + odd).status_code == 404


def test_a_citation_is_in_the_readers_language() -> None:
    version = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks the tide to wait;"], symbol="A/RES/70/9"),
        date="2026-10-14",
    )
    found = {}
    for language in ("en", "ar"):
        said = page(f"/{language}/texts/a-res-70-9/")
        words = re.search(r'<p class="quote"([^>]*) id="citation">(.+?)</p>', said)
        assert words
        found[language] = words[2]
        copied = re.search(r'data-plain="([^"]+)"', words[1])
        found[f"{language} copied"] = copied[1] if copied else ""
    assert found["en"].startswith("A/RES/70/9, “Of tides”, 14 October 2026")
    assert version.slug in found["en"]
    assert not found["en copied"]
    assert "<" not in found["en"]
    assert found["ar"].startswith(
        '<bdi>A/RES/70/9</bdi>، «<span lang="en" dir="ltr">Of tides</span>»، 14 تشرين'
    )
    assert re.search(r" <bdi>http[^<]+</bdi>$", found["ar"])
    first = "\u2068A/RES/70/9\u2069، «\u2068Of tides\u2069»، 14 تشرين"
    assert found["ar copied"].startswith(first)
    assert re.search(r" http[^\u2069]+$", found["ar copied"])


def test_a_label_of_another_direction_than_its_symbol_is_a_piece_of_its_own() -> None:
    with translation.override("ar"):
        assert (
            format.symbol_with_label("Resolution 9", "تعديل 2029")
            == "\u2068Resolution 9\u2069 (تعديل 2029)"
        )
        assert (
            format.symbol_with_label("القرار 9", "Rev. 2029") == "القرار 9 (\u2068Rev. 2029\u2069)"
        )
        assert format.symbol_with_label("القرار 9", "تعديل 2029") == "القرار 9 (تعديل 2029)"
        assert format.symbol_with_label("A/RES/70/9", "2029") == "A/RES/70/9 (2029)"
    with translation.override("fr"):
        assert format.symbol_with_label("A/RES/70/9", "2029") == "A/RES/70/9 (2029)"


def test_who_may_is_led_to_what_they_may() -> None:
    version = parsed_texts.first_version(parsed_texts.numbered_text(["Asks the tide to wait;"]))
    where = version.get_absolute_url()
    reader, officer = page(where), page(where, person("secretariat"))
    for way in (f"{where}acts/", "/change/", "/texts/imports/"):
        assert way in officer
        assert way not in reader
    assert "/concepts/" in reader


def test_a_text_leads_to_its_annexes_and_they_to_it() -> None:
    from majlis.instruments.publication.build import VersionFacts, create_instrument, create_version

    text = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks the tide to wait;"], symbol="A/RES/70/9")
    )
    annex = parsed_texts.numbered_text(["The Keeper keeps."], title="Terms of the Keeper")
    made = create_version(
        create_instrument(annex, VersionFacts(), annexed_to=text.instrument), annex, VersionFacts()
    )
    assert "Terms of the Keeper" in page(text.get_absolute_url())
    assert re.search(r"Annexed to <a[^>]*><bdi>A/RES/70/9", page(made.get_absolute_url()))
    closed_one = Record.objects.filter(pk=made.instrument_id)
    closed_one.update(access=Access.PRIVATE, circle=get_or_create_circle("tests:none"))
    assert "Terms of the Keeper" not in page(text.get_absolute_url())
