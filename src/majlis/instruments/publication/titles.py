"""The titles of an instrument: removed with a withdrawn version, and restored with it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from majlis.instruments.models import Instrument, LanguageVersion, Version
from majlis.instruments.texts.queries import current_version
from majlis.kernel.models import Access, AuditEntry, WordingStatus
from majlis.kernel.records import mark_changed, set_wording
from majlis.kernel.verbs import Act


def remove_titles(act: Act, version: Version, said: Mapping[str, str], reason: str = "") -> None:
    """Take from the text the titles, by language, that it has of what was withdrawn.

    Another version that has one in the language gives its own; the last title of a text stays. A title that a person
    wrote stays too.
    """
    text = Instrument.objects.select_related("record").get(pk=version.instrument_id)
    above = text.record
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    # As they stand before any of them changes: what changes in the same step does not lag behind.
    titles = above.wordings.filter(field="title")
    statuses = dict(titles.values_list("language", "status"))
    for language, title in said.items():
        rows = titles.exclude(text="")
        row = rows.filter(language=language, text=title).first()
        now = _title_from_versions(text, language)
        if row is None or now == title:
            continue
        if now:
            set_wording(above, "title", language, now, statuses[language])
        elif rows.exclude(pk=row.pk).exists():
            row.delete()
            mark_changed(above)
        else:
            continue
        old[f"title.{language}"], new[f"title.{language}"] = title, now
    if old:
        act.note(text, old=old, new=new | {"versions": [version.pk]}, reason=reason)


def _title_from_versions(text: Instrument, language: str) -> str:
    """The title that its versions give a text in a language: that of the version of today, of those that have one.

    Whoever may see the text, and not a version, does not read the title of that there.
    """
    above = text.record
    said = dict(
        LanguageVersion.objects.filter(
            Q(version__record__access=Access.PUBLIC)
            | Q(version__record__access=above.access, version__record__circle=above.circle),
            version__instrument=text,
            version__record__withdrawal=None,
            version__reconstructed_from=None,
            language=language,
        )
        .exclude(title="")
        .values_list("version", "title")
    )
    best = current_version(list(Version.objects.filter(pk__in=said)))
    return said[best.pk] if best is not None else ""


def restore_titles(act: Act, version: Version, reason: str) -> None:
    """Give the text the titles again that it lost when the version was withdrawn, unless it got others since."""
    text = Instrument.objects.select_related("record").get(pk=version.instrument_id)
    entries = AuditEntry.objects.filter(verb="instruments.withdraw_version").order_by("pk")
    withdrawn = entries.filter(record=version.record).last()
    named = entries.filter(record=text.record, new__versions=[version.pk])
    noted = named.filter(pk__gt=withdrawn.pk).last() if withdrawn is not None else None
    if noted is None:
        return
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for key, was in noted.old.items():
        rows = text.record.wordings.filter(field="title")
        row = rows.filter(language=key.removeprefix("title.")).first()
        now = row.text if row is not None else ""
        if now != noted.new.get(key):
            continue
        first = not rows.filter(status=WordingStatus.AUTHENTIC).exclude(text="").exists()
        status = (
            row.status
            if row is not None
            else WordingStatus.AUTHENTIC
            if first
            else WordingStatus.TRANSLATED
        )
        set_wording(text.record, "title", key.removeprefix("title."), was, status)
        old[key], new[key] = now, was
    if new:
        act.note(text, old=old, new=new, reason=reason)
