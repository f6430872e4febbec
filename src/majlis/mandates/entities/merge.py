"""Moves the references of a merged entity to the other one, and merges the rows that both have.

Helpers of the verb ``merge_entities``, which writes the audit entries of the merge.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.models import Subscription
from majlis.kernel import clock
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
type Notice = InactivityNotice | OverdueNotice


def affected_mandates(entity: Entity) -> set[int]:
    """Keys of the mandates that a merge can change: the entity leads them, or its sessions date them."""
    led = Q(assignments__entity=entity) | Q(lead=entity)
    waits = Q(deliverables__occasion__entity=entity) | Q(
        deliverables__steps__occasion__entity=entity
    )
    return set(Mandate.objects.filter(led | waits).values_list("pk", flat=True))


def matching_sessions(entity: Entity, into: Entity) -> list[tuple[Occasion, Occasion]]:
    """Pairs of sessions of the same year and label: one of ``entity``, one of ``into``."""
    by_name = {(each.year, each.label): each for each in into.occasions.all()}
    rows = entity.occasions.order_by("year", "label")
    return [
        (each, by_name[each.year, each.label])
        for each in rows
        if (each.year, each.label) in by_name
    ]


def merge_obstacle(entity: Entity, into: Entity) -> StrOrPromise | None:
    """Why the two entities cannot be merged yet, and what to do first; None where they can."""
    for name in ("body", "organisation"):
        own, others = getattr(entity, f"{name}_id"), getattr(into, f"{name}_id")
        if own and others and own != others:
            return _(
                "The entities are linked to different bodies or organizations. Correct one "
                "link, then merge."
            )
    for session, other_session in matching_sessions(entity, into):
        if any(
            getattr(session, name)
            and getattr(other_session, name)
            and getattr(session, name) != getattr(other_session, name)
            for name in ("date", "until")
        ):
            session_name = f"{session.year} {session.label}".strip()
            return _(
                "Both entities have session %(session)s, but on different dates. First correct "
                "one date or name."
            ) % {"session": session_name}
    return None


def move_references(act: Act, entity: Entity, into: Entity) -> None:
    """Make everything that refers to ``entity`` refer to ``into``, and merge the rows that both have."""
    _merge_addressees(entity, into)
    _merge_assignments(entity, into, act.actor.user)
    for session, other_session in matching_sessions(entity, into):
        _merge_sessions(session, other_session)
    inactive = InactivityNotice.objects.select_related("mandate__record", "entity__record")
    for notice in inactive.filter(entity=entity):
        duplicate = inactive.filter(
            mandate=notice.mandate_id, since=notice.since, entity=into
        ).first()
        if duplicate is not None:
            _merge_notices(act, notice, duplicate)
    # Waived notices have no effect, and there may be several of the same date.
    overdue = OverdueNotice.objects.filter(waived=False).select_related(
        "deliverable__mandate__record", "entity__record"
    )
    for overdue_notice in overdue.filter(entity=entity):
        overdue_duplicate = overdue.filter(
            deliverable=overdue_notice.deliverable_id, due=overdue_notice.due, entity=into
        ).first()
        if overdue_duplicate is not None:
            _merge_notices(act, overdue_notice, overdue_duplicate)
    # Followers of the merged entity follow the other one from now on.
    subscriptions = Subscription.objects.filter(record=entity.pk)
    already_following = Subscription.objects.filter(record=into.pk).values_list("user", flat=True)
    subscriptions.filter(user__in=list(already_following)).delete()
    subscriptions.update(record=into.pk)
    for relation in Entity._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        if field is None or not relation.auto_created or not field.many_to_one:
            continue
        model: Any = relation.related_model
        model._base_manager.filter(**{field.name: entity}).update(**{field.name: into})


def _merge_notices(act: Act, notice: Notice, other_notice: Notice) -> None:
    """Keep the notice that was answered last of two on the same matter, with the later deadline for the answer.

    Where both were answered, the history of the mandate gets an entry that says which answer is no
    longer shown.
    """
    remaining, removed = sorted((other_notice, notice), key=_reply_order, reverse=True)
    if remaining.answer_by < removed.answer_by:
        remaining.answer_by = removed.answer_by
        remaining.save(update_fields=["answer_by"])
    if _reply_order(removed)[0]:
        deliverable = getattr(removed, "deliverable", None)
        number = {"deliverable": deliverable.ordinal} if deliverable is not None else {}
        act.note(
            removed.mandate,
            old=number
            | {
                "entity": audit_value(removed.entity),
                "answered_at": audit_value(removed.answered_at),
            },
            new={
                "entity": audit_value(remaining.entity),
                "answered_at": audit_value(remaining.answered_at),
            },
        )
    removed.delete()


def _reply_order(notice: Notice) -> tuple[bool, datetime.datetime]:
    """Sort key of a notice: whether it was answered, and when."""
    answered = bool(getattr(notice, "reply", "") or notice.answer)
    return answered, notice.answered_at or datetime.datetime.min.replace(tzinfo=datetime.UTC)


def _merge_addressees(entity: Entity, into: Entity) -> None:
    rows = Addressee.objects.filter(entity=into).values_list("source", "role")
    known = set(rows)
    for addressee in Addressee.objects.filter(entity=entity):
        if (addressee.source_id, addressee.role) in known:
            addressee.delete()


def _merge_assignments(entity: Entity, into: Entity, by: User | None) -> None:
    """End one of two open assignments to a mandate: the unconfirmed one, else that of ``entity``."""
    open_assignments = Assignment.objects.filter(state__in=(PROPOSED, CONFIRMED))
    by_part = {(each.mandate_id, each.part): each for each in open_assignments.filter(entity=into)}
    for assignment in open_assignments.filter(entity=entity):
        counterpart = by_part.get((assignment.mandate_id, assignment.part))
        if counterpart is None:
            continue
        weaker = (
            counterpart
            if assignment.state == CONFIRMED and counterpart.state == PROPOSED
            else assignment
        )
        weaker.state, weaker.decided_at, weaker.decided_by = ENDED, clock.now(), by
        weaker.save(update_fields=["state", "decided_by", "decided_at"])


def _merge_sessions(session: Occasion, into: Occasion) -> None:
    """Merge a session into another, and delete it.

    ``into`` gets its deliverables, steps and reviewed statements, its meeting, and its dates, source and
    names where it has none.
    """
    if session.meeting_id is not None:
        # Only one of the entities is a body, which meets; no two sessions may be one meeting.
        into.meeting, into.date, into.until = session.meeting, session.date, session.until
        session.meeting = None
        session.save(update_fields=["meeting"])
    for name in DATE_FIELDS:
        setattr(into, name, getattr(into, name) or getattr(session, name))
    into.names = {**session.names, **into.names}
    into.save(update_fields=[*DATE_FIELDS, "names", "meeting"])
    # The schedule key names the session: with the old key, the schedule would create these once more.
    scheduled = Deliverable.objects.filter(
        occasion=session, schedule_key=f"{session.year}.{session.pk}"
    )
    scheduled.update(schedule_key=f"{into.year}.{into.pk}")
    Deliverable.objects.filter(occasion=session).update(occasion=into)
    Step.objects.filter(occasion=session).update(occasion=into)
    Statement.objects.filter(reviewed_at=session).update(reviewed_at=into)
    session.delete()


def take_parent(merged: Entity, remaining: Entity) -> None:
    """Give ``remaining`` the parent of ``merged`` where it is below it, so that no entity is its own ancestor."""
    parent, seen = remaining.parent, {remaining.pk}
    while parent is not None and parent.pk not in seen:
        if parent.pk == merged.pk:
            remaining.parent_id = merged.parent_id if merged.parent_id != remaining.pk else None
            return
        seen.add(parent.pk)
        parent = parent.parent
