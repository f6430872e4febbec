"""Tags of texts and provisions, and concepts by their codes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Prefetch, Window

from majlis.framework.models import Concept
from majlis.instruments.lifecycle import CONFIRMED, PROPOSED
from majlis.instruments.models import Instrument, Provision, ProvisionWording, Tag
from majlis.instruments.tags.proposals import SCHEMES
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition


def tags_of(user: Reader, instrument: Instrument, *states: str) -> list[Tag]:
    """The tags of a text whose concept the user may see, those of the whole text first."""
    tags = Tag.objects.filter(instrument=instrument).filter(
        visibility_condition(user, "concept__record__")
    )
    if states:
        tags = tags.filter(state__in=states)
    rows = tags.select_related("concept__record", "concept__scheme").prefetch_related(
        "concept__record__wordings"
    )
    return sorted(rows, key=lambda each: (each.lineage_id is not None, -each.score, each.pk))


def confirmed_tags_of_provision(user: Reader, provision: Provision) -> list[Tag]:
    """The confirmed concepts of one provision, in any version."""
    tags = Tag.objects.filter(lineage=provision.lineage_id, state=CONFIRMED)
    return list(
        tags.filter(visibility_condition(user, "concept__record__"))
        .select_related("concept__record", "concept__scheme")
        .prefetch_related("concept__record__wordings")
    )


def tagged_provisions(
    user: Reader, instrument: Instrument, tags: Sequence[Tag]
) -> dict[int, Provision]:
    """Maps lineages to the provision in the latest version that the user may see.

    Its wordings are in ``ordered_wordings``, the authentic ones first.
    """
    lineages = [each.lineage_id for each in tags if each.lineage_id is not None]
    if not lineages:
        return {}
    words = ProvisionWording.objects.order_by("status", "pk")
    rows = (
        Provision.objects.visible_to(user)
        .filter(
            version__instrument=instrument,
            version__record__withdrawal=None,
            lineage__in=lineages,
        )
        .select_related("version__instrument")
        .prefetch_related(Prefetch("wordings", words, to_attr="ordered_wordings"))
        .order_by("version__position")
    )
    return {row.lineage_id: row for row in rows}


def latest_provision_at(user: Reader, instrument: Instrument, eid: str) -> Provision | None:
    """The provision with this eid in the latest visible version that has it; else None."""
    if "\x00" in eid:  # PostgreSQL refuses it in a string
        return None
    provisions = Provision.objects.visible_to(user).filter(
        version__instrument=instrument, version__record__withdrawal=None, eid=eid
    )
    words = ProvisionWording.objects.order_by("status", "pk")
    return (
        provisions.select_related("version__instrument", "lineage")
        .prefetch_related(Prefetch("wordings", words, to_attr="ordered_wordings"))
        .order_by("version__position")
        .last()
    )


SCHEME_NAMES = {"goal": "sdg", "target": "sdg", "wsis": "action-lines", "al": "action-lines"}
"""What people write before a code, and the key of the scheme it means."""


def oldest_proposed_tag(user: Reader) -> tuple[Tag, int] | None:
    """The oldest proposed tag, with its text, and the number of proposed tags."""
    visible = Instrument.objects.visible_to(user)
    proposed = Tag.objects.filter(state=PROPOSED, instrument__in=visible).select_related(
        "instrument"
    )
    oldest = proposed.annotate(among=Window(Count("pk"))).order_by("made_at", "pk").first()
    return None if oldest is None else (oldest, oldest.among)


def concept_by_code(user: Reader, words: str) -> Concept | None:
    """The concept of a code as people write it (C2, SDG 9, 9.1); None where none or several match."""
    code = " ".join(words.replace("/", " ").split())
    prefix, _space, rest = code.partition(" ")
    visible = Concept.objects.visible_to(user).select_related("scheme")
    exact: list[Concept] = list(visible.filter(code__iexact=code)[:3])
    if not rest and len(exact) > 1:
        # Goals and action lines take precedence over codes of countries and regions.
        exact = [each for each in exact if each.scheme.key in SCHEMES]
    if len(exact) == 1:
        return exact[0]
    if rest:
        key = SCHEME_NAMES.get(prefix.casefold(), prefix)
        named: list[Concept] = list(
            visible.filter(scheme__key__istartswith=key, code__iexact=rest)[:2]
        )
        if len(named) == 1:
            return named[0]
    return None
