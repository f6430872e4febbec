"""Verbs of review sets: create, add and remove mandates, freeze, record outcomes, close, reopen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from majlis.instruments.core.identifiers import first_free
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.models import Access
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.kernel.verbs import Act, verb
from majlis.mandates.lifecycle import COLLECTING, FROZEN, REVIEW_LIFECYCLE
from majlis.mandates.models import Mandate, ReviewItem, ReviewSet
from majlis.mandates.reviews.snapshot import OUTCOME_FIELDS, outcome_token, snapshot_mandates
from majlis.parties.actions.body import circle_of_body
from majlis.parties.models import Body
from majlis.parties.models.body import is_partial_date

MAX_ITEMS = 500
"""Mandates of a set at most: more cannot be looked at side by side, nor printed for a meeting."""


@verb("mandates.create_review_set")
def create_review_set(
    act: Act, body: Body | None, /, *, title: str, purpose: str = "", language: str
) -> ReviewSet:
    """Make an empty set, of a body or of nobody in particular. Raises InvalidInput without a title.

    Until it is frozen it is seen by the secretariat, and by chair and secretariat of the body.
    """
    if not title.strip():
        raise InvalidInput({"title": _("Write what is reviewed, so that members find it.")})
    slug = first_free(
        slugify(title)[:60].strip("-") or "set",
        lambda tried: ReviewSet.objects.filter(slug=tried).exists(),
    )
    admitted: list[dict[str, Any]] = [{"role": "secretariat"}]
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
    made: ReviewSet = ReviewSet.objects.create(
        record=record, slug=slug, body=body, made_by=act.actor.user
    )
    act.note(made, new={"title": {language: title.strip()}, "body": _address_of(body)})
    return made


def _address_of(thing: Any) -> str:
    return str(thing.record.address) if thing is not None else ""


def _lock_collecting_set(review: ReviewSet) -> ReviewSet:
    """The set, locked. Raises WrongState where it is frozen: what members look at does not change under them."""
    found: ReviewSet = ReviewSet.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if found.state != COLLECTING:
        raise WrongState(
            _("This set is frozen: what is reviewed does not change any more."),
            _("Make another set for other mandates."),
        )
    return found


@verb("mandates.add_review_items")
def add_review_items(
    act: Act, review: ReviewSet, /, *, mandates: Iterable[Mandate], query: str = ""
) -> list[ReviewItem]:
    """Put mandates into a set, behind those that are there; ``query`` is the filter by which they were found.

    Raises InvalidInput (``find_text``) where nothing is found or the set would hold more than MOST, WrongState where it is frozen.
    """
    found = _lock_collecting_set(review)
    wanted = list(mandates)
    there = set(found.items.values_list("mandate", flat=True))
    fresh = _lock_mandates([each for each in wanted if each.pk not in there])
    if not fresh and not there.intersection(each.pk for each in wanted):
        raise InvalidInput({"which": _("No mandate was found so.")})
    if len(there) + len(fresh) > MAX_ITEMS:
        raise InvalidInput(
            {
                "which": _("A set holds %(most)s mandates at most: narrow the filter, or make two.")
                % {"most": MAX_ITEMS}
            }
        )
    if not fresh:
        act.unchanged()
        return []
    last = found.items.aggregate(last=Max("position"))["last"] or 0
    made = ReviewItem.objects.bulk_create(
        ReviewItem(review=found, mandate=each, position=last + n) for n, each in enumerate(fresh, 1)
    )
    if query:
        ReviewSet.objects.filter(pk=found.pk).update(query=query)
    act.note(review, new={"added": [each.slug for each in fresh], "query": query})
    return made


def _lock_mandates(mandates: list[Mandate]) -> list[Mandate]:
    """Of these mandates those that nobody took back meanwhile, and none is while the set is written."""
    rows = Mandate.objects.select_for_update(of=("self",)).order_by("pk")
    kept = set(rows.filter(pk__in=[each.pk for each in mandates]).values_list("pk", flat=True))
    return [each for each in mandates if each.pk in kept]


@verb("mandates.remove_review_item")
def remove_review_item(act: Act, review: ReviewSet, /, *, mandate: Mandate) -> None:
    """Take a mandate out of a set. Raises WrongState where it is frozen."""
    gone, _rows = _lock_collecting_set(review).items.filter(mandate=mandate).delete()
    if not gone:
        act.unchanged()
        return
    act.note(review, old={"added": [mandate.slug]})


@verb("mandates.freeze_review_set")
def freeze_review_set(act: Act, review: ReviewSet, /, *, members_only: bool = False) -> ReviewSet:
    """Keep how each mandate stands now, and open the set: to everybody, or to the members of its body.

    Who may not see a mandate does not see it in an open set either: see ``queries.review.part_items``.

    Raises InvalidInput where it is empty, or for members without a body; WrongState where somebody froze it before.
    """
    _lock_collecting_set(review)  # nobody adds one while it is looked at
    items = list(review.items.select_related("mandate"))
    if not items:
        raise InvalidInput({"": _("There is no mandate in this set yet: put some in first.")})
    if members_only and review.body is None:
        raise InvalidInput(
            {"members_only": _("This set belongs to no body, so it has no members.")}
        )
    moved = REVIEW_LIFECYCLE.move(review, act.verb)
    now = snapshot_mandates(each.mandate for each in items)
    for each in items:
        each.kept = now[each.mandate_id]
    ReviewItem.objects.bulk_update(items, ["kept"])
    review.frozen_at = timezone.now()
    review.save(update_fields=["frozen_at"])
    record = review.record
    if members_only and review.body is not None:
        record.access, record.circle = Access.MEMBERS, circle_of_body(review.body)
    else:
        record.access, record.circle = Access.PUBLIC, None
    record.save(update_fields=["access", "circle"])
    act.note(review, old=moved["old"], new=moved["new"] | {"access": record.access})
    return review


@verb("mandates.record_review_outcome")
def record_review_outcome(
    act: Act, item: ReviewItem, /, *, outcome: str, seen: str = "", **values: Any
) -> ReviewItem:
    """Record what was decided on a mandate of a frozen set: ``version_arguments`` in ``language``, ``plain_snippet`` or ``record`` of the act, ``cleaned_date``.

    ``visible_remarks``: the outcome as the writer saw it (its ``outcome_token``). Raises InvalidInput by field, WrongState where the set is not under
    review, or somebody recorded another outcome meanwhile.
    """
    now = (
        ReviewItem.objects.select_for_update(of=("self",)).select_related("review").get(pk=item.pk)
    )
    if now.review.state != FROZEN:
        raise WrongState(
            _("Outcomes are recorded while the set is under review."),
            _("Freeze the set first, or open it again."),
        )
    if outcome_token(now) != seen:
        raise WrongState(
            _("Somebody recorded an outcome meanwhile."),
            _("Look at it, then send yours again. What you wrote is still here."),
        )
    _check_outcome(outcome, values)
    names = OUTCOME_FIELDS[1:]
    old = {"outcome": now.outcome} | {name: _plain_value(getattr(now, name)) for name in names}
    item.outcome = outcome
    for name in names:
        setattr(item, name, values.get(name, "" if name != "record" else None))
    item.decided_by, item.decided_at = act.actor.user, timezone.now()
    item.save(update_fields=["outcome", *names, "decided_by", "decided_at"])
    new = {"outcome": outcome} | {name: _plain_value(getattr(item, name)) for name in names}
    if old == new:
        act.unchanged()
        return item
    told = {"mandate": item.mandate.slug}
    act.note(now.review, old=told | old, new=told | new)
    return item


def _plain_value(value: Any) -> Any:
    return getattr(value, "address", value)


def _check_outcome(outcome: str, values: Mapping[str, Any]) -> None:
    faults: dict[str, StrOrPromise] = {}
    if outcome not in ReviewItem.Outcome.values:
        faults["outcome"] = _("Choose what was decided.")
    if not (values.get("words") or values.get("record")):
        faults["words"] = _("Say by which act: the meeting, or the document that records it.")
    if values.get("date") and not is_partial_date(values["date"]):
        faults["date"] = _("Write the date as 2031-05-17, or 2031-05, or 2031.")
    if faults:
        raise InvalidInput(faults)


@verb("mandates.close_review_set")
def close_review_set(act: Act, review: ReviewSet, /) -> ReviewSet:
    """The review is over. Raises InvalidInput where a mandate has no outcome yet, WrongState where it is not under review."""
    left = review.items.filter(outcome="").count()
    if left and review.state == FROZEN:
        raise InvalidInput(
            {
                "": _(
                    "%(left)s mandates have no outcome yet: record one for each, be it that there was no agreement."
                )
                % {"left": left}
            }
        )
    act.note(review, **REVIEW_LIFECYCLE.move(review, act.verb))
    return review


@verb("mandates.reopen_review_set")
def reopen_review_set(act: Act, review: ReviewSet, /, *, reason: str) -> ReviewSet:
    """Take a closed review up again. Raises InvalidInput without a reason, WrongState where it is not closed."""
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why it is opened again.")})
    act.note(review, reason=reason.strip(), **REVIEW_LIFECYCLE.move(review, act.verb))
    return review
