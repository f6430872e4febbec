"""Finds the differences between a language to be published and its version, before publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import WordingStatus
from majlis.textkit.align import align
from majlis.textkit.model import Text

MOST_PROVISIONS = 600
"""Most provisions in all languages of a file that are compared during the request."""
MOST_SHOWN = 20


@dataclass
class LanguageCheck:
    """The differences of a language; ``whole`` is False where it was too long to compare."""

    count: int = 0
    first: list[Difference] = field(default_factory=list)
    whole: bool = True


def check_languages(
    rows: Iterable[Destination], texts: Mapping[str, Text]
) -> dict[str, LanguageCheck]:
    """Maps the root of each text that becomes a language to its differences, as publication will find them.

    Three queries where these versions have the same first language, for any number of them.
    """
    versions = {
        each.root: each.version
        for each in rows
        if each.published_as == Destination.As.LANGUAGE and each.version and not each.result_id
    }
    if not versions:
        return {}
    clean_texts = {root: settled_text(texts[root]) for root in versions}
    if sum(1 for text in clean_texts.values() for _each in text.walk()) > MOST_PROVISIONS:
        return {root: LanguageCheck(whole=False) for root in versions}
    bases = _base_versions(versions.values())
    checks = {}
    for root, version in versions.items():
        base = bases.get(version.pk)
        if base is None or len(base.provisions) > MOST_PROVISIONS:
            checks[root] = LanguageCheck(whole=False)
            continue
        differences = reportable_differences(
            version,
            align(base.text, clean_texts[root]).differences,
            (base.text, clean_texts[root]),
            _unsaved_provisions(version, clean_texts[root]),
            base.provisions,
            annexes=base.annexes,
        )
        checks[root] = LanguageCheck(len(differences), differences[:MOST_SHOWN])
        _set_chains(checks[root].first, version, base.text, clean_texts[root])
    return checks


@dataclass
class BaseVersion:
    """A version in the language to align with, and its provisions by id."""

    text: Text
    provisions: dict[str, Provision]
    annexes: bool


def _base_versions(versions: Iterable[Version]) -> dict[int, BaseVersion]:
    """The first language of each version, by version."""
    by_pk = {each.pk: each for each in versions}
    languages: dict[int, tuple[str, bool]] = {}
    annexes = Instrument.objects.filter(annexed_to=OuterRef("version__instrument"))
    language_versions = LanguageVersion.objects.filter(version__in=by_pk).order_by("status", "pk")
    for row in language_versions.annotate(annexes=Exists(annexes)).only("version_id", "language"):
        languages.setdefault(row.version_id, (row.language, row.annexes))
    bases: dict[int, BaseVersion] = {}
    for language in sorted({each for each, _annexes in languages.values()}):
        in_language = [by_pk[key] for key, each in languages.items() if each[0] == language]
        for version, (text, rows) in zip(
            in_language, load_texts(in_language, language), strict=True
        ):
            provisions = {each.provision.eid: each.provision for each in rows}
            for each in provisions.values():
                each.version = version
            bases[version.pk] = BaseVersion(text, provisions, languages[version.pk][1])
    return bases


def _unsaved_provisions(version: Version, text: Text) -> dict[str, Provision]:
    """Provisions for the ids of a text; they are never saved."""
    return {
        each.id: Provision(version=version, eid=each.id, kind=each.kind) for each in text.walk()
    }


def _set_chains(differences: Sequence[Difference], version: Version, base: Text, own: Text) -> None:
    """Set ``chain`` of each difference: the provision's ancestors with wordings, then itself."""
    for difference in differences:
        text, eid = (own, difference.provision.eid) if difference.provision else (base, "")
        if difference.provision is None and difference.other is not None:
            eid = difference.other.eid
        parents, by_id = text.parents(), text.by_id()
        chain: list[tuple[Provision, ProvisionWording | None]] = []
        ancestor: str | None = eid
        while ancestor:
            row = Provision(version=version, eid=ancestor, kind=by_id[ancestor].kind)
            words = build_wording(row, by_id[ancestor], text.language, WordingStatus.TRANSLATED)
            chain.insert(0, (row, words))
            ancestor = parents[ancestor]
        difference.chain = chain


def check_context(
    check: LanguageCheck, link: Callable[[str], str]
) -> dict[str, list[dict[str, StrOrPromise]] | int]:
    """A check for the template; ``link`` gives the URL of a provision that is not published yet."""
    rows = differences.difference_rows(check.first)
    for each, words in zip(check.first, rows, strict=True):
        if each.provision is not None:
            words["url"] = link(each.provision.eid)
    return {"rows": rows, "count": check.count, "whole": check.whole}
