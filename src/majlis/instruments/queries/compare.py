"""What lies between two versions: compared once, kept, and shown word by word where a page asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from majlis.instruments.models import Comparison, LanguageVersion, Version
from majlis.instruments.store import text_of
from majlis.textkit.compare import compare
from majlis.textkit.compare.result import ALGORITHM
from majlis.textkit.compare.result import Comparison as Compared

OPS = ("changed", "inserted", "deleted", "moved", "split", "merged")


@dataclass(frozen=True)
class Count:
    """How many provisions of two versions were changed in which way."""

    op: str
    number: int


def common_languages(old: Version, new: Version) -> list[str]:
    """The languages that both versions are in."""
    there = LanguageVersion.objects.filter(version=old).values_list("language", flat=True)
    found = LanguageVersion.objects.filter(version=new, language__in=there)
    return list(found.values_list("language", flat=True))


def compared(old: Version, new: Version, language: str) -> Compared:
    """Two versions in a language, compared now. Raises LanguageVersion.DoesNotExist."""
    return compare(text_of(old, language), text_of(new, language))


def kept(old: Version, new: Version, language: str) -> Comparison:
    """The same, from what was kept; made and kept where it was not there.

    Whoever reads first makes it: nothing is decided by it, so no verb is done.
    """
    found = Comparison.objects.filter(old=old, new=new, language=language, algorithm=ALGORITHM)
    there = found.first()
    if there is not None:
        return there
    result = compared(old, new, language)
    changes = [[item.op, list(item.old), list(item.new)] for item in result.changes]
    made, _new = Comparison.objects.get_or_create(
        old=old,
        new=new,
        language=language,
        algorithm=ALGORITHM,
        defaults={"similarity": result.similarity, "changes": changes},
    )
    return made


def counts(comparison: Comparison) -> Sequence[Count]:
    """How many provisions changed in which way; those that did not are left out."""
    ops = [op for op, _old, _new in comparison.changes]
    return [Count(op, ops.count(op)) for op in OPS if op in ops]
