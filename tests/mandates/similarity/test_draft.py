"""Check a draft: what exists already is found across languages, what is not near is not shown, nothing is kept."""

from __future__ import annotations

import html
import io
import re
import signal
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import docx
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from majlis.commons.search import embeddings
from majlis.instruments.lifecycle import PROPOSED
from majlis.kernel import limited_process
from majlis.kernel.limited_process import ReadersBusy
from majlis.kernel.models import Access, Circle
from majlis.kernel.rate_limits import RateLimit
from majlis.mandates.core import embeddings as core_embeddings
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import Entity, Mandate, MandateEmbedding
from majlis.mandates.similarity import draft as similarity_draft
from majlis.mandates.similarity import draft_views, pairs
from majlis.mandates.similarity import nearest as near_queries
from majlis.textkit.errors import TextError
from tests.mandates import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db
with_model = pytest.mark.skipif(not embeddings.is_available(), reason="the model is not installed")
SET = tomllib.loads(Path(__file__).with_name("near_pairs.toml").read_text(encoding="utf-8"))
CHECK = "/en/mandates/check/"
LIGHTS = """Resolution {number}

The Council of Tides,

1. Requests the harbours to repair the lamps of the northern lighthouses before winter;

2. Invites the schools to teach the songs of the islands.
"""


@pytest.fixture
def words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "is_available", lambda: False)


def lights(**facts: Any) -> Mandate:
    it = factories.mandate(
        factories.text(words=LIGHTS, **facts),
        number=1,
        asked="Harbours",
        recipient="",
        lead=factories.entity("Harbours"),
    )
    pairs.update_embeddings()
    return it


def sent(client: Client, **data: Any) -> str:
    answer = client.post(CHECK, {"words": "", "language": "", **data})
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return answer.content.decode()


@with_model
def test_a_near_equal_in_another_language_stands_in_the_first_five(client: Client) -> None:
    """With owner, state and when something was last said; among others of the register."""
    kept = [each for each in SET["pairs"] if each["kept"][0] == "en"][:8]
    words = "".join(f"{n}. {each['kept'][1]}\n\n" for n, each in enumerate(kept, 1))
    version = factories.text(words="Resolution {number}\n\nThe Council of Tides,\n\n" + words)
    every = [
        factories.mandate(version, number=n, recipient="", lead=factories.entity("Keeper"))
        for n in range(1, len(kept) + 1)
    ]
    Mandate.objects.filter(pk=every[0].pk).update(
        progress="under_way", last_activity_on="2031-05-04"
    )
    pairs.update_embeddings()
    page = sent(client, words=kept[0]["draft"][1])
    assert every[0].slug in page
    assert page.index(every[0].slug) < page.index("Method of comparison")
    for words in ("Keeper", "under way", "4 May 2031"):
        assert words in page
    assert core_embeddings.MEANING in page


@with_model
def test_what_is_unrelated_gets_nothing_and_no_noise(client: Client) -> None:
    it = lights()
    page = sent(client, words="Insta a los Estados a ratificar el tratado sobre los ensayos.")
    assert "No mandate is above the similarity limit of 0.52." in page
    below = page[page.index("<details>\n") :]
    assert it.slug in below and it.slug not in page[: -len(below)]
    assert "1 nearest mandate below the limit" in below
    assert "Español" in page


def test_without_the_model_the_same_language_is_compared_and_the_page_says_so(
    client: Client, words_only: None
) -> None:
    it = lights()
    page = sent(client, words="Requests harbours to repair lamps of the northern lighthouses.")
    assert it.slug in page
    assert "Automatic comparison of wording in one language" in page
    assert it.slug not in sent(client, words="Prie les ports de réparer les lampes des phares.")


def test_what_is_closed_is_in_no_result(client: Client, words_only: None) -> None:
    it = lights()
    assert it.source is not None
    record = it.source.version.record
    record.access, record.circle = Access.MEMBERS, Circle.objects.create(code="test")
    record.save()
    refresh_status([it.pk])
    page = sent(client, words="Requests the harbours to repair the lamps of the lighthouses.")
    assert it.slug not in page
    assert "Compared with 0 accepted mandates" in page


