"""Verbs of tags (concepts of a text): propose, confirm, decline."""

from __future__ import annotations

from majlis.framework.models import Concept
from majlis.instruments.lifecycle import TAG
from majlis.instruments.models import Instrument, Lineage, Tag
from majlis.kernel import clock
from majlis.kernel.errors import Refused
from majlis.kernel.verbs import Act, verb


@verb("instruments.propose_tag")
def propose_tag(
    act: Act,
    instrument: Instrument,
    /,
    *,
    concept: Concept,
    lineage: Lineage | None = None,
    found: str = Tag.Found.PERSON,
    score: float = 0.0,
) -> Tag:
    """Propose a concept for a text or for one of its provisions; an existing tag stays as it is.

    A declined concept is therefore not proposed again; it can be confirmed instead.
    """
    tag, created = Tag.objects.get_or_create(
        concept=concept,
        instrument=instrument,
        lineage=lineage,
        defaults={"found": found, "score": score},
    )
    if not created:
        act.unchanged()
        return tag
    act.note(
        tag,
        record=instrument.record,
        new={
            "concept": concept.record.address,
            "lineage": lineage.pk if lineage else None,
            "found": found,
        },
    )
    return tag


def _decide_tag(act: Act, tag: Tag) -> Tag:
    if act.actor.user is None:
        raise Refused()  # programs may only propose
    moved = TAG.move(tag, act.verb)
    tag.decided_by = act.actor.user
    tag.decided_at = clock.now()
    tag.save(update_fields=["decided_by", "decided_at"])
    new = {"concept": tag.concept.record.address, "lineage": tag.lineage_id, **moved["new"]}
    act.note(tag, record=tag.instrument.record, old=moved["old"], new=new)
    return tag


@verb("instruments.confirm_tag")
def confirm_tag(act: Act, tag: Tag, /) -> Tag:
    """Confirm the concept of a text: it counts from then on. Only a person may confirm."""
    return _decide_tag(act, tag)


@verb("instruments.decline_tag")
def decline_tag(act: Act, tag: Tag, /) -> Tag:
    """Decline a concept of a text; it is not proposed again."""
    return _decide_tag(act, tag)
