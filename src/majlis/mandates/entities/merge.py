"""Two names of one entity: all that names the one names the other, and what both have is there once.

Helpers for the verb ``merge_entities``; it writes the audit.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.models import Subscription
from majlis.kernel.editing import audit_value
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.mandates.lifecycle import CONFIRMED, ENDED, PROPOSED
from majlis.mandates.models import (
    Addressee,
    Assignment,
    Deliverable,
    Entity,
    InactivityNotice,
    Mandate,
    Occasion,
    OverdueNotice,
    Statement,
    Step,
)

DATE_FIELDS = ("date", "until", "source")


def affected_mandates(entity: Entity) -> set[int]:
    """The mandates that read otherwise once the entity is another: that it leads, or whose dates its sessions set."""
    led = Q(assignments__entity=entity) | Q(lead=entity)
    waits = Q(deliverables__occasion__entity=entity) | Q(
        deliverables__steps__occasion__entity=entity
    )
    return set(Mandate.objects.filter(led | waits).values_list("pk", flat=True))


def matching_sessions(entity: Entity, into: Entity) -> list[tuple[Occasion, Occasion]]:
    """The sessions of the one that have the year and name of one of the other, each with that one."""
    there = {(each.year, each.label): each for each in into.occasions.all()}
    rows = entity.occasions.order_by("year", "label")
    return [(each, there[each.year, each.label]) for each in rows if (each.year, each.label) in there]  # fmt: skip


def merge_obstacle(entity: Entity, into: Entity) -> StrOrPromise | None:
    """Why the two cannot be joined as they stand, and what to do first; None where they can."""
    for name in ("body", "organisation"):
        own, others = getattr(entity, f"{name}_id"), getattr(into, f"{name}_id")
        if own and others and own != others:
            return _(
                "Each of the two is said to be another body or organization. Correct who one of them is first; then "
                "join the two."
            )
    for one, other in matching_sessions(entity, into):
        if any(
            getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
            for name in ("date", "until")
        ):  # fmt: skip
            called = f"{one.year} {one.label}".strip()
            return _(
                "Both have the session %(session)s, on different dates. Give both the same dates, or one of them "
                "another name, on the page of sessions; then join the two."
            ) % {"session": called}
    return None


def move_references(act: Act, entity: Entity, into: Entity) -> None:
    """All that names the one names the other; what would then be there twice is there once."""
    _merge_addressees(entity, into)
    _merge_assignments(entity, into, act.actor.user)
    for one, other in matching_sessions(entity, into):
        _merge_sessions(one, other)
    quiet = InactivityNotice.objects.select_related("mandate__record", "entity__record")
    for notice in quiet.filter(entity=entity):
        there = quiet.filter(mandate=notice.mandate_id, since=notice.since, entity=into).first()
        if there is not None:
            _merge_notices(act, notice, there)
    # What was waived counts nowhere, and may be there as often as it was told.
    late = OverdueNotice.objects.filter(waived=False).select_related(
        "deliverable__mandate__record", "entity__record"
    )
    for told in late.filter(entity=entity):
        twin = late.filter(deliverable=told.deliverable_id, due=told.due, entity=into).first()
        if twin is not None:
            _merge_notices(act, told, twin)
    # Who followed the one goes on to hear of what it is asked.
    followed = Subscription.objects.filter(record=entity.pk)
    twice = Subscription.objects.filter(record=into.pk).values_list("user", flat=True)
    followed.filter(user__in=list(twice)).delete()
    followed.update(record=into.pk)
    for relation in Entity._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        if field is None or not relation.auto_created or not field.many_to_one:
            continue
        model: Any = relation.related_model
        model._base_manager.filter(**{field.name: entity}).update(**{field.name: into})


def _merge_notices(act: Act, one: Any, other: Any) -> None:
    """Of two notices of one thing the one stays that was answered last, with the longer of the days to answer.

    Where the other was answered too, the history of the mandate has what was said by it already, and from now on why it
    stands nowhere else.
    """
    kept, gone = sorted((other, one), key=_reply_order, reverse=True)
    if kept.answer_by < gone.answer_by:
        kept.answer_by = gone.answer_by
        kept.save(update_fields=["answer_by"])
    if _reply_order(gone)[0]:
        of = getattr(gone, "deliverable", None)
        number = {"deliverable": of.ordinal} if of is not None else {}
        act.note(
            gone.mandate,
            old=number
            | {"entity": audit_value(gone.entity), "answered_at": audit_value(gone.answered_at)},
            new={"entity": audit_value(kept.entity), "answered_at": audit_value(kept.answered_at)},
        )
    gone.delete()


def _reply_order(notice: Any) -> tuple[bool, datetime.datetime]:
    """Whether a notice was answered, and when; as a key of sorting."""
    said = bool(getattr(notice, "reply", "") or notice.answer)
    return said, notice.answered_at or datetime.datetime.min.replace(tzinfo=datetime.UTC)


def _merge_addressees(entity: Entity, into: Entity) -> None:
    there = Addressee.objects.filter(entity=into).values_list("source", "role")
    known = set(there)
    for each in Addressee.objects.filter(entity=entity):
        if (each.source_id, each.role) in known:
            each.delete()


def _merge_assignments(entity: Entity, into: Entity, by: User | None) -> None:
    """Of two open parts on one mandate the confirmed one stays, else that of the entity that stays."""
    open_ones = Assignment.objects.filter(state__in=(PROPOSED, CONFIRMED))
    there = {(each.mandate_id, each.part): each for each in open_ones.filter(entity=into)}
    for one in open_ones.filter(entity=entity):
        other = there.get((one.mandate_id, one.part))
        if other is None:
            continue
        weaker = other if one.state == CONFIRMED and other.state == PROPOSED else one
        weaker.state, weaker.decided_at, weaker.decided_by = ENDED, timezone.now(), by
        weaker.save(update_fields=["state", "decided_by", "decided_at"])


def _merge_sessions(one: Occasion, other: Occasion) -> None:
    """What waits for the one waits for the other, which has the dates and names of both."""
    for name in DATE_FIELDS:
        setattr(other, name, getattr(other, name) or getattr(one, name))
    other.names = {**one.names, **other.names}
    other.save(update_fields=[*DATE_FIELDS, "names"])
    # What was made for the session of the one is not made once more for that of the other.
    made = Deliverable.objects.filter(occasion=one, schedule_key=f"{one.year}.{one.pk}")
    made.update(schedule_key=f"{other.year}.{other.pk}")
    Deliverable.objects.filter(occasion=one).update(occasion=other)
    Step.objects.filter(occasion=one).update(occasion=other)
    Statement.objects.filter(reviewed_at=one).update(reviewed_at=other)
    one.delete()


def take_parent(was: Entity, now: Entity) -> None:
    """Where the one that stays stood somewhere below the other, it takes its place; nothing stands under itself."""
    above, seen = now.parent, {now.pk}
    while above is not None and above.pk not in seen:
        if above.pk == was.pk:
            now.parent_id = was.parent_id if was.parent_id != now.pk else None
            return
        seen.add(above.pk)
        above = above.parent
