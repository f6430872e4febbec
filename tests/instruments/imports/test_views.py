"""Bringing texts in through the pages, as an officer of the secretariat does: upload, look, decide, publish."""

from __future__ import annotations

import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.tasks import TaskResultStatus
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from majlis.instruments.imports import actions, tasks, working_copy
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Import, Instrument, LanguageVersion, Provision, Version
from majlis.instruments.publication import build
from majlis.instruments.texts.storage import load_text
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.parties.models import Body
from majlis.textkit.model import Text
from tests.instruments import published_texts
from tests.support import parties
from tests.support.markup import compact
from tests.support.people import person
from tests.support.tasks import DATABASE_TASKS, run_tasks

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[3] / "samples"
HERE = "/en/texts/imports/"
UPLOAD = f"{HERE}add/"
SMALL = (
    b"Resolution 5 (2030)\n\nThe light of the coast\n\nThe Council of Tides,\n\nNoting the tide,\n\n"
    b"1. Decides to wait for the light;\n\n2. Requests the Keeper to report to it."
)


@pytest.fixture
def officer() -> Client:
    return signed_in("secretariat")


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles))
    return client


def upload(client: Client, *files: tuple[str, bytes], page: str = UPLOAD) -> Any:
    """The answer to the form with these files."""
    given = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(page, {"files": given})


def brought(client: Client, name: str, data: bytes) -> Import:
    """The import of one file that was uploaded and is shown."""
    answer = upload(client, (name, data))
    assert answer.status_code == 302, answer.content[:500]
    found = Import.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])
    assert client.get(answer["Location"]).status_code == 200
    return found


def page(client: Client, imported: Import, query: str = "") -> str:
    answer = client.get(imported.get_absolute_url() + query)
    assert answer.status_code == 200
    return compact(answer.content.decode())


def publish(client: Client, imported: Import) -> Any:
    return client.post(
        f"{HERE}{imported.pk}/publish/", {"seen": working_copy.decision_token(imported)}
    )


def becomes(client: Client, imported: Import, root: str, **changes: Any) -> Any:
    """The form of one text's destination, as it is shown, with some of it changed, and saved."""
    address = f"{HERE}{imported.pk}/destination/?text={root}"
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: getattr(value, "pk", value) for name, value in data.items()}
    data = {name: value for name, value in (data | changes).items() if value not in (None, False)}
    return client.post(address, data | {"do": "save"} | {k: v for k, v in changes.items() if v})


WORD = SAMPLES / "tidal-gardens.2026.en.docx"
AKN = "akn.xml"


def in_every_format() -> dict[str, bytes]:
    from majlis.textkit.read import read_bytes
    from majlis.textkit.write.akn import write_akn
    from majlis.textkit.write.html import write_html
    from majlis.textkit.write.markdown import write_markdown

    text = read_bytes(SMALL, name="a.txt")
    return {
        "a.txt": SMALL,
        "a.xml": write_akn(text),
        "a.html": write_html(text).encode(),
        "a.md": write_markdown(text).encode(),
        "a.docx": WORD.read_bytes(),
    }


def test_several_files_of_all_formats_come_in_at_once(officer: Client) -> None:
    answer = upload(officer, *in_every_format().items())
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    found = Import.objects.all()
    assert {each.name for each in found} == set(in_every_format())
    assert {each.state for each in found} == {"read"}
    assert "5 files imported." in officer.get(HERE).content.decode()


def test_a_bad_file_among_good_ones_keeps_none_of_them_out(officer: Client) -> None:
    answer = upload(officer, ("a.txt", SMALL), ("empty.txt", b""), ("b.docx", b"no Word file"))
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "empty.txt: The file is empty." in words
    assert "2 files imported." in words
    assert set(Import.objects.values_list("name", "state")) == {
        ("a.txt", "read"),
        ("b.docx", "unreadable"),
    }


def test_no_file_is_said_to_be_missing(officer: Client) -> None:
    answer = officer.post(UPLOAD, {})
    assert answer.status_code == 422
    assert "is blank. Select a file." in answer.content.decode()


def test_the_same_file_twice_is_one_import_and_this_is_said(officer: Client) -> None:
    first = brought(officer, "a.txt", SMALL)
    answer = upload(officer, ("again.txt", SMALL))
    assert answer["Location"] == first.get_absolute_url()
    assert "a.txt has already been imported" in page(officer, first)
    assert Import.objects.count() == 1


