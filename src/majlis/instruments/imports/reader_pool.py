"""Files read in processes of their own, by plain Python without Django."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Self

from majlis.textkit.errors import TextError
from majlis.textkit.model import Text
from majlis.textkit.read import file_bytes, read_bytes
from majlis.textkit.write.akn import write_akn

READER_ENDED = (
    "The program that read the file was ended by the system, most likely for want of memory. "
    "Bring the file in by itself, or split it."
)


def list_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and those in folders, in the order of their names; hidden ones are left out.

    A folder that cannot be opened stands for what is in it, so that it is not passed over in silence.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        closed: list[OSError] = []
        found = [
            Path(folder) / name
            for folder, _below, names in os.walk(path, onerror=closed.append)
            for name in names
        ]
        found += [Path(error.filename) for error in closed]
        for each in sorted(found):
            if not any(part.startswith(".") for part in each.relative_to(path).parts):
                yield each


LONGEST_ID = 450
"""Signs of the id of a provision: it is a part of an address, and kept in 500."""


def parse_content(data: bytes, language: str, name: str) -> Text:
    """The text in a content, as an import takes it. Raises TextError for whatever cannot be read."""
    text = read_bytes(data, language=language or None, name=name)
    # Edits of it may add an id more to each, as splitting does.
    if any(len(each.id) > LONGEST_ID for each in text.walk()):
        raise TextError(
            "The file gives its provisions names that are longer than any text has.",
            "Check that it is a text and not a data dump.",
        )
    return text


def parse_file(path: str, language: str) -> tuple[str, str]:
    """The text of a file as an import keeps it, and why it cannot be read; one of them is empty."""
    try:
        place = Path(path)
        if place.is_dir():
            return "", "The folder cannot be opened. Check its rights."
        if place.exists() and not place.is_file():
            return "", "This is no file. Name files, or folders with files."
        text = parse_content(file_bytes(place), language, place.name)
        return write_akn(text).decode("utf-8"), ""
    except TextError as error:
        return "", str(error)


class ReaderPool:
    """So many processes that read; they end with the one that began them, however that ends."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.pool = _pool(jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def read(self, path: str, language: str) -> PendingRead:
        """Begin to read a file."""
        try:
            future = self.pool.submit(parse_file, path, language)
        except BrokenProcessPool:  # a file before this one took the readers with it
            self.pool.shutdown()
            self.pool = _pool(self.jobs)
            future = self.pool.submit(parse_file, path, language)
        return PendingRead(path, language, future)


class PendingRead:
    """A file that is being read."""

    def __init__(self, path: str, language: str, future: Future[tuple[str, str]]) -> None:
        self.path = path
        self.language = language
        self.future = future

    def result(self) -> tuple[str, str]:
        """What ``parse_file`` gave, when it is done.

        Where readers were ended, nobody knows by which file: each that waited is read once more by itself.
        """
        try:
            return self.future.result()
        except BrokenProcessPool:
            pass
        with _pool(1) as pool:
            try:
                return pool.submit(parse_file, self.path, self.language).result()
            except BrokenProcessPool:
                return "", READER_ENDED


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_init_worker)


def _init_worker() -> None:
    """Leave the keyboard to the parent, and end when it has ended, killed or not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