def test_nothing_of_what_is_sent_is_kept(client: Client, words_only: None) -> None:
    from django.apps import apps

    lights()

    def rows() -> dict[str, int]:
        return {
            each._meta.label: each._base_manager.count()
            for each in apps.get_models()
            if each._meta.managed
            and each._meta.label != "kernel.RequestCount"  # how often, from where
        }

    before = rows()
    answer = client.post(CHECK, {"words": "Requests the harbours to wait.", "language": ""})
    assert rows() == before
    assert answer["Cache-Control"] == "no-store"


def test_a_file_is_read_and_only_what_asks_is_compared(client: Client, words_only: None) -> None:
    it = lights()
    text = LIGHTS.format(number="9") + "".join(f"\n{n}. Welcomes it.\n" for n in range(3, 15))
    file = SimpleUploadedFile("draft.txt", text.encode())
    page = sent(client, file=file)
    assert "2 paragraphs were compared." in page
    assert "Similar mandates were found for 1 paragraph." in page
    assert it.slug in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "The draft is missing"),
        ({"words": "Die Staaten werden gebeten, " * 12}, "Select the language of the draft below"),
        ({"words": "A", "file": SimpleUploadedFile("a.txt", b"Requests B.")}, "not both"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 ...")}, "PDF"),
        (
            {"file": SimpleUploadedFile("a.txt", b"a" * 2_000_001)},
            "exceeds the limit of 2 megabytes",
        ),
    ],
)
def test_what_cannot_be_checked_says_what_to_do(client: Client, data: Any, said: str) -> None:
    answer = client.post(CHECK, {"words": "", "language": "", **data})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_proposed_version_says_what_goes_on_and_what_it_leaves_out(
    client: Client, words_only: None, django_assert_max_num_queries: Any
) -> None:
    first = factories.text()
    kept, left = factories.mandate(first, number=2), factories.mandate(first, number=3)
    shorter = factories.TEXT.replace("3. Invites the harbours to paint their boats;", "")
    second = factories.text(PROPOSED, words=shorter, of=first)
    elsewhere = factories.mandate(factories.text(), number=2)
    pairs.update_embeddings()
    with django_assert_max_num_queries(16):  # two of them are a savepoint
        page = client.get(f"{CHECK}?version={second.pk}").content.decode()
    assert "Mandates already in this provision" in page
    retained, _heading, dropped = page.partition('<h2 id="ending"')
    assert kept.slug in retained and elsewhere.slug in retained
    assert left.slug in dropped and kept.slug not in dropped
    assert f"?version={second.pk}" in client.get(CHECK).content.decode()


def test_a_closed_version_cannot_be_checked_by_who_may_not_see_it(client: Client) -> None:
    version = factories.text(PROPOSED)
    version.record.access = Access.MEMBERS
    version.record.circle = Circle.objects.create(code="test")
    version.record.save()
    for key in (version.pk, 0, "x", "9" * 40):
        assert client.get(f"{CHECK}?version={key}").status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_note_has_two_pages_at_most_however_much_is_found(
    client: Client, words_only: None, language: str
) -> None:
    from pypdf import PdfReader

    for _n in range(4):
        lights()
    many = [LIGHTS.split("\n\n")[2].replace("1. ", "")] * 10
    page = client.post(
        f"/{language}/mandates/check/", {"words": "\n\n".join(many), "language": "en"}
    ).content.decode()
    from html import unescape

    draft = unescape(page.split('name="draft" value="')[1].split('"')[0])
    answer = client.post(f"/{language}/mandates/check/", {"draft": draft, "note": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(answer.content)).pages) <= 2
    word = client.post(f"/{language}/mandates/check/", {"draft": draft, "note": "docx"})
    assert word.content.startswith(b"PK")


def test_the_note_lists_facts_and_says_what_it_is(client: Client, words_only: None) -> None:
    from majlis.mandates.similarity import draft_report
    from majlis.mandates.similarity import nearest as queries
    from majlis.paper.write import html

    it = lights()
    draft = similarity_draft.draft_from_text(
        "Requests harbours to repair lamps of northern lighthouses."
    )
    asked = [queries.ComparisonText("en", each.compared_text) for each in draft.paragraphs]
    checked = draft_report.CheckedDraft(
        draft,
        queries.nearest_mandates(asked, AnonymousUser(), "en"),
        queries.comparison_scope(AnonymousUser()),
        name="A draft",
    )
    said = html(draft_report.report_document(checked))
    for words in (
        "For information only; the adopted texts prevail.",
        "Not checked by a person.",
        it.slug,
        "Lead entity: Harbours",
        "none recorded",
    ):
        assert words in said


