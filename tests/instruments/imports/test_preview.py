"""The preview of what was read: what is doubtful leads to its place, and is corrected there."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from majlis.instruments.imports import working_copy
from majlis.instruments.models import Destination, Import
from majlis.textkit.model import Provision
from tests.instruments.imports.test_views import HERE, SMALL, brought, page, publish, signed_in

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[3] / "samples"
LIGHTHOUSES = SAMPLES / "lighthouses.2031.ar.txt"


@pytest.fixture
def officer() -> Client:
    return signed_in("secretariat")


@pytest.fixture
def small(officer: Client) -> Import:
    return brought(officer, "a.txt", SMALL)


def walk(imported: Import) -> list[Provision]:
    return list(working_copy.current_text(Import.objects.get(pk=imported.pk)).walk())


def kinds(imported: Import) -> list[tuple[str, str, str]]:
    """Kind, label and first word of each provision."""
    return [(each.kind, each.label, each.text.split(" ")[0]) for each in walk(imported)]


def with_wordings(imported: Import, words: str) -> Provision:
    return next(each for each in walk(imported) if words in each.text)


def correct(client: Client, imported: Import, each: Provision, do: str, **given: str) -> Any:
    """What the form of a provision does when one of its buttons is pressed."""
    address = f"{imported.get_absolute_url()}?at={each.id}"
    shown = client.get(address)
    forms = [shown.context["correct"], shown.context["change"]]
    fields = {form[name].name: form[name].value() or "" for form in forms for name in form.fields}
    given = {"at": each.id, "seen": shown.context["seen"], **fields, "words": each.text, **given}
    return client.post(f"{HERE}{imported.pk}/correct/", {**given, "do": do})


def landed(answer: Any) -> str:
    """The id of the provision to which an answer leads, both as what is open and as the place on the page."""
    assert answer.status_code == 302, answer.content[:400]
    found = re.search(r"\?at=([^#]+)#p-(.+)$", answer["Location"])
    assert found is not None, answer["Location"]
    assert found[1] == found[2]
    return unquote(found[1])


def step(client: Client, imported: Import, do: str, seen: int | None = None, **given: str) -> Any:
    seen = working_copy.correction_token(imported) if seen is None else seen
    return client.post(f"{HERE}{imported.pk}/step/", {"do": do, "seen": seen, **given})


CORRECTIONS: dict[str, tuple[str, str, dict[str, str], str]] = {
    # The provision, the button, what is written, and the words at which the reader is then.
    "kind": ("Noting", "save", {"kind": "operative"}, "Noting"),
    "label": ("Requests", "save", {"label": "3."}, "Requests"),
    "kind and label": ("Requests", "save", {"kind": "paragraph", "label": "b)"}, "Requests"),
    "merge": ("Requests", "merge", {}, "Decides"),
    "deeper": ("Requests", "in", {}, "Requests"),
    "split": (
        "Requests",
        "split",
        {"words": "Requests\nthe Keeper\n\nto report to it."},
        "Requests",
    ),
    "own text": ("Requests", "part", {}, "Requests"),
    "new": ("Requests", "change", {"run_0": "inserted"}, "Requests"),
    "some old": (
        "Requests",
        "change",
        {"some": "the Keeper ", "some_are": "deleted"},
        "Requests",
    ),
}


@pytest.mark.parametrize("name", CORRECTIONS)
def test_a_correction_lands_at_its_place_and_is_undone_and_made_again(
    officer: Client, small: Import, name: str
) -> None:
    words, do, given, there = CORRECTIONS[name]
    before = small.now
    at = landed(correct(officer, small, with_wordings(small, words), do, **given))
    assert next(each for each in walk(small) if each.id == at).text.startswith(there)
    small.refresh_from_db()
    after = small.now
    assert after != before
    for _each in small.corrections.all():
        back = step(officer, small, "undo")
    small.refresh_from_db()
    assert small.now == before
    assert with_wordings(small, words).id == landed(back)
    for _each in small.corrections.all():
        again = step(officer, small, "redo")
    small.refresh_from_db()
    assert small.now == after
    assert landed(again) == at


def test_kind_and_label_are_saved_at_once_though_the_kind_gives_it_another_id(
    officer: Client, small: Import
) -> None:
    correct(officer, small, with_wordings(small, "Requests"), "save", kind="preambular", label="b)")
    found = with_wordings(small, "Requests")
    assert (found.kind, found.label, found.number) == ("preambular", "b)", "b")


def test_a_paragraph_is_split_wherever_new_lines_begin(officer: Client, small: Import) -> None:
    requests = with_wordings(small, "Requests")
    words = "Requests\nthe Keeper\n\nto report to it."
    correct(officer, small, requests, "split", words=words)
    assert [each.text for each in walk(small)][-3:] == [
        "Requests",
        "the Keeper",
        "to report to it.",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Requests the Keeper to report to it.", "No line break found"),
        ("Requests\nthe Warden to report to it.", "The wording was changed"),
        ("Requests\nthe Keeper", "Some of the wording is missing"),
    ],
)
def test_a_split_that_cannot_be_made_says_so_and_keeps_what_was_typed(
    officer: Client, small: Import, words: str, said: str
) -> None:
    answer = correct(officer, small, with_wordings(small, "Requests"), "split", words=words)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert words in answer.content.decode()
    assert not small.corrections.exists()


@pytest.mark.parametrize(
    ("some", "said"),
    [("the Warden", "does not contain this wording"), ("e", "more than once")],
)
def test_words_that_cannot_be_found_are_not_marked(
    officer: Client, small: Import, some: str, said: str
) -> None:
    requests = with_wordings(small, "Requests")
    answer = correct(officer, small, requests, "change", some=some, some_are="deleted")
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_what_the_engine_refuses_is_said_beside_the_form(officer: Client, small: Import) -> None:
    first = walk(small)[0]
    for do, said in (
        ("merge", "No provision precedes this one."),
        ("out", "already at the highest level"),
    ):
        answer = correct(officer, small, first, do)
        assert answer.status_code == 400
        words = answer.content.decode()
        assert said in words.split('role="alert"')[1].split("</div>")[0]
    assert correct(officer, small, first, "explode").status_code == 422


def test_old_and_new_are_told_apart_and_swapped(officer: Client) -> None:
    imported = brought(officer, LIGHTHOUSES.name, LIGHTHOUSES.read_bytes())
    changed = next(
        each
        for each in walk(imported)
        if {run.revision.op for run in each.runs if run.revision} == {"inserted", "deleted"}
    )
    words = {
        op: [run.text for run in changed.runs if run.revision and run.revision.op == op]
        for op in ("inserted", "deleted")
    }
    text = page(officer, imported, f"?at={changed.id}")
    assert "Swap old and new wording" in text
    assert text.count("<ins>") and text.count("<del>")
    correct(officer, imported, changed, "swap")
    now = next(each for each in walk(imported) if each.id == changed.id)
    assert [r.text for r in now.runs if r.revision and r.revision.op == "inserted"] == words[
        "deleted"
    ]
    assert [r.text for r in now.runs if r.revision and r.revision.op == "deleted"] == words[
        "inserted"
    ]


def test_doubtful_places_are_listed_at_the_top_with_why_and_lead_there(officer: Client) -> None:
    imported = brought(officer, LIGHTHOUSES.name, LIGHTHOUSES.read_bytes())
    text = page(officer, imported)
    above, _below = text.split('id="texts"')
    assert "passages have alternative readings" in above
    assert "An alternative reading is possible." in above
    seen = working_copy.current_text(imported)
    doubtful = [n.provision for n in seen.notes if n.message.endswith("reading is possible.")]
    links = re.findall(r'href="([^"]+\?at=([^#"]+)#p-[^"]+)"', above)
    assert {at for _url, at in links} >= set(doubtful)
    for url, at in links[:3]:
        there = officer.get(url.split("#")[0]).content.decode()
        assert f'id="p-{at}"' in there
        assert 'name="do" value="split"' in there
    assert "Next passage to check" in officer.get(links[0][0].split("#")[0]).content.decode()


def test_what_was_mended_is_told_once_with_how_often(officer: Client) -> None:
    lines = "\n\n".join(f"{n}. Decides [bookmark: _Toc{n}]to wait;" for n in range(1, 5))
    imported = brought(
        officer, "a.txt", b"Resolution 5\n\nThe Council of Tides,\n\n" + lines.encode()
    )
    assert page(officer, imported).count("bookmark markers removed: 4") == 1


def test_another_language_reads_the_file_anew(officer: Client, small: Import) -> None:
    correct(officer, small, with_wordings(small, "Noting"), "save", kind="operative")
    small.refresh_from_db()
    corrected = small.now
    step(officer, small, "language", language="fr")
    small.refresh_from_db()
    assert (small.language, working_copy.current_text(small).language) == ("fr", "fr")
    step(officer, small, "undo")
    small.refresh_from_db()
    assert (small.language, small.now) == ("en", corrected)
    answer = officer.get(step(officer, small, "language", language="xx")["Location"])
    assert "Select a language from the list." in answer.content.decode()


def test_the_slower_of_two_officers_is_told_and_loses_nothing(
    officer: Client, small: Import
) -> None:
    slow, quick = officer, signed_in("secretariat")
    requests, before = with_wordings(small, "Requests"), working_copy.correction_token(small)
    correct(quick, small, with_wordings(small, "Noting"), "save", kind="operative")
    count = small.corrections.count()
    typed = {"kind": "footnote", "label": "seven", "words": requests.text}
    answer = slow.post(
        f"{HERE}{small.pk}/correct/", {"at": requests.id, "seen": before, "do": "save", **typed}
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Another user has corrected this text. Your change was not saved." in text
    assert small.corrections.count() == count
    # What was typed stands in the form of the same words, though their id is another now.
    assert 'value="seven"' in text
    assert re.search(r'<option value="footnote" selected>', text)
    assert answer.context["at"] == with_wordings(small, "Requests").id
    # Pressed once more, it is done.
    again = {"at": answer.context["at"], "seen": answer.context["seen"], "do": "save", **typed}
    assert slow.post(f"{HERE}{small.pk}/correct/", again).status_code == 302
    assert with_wordings(small, "Requests").label == "seven"


def test_what_was_typed_of_words_that_are_gone_is_shown_to_be_copied(
    officer: Client, small: Import
) -> None:
    requests, before = with_wordings(small, "Requests"), working_copy.correction_token(small)
    correct(signed_in("secretariat"), small, requests, "merge")
    given = {"kind": "footnote", "label": "seven", "words": "Requests\nthe Keeper to report to it."}
    answer = officer.post(
        f"{HERE}{small.pk}/correct/", {"at": requests.id, "seen": before, "do": "split", **given}
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    shown = text.split("Your unsaved text")[1].split("</section>")[0]
    assert all(words in shown for words in ("footnote", "seven", "the Keeper to report"))


def test_nobody_undoes_publishes_or_turns_what_they_have_not_seen(
    officer: Client, small: Import
) -> None:
    before = working_copy.correction_token(small)
    correct(
        signed_in("secretariat"), small, with_wordings(small, "Noting"), "save", kind="operative"
    )
    for do, given in (("undo", {}), ("language", {"language": "fr"})):
        answer = officer.get(step(officer, small, do, seen=before, **given)["Location"])
        assert "Another user has corrected this text." in answer.content.decode()
    assert officer.post(f"{HERE}{small.pk}/publish/", {"seen": before}).status_code == 409
    small.refresh_from_db()
    assert small.state == "read"
    assert [each.undone for each in small.corrections.all()] == [False]


def test_what_was_decided_of_a_text_stays_when_a_correction_renames_it(officer: Client) -> None:
    imported = brought(officer, LIGHTHOUSES.name, LIGHTHOUSES.read_bytes())
    Destination.objects.filter(of=imported, root="annex_a").update(label="mine")
    annex = next(each for each in walk(imported) if each.id == "annex_a")
    correct(officer, imported, annex, "save", kind="heading", label="")
    roots = {each.root: each.label for each in imported.destinations.all()}
    assert "annex_a" not in roots
    assert "mine" in roots.values()
    assert len(roots) == 3
    assert publish(officer, imported).status_code == 302


def test_how_deep_a_provision_stands_is_shown(officer: Client) -> None:
    imported = brought(officer, LIGHTHOUSES.name, LIGHTHOUSES.read_bytes())
    text = page(officer, imported)
    assert "instruments/imports/preview.css" in text
    deep = re.search(r'deep(\d)" id="p-annex_a__decides__para_1"', text)
    top = re.search(r'deep(\d)" id="p-annex_a"', text)
    assert deep is not None
    assert top is not None
    assert (top[1], deep[1]) == ("0", "2")


def test_a_long_text_is_cut_into_light_pages(officer: Client) -> None:
    lines = [
        f"{n}. Requests the Keeper of the light of the coast to report on part {n} of the plan, "
        f"of which {n * 7} lamps of {n * 13} are to be lit before the end of the year {2030 + n};"
        for n in range(1, 701)
    ]
    words = "Resolution 5\n\nThe Council of Tides,\n\nNoting the tide,\n\n" + "\n\n".join(lines)
    imported = brought(officer, "a.txt", words.encode())
    provisions = walk(imported)
    assert len(provisions) >= 700
    for query in ("", f"?at={provisions[400].id}", "?part=6"):
        with CaptureQueriesContext(connection) as queries:
            text = page(officer, imported, query)
        assert len(queries) <= 12
        assert len(gzip.compress(text.encode(), 6)) <= 60_000
        html5lib.HTMLParser(strict=True).parse(text)
    shown = "".join(page(officer, imported, f"?part={n}") for n in range(1, 8))
    ids = re.findall(r'id="p-([^"]+)"', shown)
    assert list(dict.fromkeys(ids)) == [each.id for each in provisions]
    at = provisions[400].id
    assert f'id="p-{at}"' in page(officer, imported, f"?at={at}")


@pytest.mark.parametrize("do", ["save", "change", "split", "in", "next"])
def test_each_button_saves_all_that_was_typed(officer: Client, small: Import, do: str) -> None:
    requests = with_wordings(small, "Requests")
    typed = {"label": "b)", "words": "Requests\nthe Keeper to report to it.", "run_0": "inserted"}
    assert correct(officer, small, requests, do, **typed).status_code == 302
    found, rest = walk(small)[-2:]
    assert (found.text, found.label, rest.text) == ("Requests", "b)", "the Keeper to report to it.")
    assert {run.revision.op for each in (found, rest) for run in each.runs if run.revision} == {
        "inserted"
    }


@pytest.mark.parametrize("do", ["save", "change", "in", "swap", "next"])
def test_what_one_button_cannot_save_is_refused_by_all_and_stays(
    officer: Client, small: Import, do: str
) -> None:
    requests = with_wordings(small, "Requests")
    typed = {"label": "b)", "words": "Requests the Warden to report to it.", "some": "the Keeper"}
    answer = correct(officer, small, requests, do, **typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "The wording was changed" in text
    assert typed["words"] in text
    assert 'value="b)"' in text
    assert 'value="the Keeper"' in text
    assert not small.corrections.exists()


@pytest.mark.parametrize("do", ["undo", "redo", "language", "aside"])
@pytest.mark.parametrize(
    "typed", [{"label": "b)"}, {"words": "Requests\nthe Keeper to report to it."}, {"some": "the"}]
)
def test_another_button_of_the_page_does_nothing_while_a_passage_is_not_saved(
    officer: Client, small: Import, do: str, typed: dict[str, str]
) -> None:
    correct(officer, small, with_wordings(small, "Noting"), "save", kind="operative")
    requests = with_wordings(small, "Requests")
    answer = step(officer, small, do, at=requests.id, language="fr", **typed)
    assert answer.status_code == 409
    text = unescape(answer.content.decode())
    assert "The changes to this passage have not been saved." in text
    assert next(iter(typed.values())) in text
    small.refresh_from_db()
    assert (small.state, small.language, small.corrections.count()) == ("read", "en", 1)
    # Nothing was typed: the button does what it says.
    assert step(officer, small, do, at=requests.id, language="fr").status_code == 302


def test_publishing_waits_for_a_passage_that_is_not_saved(officer: Client, small: Import) -> None:
    requests = with_wordings(small, "Requests")
    shown = officer.get(f"{small.get_absolute_url()}?at={requests.id}")
    sent = {"at": requests.id, "label": "b)", "decided": shown.context["decided"]}
    answer = officer.post(f"{HERE}{small.pk}/publish/", sent)
    assert answer.status_code == 409
    assert 'value="b)"' in answer.content.decode()
    small.refresh_from_db()
    assert small.state == "read"
    assert (
        officer.post(f"{HERE}{small.pk}/publish/", sent | {"label": requests.label}).status_code
        == 302
    )


def test_the_buttons_of_the_page_send_the_open_passage_with_them(
    officer: Client, small: Import
) -> None:
    closed, opened = page(officer, small), page(officer, small, "?at=para_1")
    assert 'form="passage"' not in closed
    for address in ("step/", "publish/"):
        assert f'form="passage" formaction="{HERE}{small.pk}/{address}"' in opened
        assert f'form="corrections" formaction="{HERE}{small.pk}/{address}"' in closed
    assert ('id="corrections"' in closed, 'id="corrections"' in opened) == (True, False)
    # The Enter key presses the first button of a form.
    first = re.search(r'<button[^>]*form="passage"[^>]*>', opened)
    assert first is not None and 'value="save"' in first[0] and "formaction" not in first[0]
