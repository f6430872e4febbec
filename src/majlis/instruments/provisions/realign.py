"""Wordings of one language moved to another provision, and the differences found again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F, Q

from majlis.instruments.models import (
    Comparison,
    Difference,
    Lineage,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.texts.storage import load_text
from majlis.textkit.align.differences import differences
from majlis.textkit.align.evidence import Item, items
from majlis.textkit.align.likeness import Likeness
from majlis.textkit.align.result import Difference as Apart


def create_own_provision(provision: Provision, language: str) -> Provision:
    """A new provision behind another one and what stands under it, for words that are its counterpart nowhere."""
    version = provision.version
    level = provision.level
    behind = Provision.objects.filter(version=version, position__gt=provision.position)
    next_one = behind.filter(level__lte=level).order_by("position").first()
    last = behind.order_by("-position").first() or provision
    position = next_one.position if next_one is not None else last.position + 1
    behind.filter(position__gte=position).update(position=F("position") + 1)
    taken = set(Provision.objects.filter(version=version).values_list("eid", flat=True))
    eid = provision.eid
    while eid in taken:
        eid += f"-{language}"
    return Provision.objects.create(
        version=version,
        lineage=Lineage.objects.create(),
        eid=eid,
        kind=provision.kind,
        parent=provision.parent,
        position=position,
        level=level,
    )


def swap_wordings(
    moved: ProvisionWording, there: ProvisionWording | None, target: Provision
) -> None:
    """Move words to a provision; those that stand there come where the others stood."""
    left = moved.provision
    if there is not None:  # one wording of a language a provision: in three steps
        spare, there.language = there.language, ""
        there.save(update_fields=["language"])
        moved.provision = target
        moved.save(update_fields=["provision"])
        there.language, there.provision = spare, left
        there.save(update_fields=["language", "provision"])
    else:
        moved.provision = target
        moved.save(update_fields=["provision"])


def difference_rows(
    version: Version,
    languages: tuple[str, str],
    found: Iterable[Apart],
    here: Mapping[str, Provision],
    there: Mapping[str, Provision],
) -> list[Difference]:
    """The rows, not saved, of where a language is out of step with the one that it was compared with."""
    language, against = languages
    return [
        Difference(
            version=version,
            language=language,
            against=against,
            kind=each.kind,
            provision=here[each.b] if each.b else None,
            other=there[each.a] if each.a else None,
            here=each.detail.get("b", []),
            there=each.detail.get("a", []),
        )
        for each in found
    ]


def refresh_differences(version: Version, language: str) -> None:
    """Find anew where a language is out of step with those that it was compared with."""
    found = Difference.objects.filter(version=version)
    pairs = set(
        found.filter(Q(language=language) | Q(against=language)).values_list("language", "against")
    )
    first = version.languages.order_by("status", "pk")[0].language
    if first != language:
        pairs.add((language, first))
    rows = {each.eid: each for each in Provision.objects.filter(version=version)}
    for one, against in sorted(pairs):
        found.filter(language=one, against=against).delete()
        apart = _compare_languages(version, against, one, rows)
        made = difference_rows(version, (one, against), apart, rows, rows)
        Difference.objects.bulk_create(made)
    Comparison.objects.filter(Q(old=version) | Q(new=version), language=language).delete()


def _compare_languages(version: Version, a: str, b: str, rows: dict[str, Provision]) -> list[Apart]:
    """What differs where the rows say which provision is which: nothing is aligned again."""
    one, other = items(load_text(version, a)), items(load_text(version, b))
    left, right = ({each.id: each for each in side} for side in (one, other))
    order = sorted(left.keys() | right.keys(), key=lambda eid: rows[eid].position)
    pairs: list[tuple[Item | None, Item | None]] = [
        (left.get(eid), right.get(eid)) for eid in order
    ]
    return list(differences(pairs, Likeness(one, other, a, b), (a, b)))
