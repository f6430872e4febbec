"""Verbs of review sets: create, add and remove mandates, freeze, record outcomes, close, reopen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.instruments.core.identifiers import first_free
from majlis.kernel import clock
from majlis.kernel.editing import FieldValue, audit_value, require_reason
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.models import Access, Record
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.kernel.verbs import Act, verb
from majlis.mandates.lifecycle import COLLECTING, FROZEN, REVIEW_LIFECYCLE
from majlis.mandates.models import Mandate, ReviewItem, ReviewSet
from majlis.mandates.reviews.snapshot import OUTCOME_FIELDS, snapshot_mandates
from majlis.parties.actions.body import circle_of_body
from majlis.parties.models import Body
from majlis.parties.models.body import is_partial_date

MAX_ITEMS = 500
"""The most mandates in a set; more cannot be compared side by side or printed for a meeting."""


@verb("mandates.create_review_set")
def create_review_set(
    act: Act, body: Body | None, /, *, title: str, purpose: str = "", language: str
) -> ReviewSet:
    """Create an empty set, for a body or for no body in particular.

    Until it is frozen, only the secretariat and the chair and secretariat of the body see it.
    Raises InvalidInput without a title.
    """
    if not title.strip():
        raise InvalidInput({"title": _("Enter the title of the review.")})
    slug = first_free(
        slugify(title)[:60].strip("-") or "set",
        lambda candidate: ReviewSet.objects.filter(slug=candidate).exists(),
    )
    admitted: list[dict[str, str | Record]] = [{"role": "secretariat"}]
    if body is not None:
        admitted += [{"role": role, "scope": body.record} for role in ("chair", "secretariat")]
    words = {"title": {language: title.strip()}, "purpose": {language: purpose.strip()}}
    record = create_record(
        "review-set",
        f"mandates/sets/{slug}",
        words,
        authentic=language,
        access=Access.PRIVATE,
        circle=get_or_create_circle(f"review-set:{slug}", *admitted),
    )
    review: ReviewSet = ReviewSet.objects.create(
        record=record, slug=slug, body=body, made_by=act.actor.user
    )
    act.note(
        review,
        new={"title": {language: title.strip()}, "body": body.record.address if body else ""},
    )
    return review


def _lock_collecting_set(review: ReviewSet) -> ReviewSet:
    """Lock the set. Raises WrongState where it is frozen, because its mandates must not change then."""
    locked: ReviewSet = ReviewSet.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if locked.state != COLLECTING:
        raise WrongState(
            _("This set is frozen. Its mandates can no longer be changed."),
            _("Create another set for other mandates."),
        )
    return locked


@verb("mandates.add_review_items")
def add_review_items(
    act: Act, review: ReviewSet, /, *, mandates: Iterable[Mandate], query: str = ""
) -> list[ReviewItem]:
    """Add mandates at the end of a set; ``query`` is the filter by which they were found.

    Mandates that are in the set already are skipped. Raises InvalidInput (key ``which``) where
    there is no mandate to add or the set would have more than MAX_ITEMS, and WrongState where it is
    frozen.
    """
    locked = _lock_collecting_set(review)
    requested = list(mandates)
    existing = set(locked.items.values_list("mandate", flat=True))
    added = _lock_mandates([each for each in requested if each.pk not in existing])
    if not added and not existing.intersection(each.pk for each in requested):
        raise InvalidInput({"which": _("No mandates found.")})
    if len(existing) + len(added) > MAX_ITEMS:
        raise InvalidInput(
            {
                "which": _(
                    "A set holds at most %(most)s mandates. Narrow the filter or create two sets."
                )
                % {"most": MAX_ITEMS}
            }
        )
    if not added:
        act.unchanged()
        return []
    last = locked.items.aggregate(last=Max("position"))["last"] or 0
    items = ReviewItem.objects.bulk_create(
        ReviewItem(review=locked, mandate=each, position=last + n)
        for n, each in enumerate(added, 1)
    )
    if query:
        ReviewSet.objects.filter(pk=locked.pk).update(query=query)
    act.note(review, new={"added": [each.slug for each in added], "query": query})
    return items


def _lock_mandates(mandates: list[Mandate]) -> list[Mandate]:
    """Lock these mandates; return those that were not revoked in the meantime."""
    rows = Mandate.objects.select_for_update(of=("self",)).order_by("pk")
    existing = set(rows.filter(pk__in=[each.pk for each in mandates]).values_list("pk", flat=True))
    return [each for each in mandates if each.pk in existing]


@verb("mandates.remove_review_item")
def remove_review_item(act: Act, review: ReviewSet, /, *, mandate: Mandate) -> None:
    """Remove a mandate from a set. Raises WrongState where it is frozen."""
    deleted, _rows = _lock_collecting_set(review).items.filter(mandate=mandate).delete()
    if not deleted:
        act.unchanged()
        return
    act.note(review, old={"added": [mandate.slug]})


@verb("mandates.freeze_review_set")
def freeze_review_set(act: Act, review: ReviewSet, /, *, members_only: bool = False) -> ReviewSet:
    """Store a snapshot of each mandate, and open the set to everyone or to the members of its body.

    Even in an open set a reader sees only the mandates that they may see: see
    ``queries.review_items``.

    Raises InvalidInput where the set is empty, or for members without a body; WrongState where it
    is frozen already.
    """
    _lock_collecting_set(review)  # so that no mandate is added during the freeze
    items = list(review.items.select_related("mandate"))
    if not items:
        raise InvalidInput({"": _("This set has no mandates. Add mandates first.")})
    if members_only and review.body is None:
        raise InvalidInput(
            {"members_only": _("This set is not linked to a body and has no members.")}
        )
    transition = REVIEW_LIFECYCLE.move(review, act.verb)
    snapshots = snapshot_mandates(item.mandate for item in items)
    for item in items:
        item.snapshot = snapshots[item.mandate_id]
    ReviewItem.objects.bulk_update(items, ["snapshot"])
    review.frozen_at = clock.now()
    review.save(update_fields=["frozen_at"])
    record = review.record
    if members_only and review.body is not None:
        record.access, record.circle = Access.MEMBERS, circle_of_body(review.body)
    else:
        record.access, record.circle = Access.PUBLIC, None
    record.save(update_fields=["access", "circle"])
    act.note(review, old=transition["old"], new=transition["new"] | {"access": record.access})
    return review


@verb("mandates.record_review_outcome")
def record_review_outcome(
    act: Act, item: ReviewItem, /, *, outcome: str, **values: FieldValue
) -> ReviewItem:
    """Record what was decided on a mandate of a frozen set.

    ``values``: the decision as ``text`` in ``language``; its act as ``words`` or ``record``; its
    ``date``. Raises InvalidInput by field, and WrongState where the set is not under review.
    """
    locked = (
        ReviewItem.objects.select_for_update(of=("self",)).select_related("review").get(pk=item.pk)
    )
    if locked.review.state != FROZEN:
        raise WrongState(
            _("Outcomes can be recorded only while the set is under review."),
            _("Freeze the set first, or reopen it."),
        )
    _check_outcome(outcome, values)
    names = OUTCOME_FIELDS[1:]
    old = {"outcome": locked.outcome} | {name: audit_value(getattr(locked, name)) for name in names}
    item.outcome = outcome
    for name in names:
        setattr(item, name, values.get(name, "" if name != "record" else None))
    item.decided_by, item.decided_at = act.actor.user, clock.now()
    item.save(update_fields=["outcome", *names, "decided_by", "decided_at"])
    new = {"outcome": outcome} | {name: audit_value(getattr(item, name)) for name in names}
    if old == new:
        act.unchanged()
        return item
    mandate_value = {"mandate": item.mandate.slug}
    act.note(locked.review, old=mandate_value | old, new=mandate_value | new)
    return item


def _check_outcome(outcome: str, values: Mapping[str, FieldValue]) -> None:
    errors: dict[str, StrOrPromise] = {}
    if outcome not in ReviewItem.Outcome.values:
        errors["outcome"] = _("Select the outcome.")
    if not (values.get("words") or values.get("record")):
        errors["words"] = _(
            "Enter the meeting that took the decision, or the document that records it."
        )
    if values.get("date") and not is_partial_date(str(values["date"])):
        errors["date"] = _("Enter a date as 2026, 2026-04 or 2026-04-17.")
    if errors:
        raise InvalidInput(errors)


@verb("mandates.close_review_set")
def close_review_set(act: Act, review: ReviewSet, /) -> ReviewSet:
    """Close a review.

    Raises InvalidInput where a mandate has no outcome yet, and WrongState where the set is not
    under review.
    """
    undecided = review.items.filter(outcome="").count()
    if undecided and review.state == FROZEN:
        raise InvalidInput(
            {
                "": ngettext(
                    "%(left)s mandate has no outcome. Record one, including “no agreement”.",
                    "%(left)s mandates have no outcome. Record one for each, including “no agreement”.",
                    undecided,
                )
                % {"left": undecided}
            }
        )
    act.note(review, **REVIEW_LIFECYCLE.move(review, act.verb))
    return review


@verb("mandates.reopen_review_set")
def reopen_review_set(act: Act, review: ReviewSet, /, *, reason: str) -> ReviewSet:
    """Open a closed review again.

    Raises InvalidInput without a reason, and WrongState where it is not closed.
    """
    require_reason(reason, _("Enter the reason for reopening."))
    act.note(review, reason=reason.strip(), **REVIEW_LIFECYCLE.move(review, act.verb))
    return review
