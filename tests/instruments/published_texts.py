"""Small fictional texts on the shelf of a test, by the verbs of the room."""

from __future__ import annotations

import io
from typing import Any

from majlis.instruments.imports import actions, publish, read
from majlis.instruments.models import Destination, Version
from majlis.kernel.actor import Actor
from majlis.kernel.records import create_record
from majlis.parties.models import Body

SYSTEM = Actor.as_system("tests")
TEXT = """{symbol}

{title}

The Council of Tides,

recalling

a)	{cites} of the Council, on the first tide,

resolves

1	to keep the register of tides open to every harbour;

2	{second};

instructs the Keeper

1	to publish the register every year;

2	to report to the Council on the tides.
"""


def body(slug: str = "council-of-tides", title: str = "Council of the Tides") -> Body:
    """A fictional body, which the texts here do not name: whose they are, each test says."""
    record = create_record("body", f"bodies/{slug}", {"title": {"en": title}}, authentic="en")
    return Body.objects.create(record=record, slug=slug)


def sample_bytes(
    symbol: str,
    *,
    title: str = "Register of tides",
    cites: str = "Resolution 3 (2020)",
    second: str = "to measure the tide twice a day",
) -> str:
    """A resolution of ten provisions."""
    return TEXT.format(symbol=symbol, title=title, cites=cites, second=second)


def published_text(
    text: str,
    *,
    name: str = "a.txt",
    of: Version | None = None,
    version: Version | None = None,
    **values: Any,
) -> Version:
    """A text as a new one, as a new version of the text ``of`` one, or as a language of ``version``."""
    stream = io.BytesIO(text.encode("utf-8"))
    imported = read.read_file(SYSTEM, actions.upload_import(SYSTEM, name=name, stream=stream))
    assert imported.state == "read", imported.fault
    values.setdefault("published_as", Destination.As.INSTRUMENT)
    if of is not None:
        values |= {"published_as": Destination.As.VERSION, "instrument": of.instrument}
    if version is not None:
        values |= {"published_as": Destination.As.LANGUAGE, "version": version}
    publish.set_destination(SYSTEM, imported, root="", **values)
    made = publish.publish_import(SYSTEM, imported)[0]
    made.refresh_from_db()
    return made