def test_the_files_of_a_state_are_a_way_and_no_download(officer: Client) -> None:
    publish(officer, brought(officer, "a.txt", SMALL))
    brought(officer, "b.txt", SMALL.replace(b"Resolution 5", b"Resolution 6"))
    answer = officer.get(HERE)
    said = answer.content.decode()
    assert f'<a href="{HERE}?state=published">published (1)</a>' in said
    assert "Download" not in said
    assert [str(each.label) for each in answer.context["trail"]] == [
        "Texts",
        "Imported files",
    ]
    only = officer.get(f"{HERE}?state=published").content.decode()
    assert "a.txt" in only
    assert "b.txt" not in only


def test_only_the_secretariat_brings_in(officer: Client) -> None:
    imported = brought(officer, "a.txt", SMALL)
    base = f"{HERE}{imported.pk}/"
    for client in (Client(), signed_in(), signed_in("translator")):
        assert upload(client, ("b.txt", SMALL + b"\n\n3. Decides.")).status_code == 403
        for address in (HERE, UPLOAD, base, f"{base}destination/"):
            assert client.get(address).status_code == 403, address
        for address in ("correct/", "step/", "publish/", "destination/"):
            assert client.post(base + address, {"do": "undo"}).status_code == 403, address
    assert Import.objects.count() == 1
    assert not Instrument.objects.exists()


