"""Many files at once: each is there once, whatever ends the command; what is bad stops no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.tasks import default_task_backend

from majlis.commons.search.index import index_records
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.tasks import refresh
from majlis.instruments.imports import actions, bulk, publish, reader_pool
from majlis.instruments.imports.bulk import BulkOptions, FileOutcome, import_files
from majlis.instruments.imports.reader_pool import list_files
from majlis.instruments.models import Citation, Import, Instrument, Version
from majlis.instruments.publication import build
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.models import AuditEntry, Record, User

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("import")
PUBLISH = BulkOptions(publish=True)


class Here:
    """A reader in this process: a test need not wait for others to start."""

    def __init__(self, *_jobs: int, **_more: Any) -> None:
        self.read: list[str] = []

    def submit(self, work: Any, path: str, language: str) -> Any:
        self.read.append(path)
        return _Done(work(path, language))

    def shutdown(self, **_more: Any) -> None:
        """Nothing to end."""


class _Done:
    def __init__(self, value: Any) -> None:
        self.value = value

    def result(self) -> Any:
        return self.value


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    """Files are read in this process."""
    here = Here()
    monkeypatch.setattr(reader_pool, "_pool", lambda _jobs: here)
    yield here


def resolution(number: int, cited: str = "12/90") -> str:
    """A resolution, fictional."""
    return (
        f"TG/RES/12/{number}\n\nThe Conference of Tidal Gardens,\n\nRecalling its resolution {cited},\n\n"
        f"1. Decides to meet {number} times;\n\n2. Requests the Keeper to report.\n"
    )


def written(folder: Path, *numbers: int) -> list[Path]:
    """Files with resolutions of these numbers."""
    made = []
    for number in numbers:
        path = folder / f"{number}.txt"
        path.write_text(resolution(number), encoding="utf-8")
        made.append(path)
    return made


def brought(paths: list[Path], wanted: BulkOptions = PUBLISH) -> list[FileOutcome]:
    return list(import_files(SYSTEM, paths, wanted, 1))


def statuses(found: list[FileOutcome]) -> list[str]:
    return [each.status for each in found]


def test_each_file_becomes_a_text_once_however_often_it_is_named(
    tmp_path: Path, readers: Here
) -> None:
    paths = written(tmp_path, 1, 2)
    copy = tmp_path / "another name.txt"
    copy.write_bytes(paths[0].read_bytes())
    first = brought([*paths, copy, paths[1]])
    assert statuses(first) == ["published", "published", "known", "known"]
    assert first[2].versions == first[0].versions == ("texts/tg-res-12-1/1",)
    assert Instrument.objects.filter(held=True).count() == Version.objects.count() == 2
    readers.read.clear()
    again = brought([*paths, copy])
    assert statuses(again) == ["known"] * 3
    assert again[0].as_dict() == {
        "file": str(paths[0]),
        "status": "known",
        "import": first[0].imported,
        "state": "published",
        "versions": ["texts/tg-res-12-1/1"],
    }
    assert readers.read == []
    assert Version.objects.count() == 2


def test_bad_files_stop_no_other_and_say_why(tmp_path: Path, readers: Here) -> None:
    (good,) = written(tmp_path, 1)
    bad = {
        "pdf.docx": b"%PDF-1.7 nothing",
        "empty.txt": b"",
        "damaged.docx": b"PK\x03\x04 and no more",
        "latin.xml": b"<akomaNtoso>&nbsp;</akomaNtoso>",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    paths = [*(tmp_path / name for name in bad), tmp_path / "not there.txt", pipe, tmp_path, good]
    found = brought(paths)
    assert statuses(found) == ["failed"] * 7 + ["published"]
    assert all(each.error.endswith(".") for each in found[:-1])
    assert "PDF" in found[0].error
    # What is a file is kept for the secretariat with its reason; nothing of it is published.
    kept = Import.objects.filter(state="unreadable")
    assert {each.name for each in kept} == {"pdf.docx", "damaged.docx", "latin.xml"}
    assert all(each.fault for each in kept)
    assert Instrument.objects.filter(held=True).count() == 1
    assert statuses(brought(paths)) == ["failed"] * 7 + ["known"]
    assert Import.objects.count() == 4


def test_a_name_that_is_no_text_is_no_obstacle(tmp_path: Path, readers: Here) -> None:
    name = os.fsdecode(b"r\xe9solution.txt")
    path = tmp_path / name
    path.write_text(resolution(1), encoding="utf-8")
    assert statuses(brought([path])) == ["published"]
    assert Import.objects.get().name == "r?solution.txt"


def test_without_publishing_each_waits_for_a_person_once(tmp_path: Path, readers: Here) -> None:
    paths = written(tmp_path, 1, 2)
    assert statuses(brought(paths, BulkOptions())) == ["read", "read"]
    assert statuses(brought(paths, BulkOptions())) == ["known", "known"]
    assert not Instrument.objects.filter(held=True).exists()
    # The same command with --publish goes on with them.
    assert statuses(brought(paths)) == ["published", "published"]
    assert Import.objects.count() == 2


def test_what_a_person_works_on_is_not_published_unseen(tmp_path: Path, readers: Here) -> None:
    person = User.objects.create(email="a@example.org", name="A")
    mine, corrected, other = written(tmp_path, 1, 2, 3)
    brought([mine, corrected, other], BulkOptions())
    Import.objects.filter(name=mine.name).update(user=person)
    theirs = Import.objects.get(name=corrected.name)
    theirs.corrections.create(position=0, op="kind")
    assert statuses(brought([mine, corrected, other])) == ["known", "known", "published"]
    assert Instrument.objects.filter(held=True).count() == 1


def test_what_is_said_of_all_is_kept_of_each(tmp_path: Path, readers: Here) -> None:
    (path,) = written(tmp_path, 1)
    found = brought([path], BulkOptions(True, "", {"state": "adopted", "kind": "decision"}))
    assert statuses(found) == ["published"]
    version = Version.objects.get()
    assert (version.state, version.instrument.kind) == ("adopted", "decision")


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (actions, "upload_import"),
        (actions, "read_import"),
        (publish, "set_destination"),
        (publish, "publish_import"),
    ],
)
def test_a_command_that_was_ended_at_any_step_goes_on_there(
    tmp_path: Path, readers: Here, monkeypatch: pytest.MonkeyPatch, module: Any, step: str
) -> None:
    """Each step is a transaction: what was not done is done by the next command, what was, is not again."""
    paths = written(tmp_path, 1, 2, 3)
    wanted = BulkOptions(True, "", {"state": "proposed"})
    done, calls = getattr(module, step), 0

    def ended(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return done(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(module, step, ended)
        with pytest.raises(KeyboardInterrupt):
            brought(paths, wanted)
    assert Instrument.objects.filter(held=True).count() == 1
    assert statuses(brought(paths, wanted)) == ["known", "published", "published"]
    assert Import.objects.filter(state="published").count() == Import.objects.count() == 3
    assert Version.objects.filter(state="proposed").count() == Version.objects.count() == 3


def test_a_defect_of_ours_is_a_line_and_leaves_nothing_half_published(
    tmp_path: Path, readers: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = written(tmp_path, 1, 2)
    create_version = publish.create_version

    def broken(instrument: Any, text: Any, facts: Any, **more: Any) -> Any:
        if text.symbol.endswith("/1"):
            raise ValueError("a defect")
        return create_version(instrument, text, facts, **more)

    monkeypatch.setattr(publish, "create_version", broken)
    found = brought(paths, BulkOptions(True, explain=lambda error: f"{error}."))
    assert [(each.status, each.error) for each in found] == [
        ("failed", "a defect."),
        ("published", ""),
    ]
    assert Instrument.objects.filter(held=True).count() == 1
    assert Import.objects.get(name="1.txt").state == "read"
    with pytest.raises(ValueError, match="a defect"):
        brought(paths)


def test_texts_that_are_cited_and_not_kept_are_made_once_and_found(
    tmp_path: Path, readers: Here, django_assert_max_num_queries: Any
) -> None:
    (first, second) = written(tmp_path, 1, 2)
    cited = ", ".join(f"{number}/7" for number in range(30, 60))
    first.write_text(resolution(1, cited), encoding="utf-8")
    with django_assert_max_num_queries(75):  # however many it cites
        assert statuses(brought([first])) == ["published"]
    cited_ones = Instrument.objects.filter(held=False)
    keys = cited_ones.values_list("symbol", flat=True)
    assert sorted(keys) == [f"resolution {n}/7" for n in range(30, 60)]
    assert Citation.objects.count() == 30
    assert [each.error for each in brought([second])] == [""]
    assert cited_ones.count() == 31


def test_stubs_of_alike_symbols_have_addresses_of_their_own() -> None:
    from majlis.instruments.citations.stubs import create_stubs

    keys = ["A/RES/70/1", "A/RES-70/1", "resolution 5", "resolution  5"]
    made = create_stubs(keys)
    assert [each.slug for each in made] == [
        "a-res-70-1",
        "a-res-70-1-2",
        "resolution-5",
        "resolution-5-2",
    ]
    assert [each.slug for each in create_stubs(["coverage", "resolution 5"])] == [
        "coverage-2",
        "resolution-5-3",
    ]


def test_files_of_folders_come_in_order_and_hidden_ones_do_not(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden/3.txt", "b/.4.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [str(each.relative_to(tmp_path)) for each in list_files([tmp_path])]
    assert found == ["a.txt", "b/1.txt", "b/2.txt"]


def test_a_folder_that_cannot_be_opened_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    scan = os.scandir

    def refused(path: Any) -> Any:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert list(list_files([tmp_path])) == [closed]
    assert reader_pool.parse_file(str(closed), "") == (
        "",
        "The folder cannot be opened. Check its rights.",
    )


def test_a_second_command_at_once_is_refused() -> None:
    import psycopg
    from django.db import connection

    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [bulk._LOCK_KEY])
        with pytest.raises(WrongState, match="Another command"), bulk.single_run():
            pass
        other.execute("SELECT pg_advisory_unlock(%s)", [bulk._LOCK_KEY])
    with bulk.single_run():
        pass


def _end(_path: str, _language: str) -> tuple[str, str]:
    os.kill(os.getpid(), signal.SIGKILL)
    return "", ""


@pytest.mark.slow
def test_a_file_that_takes_its_reader_with_it_is_named_and_the_next_are_read(
    tmp_path: Path,
) -> None:
    (path,) = written(tmp_path, 1)
    with reader_pool.ReaderPool(1) as readers:
        assert isinstance(readers.pool, ProcessPoolExecutor)
        lost = readers.pool.submit(_end, "", "")
        waiting = reader_pool.PendingRead(str(path), "", lost)
        kept, fault = waiting.result()
        assert (bool(kept), fault) == (True, "")
        assert readers.read(str(path), "").result() == (kept, "")


def test_every_step_is_in_the_history(tmp_path: Path, readers: Here) -> None:
    brought(written(tmp_path, 1))
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(dict.fromkeys(verbs)) == [
        "instruments.upload_import",
        "instruments.read_import",
        "instruments.publish_import",
    ]


def test_what_was_published_is_left_to_the_worker_of_search(tmp_path: Path, readers: Here) -> None:
    brought(written(tmp_path, 1))
    version = Version.objects.get()
    assert not SearchEntry.objects.filter(record=version.pk).exists()
    left: Any = default_task_backend
    asked = [each.args[0] for each in left.results if each.task.name == refresh.name]
    assert any(version.pk in keys for keys in asked)
    index_records(Record.objects.filter(pk=version.pk).with_wordings())
    assert SearchEntry.objects.get(record=version.pk).language == "en"


def test_a_file_that_was_changed_while_it_was_read_is_not_kept_as_the_one_that_was_read(
    tmp_path: Path, readers: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = written(tmp_path, 1)
    keep = files.store_file

    def submit(work: Any, name: str, language: str) -> Any:
        done = _Done(work(name, language))
        path.write_text(resolution(2), encoding="utf-8")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(readers, "submit", submit)
        (first,) = brought([path])
    assert (first.status, first.error) == ("failed", bulk.FILE_CHANGED)

    def keeping(stream: Any, **more: Any) -> Any:
        path.write_text(resolution(3), encoding="utf-8")
        with path.open("rb") as now:
            return keep(now, **more)

    with monkeypatch.context() as patch:
        patch.setattr(files, "store_file", keeping)
        (second,) = brought([path])
    assert (second.status, second.error) == ("failed", bulk.FILE_CHANGED)
    assert not Import.objects.exists()
    assert statuses(brought([path])) == ["published"]


def test_why_the_connection_is_gone_is_told_though_the_lock_cannot_be_given_back() -> None:
    from django.db import connection

    with pytest.raises(ValueError, match="the real one"), bulk.single_run():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_locks"
                " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
            assert cursor.fetchone()[0] == 1
        raise ValueError("the real one")
    with bulk.single_run():
        pass


def test_what_somebody_published_at_the_same_moment_is_tried_once_more(
    tmp_path: Path, readers: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = written(tmp_path, 1, 2)
    unique_slug, calls = build.unique_slug, []

    def late(*args: Any, **kwargs: Any) -> str:
        calls.append(args)
        return taken if len(calls) == 1 else unique_slug(*args, **kwargs)

    assert statuses(brought(paths[:1])) == ["published"]
    taken = Instrument.objects.filter(held=True).get().slug
    monkeypatch.setattr(build, "unique_slug", late)
    assert statuses(brought(paths[1:])) == ["published"]
    assert len(calls) == 2
