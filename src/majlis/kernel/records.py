"""Making records, their words and their relations: helpers for verbs, to be called inside one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

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
    """Make a record; ``plain_snippet`` is field -> language -> text, ``authentic`` the original's language.

    Words in other languages than the authentic one are ``translated``. The caller writes the audit
    entry. Raises IntegrityError where the address is taken, or where a record that is not public
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
) -> dict[str, dict[str, Any]]:
    """Set the words of a field in one language; return old and new for the audit, {} if the same.

    Where authentic words change, the translations of that field become ``lagging``: what they said
    is kept, and the reader is told. Where another language was authentic and ``status`` says
    authentic, that other one becomes a translation.
    """
    rows = {
        each.language: each
        for each in Wording.objects.select_for_update().filter(record=record, field=field)
    }
    old = rows.get(language)
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
            "changed_at": timezone.now(),
            "sort_key": sort_key(text, language),
        },
    )
    mark_changed(record)
    key = f"{field}.{language}"
    return {"old": {key: before}, "new": {key: {"text": text, "status": str(status)}}}


def mark_changed(record: Record) -> None:
    """Mark the record as changed now."""
    record.changed_at = timezone.now()
    Record.objects.filter(pk=record.pk).update(changed_at=record.changed_at)
    record._prefetched_objects_cache = {}  # type: ignore[attr-defined]


def add_relation(source: Record, kind: str, target: Record) -> Relation:
    """Relate two records; once is enough."""
    return Relation.objects.get_or_create(source=source, kind=kind, target=target)[0]


def get_or_create_circle(code: str, *admissions: Mapping[str, Any]) -> Circle:
    """The circle of that code, made with these admissions where it does not exist yet.

    Each admission is ``{"user": …}`` or ``{"role": …, "scope": …}`` or ``{"role": …, "anywhere": True}``.
    """
    found, made = Circle.objects.get_or_create(code=code)
    if made:
        for each in admissions:
            found.admissions.create(**each)
    return found
