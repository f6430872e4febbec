"""Where a draft belongs: form, thing, page, and whose it is; and the slip that a form carries of it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import Promise

from majlis.commons.drafts.models import Draft

SLIP, SALT, COOKIE = "draft-slip", "drafts.slip", "majlis_drafts"
KEY, VERSION, RESOLVE, BESIDE = "draft-id", "draft-version", "draft-resolve", "draft-beside"
CHOICE, MERGED = "draft-choice-", "draft-merged-"
OURS = "draft-"
# A form may stay open for as long as a draft of it is kept.
OPEN_FOR = 90 * 24 * 3600

# What a form is called in the list of drafts: key -> name. A room adds its forms in ``ready``.
FORMS: dict[str, str | Promise] = {}


def register(key: str, name: str | Promise) -> None:
    """Name a form, for the list of drafts."""
    FORMS[key] = name


@dataclass(frozen=True)
class Place:
    """Where what was typed belongs. ``vouched``: read from a slip that this site gave to its person."""

    form: str
    target: str = ""
    page: str = "/"
    user_id: int | None = None
    browser: str = ""
    skip: tuple[str, ...] = ()
    marks: dict[str, str] | None = None
    vouched: bool = False

    def slip(self) -> str:
        """The place, signed: hidden in the form."""
        kept = [self.form, self.target, self.page, self.user_id, list(self.skip), self.marks]
        return signing.dumps(kept, salt=SALT, compress=True)

    @property
    def whose(self) -> dict[str, Any]:
        """The columns that say whose a draft is."""
        if self.user_id is not None:
            return {"user_id": self.user_id, "browser": ""}
        return {"user_id": None, "browser": self.browser}

    def drafts(self) -> Any:
        """All drafts at this place, the latest first."""
        found = Draft.objects.filter(form=self.form, target=self.target, **self.whose)
        return found.filter(expires_at__gt=timezone.now()).order_by("-changed_at", "-pk")

    def typed(self, data: QueryDict) -> dict[str, list[str]]:
        """What was typed, without what is not to be kept (passwords, tokens, our own fields)."""
        return {
            name: [str(each).replace("\0", "") for each in data.getlist(name)]
            for name in data
            if name not in self.skip and name != "csrfmiddlewaretoken" and not name.startswith(OURS)
        }

    def in_browser(self, browser: str) -> Place:
        """The same place, of somebody who has not signed in."""
        return replace(self, browser=browser)


def read_slip(text: str) -> Place | None:
    """The place on a slip; None where it was not made here, or too long ago."""
    try:
        form, target, page, user_id, skip, marks = signing.loads(text, salt=SALT, max_age=OPEN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Place(form, target, page, user_id, "", tuple(skip), marks, vouched=True)


def browser_of(request: HttpRequest) -> str:
    """The browser's mark in the table of drafts, from its signed cookie; "" where it has none."""
    token = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=OPEN_FOR)
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def give_cookie(request: HttpRequest) -> tuple[str, str]:
    """(mark, token to set as the cookie; "" where the browser has one)."""
    mark = browser_of(request)
    if mark:
        return mark, ""
    token = secrets.token_urlsafe(32)
    return hashlib.sha256(token.encode()).hexdigest(), token


def set_cookie(response: HttpResponse, token: str, *, secure: bool) -> None:
    """Give the browser its token."""
    response.set_signed_cookie(
        COOKIE, token, salt=SALT, max_age=OPEN_FOR, httponly=True, samesite="Lax", secure=secure
    )
