"""Flood limits, and a proof of work for forms that anybody may send, with a way without scripts.

A form of somebody who has not signed in carries a token. A script finds a number that makes the
token's hash begin with zeros, which costs a browser about a second and a flood a lot. Without the
script the same token is taken when it is at least twenty seconds old, a few times an hour from one
place: a person loses nothing but the wait, and is told how long it still is.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.kernel.errors import Fault
from majlis.kernel.models import Count, Noted, Spent

BITS = 14
WAIT = 20
LIVES = 24 * 3600
SALT = "majlis.guard"


class Flooded(Fault):
    """Too much came from one place. The words say when it may go on."""

    status = 429


@dataclass(frozen=True)
class Limit:
    """At most ``times`` of something from one place in ``seconds``."""

    name: str
    times: int
    seconds: int


WITHOUT_SCRIPT = Limit("guard.without_script", 6, 3600)


def place(request: HttpRequest) -> str:
    """Where a request comes from: the account, or the network address (IPv6 by its /64)."""
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    address: str = request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    # Whoever has one address of a /64 has all of them, however they are written.
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


def spend(limit: Limit, where: str) -> None:
    """Count one more; raises Flooded where it is one too many. Safe against requests at once."""
    secret = f"{settings.SECRET_KEY}|{limit.name}|{where}"
    key = hashlib.sha256(secret.encode()).hexdigest()
    start = timezone.now() - datetime.timedelta(seconds=limit.seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_count AS c (key, since, count) VALUES (%s, now(), 1) "
            "ON CONFLICT (key) DO UPDATE SET "
            "count = CASE WHEN c.since < %s THEN 1 ELSE c.count + 1 END, "
            "since = CASE WHEN c.since < %s THEN now() ELSE c.since END RETURNING count, since",
            [key, start, start],
        )
        count, since = cursor.fetchone()
    if count > limit.times:
        left = (since - start).total_seconds()
        raise Flooded(
            _("That is more than is taken from one place at a time. Nothing was changed."),
            waiting(int(left) + 1),
        )


def waiting(seconds: int) -> str:
    """A sentence that says how long to wait."""
    if seconds > 90:
        minutes = (seconds + 59) // 60
        return ngettext(
            "Try again in %(minutes)s minute.", "Try again in %(minutes)s minutes.", minutes
        ) % {"minutes": minutes}
    return ngettext(
        "Try again in %(seconds)s second.", "Try again in %(seconds)s seconds.", seconds
    ) % {"seconds": seconds}


def token() -> str:
    """A new token for a form, signed and dated."""
    return signing.dumps(secrets.token_urlsafe(12), salt=SALT)


def works(given: str, nonce: str) -> bool:
    """Whether the number makes the token's hash begin with enough zero bits."""
    if not nonce or len(nonce) > 20:
        return False
    digest = hashlib.sha256(f"{given}:{nonce}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0


def age(given: str) -> float:
    """How old a token is, in seconds. Raises signing.BadSignature for one that is not ours."""
    signing.TimestampSigner(salt=SALT).unsign(given)
    _value, stamp, _signature = given.rsplit(":", 2)
    return timezone.now().timestamp() - signing.b62_decode(stamp)


def check(given: str, nonce: str, where: str) -> None:
    """Take a token once. Raises ValidationError with words for the person, or Flooded."""
    try:
        seconds = age(given)
    except signing.BadSignature:
        raise forms.ValidationError(
            _("This form is too old. Send it again: it is now a new one.")
        ) from None
    if seconds > LIVES:
        raise forms.ValidationError(_("This form is too old. Send it again: it is now a new one."))
    if not works(given, nonce):
        if seconds < WAIT:
            raise forms.ValidationError(
                _(
                    "To keep floods out, the form is taken a moment after it was opened. Nothing is lost."
                ),
                params={"again": True},
            )
        spend(WITHOUT_SCRIPT, where)
    try:
        with transaction.atomic():
            Spent.objects.create(token=hashlib.sha256(given.encode()).hexdigest())
    except IntegrityError:
        raise forms.ValidationError(
            _("This form was sent already. If you want to send another, open the form again.")
        ) from None


class GuardWidget(forms.Widget):
    """Two hidden fields, and a script that fills the second; no script is needed."""

    template_name = "kernel/guard.html"
    is_hidden = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        """The token and the number."""
        return data.get(name, ""), data.get(f"{name}_nonce", "")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """A token that was refused only for its age goes on ageing; else there is a new one."""
        given = value[0] if isinstance(value, tuple) else ""
        try:
            old = age(given) < LIVES if given else False
        except signing.BadSignature:
            old = False
        spent = (
            old and Spent.objects.filter(token=hashlib.sha256(given.encode()).hexdigest()).exists()
        )
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["token"] = given if old and not spent else token()
        context["bits"] = BITS
        return context


class GuardField(forms.Field):
    """Put into a form that somebody who has not signed in may send; ``where`` is set by the view.

    Usage: ``guard = GuardField()``; in the view ``form.fields["guard"].where = place(request)``.
    """

    widget = GuardWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label="", **kwargs)
        self.where = ""

    def clean(self, value: Any) -> None:
        """Check the token once the form is sent."""
        given, nonce = value if isinstance(value, tuple) else ("", "")
        check(given, nonce, self.where)


def tidy() -> int:
    """Forget tokens and counts that are older than two days, and what is past its time; return how many."""
    before = timezone.now() - datetime.timedelta(days=2)
    noted, _unused = Noted.objects.filter(until__lt=timezone.now()).delete()
    tokens, _unused = Spent.objects.filter(at__lt=before).delete()
    counts, _unused = Count.objects.filter(since__lt=before).delete()
    return tokens + counts + noted
