"""Creation of records, their wordings and relations: helpers to be called inside a verb."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from majlis.kernel import clock
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import sort_key
from majlis.kernel.models import Access, Circle, Record, Relation, Wording, WordingStatus


def create_record(
    kind: str,
    address: str,
    words: Mapping[str, Mapping[str, str]] | None = None,
    *,
    authentic: str = "",
    access: str = Access.PUBLIC,
    circle: Circle | None = None,
) -> Record:
    """Create a record; ``words`` is field -> language -> text, ``authentic`` the language of the original.

    Texts in other languages than the authentic one get the status ``translated``. The caller writes the
    audit entry. Raises IntegrityError if the address is taken, or if a record that is not public
    has no circle.
    """
    record = Record.objects.create(kind=kind, address=address, access=access, circle=circle)
    Wording.objects.bulk_create(
        Wording(
            record=record,
            field=field,
            language=language,
            text=text,
            status=WordingStatus.AUTHENTIC if language == authentic else WordingStatus.TRANSLATED,
            sort_key=sort_key(text, language),
        )
        for field, texts in (words or {}).items()
        for language, text in texts.items()
        if text
    )
    return record


def set_wording(
    record: Record, field: str, language: str, text: str, status: str = WordingStatus.TRANSLATED
) -> dict[str, dict[str, JSON]]:
    """Set the text of a field in one language; return old and new values for the audit, {} if unchanged.

    If an authentic text changes, the translations of that field become ``lagging``: their text stays,
    and pages mark it. If another language was authentic and ``status`` is authentic, that other text
    becomes a translation.
    """
    wordings = {
        wording.language: wording
        for wording in Wording.objects.select_for_update().filter(record=record, field=field)
    }
    old = wordings.get(language)
    if old is not None and old.text == text and old.status == status:
        return {}
    before = {"text": old.text, "status": old.status} if old else {}
    others = Wording.objects.filter(record=record, field=field).exclude(language=language)
    if status == WordingStatus.AUTHENTIC:
        others.filter(status=WordingStatus.AUTHENTIC).update(status=WordingStatus.TRANSLATED)
        if old is not None and old.text != text:
            others.exclude(text="").exclude(status=WordingStatus.MACHINE).update(
                status=WordingStatus.LAGGING
            )
    Wording.objects.update_or_create(
        record=record,
        field=field,
        language=language,
        defaults={
            "text": text,
            "status": status,
            "changed_at": clock.now(),
            "sort_key": sort_key(text, language),
        },
    )
    mark_changed(record)
    key = f"{field}.{language}"
    return {"old": {key: before}, "new": {key: {"text": text, "status": str(status)}}}


def correct_wordings(
    record: Record, field: str, texts: Mapping[str, str]
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """Set the texts of a field, by language, that differ from the present ones; return old and new values.

    A text that does not change keeps its status. The original comes first: its change marks translations
    as lagging, unless they are corrected with it.
    """
    wordings = {wording.language: wording for wording in record.wordings.filter(field=field)}
    originals = {
        code for code, wording in wordings.items() if wording.status == WordingStatus.AUTHENTIC
    }
    old: dict[str, JSON] = {}
    new: dict[str, JSON] = {}
    for code in sorted(texts, key=lambda code: code not in originals):
        # Browsers send line breaks as CRLF.
        wording, text = wordings.get(code), texts[code].replace("\r\n", "\n").strip()
        if text == (wording.text if wording else ""):
            continue
        status = WordingStatus.AUTHENTIC if code in originals else WordingStatus.TRANSLATED
        changed = set_wording(record, field, code, text, status)
        old |= changed.get("old", {})
        new |= changed.get("new", {})
    return old, new


def correct_texts(
    record: Record, words: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """As ``correct_wordings``, for several fields: ``words`` is field -> language -> text."""
    old: dict[str, JSON] = {}
    new: dict[str, JSON] = {}
    for field, texts in words.items():
        before, after = correct_wordings(record, field, texts)
        old |= before
        new |= after
    return old, new


def mark_changed(record: Record) -> None:
    """Set the time of the record's last change to now, and drop its prefetched wordings."""
    record.changed_at = clock.now()
    Record.objects.filter(pk=record.pk).update(changed_at=record.changed_at)
    record._prefetched_objects_cache = {}  # type: ignore[attr-defined]


def add_relation(source: Record, kind: str, target: Record) -> Relation:
    """Relate two records; a relation that exists already is returned."""
    return Relation.objects.get_or_create(source=source, kind=kind, target=target)[0]


def get_or_create_circle(code: str, *admissions: Mapping[str, Any]) -> Circle:
    """The circle of that code, created with these admissions if it does not exist.

    Each admission is ``{"user": …}`` or ``{"role": …, "scope": …}`` or ``{"role": …, "anywhere": True}``.
    """
    circle, created = Circle.objects.get_or_create(code=code)
    if created:
        for admission in admissions:
            circle.admissions.create(**admission)
    return circle
