"""Verbs of the drafts.

What somebody types and has not sent is nobody's business: the audit says that a draft was begun and
that it went, and never what was in it; savings in between leave no entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.drafts.location import DraftLocation
from majlis.commons.drafts.models import Draft
from majlis.kernel.errors import InvalidInput
from majlis.kernel.verbs import Act, verb

LIFETIME = timedelta(days=90)
LIFETIME_IN_BROWSER = timedelta(days=30)
WARNING_PERIOD = timedelta(days=14)
# How much is kept: characters a draft, drafts a person and a browser.
MAX_CHARACTERS = 200_000
MAX_DRAFTS, MAX_DRAFTS_IN_BROWSER = 200, 20


@dataclass(frozen=True)
class OwnedDraft:
    """A draft, and the mark of the browser that asks for it ("" where it has none)."""

    draft: Draft
    browser: str = ""


@dataclass(frozen=True)
class SavedDraft:
    """What became of a saving: the draft, and the one beside it that it did not replace."""

    draft: Draft
    beside: Draft | None = None


def _expiry(place: DraftLocation) -> datetime:
    return timezone.now() + (LIFETIME if place.user_id is not None else LIFETIME_IN_BROWSER)


@verb("drafts.save_draft")
def save_draft(
    act: Act,
    place: DraftLocation,
    *,
    values: dict[str, list[str]],
    key: int | None = None,
    version: int = 0,
    replace: bool = False,
) -> SavedDraft:
    """Keep what was typed; ``key`` and ``version`` name the draft that the window goes on with.

    Where that draft was saved from another window meanwhile, or where there is one at this place
    that the window does not know, a second draft is made beside it: nothing is replaced, unless
    ``replace_mandate`` says that a person has seen both. Raises InvalidInput where it is too much.
    """
    if sum(len(each) for texts in values.values() for each in texts) > MAX_CHARACTERS:
        raise InvalidInput(
            {"": _("This is more than a draft can hold. Send it, or shorten it; nothing is lost.")}
        )
    there = list(place.drafts().select_for_update())
    known = next((each for each in there if each.pk == key), None)
    if known is not None and (known.version == version or replace):
        act.unchanged()
        known.values, known.version = values, known.version + 1
        known.page, known.changed_at = place.page, timezone.now()
        known.expires_at, known.warned_at = _expiry(place), None
        if replace:
            known.marks = place.marks
        known.save()
        return SavedDraft(known)
    same = next((each for each in there if each.values == values), None)
    if same is not None:
        act.unchanged()
        return SavedDraft(same)
    most = MAX_DRAFTS if place.user_id is not None else MAX_DRAFTS_IN_BROWSER
    if Draft.objects.filter(**place.whose, expires_at__gt=timezone.now()).count() >= most:
        raise InvalidInput(
            {"": _("You keep as many drafts as there may be. Discard one that you need no more.")}
        )
    made = Draft.objects.create(
        **place.whose,
        form=place.form,
        target=place.target,
        page=place.page,
        values=values,
        marks=place.marks,
        expires_at=_expiry(place),
    )
    act.note(made, new={"form": place.form, "target": place.target})
    return SavedDraft(made, beside=known or (there[0] if there else None))


@verb("drafts.discard_draft")
def discard_draft(act: Act, owned: OwnedDraft) -> None:
    """Let a draft go: it was sent, or is not wanted any more."""
    act.note(owned.draft, old={"form": owned.draft.form, "target": owned.draft.target})
    owned.draft.delete()


@verb("drafts.notify_expiry")
def notify_expiry(act: Act, draft: Draft) -> None:
    """Note that its owner is told when the draft goes (the notice is made from this entry)."""
    done = Draft.objects.filter(pk=draft.pk, warned_at__isnull=True).update(
        warned_at=timezone.now()
    )
    if not done:
        act.unchanged()
        return
    act.note(draft, new={"until": draft.expires_at.date().isoformat()})


@verb("drafts.delete_expired_drafts")
def delete_expired_drafts(act: Act, now: datetime) -> int:
    """Let all drafts go whose time is over; return how many."""
    count, _each = Draft.objects.filter(expires_at__lte=now).delete()
    if count:
        act.note(new={"count": count})
    else:
        act.unchanged()
    return count
