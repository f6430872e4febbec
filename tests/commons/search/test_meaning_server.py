"""One process has the model of meaning, and the others ask it."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from majlis.commons.search import embeddings, meaning_client, meaning_server


def fake_encode(texts: list[str]) -> Any:
    """Vectors that tell their texts: the first number is the length."""
    vectors = np.zeros((len(texts), embeddings.DIMENSIONS), dtype=np.float32)
    vectors[:, 0] = [len(text) for text in texts]
    return vectors


@pytest.fixture(autouse=True)
def no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process with the model answered so far."""
    monkeypatch.setattr(embeddings, "_silent_until", 0.0)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[str]:
    """A socket that is served, without a model."""
    monkeypatch.setattr(embeddings, "encode", fake_encode)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    path = tmp_path / "meaning"
    listener.bind(str(path))
    listener.listen(8)
    meaning_server.serve(listener)
    settings.MAJLIS_MEANING_SOCKET = str(path)
    yield str(path)
    listener.close()


def test_the_others_get_the_vectors_of_the_process_with_the_model(place: str) -> None:
    texts = ["é" * number for number in range(1, 30)]  # more than are computed at once
    vectors = embeddings.vectors(texts)
    assert vectors is not None
    assert vectors.shape == (29, embeddings.DIMENSIONS)
    assert vectors[:, 0].tolist() == list(range(1, 30))


def test_a_request_that_is_none_ends_that_connection_only(place: str) -> None:
    for rubbish in (b"rubbish", json.dumps({"a": 1}).encode(), b"12"):
        with Client(place, family="AF_UNIX") as connection:
            connection.send_bytes(rubbish)
            with pytest.raises(EOFError):
                while True:
                    connection.recv_bytes()
    assert embeddings.vectors(["four", "five5"]) is not None


def test_without_an_answer_there_are_no_vectors_and_nothing_is_remembered(
    tmp_path: Path, settings: Any
) -> None:
    settings.MAJLIS_MEANING_SOCKET = str(tmp_path / "nobody")
    with pytest.raises(meaning_client.NoVectors):
        meaning_client.request_vectors(settings.MAJLIS_MEANING_SOCKET, ["a"], 512)
    assert embeddings.vectors(["a text that nobody asked for yet"]) is None
    assert embeddings.vectors(["a text that nobody asked for yet", "another"]) is None


def test_who_does_not_answer_is_asked_by_one_request_now_and_then(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAJLIS_MEANING_SOCKET = str(tmp_path / "meaning")
    monkeypatch.setattr(meaning_client, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(meaning_client, "WAIT_FOR_EACH", 0.0)
    asked: list[int] = []
    request = meaning_client.request_vectors

    def counted(*arguments: Any) -> Any:
        asked.append(1)
        return request(*arguments)

    monkeypatch.setattr(meaning_client, "request_vectors", counted)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(settings.MAJLIS_MEANING_SOCKET)
        listener.listen(1)  # nothing accepts: the process is there, and stands still
        for _ in range(5):
            assert embeddings.vectors(["one", "two"]) is None
        assert len(asked) == 1
        monkeypatch.setattr(embeddings, "_silent_until", time.monotonic() - 1)
        for _ in range(5):
            assert embeddings.vectors(["one", "two"]) is None
        assert len(asked) == 2
        # The queue of those who wait is full now: one more is refused at once.
        monkeypatch.setattr(meaning_client, "FIRST_WAIT", 60.0)
        with pytest.raises(meaning_client.NoVectors):
            request(settings.MAJLIS_MEANING_SOCKET, ["x"], 512)
            request(settings.MAJLIS_MEANING_SOCKET, ["x"], 512)


def test_when_it_answers_again_all_ask_it(place: str) -> None:
    embeddings._silent_until = time.monotonic() - 1
    assert embeddings.vectors(["one", "two"]) is not None
    assert embeddings._silent_until == 0.0
