"""Differences between a language that is to be published and its version, found before publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from majlis.instruments.models import (
    Destination,
    Difference,
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.publication.build import reportable_differences
from majlis.instruments.texts import differences
from majlis.instruments.texts.storage import build_wording, load_texts, settled_text
from majlis.kernel.models import WordingStatus
from majlis.textkit.align import align
from majlis.textkit.model import Text

MOST_PROVISIONS = 600
"""Provisions of all languages of a file up to which somebody who looks at it waits for their comparison."""
MOST_SHOWN = 20


@dataclass
class LanguageCheck:
    """What will be said of a language. ``atomic``: whether it was compared at all."""

    count: int = 0
    first: list[Difference] = field(default_factory=list)
    whole: bool = True


def check_languages(
    rows: Iterable[Destination], texts: Mapping[str, Text]
) -> dict[str, LanguageCheck]:
    """For the root of each text that becomes a language: where it will differ from the version, as publishing finds it.

    Three queries where these versions have the same first language, however many there are.
    """
    versions = {
        each.root: each.version
        for each in rows
        if each.published_as == Destination.As.LANGUAGE and each.version and not each.result_id
    }
    if not versions:
        return {}
    kept = {root: settled_text(texts[root]) for root in versions}
    if sum(1 for text in kept.values() for _each in text.walk()) > MOST_PROVISIONS:
        return {root: LanguageCheck(whole=False) for root in versions}
    bases = _base_versions(versions.values())
    made = {}
    for root, version in versions.items():
        base = bases.get(version.pk)
        if base is None or len(base.provisions) > MOST_PROVISIONS:
            made[root] = LanguageCheck(whole=False)
            continue
        found = reportable_differences(
            version,
            align(base.text, kept[root]).differences,
            (base.text, kept[root]),
            _unsaved_provisions(version, kept[root]),
            base.provisions,
            annexes=base.annexes,
        )
        made[root] = LanguageCheck(len(found), found[:MOST_SHOWN])
        _set_chains(made[root].first, version, base.text, kept[root])
    return made


@dataclass
class BaseVersion:
    """A version in the language that another one is aligned with, and its provisions by their ids."""

    text: Text
    provisions: dict[str, Provision]
    annexes: bool


def _base_versions(versions: Iterable[Version]) -> dict[int, BaseVersion]:
    """What the languages are compared with, by version: the first of each."""
    by_pk = {each.pk: each for each in versions}
    languages: dict[int, tuple[str, bool]] = {}
    annexes = Instrument.objects.filter(annexed_to=OuterRef("version__instrument"))
    said = LanguageVersion.objects.filter(version__in=by_pk).order_by("status", "pk")
    for row in said.annotate(annexes=Exists(annexes)).only("version_id", "language"):
        languages.setdefault(row.version_id, (row.language, row.annexes))
    found: dict[int, BaseVersion] = {}
    for language in sorted({each for each, _annexes in languages.values()}):
        there = [by_pk[key] for key, each in languages.items() if each[0] == language]
        for version, (text, rows) in zip(there, load_texts(there, language), strict=True):
            provisions = {each.provision.eid: each.provision for each in rows}
            for each in provisions.values():
                each.version = version
            found[version.pk] = BaseVersion(text, provisions, languages[version.pk][1])
    return found


def _unsaved_provisions(version: Version, text: Text) -> dict[str, Provision]:
    """The provisions of a text as they may come to stand; they are never saved."""
    return {
        each.id: Provision(version=version, eid=each.id, kind=each.kind) for each in text.walk()
    }


def _set_chains(found: Sequence[Difference], version: Version, base: Text, own: Text) -> None:
    """Give each difference its ``chain``: the provisions above the place, and itself, with their words."""
    for each in found:
        text, eid = (own, each.provision.eid) if each.provision else (base, "")
        if each.provision is None and each.other is not None:
            eid = each.other.eid
        parents, by_id = text.parents(), text.by_id()
        chain: list[tuple[Provision, ProvisionWording | None]] = []
        at: str | None = eid
        while at:
            row = Provision(version=version, eid=at, kind=by_id[at].kind)
            words = build_wording(row, by_id[at], text.language, WordingStatus.TRANSLATED)
            chain.insert(0, (row, words))
            at = parents[at]
        each.chain = chain  # type: ignore[attr-defined]


def check_context(found: LanguageCheck, link: Callable[[str], str]) -> dict[str, Any]:
    """The same for a template. ``page_url``: the way to a provision of the text that is not published yet."""
    said = differences.difference_rows(found.first)
    for each, words in zip(found.first, said, strict=True):
        if each.provision is not None:
            words["url"] = link(each.provision.eid)
    return {"rows": said, "count": found.count, "whole": found.whole}
