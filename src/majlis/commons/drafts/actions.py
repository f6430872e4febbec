"""Verbs of drafts.

The content of a draft is private: the audit records that a draft was created, discarded or deleted,
but not its content. Saving an existing draft writes no audit entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from majlis.commons.drafts.location import DraftLocation
from majlis.commons.drafts.models import Draft
from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput
from majlis.kernel.verbs import Act, verb

LIFETIME = timedelta(days=90)
LIFETIME_IN_BROWSER = timedelta(days=30)
WARNING_PERIOD = timedelta(days=14)
# Limits: characters per draft, drafts per person, drafts per browser without an account.
MAX_CHARACTERS = 200_000
MAX_DRAFTS, MAX_DRAFTS_IN_BROWSER = 200, 20


@dataclass(frozen=True)
class OwnedDraft:
    """A draft, and the key of the browser that requests it ("" if it has none)."""

    draft: Draft
    browser: str = ""


@dataclass(frozen=True)
class SavedDraft:
    """The result of saving: the draft, and the other draft of the same form if there is a conflict."""

    draft: Draft
    conflicting: Draft | None = None


def _expiry(place: DraftLocation) -> datetime:
    return clock.now() + (LIFETIME if place.user_id is not None else LIFETIME_IN_BROWSER)


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
    """Save the values of a form; ``key`` and ``version`` identify the draft that is open in the window.

    If another window has saved that draft since, or the location has a draft that this window does
    not know, a second draft is created: no draft is overwritten. With ``replace`` the draft is
    overwritten, because the person has seen both versions. Raises InvalidInput if the values or the
    number of drafts exceed the limits.
    """
    if sum(len(each) for texts in values.values() for each in texts) > MAX_CHARACTERS:
        raise InvalidInput({"": _("The text is too long for a draft. Shorten it or send it now.")})
    drafts = list(place.drafts().select_for_update())
    opened = next((each for each in drafts if each.pk == key), None)
    if opened is not None and (opened.version == version or replace):
        act.unchanged()
        opened.values, opened.version = values, opened.version + 1
        opened.page, opened.changed_at = place.page, clock.now()
        opened.expires_at, opened.warned_at = _expiry(place), None
        if replace:
            opened.marks = place.marks
        opened.save()
        return SavedDraft(opened)
    identical = next((each for each in drafts if each.values == values), None)
    if identical is not None:
        act.unchanged()
        return SavedDraft(identical)
    limit = MAX_DRAFTS if place.user_id is not None else MAX_DRAFTS_IN_BROWSER
    if Draft.objects.filter(**place.owner_fields, expires_at__gt=clock.now()).count() >= limit:
        raise InvalidInput({"": _("You have reached the maximum number of drafts. Discard one.")})
    created = Draft.objects.create(
        **place.owner_fields,
        form=place.form,
        target=place.target,
        page=place.page,
        values=values,
        marks=place.marks,
        expires_at=_expiry(place),
    )
    act.note(created, new={"form": place.form, "target": place.target})
    return SavedDraft(created, conflicting=opened or (drafts[0] if drafts else None))


@verb("drafts.discard_draft")
def discard_draft(act: Act, owned: OwnedDraft) -> None:
    """Delete a draft: its form was sent, or its owner discards it."""
    act.note(owned.draft, old={"form": owned.draft.form, "target": owned.draft.target})
    owned.draft.delete()


@verb("drafts.notify_expiry")
def notify_expiry(act: Act, draft: Draft) -> None:
    """Record that the owner is notified of the expiry; the notice is created from this audit entry."""
    updated = Draft.objects.filter(pk=draft.pk, warned_at__isnull=True).update(
        warned_at=clock.now()
    )
    if not updated:
        act.unchanged()
        return
    act.note(draft, new={"until": draft.expires_at.date().isoformat()})


@verb("drafts.delete_expired_drafts")
def delete_expired_drafts(act: Act, now: datetime) -> int:
    """Delete the expired drafts; return their number."""
    count, _by_model = Draft.objects.filter(expires_at__lte=now).delete()
    if count:
        act.note(new={"count": count})
    else:
        act.unchanged()
    return count
