"""Permissions of drafts: each person, and each browser, only for its own drafts."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.drafts.actions import OwnedDraft
from majlis.commons.drafts.location import DraftLocation
from majlis.commons.drafts.models import Draft
from majlis.kernel.audit_labels import HIDDEN, register_audit_labels
from majlis.kernel.models import Reader
from majlis.kernel.verbs import register_verb_names


@rules.predicate
def is_own_location(user: Reader, place: DraftLocation | None) -> bool:
    """Whether the location belongs to the person or to a browser, or comes from a signed token."""
    if not isinstance(place, DraftLocation):
        return False
    if place.user_id is None:
        return bool(place.browser)
    return place.is_signed or bool(user.is_authenticated and user.pk == place.user_id)


@rules.predicate
def is_own_draft(user: Reader, owned: OwnedDraft | None) -> bool:
    """Whether the draft belongs to the person, or to the browser that holds its cookie."""
    if owned is None:
        return False
    draft, browser = owned.draft, owned.browser
    if not isinstance(draft, Draft):
        return False
    if draft.user_id is not None:
        return bool(user.is_authenticated and user.pk == draft.user_id)
    return bool(browser) and browser == draft.browser


RULES = {
    "drafts.save_draft": is_own_location,
    "drafts.discard_draft": is_own_draft,
    # For the periodic tasks only.
    "drafts.notify_expiry": rules.always_deny,
    "drafts.delete_expired_drafts": rules.always_deny,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

register_verb_names(
    {
        "drafts.save_draft": pgettext_lazy("history entry", "Draft started"),
        "drafts.discard_draft": pgettext_lazy("history entry", "Draft discarded"),
        "drafts.notify_expiry": _("Notice of draft expiry sent"),
        "drafts.delete_expired_drafts": _("Expired drafts deleted"),
    }
)

register_audit_labels("drafts", {"count": HIDDEN, "form": HIDDEN, "target": HIDDEN})
