"""The single keys of the review: what each does, and whether this reader has turned them off."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.look.parts import StrOrPromise

KEYS_COOKIE = "review_keys"
KEYS_OFF = "off"


@dataclass(frozen=True)
class Key:
    """A key, by the letter that a Latin keyboard has at its place, and what it does."""

    letter: str
    does: StrOrPromise


KEYS = (
    Key("J", pgettext_lazy("review of findings", "Next finding")),
    Key("K", pgettext_lazy("review of findings", "Previous finding")),
    Key("A", pgettext_lazy("finding", "Accept")),
    Key("S", _("Split in two")),
    Key("L", pgettext_lazy("finding", "Decide later")),
    Key("R", _("Reject with a reason")),
    Key("E", pgettext_lazy("review of findings", "Edit fields")),
    Key("U", pgettext_lazy("review of findings", "Undo last decision")),
    Key("H", pgettext_lazy("review of findings", "Show keys")),
)
"""In the order in which the menu of the review and the page of keys list them."""


def are_keys_on(request: HttpRequest) -> bool:
    """Whether single keys act for this reader; they do until they are turned off."""
    return request.COOKIES.get(KEYS_COOKIE) != KEYS_OFF
