"""The titles of an instrument: removed with a withdrawn version, and restored with it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from majlis.instruments.models import Instrument, LanguageVersion, Version
from majlis.instruments.texts.queries import current_version
from majlis.kernel.models import Access, AuditEntry, WordingStatus
from majlis.kernel.records import mark_changed, set_wording
from majlis.kernel.verbs import Act


def remove_titles(
    act: Act, version: Version, titles_withdrawn: Mapping[str, str], reason: str = ""
) -> None:
    """Remove the titles that the text has from a withdrawn version, given by language.

    The title of another version in that language replaces it; the last title of a text stays, and
    so does a title that a person entered.
    """
    text = Instrument.objects.select_related("record").get(pk=version.instrument_id)
    record = text.record
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    # The statuses before any change: a translation changed in the same step is not marked outdated.
    titles = record.wordings.filter(field="title")
    statuses = dict(titles.values_list("language", "status"))
    for language, title in titles_withdrawn.items():
        rows = titles.exclude(text="")
        row = rows.filter(language=language, text=title).first()
        replacement = _title_from_versions(text, language)
        if row is None or replacement == title:
            continue
        if replacement:
            set_wording(record, "title", language, replacement, statuses[language])
        elif rows.exclude(pk=row.pk).exists():
            row.delete()
            mark_changed(record)
        else:
            continue
        old[f"title.{language}"], new[f"title.{language}"] = title, replacement
    if old:
        act.note(text, old=old, new=new | {"versions": [version.pk]}, reason=reason)


def _title_from_versions(text: Instrument, language: str) -> str:
    """The title of a text in a language from its versions, preferably the current one; else empty.

    Versions that readers of the text may not see are ignored.
    """
    record = text.record
    titles = dict(
        LanguageVersion.objects.filter(
            Q(version__record__access=Access.PUBLIC)
            | Q(version__record__access=record.access, version__record__circle=record.circle),
            version__instrument=text,
            version__record__withdrawal=None,
            version__reconstructed_from=None,
            language=language,
        )
        .exclude(title="")
        .values_list("version", "title")
    )
    best = current_version(list(Version.objects.filter(pk__in=titles)))
    return titles[best.pk] if best is not None else ""


def restore_titles(act: Act, version: Version, reason: str) -> None:
    """Restore the titles that the withdrawal of the version removed, unless they changed since."""
    text = Instrument.objects.select_related("record").get(pk=version.instrument_id)
    entries = AuditEntry.objects.filter(verb="instruments.withdraw_version").order_by("pk")
    withdrawn = entries.filter(record=version.record).last()
    text_entries = entries.filter(record=text.record, new__versions=[version.pk])
    removal = text_entries.filter(pk__gt=withdrawn.pk).last() if withdrawn is not None else None
    if removal is None:
        return
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for key, title in removal.old.items():
        rows = text.record.wordings.filter(field="title")
        row = rows.filter(language=key.removeprefix("title.")).first()
        current = row.text if row is not None else ""
        if current != removal.new.get(key):
            continue
        first = not rows.filter(status=WordingStatus.AUTHENTIC).exclude(text="").exists()
        status = (
            row.status
            if row is not None
            else WordingStatus.AUTHENTIC
            if first
            else WordingStatus.TRANSLATED
        )
        set_wording(text.record, "title", key.removeprefix("title."), title, status)
        old[key], new[key] = current, title
    if new:
        act.note(text, old=old, new=new, reason=reason)
