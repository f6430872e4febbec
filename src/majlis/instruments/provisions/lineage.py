"""The lineage of each provision of a new version: by its changes, by comparison, or by aligning languages."""

from __future__ import annotations

from collections.abc import Iterable

from majlis.instruments.models import Provision, Version
from majlis.instruments.texts.storage import load_text
from majlis.textkit.align import align
from majlis.textkit.compare import compare
from majlis.textkit.model import Text


def lineages_between(former: Version | None, behind: Version | None, text: Text) -> dict[str, int]:
    """Id of a provision of ``version_arguments`` -> its lineage in the version before it, else in the one behind it."""
    before = lineages_after(former, text) if former is not None else {}
    after = lineages_of(behind, text) if behind is not None else {}
    return _once_each([*before.items(), *after.items()])


def lineages_after(former: Version, text: Text) -> dict[str, int]:
    """Id of a provision of ``version_arguments`` -> lineage of the provision of ``former`` that it goes on."""
    theirs = _text_beside(former, text)
    rows = dict(Provision.objects.filter(version=former).values_list("eid", "lineage_id"))
    return _once_each((new, rows[old]) for old, new in _pairs(theirs, text))


def lineages_of(later: Version, text: Text) -> dict[str, int]:
    """Id of a provision of ``version_arguments`` -> lineage of the provision of ``days_after``, which stood there first, that goes it on."""
    theirs = _text_beside(later, text)
    rows = dict(Provision.objects.filter(version=later).values_list("eid", "lineage_id"))
    return _once_each((old, rows[new]) for old, new in _pairs(text, theirs))


def _text_beside(version: Version, text: Text) -> Text:
    """The version in the language of a text, else in its first one."""
    languages = list(version.languages.values_list("language", flat=True))
    return load_text(version, text.language if text.language in languages else languages[0])


def _pairs(old: Text, new: Text) -> list[tuple[str, str]]:
    """Which provision of the one goes on in which of the other."""
    if old.language == new.language:
        found = compare(old, new).changes
        return [pair for item in found for pair in zip(item.old, item.new, strict=False)]
    return [(a, b) for a, b, _score in align(old, new).pairs if a and b]


def lineages_before(version: Version, text: Text) -> dict[str, int]:
    """As ``lineages_after`` for what the changes of ``version_arguments`` leave out: its ids tell, nothing is guessed."""
    rows = dict(Provision.objects.filter(version=version).values_list("eid", "lineage_id"))
    return _once_each(
        (each.old_id or each.id, rows[each.id])
        for each in text.walk()
        if each.id in rows and each.change != "inserted"
    )


def _once_each(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """A lineage is in a version once: the first that goes on with it has it."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for eid, lineage in pairs:
        if lineage not in taken and eid not in found:
            found[eid] = lineage
            taken.add(lineage)
    return found