@pytest.mark.parametrize(
    "draft",
    [
        "",
        "x",
        "[]",
        "[" * 99_000,
        '[[], 0, "", []]',
        '["en", 0, "", [[1, 2, 3, 4]]]',
        '["xx",0,"",[]]',
        '["en", 0, "t", {"a": 1}]',
        '["en", true, "t", [["a", "b", "c", true, []]]]',
        '["en", 0, "t", [["a", "b", "c", 1, []]]]',
        '["en", 0, "t", [["a", "b", "c", true, "words"]]]',
        '["en", 0, "t", [["a\\ud800", "b", "c", true, []]]]',
        '["en", 0, "t\\u0000", [["a", "b", "c", true, []]]]',
        '["en", NaN, "t", [["a", "b", "c", true, []]]]',
    ],
)
def test_a_note_of_what_was_never_sent_is_refused(client: Client, draft: str) -> None:
    assert client.post(CHECK, {"draft": draft, "note": "pdf"}).status_code == 400


def test_one_place_checks_so_many_drafts_an_hour(
    client: Client, words_only: None, one_an_hour: None
) -> None:
    data = {"words": "Requests the harbours to wait.", "language": ""}
    assert client.post(CHECK, data).status_code == 200
    assert client.post(CHECK, data).status_code == 429


def test_an_account_checks_so_many_drafts_an_hour(
    client: Client, words_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = RateLimit("mandates.checked_by_member", 1, 3600)
    monkeypatch.setattr(draft_views, "MEMBER_CHECK_LIMIT", limit)
    data = {"words": "Requests the harbours to wait.", "language": ""}
    for user in (person("delegate"), person("member")):
        client.force_login(user)
        assert client.post(CHECK, data).status_code == 200
        assert client.post(CHECK, data).status_code == 429


@pytest.fixture
def one_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_views, "CHECK_LIMIT", RateLimit("mandates.checked", 1, 3600))


def test_what_cannot_be_read_is_counted_too_and_nothing_typed_is_lost(
    client: Client, one_an_hour: None
) -> None:
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 ...")
    assert client.post(CHECK, {"file": file}).status_code == 422
    words = "Requests the harbours to wait."
    answer = client.post(CHECK, {"words": words, "language": "en"})
    assert answer.status_code == 429
    page = answer.content.decode()
    assert words in page and "Too many requests" in page and "Try again in" in page


def test_a_note_is_counted_as_a_comparison(
    client: Client, words_only: None, one_an_hour: None
) -> None:
    data = {"draft": '["en", 0, "", [["Requests.", "Requests.", "", true, []]]]', "note": "docx"}
    assert client.post(CHECK, data).status_code == 200
    assert client.post(CHECK, data).status_code == 429


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ((signal.SIGKILL, b""), 422, "The file takes too long to process."),
        ((signal.SIGSEGV, b""), 422, "The file could not be processed. It may be damaged."),
        ((0, b'["memory"]'), 422, "The file needs too much memory to be processed."),
        (ReadersBusy(), 503, "Too many files are being processed at the moment."),
    ],
)
def test_past_the_limits_the_page_says_so_and_keeps_what_was_typed(
    client: Client, monkeypatch: pytest.MonkeyPatch, answer: Any, status: int, said: str
) -> None:
    call = Mock(side_effect=[answer])
    monkeypatch.setattr(limited_process._SERVER, "call", call)
    words = "Requests the harbours to wait."
    response = client.post(CHECK, {"words": words, "language": "en"})
    page = response.content.decode()
    assert (response.status_code, words in page, said in page) == (status, True, True)
    assert ("Retry-After" in response.headers) == (status == 503)
    assert call.call_args.args[-1] == limited_process.VISITOR