def test_a_large_file_waits_for_the_worker_and_the_page_says_so(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("majlis.instruments.imports.upload.LARGEST_READ_AT_ONCE", len(SMALL) - 1)
    imported = brought(officer, "large.txt", SMALL)
    assert imported.state == "waiting"
    words = page(officer, imported)
    assert "awaiting processing" in words
    assert "Refresh" in words
    tasks.read_import_file.func(imported.pk, None)
    assert "Processed text" in page(officer, imported)


def test_a_file_that_waits_says_what_the_worker_does_and_what_to_do_if_it_failed(
    officer: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr("majlis.instruments.imports.upload.LARGEST_READ_AT_ONCE", len(SMALL) - 1)
    imported = brought(officer, "large.txt", SMALL)
    settings.TASKS = DATABASE_TASKS
    tasks.read_import_file.enqueue(imported.pk, None)
    words = page(officer, imported)
    assert "Reading of a file" in words
    assert "This starts after other work." in words
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert "In progress" in page(officer, imported)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    words = page(officer, imported)
    assert "Try again" in words
    address = reverse("retry_work", args=[DBTaskResult.objects.get().pk])
    answer = officer.post(address, {"next": imported.get_absolute_url()}, follow=True)
    assert answer.redirect_chain[-1][0] == imported.get_absolute_url()
    run_tasks()
    assert "Processed text" in page(officer, imported)


def test_a_large_file_is_read_when_the_request_is_over(
    officer: Client,
    immediate_tasks: None,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr("majlis.instruments.imports.upload.LARGEST_READ_AT_ONCE", len(SMALL) - 1)
    with django_capture_on_commit_callbacks(execute=True):
        imported = brought(officer, "large.txt", SMALL)
    imported.refresh_from_db()
    assert imported.state == "read"


def numbers(text: Text, root: str) -> list[tuple[str, str, str]]:
    """Kind, label and number of what stands straight under a provision."""
    return [(each.kind, each.label, each.number) for each in text.by_id()[root].children]


def test_the_lighthouses_come_in_as_three_texts(officer: Client) -> None:
    path = SAMPLES / "lighthouses.2031.ar.txt"
    imported = brought(officer, path.name, path.read_bytes())
    seen = working_copy.current_text(imported)
    assert [part.kind for part in seen.parts] == ["report", "resolution", "terms of reference"]
    decides = numbers(seen, "annex_a__decides")
    assert decides == [("operative", str(n), str(n)) for n in (1, 2, 3)]
    instructs = numbers(seen, "annex_a__instructs")
    assert instructs == [("operative", str(n), str(n)) for n in range(1, 6)]
    assert "will also be published" in page(officer, imported)
    assert publish(officer, imported).status_code == 302
    resolution = Version.objects.get(state=PROPOSED, instrument__kind="resolution")
    assert resolution.instrument.symbol.endswith("27")
    assert resolution.follows is not None
    assert resolution.follows.reconstructed_from == resolution
    assert set(Version.objects.exclude(reconstructed_from=None)) == {resolution.follows}


def test_the_seed_needs_no_correction_in_its_operative_part(officer: Client, shared: Path) -> None:
    path = shared / "seed/council-report-wsis-sdg.ar.txt"
    if not path.is_file():
        pytest.skip("the seed text is not in the domain pack")
    imported = brought(officer, path.name, path.read_bytes())
    assert publish(officer, imported)["Location"] == f"{imported.get_absolute_url()}progress/"
    assert not imported.corrections.exists()
    resolution = Version.objects.get(state=PROPOSED, instrument__kind="resolution")
    assert resolution.instrument.kind == "resolution"
    text = load_text(resolution, "ar")
    wanted = {"decides": 6, "instructs": 5, "instructs_2": 14, "instructs_3": 5, "invites": 7}
    for heading, last in wanted.items():
        assert text.by_id()[heading].kind == "heading"
        found = numbers(text, heading)
        assert found == [("operative", str(n), str(n)) for n in range(1, last + 1)]
    former = load_text(resolution.follows, "ar")  # type: ignore[arg-type]
    old = [number for _kind, _label, number in numbers(former, "instructs")]
    assert old == [str(n) for n in range(1, 13)]


def test_what_becomes_of_a_text_is_decided_and_then_published_so(officer: Client) -> None:
    imported = brought(officer, "a.txt", SMALL)
    answer = becomes(
        officer,
        imported,
        "",
        kind="decision",
        symbol="Decision 9 (Rev. 2030)",
        title="Light for all",
        label="Rev. 2030",
        state="adopted",
        date="2030-05",
        authentic=False,
    )
    assert answer.status_code == 302, answer.context["form"].errors
    words = page(officer, imported)
    assert "Light for all" in words
    assert "adopted" in words
    answer = publish(officer, imported)
    made = Version.objects.get()
    assert answer["Location"] == f"{imported.get_absolute_url()}progress/"
    assert f'href="{made.get_absolute_url()}"' in officer.get(answer["Location"]).content.decode()
    assert (made.state, made.date, made.instrument.kind) == ("adopted", "2030-05", "decision")
    assert made.instrument.say("title").text == "Light for all"
    assert made.languages.get().status == "translated"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"published_as": "version"}, "instrument"),
        ({"published_as": "language"}, "version"),
        ({"date": "17 May 2031"}, "date"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    officer: Client, given: dict[str, str], field: str
) -> None:
    imported = brought(officer, "a.txt", SMALL)
    answer = becomes(officer, imported, "", **given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_version_is_not_given_a_language_twice(officer: Client) -> None:
    publish(officer, brought(officer, "a.txt", SMALL))
    imported = brought(officer, "b.txt", SMALL + b"\n\n3. Decides to go on.")
    answer = becomes(
        officer, imported, "", published_as="language", version=Version.objects.get().pk
    )
    assert answer.status_code == 422
    assert "version" in answer.context["form"].errors


def test_a_text_that_is_here_is_looked_for_and_what_was_typed_stays(officer: Client) -> None:
    publish(officer, brought(officer, "a.txt", SMALL))
    other = SMALL.replace(b"Resolution 5 (2030)", b"Resolution 8 (2031)").replace(b"light", b"fog")
    imported = brought(officer, "b.txt", other)
    address = f"{HERE}{imported.pk}/destination/"
    held = Instrument.objects.get(held=True)

    def offered(answer: Any) -> list[Any]:
        return [value for value, _name in answer.context["form"].fields["instrument"].choices]

    assert offered(officer.get(address)) == [""]
    answer = officer.post(address, {"do": "find", "find": "light coast", "label": "Rev. 7"})
    assert answer.status_code == 200
    assert offered(answer) == ["", held.pk]
    assert 'value="Rev. 7"' in answer.content.decode()
    assert (
        becomes(officer, imported, "", published_as="version", instrument=held.pk).status_code
        == 302
    )
    assert publish(officer, imported).status_code == 302
    assert list(held.versions.values_list("position", flat=True)) == [0, 1]


def test_nothing_is_there_when_something_breaks_in_the_middle(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = SAMPLES / "lighthouses.2031.ar.txt"
    imported = brought(officer, path.name, path.read_bytes())
    calls: list[Any] = []

    def breaking(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise ArithmeticError
        return build.create_version(*args, **kwargs)

    verb = sys.modules["majlis.instruments.imports.publish"]
    monkeypatch.setattr(verb, "create_version", breaking)
    with pytest.raises(ArithmeticError):
        publish(officer, imported)
    assert not Instrument.objects.exists()
    assert not Version.objects.exists()
    assert not Provision.objects.exists()
    imported.refresh_from_db()
    assert imported.state == "read"
    assert not imported.destinations.exclude(result=None).exists()


def test_what_another_published_at_the_same_moment_is_told_in_words(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = SAMPLES / "lighthouses.2031.ar.txt"
    imported = brought(officer, path.name, path.read_bytes())
    taken = published_texts.published_text(
        published_texts.sample_bytes("Resolution 900")
    ).instrument.slug
    before = Instrument.objects.count()
    monkeypatch.setattr(build, "unique_slug", lambda *_args, **_more: taken)
    answer = publish(officer, imported)
    assert answer.status_code < 500
    assert str(WrongState()) in unescape(answer.content.decode())
    assert Instrument.objects.count() == before
    imported.refresh_from_db()
    assert imported.state == "read"


def test_what_is_published_is_linked_and_cannot_be_published_or_corrected_again(
    officer: Client,
) -> None:
    path = SAMPLES / "lighthouses.2031.ar.txt"
    imported = brought(officer, path.name, path.read_bytes())
    publish(officer, imported)
    words = page(officer, imported)
    for each in imported.destinations.all():
        assert each.result is not None
        assert f'href="{each.result.get_absolute_url()}"' in words
    assert "Publish</button>" not in words
    assert ">Correct</a>" not in words
    count = Version.objects.count()
    for address in ("publish/", "correct/", "destination/"):
        answer = officer.post(f"{HERE}{imported.pk}/{address}", {"seen": 0}, follow=True)
        assert answer.status_code == 200
        assert "The record has changed since you opened it." in answer.content.decode()
    assert Version.objects.count() == count


def test_what_is_not_published_stays_out(officer: Client) -> None:
    path = SAMPLES / "lighthouses.2031.ar.txt"
    imported = brought(officer, path.name, path.read_bytes())
    for root in ("", "annex_a"):
        assert becomes(officer, imported, root, published_as="nothing").status_code == 302
    publish(officer, imported)
    assert [each.kind for each in Instrument.objects.filter(held=True)] == ["terms of reference"]
    other = brought(officer, "b.txt", SMALL)
    becomes(officer, other, "", published_as="nothing")
    answer = publish(officer, other)
    assert answer.status_code == 422
    assert "No text is selected for publication." in answer.content.decode()


def test_an_import_that_was_set_aside_goes_on_with_its_corrections(officer: Client) -> None:
    from majlis.textkit.edit import Edit

    imported = brought(officer, "a.txt", SMALL)
    actor = Actor(user=person("secretariat"))
    first = next(
        each.id for each in working_copy.current_text(imported).walk() if each.kind == "operative"
    )
    corrected = actions.correct_import(
        actor, imported, edits=[Edit("kind", first, "paragraph")]
    ).now
    step = f"{HERE}{imported.pk}/step/"
    officer.post(step, {"do": "aside"})
    assert "This import was discarded." in page(officer, imported)
    officer.post(step, {"do": "again"})
    imported.refresh_from_db()
    assert (imported.state, imported.now) == ("read", corrected)
    officer.post(step, {"do": "undo", "seen": working_copy.correction_token(imported)})
    imported.refresh_from_db()
    assert imported.now == imported.read


@pytest.mark.parametrize("address", ["publish/", "step/", "correct/"])
def test_the_address_of_a_button_leads_to_the_import(officer: Client, address: str) -> None:
    """After a reload, or for who signed in on the way."""
    imported = brought(officer, "a.txt", SMALL)
    answer = officer.get(f"{HERE}{imported.pk}/{address}")
    assert (answer.status_code, answer["Location"]) == (302, imported.get_absolute_url())
    assert officer.put(f"{HERE}{imported.pk}/{address}").status_code == 405
    assert Import.objects.get(pk=imported.pk).state == "read"


def test_a_body_is_added_in_place_and_nothing_typed_is_lost(officer: Client) -> None:
    united = parties.body("un", words={"title": {"en": "United Nations"}})
    imported = brought(officer, "a.txt", SMALL.replace(b"The Council", b"The Security Council"))
    address = f"{HERE}{imported.pk}/destination/"
    shown = officer.get(address)
    assert shown.context["new_body"]["title"].value() == "Security Council"
    typed = {"do": "body", "label": "Rev. 7", "date": "2031-13", "title": "On lights", "find": "x"}
    new = {"title": "Security Council", "abbreviation": "UNSC", "parent": united.pk}
    answer = officer.post(
        address,
        shown.context["form"].initial
        | typed
        | {f"new_body-{k}": v for k, v in new.items()}
        | {"instrument": "", "version": "", "body": ""},
    )
    assert answer.status_code == 200
    added = Body.objects.get(slug="unsc")
    assert (added.parent, added.verified) == (united, "no")
    form = answer.context["form"]
    assert str(form["body"].value()) == str(added.pk)
    values = {name: form[name].value() for name in ("label", "date", "title", "find")}
    assert values == {name: typed[name] for name in values}
    assert not form.errors
    again = officer.post(address, typed | {f"new_body-{k}": v for k, v in new.items()})
    assert again.status_code == 422
    assert "already listed" in again.content.decode()
    assert 'value="Rev. 7"' in again.content.decode()
    assert Body.objects.filter(abbreviation="UNSC").count() == 1


def test_a_body_without_a_name_is_not_added(officer: Client) -> None:
    imported = brought(officer, "a.txt", SMALL)
    answer = officer.post(f"{HERE}{imported.pk}/destination/", {"do": "body", "label": "Rev. 7"})
    assert answer.status_code == 422
    assert "title" in answer.context["new_body"].errors
    assert 'value="Rev. 7"' in answer.content.decode()
    assert not Body.objects.exists()


def test_a_meeting_is_recorded_with_an_adoption_only(officer: Client) -> None:
    imported = brought(officer, "a.txt", SMALL)
    answer = becomes(officer, imported, "", state="draft", meeting="4th plenary meeting")
    assert answer.status_code == 422
    assert "meeting" in answer.context["form"].errors
    assert (
        becomes(officer, imported, "", state="adopted", meeting="4th plenary meeting").status_code
        == 302
    )
    publish(officer, imported)
    act = Version.objects.get().acts.get()
    assert (act.kind, act.words) == ("adopts", "4th plenary meeting")


def test_another_version_of_a_text_is_uploaded_for_that_text(officer: Client) -> None:
    publish(officer, brought(officer, "a.txt", SMALL))
    held = Instrument.objects.get(held=True)
    shown = officer.get(held.get_absolute_url()).content.decode()
    address = f"{UPLOAD}?of={held.slug}"
    assert f'href="{address}"' in shown
    assert "New version or language version of: " in officer.get(address).content.decode()
    # Nothing in the file tells which text it is.
    other = SMALL.replace(b"Resolution 5 (2030)\n\n", b"").replace(b"light", b"fog")
    answer = upload(officer, ("b.txt", other), page=address)
    imported = Import.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])
    row = imported.destinations.get()
    assert (row.published_as, row.instrument) == ("version", held)
    publish(officer, imported)
    assert held.versions.count() == 2


def test_a_version_of_the_named_text_keeps_nothing_of_another_text_that_was_proposed(
    officer: Client,
) -> None:
    small = SMALL.replace(b"5 (2030)", b"5 (Rev. Lira, 2030)")
    publish(officer, brought(officer, "a.txt", small))
    other = Instrument.objects.get(held=True)
    publish(officer, brought(officer, "b.txt", SMALL.replace(b"5 (2030)", b"6 (2029)")))
    named = Instrument.objects.exclude(pk=other.pk).get(held=True)
    # Without English, the other text takes the file as a language of its version of 2030.
    LanguageVersion.objects.filter(version__instrument=other).update(language="fr")
    changed = small.replace(b"wait", b"look")
    row = brought(officer, "c.txt", changed).destinations.get()
    assert (row.published_as, row.instrument, row.authentic) == ("language", other, False)
    answer = upload(officer, ("d.txt", changed + b" "), page=f"{UPLOAD}?of={named.slug}")
    imported = Import.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])
    row = imported.destinations.get()
    assert (row.published_as, row.instrument) == ("version", named)
    assert (row.version, row.authentic) == (None, True)


def test_a_text_in_the_file_that_is_the_named_one_by_its_symbol_is_its_version(
    officer: Client,
) -> None:
    publish(officer, brought(officer, "a.txt", SMALL))
    held = Instrument.objects.get(held=True)
    report = (
        b"Report of the Keeper\n\n1 Lights\n\nThe lights are lit.\n\nAnnex\n\n"
        + SMALL.replace(b"light", b"fog")
    )
    answer = upload(officer, ("b.txt", report), page=f"{UPLOAD}?of={held.slug}")
    imported = Import.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])
    of_root = {row.root: row.instrument for row in imported.destinations.all()}
    assert of_root.pop("") is None
    assert list(of_root.values()) == [held]


def test_a_text_that_is_not_here_is_no_target(officer: Client) -> None:
    answer = upload(officer, ("a.txt", SMALL), page=f"{UPLOAD}?of=nowhere")
    assert answer.status_code == 302
    assert Import.objects.get().target is None
