"""A proof of work for forms that anonymous visitors may send, with a fallback for browsers without scripts.

Such a form carries a token. A script finds a number that makes the hash of the token begin with zeros, which costs a
browser about a second and a flood of requests much more. Without the script a token is accepted once it is
twenty seconds old, a few times per hour from one address, and the page shows the remaining wait.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django import forms
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import UsedToken
from majlis.kernel.rate_limits import RateLimit, count_request

BITS = 14
MIN_AGE = 20  # seconds
MAX_AGE = 24 * 3600
SALT = "majlis.guard"
WITHOUT_SCRIPT = RateLimit("guard.without_script", 6, 3600)


def new_token() -> str:
    """A new token for a form, signed and dated."""
    return signing.dumps(secrets.token_urlsafe(12), salt=SALT)


def is_solved(token: str, nonce: str) -> bool:
    """Whether the hash of token and number begins with enough zero bits."""
    if not nonce or len(nonce) > 20:
        return False
    digest = hashlib.sha256(f"{token}:{nonce}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0


def token_age(token: str) -> float:
    """The age of a token in seconds. Raises signing.BadSignature for a token not signed here."""
    signing.TimestampSigner(salt=SALT).unsign(token)
    _value, stamp, _signature = token.rsplit(":", 2)
    return timezone.now().timestamp() - signing.b62_decode(stamp)


def redeem_token(token: str, nonce: str, where: str) -> None:
    """Accept a token once; ``where`` is the ``client_key`` of the request.

    Raises ValidationError with a message for the visitor, or TooManyRequests.
    """
    try:
        seconds = token_age(token)
    except signing.BadSignature:
        raise forms.ValidationError(
            _("The form had expired and has been renewed. Submit it again.")
        ) from None
    if seconds > MAX_AGE:
        raise forms.ValidationError(
            _("The form had expired and has been renewed. Submit it again.")
        )
    if not is_solved(token, nonce):
        if seconds < MIN_AGE:
            raise forms.ValidationError(
                _("The form was submitted too quickly. Wait a moment and submit it again."),
                params={"again": True},
            )
        count_request(WITHOUT_SCRIPT, where)
    try:
        with transaction.atomic():
            UsedToken.objects.create(token=hashlib.sha256(token.encode()).hexdigest())
    except IntegrityError:
        raise forms.ValidationError(
            _("This form has already been submitted. To submit another, open the form again.")
        ) from None


class ProofOfWorkWidget(forms.Widget):
    """Two hidden fields and a script that fills the second; the form works without the script."""

    template_name = "kernel/proof_of_work.html"
    is_hidden = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        """The token and the number."""
        return data.get(name, ""), data.get(f"{name}_nonce", "")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The context with the token that was sent, if it was only too young; else with a new token."""
        token = value[0] if isinstance(value, tuple) else ""
        try:
            valid = token_age(token) < MAX_AGE if token else False
        except signing.BadSignature:
            valid = False
        used = (
            valid
            and UsedToken.objects.filter(token=hashlib.sha256(token.encode()).hexdigest()).exists()
        )
        context = super().get_context(name, value, attrs)
        context["token"] = token if valid and not used else new_token()
        context["bits"] = BITS
        return context


class ProofOfWorkField(forms.Field):
    """A field for forms that anonymous visitors may send; the view sets ``where``.

    Usage: ``guard = ProofOfWorkField()``; in the view ``form.fields["guard"].where = client_key(request)``.
    """

    widget = ProofOfWorkWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label="", **kwargs)
        self.where = ""

    def clean(self, value: Any) -> None:
        """Redeem the token that was sent with the form."""
        token, nonce = value if isinstance(value, tuple) else ("", "")
        redeem_token(token, nonce, self.where)
