"""Reads files in processes of their own, by plain Python without Django."""

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

from majlis.instruments.core.text_reader import as_result, warm_up
from majlis.textkit.errors import TextError
from majlis.textkit.model import JSON, Text
from majlis.textkit.read import file_bytes, read_bytes
from majlis.textkit.write.akn import write_akn

__all__ = [
    "PendingRead",
    "ReaderPool",
    "list_files",
    "parse_content",
    "parse_file",
    "read_serialized",
    "warm_up",
]

READER_ENDED = (
    "The program that read the file was ended by the system, most likely for want of memory. "
    "Bring the file in by itself, or split it."
)


def list_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and the files in folders, sorted by name, without hidden ones.

    A folder that cannot be opened is listed itself, so that it gets an error.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        errors: list[OSError] = []
        files = [
            Path(folder) / name
            for folder, _below, names in os.walk(path, onerror=errors.append)
            for name in names
        ]
        files += [Path(error.filename) for error in errors]
        for each in sorted(files):
            if not any(part.startswith(".") for part in each.relative_to(path).parts):
                yield each


LONGEST_ID = 450
"""Maximal characters of a provision's id: it is part of a URL, and its column has 500."""


def parse_content(data: bytes, language: str, name: str) -> Text:
    """The text in the content of a file. Raises TextError for whatever cannot be read."""
    text = read_bytes(data, language=language or None, name=name)
    # Corrections such as a split lengthen ids.
    if any(len(each.id) > LONGEST_ID for each in text.walk()):
        raise TextError(
            "The provision identifiers in the file are too long.",
            "Check that it is a text and not a data dump.",
        )
    return text


@as_result
def read_serialized(path: Path, language: str, name: str) -> JSON:
    """The serialized text of a stored file: what a limited process runs. Raises TextError."""
    return write_akn(parse_content(path.read_bytes(), language, name)).decode("utf-8")


def parse_file(path: str, language: str) -> tuple[str, str]:
    """The serialized text of a file, and the error; one of them is empty."""
    try:
        file = Path(path)
        if file.is_dir():
            return "", "The folder cannot be opened. Check its rights."
        if file.exists() and not file.is_file():
            return "", "This is no file. Name files, or folders with files."
        text = parse_content(file_bytes(file), language, file.name)
        return write_akn(text).decode("utf-8"), ""
    except TextError as error:
        return "", str(error)


class ReaderPool:
    """A pool of reader processes, which end with the process that started them."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.pool = _pool(jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def read(self, path: str, language: str) -> PendingRead:
        """Start to read a file."""
        try:
            future = self.pool.submit(parse_file, path, language)
        except BrokenProcessPool:  # an earlier file killed the readers
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
        """The result of ``parse_file``; waits for it.

        When a reader process is killed, all pending reads of the pool fail: each is repeated in a
        pool of its own.
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
    """Ignore Ctrl+C, which the parent handles, and end when the parent has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
