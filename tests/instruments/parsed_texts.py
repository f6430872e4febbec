"""Small fictional texts that stand in the database, for tests of the pages that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from majlis.instruments.models import Provision, Version
from majlis.instruments.publication.build import (
    VersionFacts,
    create_instrument,
    create_language,
    create_version,
)
from majlis.textkit.model import Provision as Found
from majlis.textkit.model import Run, Text
from majlis.textkit.read import read_bytes

HEADS = {
    "en": ("Resolution {number}{label}", "The Council of Tides,", "Noting"),
    "fr": ("Résolution {number}{label}", "Le Conseil des marées,", "Notant"),
}


def parse_text(words: str, language: str = "en", number: str = "5", label: str = "") -> Text:
    """A resolution whose paragraphs are the lines of ``words``."""
    symbol, body, _ = HEADS.get(language, HEADS["en"])
    lines = [symbol.format(number=number, label=label), body, *words.strip().splitlines()]
    data = "\n\n".join(each.strip() for each in lines).encode()
    return read_bytes(data, name=f"a.{language}.txt", language=language)


def first_version(found: Text, **facts: Any) -> Version:
    """The text as the first version of an instrument of its own."""
    said = VersionFacts(**facts)
    return create_version(create_instrument(found, said), found, said)


def next_version(former: Version, found: Text, **facts: Any) -> Version:
    """The text as the version that follows another one of the same instrument."""
    return create_version(former.instrument, found, VersionFacts(**facts), follows=former)


def add_language(version: Version, found: Text) -> None:
    """The text as another language of a version."""
    create_language(version, found, VersionFacts(authentic=False))


def numbered_text(
    paragraphs: Sequence[str], language: str = "en", symbol: str = "", title: str = "Of tides"
) -> Text:
    """A text of numbered paragraphs, made without reading."""
    return Text(
        provisions=tuple(
            Found(
                id=f"para_{number}",
                kind="operative",
                runs=(Run(words),),
                label=f"{number}.",
                number=str(number),
            )
            for number, words in enumerate(paragraphs, 1)
        ),
        language=language,
        kind="resolution",
        symbol=symbol,
        title=title,
    )


def provisions_by_eid(version: Version) -> Mapping[str, Provision]:
    """The provisions of a version by their ids."""
    return {each.eid: each for each in Provision.objects.filter(version=version)}
