"""Factories of documents for tests: rows written directly, fictional, each with what a test needs."""

from __future__ import annotations

import itertools
from typing import Any

from django.db import transaction

from majlis.documents.lifecycle import ACCEPTED, POSTED
from majlis.documents.models import (
    Document,
    DocumentFile,
    DocumentRules,
    DocumentVersion,
    Series,
)
from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.numbering import next_number
from majlis.kernel.records import create_record
from majlis.parties.models import Body
from tests.events import factories as events

_serial = itertools.count(1)


def series(of: Body, code: str = "", **values: Any) -> Series:
    """A series of a body, with the rules of the body where it has none yet."""
    DocumentRules.objects.get_or_create(body=of, defaults={"group": of.abbreviation})
    made, _new = Series.objects.get_or_create(body=of, code=code, defaults=values)
    return made


def document(of: Meeting | None = None, *, code: str = "", **values: Any) -> Document:
    """A document of a meeting with its original; posted, with number and symbol, unless ``state`` says otherwise."""
    of = of or events.meeting()
    kept = series(of.body, code)
    state = values.pop("state", POSTED)
    numbered = state in (ACCEPTED, POSTED)
    key, title = next(_serial), values.pop("title", "A fictional contribution")
    record = create_record(
        "document",
        f"documents/fictional-{key}",
        {"title": {"en": title}},
        authentic="en",
        access=of.record.access,
        circle=of.record.circle,
    )
    with transaction.atomic():
        number = next_number(f"documents:{of.pk}:{kept.pk}") if numbered else None
    between = f"{code}/" if code else ""
    made = Document.objects.create(
        record=record,
        meeting=of,
        series=kept,
        slug=f"fictional-{key}",
        number=number,
        symbol=f"{of.body.abbreviation}-{of.number}/{between}{number}" if number else "",
        state=state,
        posted_at=clock.now() if state == POSTED else None,
        **{"language": "en"} | values,
    )
    version = DocumentVersion.objects.create(
        document=made, state=POSTED if numbered else state, posted_at=made.posted_at
    )
    DocumentFile.objects.create(
        version=version, language=made.language, status="authentic", origin="form", words=title
    )
    return made
