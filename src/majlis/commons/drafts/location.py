"""The location of a draft (form, target, page and owner), and the signed token of it in each form."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from majlis.commons.drafts.models import Draft, DraftQuerySet
from majlis.kernel import clock

TOKEN_FIELD, SALT, COOKIE = "draft-slip", "drafts.slip", "majlis_drafts"
ID_FIELD, VERSION_FIELD, RESOLVE_FIELD, OTHER_DRAFT_FIELD = (
    "draft-id",
    "draft-version",
    "draft-resolve",
    "draft-beside",
)
CHOICE_PREFIX, MERGED_PREFIX = "draft-choice-", "draft-merged-"
FIELD_PREFIX = "draft-"
# In seconds, as long as a draft of a person (``actions.LIFETIME``).
TOKEN_LIFETIME = 90 * 24 * 3600


@dataclass(frozen=True)
class DraftLocation:
    """The form, target, page and owner of drafts.

    ``skip`` are the names of fields that are not saved. ``marks`` are the fingerprints of the
    fields when the form was opened. ``is_signed``: read from a valid token, which this site gave to
    the owner.
    """

    form: str
    target: str = ""
    page: str = "/"
    user_id: int | None = None
    browser: str = ""
    skip: tuple[str, ...] = ()
    marks: dict[str, str] | None = None
    is_signed: bool = False

    def token(self) -> str:
        """The signed token of the location, for a hidden field; it does not contain the browser."""
        parts = [self.form, self.target, self.page, self.user_id, list(self.skip), self.marks]
        return signing.dumps(parts, salt=SALT, compress=True)

    @property
    def owner_fields(self) -> dict[str, int | str | None]:
        """The values of the owner columns of a draft at this location."""
        if self.user_id is not None:
            return {"user_id": self.user_id, "browser": ""}
        return {"user_id": None, "browser": self.browser}

    def drafts(self) -> DraftQuerySet:
        """The unexpired drafts at this location, newest first."""
        drafts = Draft.objects.filter(form=self.form, target=self.target, **self.owner_fields)
        return drafts.filter(expires_at__gt=clock.now()).order_by("-changed_at", "-pk")

    def typed(self, data: QueryDict) -> dict[str, list[str]]:
        """The values to save from a POST request, without passwords, tokens and the fields of drafts."""
        return {
            name: [str(each).replace("\0", "") for each in data.getlist(name)]
            for name in data
            if name not in self.skip
            and name != "csrfmiddlewaretoken"
            and not name.startswith(FIELD_PREFIX)
        }

    def in_browser(self, browser: str) -> DraftLocation:
        """The same location with the key of a browser."""
        return replace(self, browser=browser)


def read_token(text: str) -> DraftLocation | None:
    """The location of a token; None if the token is not valid, or too old."""
    try:
        form, target, page, user_id, skip, marks = signing.loads(
            text, salt=SALT, max_age=TOKEN_LIFETIME
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return DraftLocation(form, target, page, user_id, "", tuple(skip), marks, is_signed=True)


def browser_key(request: HttpRequest) -> str:
    """The key of the browser in the table of drafts, a hash of its signed cookie; "" without a cookie."""
    token = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=TOKEN_LIFETIME)
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def browser_key_and_token(request: HttpRequest) -> tuple[str, str]:
    """The key of the browser, and the token for a new cookie ("" if the browser already has one)."""
    key = browser_key(request)
    if key:
        return key, ""
    token = secrets.token_urlsafe(32)
    return hashlib.sha256(token.encode()).hexdigest(), token


def set_cookie(response: HttpResponse, token: str, *, secure: bool) -> None:
    """Set the cookie that identifies the browser."""
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=TOKEN_LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )
