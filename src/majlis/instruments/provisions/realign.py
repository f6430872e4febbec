"""Moves a wording to another provision, and computes the differences of the languages again."""

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
from majlis.textkit.align.result import Difference as EngineDifference


def create_own_provision(provision: Provision, language: str) -> Provision:
    """A new provision after another one and its descendants, for a wording without counterpart."""
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
    moved: ProvisionWording, exchanged: ProvisionWording | None, target: Provision
) -> None:
    """Move a wording to a provision; the wording there moves to the first one's provision."""
    origin = moved.provision
    if exchanged is not None:  # unique by provision and language: in three steps
        spare, exchanged.language = exchanged.language, ""
        exchanged.save(update_fields=["language"])
        moved.provision = target
        moved.save(update_fields=["provision"])
        exchanged.language, exchanged.provision = spare, origin
        exchanged.save(update_fields=["language", "provision"])
    else:
        moved.provision = target
        moved.save(update_fields=["provision"])


def difference_rows(
    version: Version,
    languages: tuple[str, str],
    differences: Iterable[EngineDifference],
    own_provisions: Mapping[str, Provision],
    other_provisions: Mapping[str, Provision],
) -> list[Difference]:
    """The unsaved Differences of a language from the one that it was compared with."""
    language, against = languages
    return [
        Difference(
            version=version,
            language=language,
            against=against,
            kind=each.kind,
            provision=own_provisions[each.b] if each.b else None,
            other=other_provisions[each.a] if each.a else None,
            here=each.detail.get("b", []),
            there=each.detail.get("a", []),
        )
        for each in differences
    ]


def refresh_differences(version: Version, language: str) -> None:
    """Compute again the differences of a language from those that it was compared with."""
    stored = Difference.objects.filter(version=version)
    pairs = set(
        stored.filter(Q(language=language) | Q(against=language)).values_list("language", "against")
    )
    first = version.languages.order_by("status", "pk")[0].language
    if first != language:
        pairs.add((language, first))
    rows = {each.eid: each for each in Provision.objects.filter(version=version)}
    for code, against in sorted(pairs):
        stored.filter(language=code, against=against).delete()
        differences_found = _compare_languages(version, against, code, rows)
        created = difference_rows(version, (code, against), differences_found, rows, rows)
        Difference.objects.bulk_create(created)
    Comparison.objects.filter(Q(old=version) | Q(new=version), language=language).delete()


def _compare_languages(
    version: Version, a: str, b: str, rows: dict[str, Provision]
) -> list[EngineDifference]:
    """The differences of two languages, paired by the stored provisions; no new alignment."""
    items_a, items_b = items(load_text(version, a)), items(load_text(version, b))
    left, right = ({each.id: each for each in side} for side in (items_a, items_b))
    order = sorted(left.keys() | right.keys(), key=lambda eid: rows[eid].position)
    pairs: list[tuple[Item | None, Item | None]] = [
        (left.get(eid), right.get(eid)) for eid in order
    ]
    return list(differences(pairs, Likeness(items_a, items_b, a, b), (a, b)))
