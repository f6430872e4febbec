"""Links that stand for a person without signing in: to stop mail, and to read their feed."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import get_language

from majlis.commons.notices.models import Preference
from majlis.kernel.models import User

STOP_SALT, FEED_SALT = "notices.stop", "notices.feed"


@dataclass(frozen=True)
class StopMailLink:
    """Somebody holds the link that was mailed to this person: enough to stop the mail, no more."""

    user: User


def absolute_url(path: str) -> str:
    """A path with the address of the site before it, for mails and feeds."""
    return f"{settings.MAJLIS_PUBLIC_ADDRESS.rstrip('/')}{path}"


def stop_mail_path(user: User) -> str:
    """Where a person stops their mail without signing in."""
    return reverse("notices:stop_mail", args=[signing.dumps(user.pk, salt=STOP_SALT)])


def read_stop_mail_link(token: str) -> StopMailLink | None:
    """Whose link this is; None where it was not made here. It has no end: mail is kept for years."""
    try:
        key = signing.loads(token, salt=STOP_SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=key).first()
    return StopMailLink(user) if user else None


def feed_path(preference: Preference) -> str:
    """The secret address of a person's feed; renewing the preference's serial makes it void."""
    token = signing.dumps([preference.user_id, preference.feed_serial], salt=FEED_SALT)
    return reverse("notices:feed_mine", args=[token])


def feed_owner(token: str) -> User | None:
    """Whose feed this is; None where the address is not, or no longer, valid."""
    try:
        key, serial = signing.loads(token, salt=FEED_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=key, is_active=True).select_related("notice_preference").first()
    if user is None:
        return None
    preference = getattr(user, "notice_preference", None) or Preference(user=user)
    return user if preference.feed_serial == serial else None


def active_language() -> str:
    """The language in which this is read."""
    return get_language() or "en"
