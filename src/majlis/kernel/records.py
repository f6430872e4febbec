"""Creation of records, their wordings and relations: helpers to be called inside a verb."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

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
            "changed_at": timezone.now(),
            "sort_key": sort_key(text, language),
        },
    )
    mark_changed(record)
    key = f"{field}.{language}"
    return {"old": {key: before}, "new": {key: {"text": text, "status": str(status)}}}


def mark_changed(record: Record) -> None:
    """Set the time of the record's last change to now, and drop its prefetched wordings."""
    record.changed_at = timezone.now()
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
