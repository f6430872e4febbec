"""Where a draft belongs: its form, record, page and owner; and the signed token that a form carries of it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from majlis.commons.drafts.models import Draft

TOKEN_FIELD, SALT, COOKIE = "draft-slip", "drafts.slip", "majlis_drafts"
ID_FIELD, VERSION_FIELD, RESOLVE_FIELD, OTHER_DRAFT_FIELD = (
    "draft-id",
    "draft-version",
    "draft-resolve",
    "draft-beside",
)
CHOICE_PREFIX, MERGED_PREFIX = "draft-choice-", "draft-merged-"
FIELD_PREFIX = "draft-"
# A form may stay open for as long as a draft of it is kept.
TOKEN_LIFETIME = 90 * 24 * 3600


@dataclass(frozen=True)
class DraftLocation:
    """Where what was typed belongs. ``is_signed``: read from a slip that this site gave to its person."""

    form: str
    target: str = ""
    page: str = "/"
    user_id: int | None = None
    browser: str = ""
    skip: tuple[str, ...] = ()
    marks: dict[str, str] | None = None
    is_signed: bool = False

    def token(self) -> str:
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
            if name not in self.skip
            and name != "csrfmiddlewaretoken"
            and not name.startswith(FIELD_PREFIX)
        }

    def in_browser(self, browser: str) -> DraftLocation:
        """The same place, of somebody who has not signed in."""
        return replace(self, browser=browser)


def read_token(text: str) -> DraftLocation | None:
    """The place on a slip; None where it was not made here, or too long ago."""
    try:
        form, target, page, user_id, skip, marks = signing.loads(
            text, salt=SALT, max_age=TOKEN_LIFETIME
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return DraftLocation(form, target, page, user_id, "", tuple(skip), marks, is_signed=True)


def browser_key(request: HttpRequest) -> str:
    """The browser's mark in the table of drafts, from its signed cookie; "" where it has none."""
    token = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=TOKEN_LIFETIME)
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def browser_key_and_token(request: HttpRequest) -> tuple[str, str]:
    """(mark, token to set as the cookie; "" where the browser has one)."""
    mark = browser_key(request)
    if mark:
        return mark, ""
    token = secrets.token_urlsafe(32)
    return hashlib.sha256(token.encode()).hexdigest(), token


def set_cookie(response: HttpResponse, token: str, *, secure: bool) -> None:
    """Give the browser its token."""
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=TOKEN_LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )
