"""The lineage of each provision of a new version: from tracked changes, comparison or alignment."""

from __future__ import annotations

from collections.abc import Iterable

from majlis.instruments.models import Provision, Version
from majlis.instruments.texts.storage import load_text
from majlis.textkit.align import align
from majlis.textkit.compare import compare
from majlis.textkit.model import Text


def lineages_between(former: Version | None, behind: Version | None, text: Text) -> dict[str, int]:
    """Maps provision ids of ``text`` to lineages of the version before it, else of the one behind it."""
    before = lineages_from_former(former, text) if former is not None else {}
    after = lineages_from_later(behind, text) if behind is not None else {}
    return _once_each([*before.items(), *after.items()])


def lineages_from_former(former: Version, text: Text) -> dict[str, int]:
    """Maps provision ids of ``text`` to the lineages of the provisions of ``former`` that they continue."""
    former_text = _text_beside(former, text)
    rows = dict(Provision.objects.filter(version=former).values_list("eid", "lineage_id"))
    return _once_each((new, rows[old]) for old, new in _pairs(former_text, text))


def lineages_from_later(later: Version, text: Text) -> dict[str, int]:
    """Maps provision ids of ``text`` to the lineages of the provisions of ``later`` that continue them.

    For a text that precedes a version that was imported first.
    """
    later_text = _text_beside(later, text)
    rows = dict(Provision.objects.filter(version=later).values_list("eid", "lineage_id"))
    return _once_each((old, rows[new]) for old, new in _pairs(text, later_text))


def _text_beside(version: Version, text: Text) -> Text:
    """The version in the language of a text, else in its first language."""
    languages = list(version.languages.values_list("language", flat=True))
    return load_text(version, text.language if text.language in languages else languages[0])


def _pairs(old: Text, new: Text) -> list[tuple[str, str]]:
    """Pairs of ids: a provision of the old text, and the one of the new text that continues it."""
    if old.language == new.language:
        changes = compare(old, new).changes
        return [pair for item in changes for pair in zip(item.old, item.new, strict=False)]
    return [(a, b) for a, b, _score in align(old, new).pairs if a and b]


def lineages_of_reconstruction(version: Version, text: Text) -> dict[str, int]:
    """Maps provision ids of the base text, which the tracked changes in ``text`` revise, to lineages.

    The ids of ``version`` decide; nothing is compared.
    """
    rows = dict(Provision.objects.filter(version=version).values_list("eid", "lineage_id"))
    return _once_each(
        (each.old_id or each.id, rows[each.id])
        for each in text.walk()
        if each.id in rows and each.change != "inserted"
    )


def _once_each(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Assign each lineage once in a version: to the first provision that continues it."""
    lineages: dict[str, int] = {}
    taken: set[int] = set()
    for eid, lineage in pairs:
        if lineage not in taken and eid not in lineages:
            lineages[eid] = lineage
            taken.add(lineage)
    return lineages
