"""Pages that withdraw and restore a version."""

from __future__ import annotations

from typing import Any, override

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Version
from majlis.instruments.texts.action_pages import VersionAction
from majlis.instruments.texts.responses import get_version, withdrawn_response
from majlis.instruments.texts.withdrawn import withdrawal_at
from majlis.instruments.withdrawals import actions
from majlis.instruments.withdrawals.forms import WithdrawForm
from majlis.kernel.errors import WrongState
from majlis.kit.action_page import ButtonAction


class WithdrawVersion(VersionAction):
    """Withdraw a version, or a language of it."""

    verb = actions.withdraw_version
    form_class = WithdrawForm
    title = _("Withdraw version or language version")
    done = _("The text was withdrawn. Its history and its file are retained.")

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        withdrawn = withdrawn_response(request, self.kwargs["slug"], self.kwargs["version"])
        if withdrawn is not None and request.method == "POST":  # the form was sent twice
            messages.error(request, str(WrongState()))
            return redirect(reverse("instruments:version", kwargs=self.kwargs))
        if withdrawn is not None:
            return withdrawn
        return super().dispatch(request, *args, **kwargs)

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"languages": list(self.target.languages.all())}

    @override
    def do(self, data: dict[str, Any]) -> Version:
        what, reason = data["what"], data["reason"]
        if what == "all":
            return actions.withdraw_version(self.actor, self.target, reason=reason)
        return actions.withdraw_language(self.actor, self.target, language=what, reason=reason)


class RestoreVersion(ButtonAction[Version]):
    """Publish a withdrawn version again."""

    verb = actions.restore_version
    done = _("Version published again, unchanged.")

    @override
    def get_target(self) -> Version:
        slug, version = self.kwargs["slug"], self.kwargs["version"]
        withdrawal = withdrawal_at(self.reader, slug, version)
        if withdrawal is None:
            return get_version(self.reader, slug, version)[0]
        return withdrawal.version
