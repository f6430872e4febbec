"""Signed links that work without signing in: to stop mail, and to read a personal feed."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language

from majlis.commons.notices.models import Preference
from majlis.kernel.models import User

STOP_SALT, FEED_SALT = "notices.stop", "notices.feed"


@dataclass(frozen=True)
class StopMailLink:
    """The link from a mail to this person; it allows to stop the mail, nothing else."""

    user: User


def absolute_url(path: str) -> str:
    """The path with the public address of the site, for mail and feeds."""
    return f"{settings.MAJLIS_PUBLIC_ADDRESS.rstrip('/')}{path}"


def stop_mail_path(user: User) -> str:
    """The path of the page on which a person stops their mail without signing in."""
    return reverse("notices:stop_mail", args=[signing.dumps(user.pk, salt=STOP_SALT)])


def stop_mail_link_or_404(token: str) -> StopMailLink:
    """The link of a token. Raises Http404 if it is not valid. It never expires: people keep mail for years."""
    try:
        key = signing.loads(token, salt=STOP_SALT)
    except signing.BadSignature:
        raise Http404 from None
    return StopMailLink(get_object_or_404(User, pk=key))


def feed_path(preference: Preference) -> str:
    """The secret path of a personal feed; a new ``feed_serial`` makes it invalid."""
    token = signing.dumps([preference.user_id, preference.feed_serial], salt=FEED_SALT)
    return reverse("notices:feed_mine", args=[token])


def feed_owner(token: str) -> User | None:
    """The owner of a personal feed; None if the token is not, or no longer, valid."""
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
    """The active language, English by default."""
    return get_language() or "en"