def test_a_visitor_may_send_less_than_who_has_signed_in(client: Client, words_only: None) -> None:
    most = similarity_draft.VISITOR_BOUNDS.characters
    words = "Requests it; " * (most // 13 + 1)
    answer = client.post(CHECK, {"file": SimpleUploadedFile("a.txt", words.encode())})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The draft contains more than 300,000 characters." in page
    assert "A file may contain up to 300,000 characters of text." in page
    # Not before what is marked up is read.
    marked = f"<p>{'Requests it. ' * 10}</p>".encode()
    small = replace(similarity_draft.VISITOR_BOUNDS, characters=100)
    with pytest.raises(TextError, match="more than 100 characters"):
        similarity_draft.draft_from_file(marked, "a.html", "en", small)
    signed_in = similarity_draft.MEMBER_BOUNDS
    assert signed_in.characters > most and signed_in.limits.name != "visitor"
    assert signed_in.paragraphs > similarity_draft.VISITOR_BOUNDS.paragraphs


def test_of_a_long_draft_the_first_paragraphs_are_compared() -> None:
    text = "".join(f"{n}. Requests the Keeper to count {n} seals;\n\n" for n in range(1, 60))
    draft = similarity_draft.draft_from_file(text.encode(), "long.txt")
    assert (len(draft.paragraphs), draft.omitted) == (
        similarity_draft.MOST_PARAGRAPHS,
        59 - similarity_draft.MOST_PARAGRAPHS,
    )


def test_a_sign_that_cannot_be_printed_is_told(
    client: Client, words_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from majlis.paper.errors import PaperError

    def refuse(_document: Any) -> bytes:
        raise PaperError("No typeface has it.", "Leave it out.")

    monkeypatch.setitem(draft_views.REPORT_FORMATS, "pdf", ("application/pdf", refuse))
    draft = '["en", 0, "", [["Requests it.", "Requests it.", "", true, []]]]'
    answer = client.post(CHECK, {"draft": draft, "note": "pdf"})
    assert answer.status_code == 400
    assert "Download the note as Word" in answer.content.decode()


def test_right_after_the_start_mandates_are_compared_by_their_words_and_the_page_says_so(
    client: Client, words_only: None
) -> None:
    ready = lights()
    version = factories.text(words=LIGHTS)
    waits = factories.mandate(version, number=1, asked="Harbours", recipient="")
    other = factories.mandate(version, number=2, asked="Schools", recipient="", force="invites")
    words = "Requests the harbours to repair the lamps of the northern lighthouses before winter."
    page = sent(client, words=words)
    assert ready.slug in page and waits.slug in page and other.slug not in page
    told = "Compared with 1 of 3 mandates, and with 2 more by wording only."
    assert told in page
    note = io.BytesIO(client.post(CHECK, {"draft": draft_in(page), "note": "docx"}).content)
    document = docx.Document(note)
    assert told in " ".join(each.text for each in document.paragraphs[:8])
    pairs.update_embeddings(pairs.stale_mandates())
    page = sent(client, words=words)
    assert waits.slug in page and "by wording only" not in page
    assert "Compared with 3 accepted mandates" in page


def draft_in(page: str) -> str:
    """What the page sends back for its note."""
    found = re.search(r'name="draft" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


@with_model
def test_with_the_model_too_no_mandate_is_left_out_before_it_is_ready(client: Client) -> None:
    version = factories.text(words=LIGHTS)
    waits = factories.mandate(version, number=1, asked="Harbours", recipient="")
    words = "Requests the harbours to repair the lamps of the northern lighthouses before winter."
    assert waits.slug in sent(client, words=words)
    assert waits.slug not in sent(client, words="Invite les écoles à chanter.")


def test_of_what_is_closed_nothing_is_said_before_it_is_ready(
    client: Client, words_only: None
) -> None:
    it = factories.mandate(factories.text(words=LIGHTS), number=1)
    it.record.access, it.record.circle = Access.PRIVATE, Circle.objects.create(code="test")
    it.record.save()
    page = sent(client, words="Requests the harbours to repair the lamps of the lighthouses.")
    assert it.slug not in page and "by wording only" not in page


def test_a_version_is_not_near_itself_before_it_is_ready(words_only: None) -> None:
    it = factories.mandate(factories.text(words=LIGHTS), number=1)
    words = it.source.provision.wordings.get().text  # type: ignore[union-attr]
    own = near_queries.ComparisonText("en", words, it.lineage_id)
    assert near_queries.nearest_mandates([own], AnonymousUser(), "en") == [
        near_queries.NearestMandates([], [])
    ]
    (found,) = near_queries.nearest_mandates(
        [near_queries.ComparisonText("en", words)], AnonymousUser(), "en"
    )
    assert [each.line.mandate for each in found.similar] == [it]
    assert found.similar[0].likeness.score == 1


def test_so_many_at_most_are_compared_by_words_while_somebody_waits(
    words_only: None, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(near_queries, "MOST_BY_WORDS", 2)
    version = factories.text(words=LIGHTS)
    for _n in range(4):
        factories.mandate(version, number=1)
    words = [
        near_queries.ComparisonText(
            "en", "repair the lamps of the northern lighthouses before winter"
        )
    ]
    with django_assert_max_num_queries(9):  # two of them are a savepoint
        (found,) = near_queries.nearest_mandates(words, AnonymousUser(), "en")
    assert len(found.similar) == 2
    said = near_queries.comparison_scope(AnonymousUser())
    assert (said.mandates, said.all, said.by_words) == (0, 4, 2)


def test_a_long_text_is_compared_part_by_part() -> None:
    first, second = (
        "Requests the Keeper to repair the lamps of the harbour",
        "to paint the boats blue",
    )
    words = (
        f"{first}, {second}; and to count the birds that nest on the eastern cliffs each spring."
    )
    assert core_embeddings.parts(words) == [
        f"{first},",
        f"{second}; and to count the birds that nest on the eastern cliffs each spring.",
    ]
    assert core_embeddings.parts(f"{first}.") == []
    assert (
        len(
            core_embeddings.parts(
                "请秘书长向理事会报告岛屿宽带网络的建设情况，并设立一个自愿捐款的信托基金。"
            )
        )
        == 2
    )
    assert core_embeddings.parts("Pays 1,5 million, 2.5 per cent") == []


@given(st.text(max_size=400))
def test_the_parts_of_a_text_are_all_of_it(text: str) -> None:
    parts = core_embeddings.parts(text)
    assert len(parts) != 1 and len(parts) <= core_embeddings.MOST_PARTS
    if parts and len(parts) < core_embeddings.MOST_PARTS:
        assert "".join("".join(parts).split()) == "".join(text.split())


@with_model
def test_a_clause_in_the_middle_is_found_and_the_page_says_why(client: Client) -> None:
    words = (
        "Requests the Keeper to submit to the Council a report on the repair of the lighthouses of the north, "
        "to mobilize voluntary contributions to the trust fund of the WLF for the training of pilots, and to "
        "convene each spring a meeting of the harbour masters of all islands;"
    )
    version = factories.text(
        words=f"Resolution {{number}}\n\nThe Council of Tides,\n\n1. {words}\n\n2. Invites the schools to "
        "teach songs.\n\n3. Encourages the museums to lend their paintings of ships;\n"
    )
    it = factories.mandate(version, number=1, asked="Keeper", recipient="")
    Entity.objects.filter(slug="keeper").update(lexicon=["Keeper"])
    factories.mandate(version, number=2, asked="Schools", recipient="")
    factories.mandate(version, number=3, asked="Museums", recipient="")
    pairs.update_embeddings()
    assert MandateEmbedding.objects.filter(mandate=it).count() == 1 + len(
        core_embeddings.parts(words)
    )
    draft = "Requests the Keeper to raise contributions to the trust fund of the WLF."
    page = sent(client, words=draft)
    assert page.index(it.slug) < page.index("nearest mandates below the limit")
    assert "similarity of meaning: 0." in page and "same addressee" in page
    shared = re.search(r'shared words: <span lang="en" dir="ltr">([^<]*)</span>', page)
    assert shared is not None and {"WLF", "trust", "fund"} <= set(shared[1].split(", "))
    french = sent(
        client, words="Contributions volontaires au fonds d'affectation pour former les pilotes"
    )
    assert french.index(it.slug) < french.index("nearest mandates below the limit")


@with_model
def test_formulas_alone_make_nothing_similar(client: Client) -> None:
    it = factories.mandate(
        factories.text(
            words="Resolution {number}\n\nThe Council,\n\n1. Requests the Secretary-General to report to the "
            "Council on coral reefs;\n"
        ),
        number=1,
        recipient="",
    )
    pairs.update_embeddings()
    page = sent(
        client,
        words="Requests the Secretary-General to report to the Council on the pensions of pilots.",
    )
    assert "No mandate is above the similarity limit" in page and it.slug in page
