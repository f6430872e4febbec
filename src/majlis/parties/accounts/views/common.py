"""What the pages of accounts share: whose they are, and that one signs in first."""

from __future__ import annotations

from typing import ClassVar, cast, override

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from majlis.kernel.models import User
from majlis.kit.action_page import ActionPage
from majlis.kit.page import StrOrPromise


def current_user(request: HttpRequest) -> User:
    """The signed-in user, in a view that requires one."""
    return cast(User, request.user)


class OwnAccountAction(LoginRequiredMixin, ActionPage[User]):
    """An action on one's own account, by default opened from the page of the account."""

    base_template = "accounts/base.html"
    parents: ClassVar[tuple[tuple[StrOrPromise, str], ...]] = (
        (pgettext_lazy("page", "Your account"), "accounts:home"),
    )

    @override
    def get_target(self) -> User:
        return current_user(self.request)

    @override
    def get_object_above(self) -> None:
        return None

    @override
    def get_lead(self) -> StrOrPromise:
        return self.lead

    @override
    def get_cancel_url(self) -> str:
        return reverse(self.parents[-1][1])
