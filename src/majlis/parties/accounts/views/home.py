"""Views of one's own account: profile, security, personal data."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from typing import Any, override

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record, User
from majlis.kernel.rate_limits import RateLimit
from majlis.kit import phrases
from majlis.kit.action_page import ButtonAction
from majlis.look.parts import Cell, Column, Table
from majlis.look.templatetags import look
from majlis.parties.accounts import one_time_links, personal_data_registry, queries, time_zones
from majlis.parties.accounts.actions import people
from majlis.parties.accounts.actions import personal_data as personal_data_actions
from majlis.parties.accounts.forms import ErasureByLinkForm, ErasureForm, ProfileForm
from majlis.parties.accounts.models import Purpose
from majlis.parties.accounts.views.common import OwnAccountAction, current_user

SHOWN_ROWS = 50
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+([+-]\d\d:\d\d|Z))?")
# Enough for mistyped passwords, too few to guess one.
ERASURE_LIMIT = RateLimit("accounts.erase", 10, 3600)


@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show an overview of the account."""
    kinds = list(
        Authenticator.objects.filter(user=current_user(request)).values_list("type", flat=True)
    )
    return render(
        request,
        "accounts/home.html",
        {
            "person": current_user(request),
            "language": LANGUAGES_BY_CODE[current_user(request).language],
            "zone": time_zones.zone_label(current_user(request).time_zone),
            "roles": queries.appointments_of(current_user(request)),
            "totp": Authenticator.Type.TOTP in kinds,
            "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
            "organisations": SocialAccount.objects.filter(user=current_user(request)).exists(),
        },
    )


class ChangeProfile(OwnAccountAction):
    """Edit name, language and time zone."""

    verb = people.change_profile
    form_class = ProfileForm
    title = pgettext_lazy("account", "Profile")
    button = phrases.SAVE_CHANGES
    done = _("Your profile was saved.")

    @override
    def get_current(self) -> dict[str, Any]:
        user = self.target
        zone = time_zones.canonical_zone(user.time_zone)
        return {"name": user.name, "language": user.language, "time_zone": zone}

    @override
    def finish(self, result: User) -> HttpResponse:
        with translation.override(result.language):
            return super().finish(result)


class SignOutAction(ButtonAction[User], OwnAccountAction):
    """An action on one's own account that signs one out."""

    @override
    def do(self, data: dict[str, Any]) -> None:
        super().do(data)
        logout(self.request)

    @override
    def get_success_url(self, result: None) -> str:
        return reverse("account_login")


class SignOutEverywhere(SignOutAction):
    """End all sessions, including the present one."""

    verb = people.end_sessions
    title = _("Sign out on all devices")
    done = _("You are signed out on all devices.")


class CloseAccount(SignOutAction):
    """Close one's own account."""

    verb = people.close_account
    title = pgettext_lazy("button", "Close account")
    done = _("Your account was closed.")


@login_required
def personal_data(request: HttpRequest) -> HttpResponse:
    """List the kinds of personal data, each with a link to its page, and the export."""
    return render(
        request,
        "accounts/personal_data.html",
        {"holdings": personal_data_registry.PERSONAL_DATA_KINDS.values()},
    )


@login_required
@never_cache
def personal_data_kind(request: HttpRequest, key: str) -> HttpResponse:
    """Show one kind of personal data; each has a page of its own, because it may have many rows."""
    kind = personal_data_registry.PERSONAL_DATA_KINDS.get(key)
    if kind is None:
        raise Http404
    rows = list(kind.export(current_user(request)))
    columns = kind.columns or {name: name for name in (rows[0] if rows else {})}
    shown_rows = rows[: -SHOWN_ROWS - 1 : -1]
    addresses = {str(row.get(name) or "") for row in shown_rows for name in kind.records} - {""}
    records = queries.records_at(addresses, current_user(request)) if addresses else {}
    cells = [
        [
            _record_cell(records.get(str(row[name])))
            if name in kind.records and row.get(name)
            else _cell(row.get(name), kind.shown.get(name))
            for name in columns
        ]
        for row in shown_rows
    ]
    heads = [Column(words) for words in columns.values()]
    table = Table(heads, cells, caption=kind.name, headed=True)
    return render(
        request,
        "accounts/personal_data_kind.html",
        {"holding": kind, "table": table if rows else None, "more": max(0, len(rows) - SHOWN_ROWS)},
    )


def _record_cell(record: Record | None) -> Cell:
    """A cell with a link to a record; without a record, that it is not visible."""
    if record is None:
        return Cell(personal_data_registry.NOT_VISIBLE)
    title = record.say("title")
    return Cell(title.text or record.address, record.get_absolute_url(), language=title.language)


def _date_or_moment(value: str) -> str:
    """A date or a moment, which rooms export as ISO text, as formatted for a page; else empty."""
    if not ISO_MOMENT.fullmatch(value):
        return ""
    try:
        if len(value) == len("2026-04-17"):
            return look.date(datetime.date.fromisoformat(value))
        return look.moment(datetime.datetime.fromisoformat(value))
    except ValueError:
        return ""


def _cell(value: object, shown: Callable[[Any], Any] | None = None) -> Cell:
    if shown is not None and value not in (None, ""):
        return Cell(shown(value))
    if isinstance(value, bool):
        return Cell(
            pgettext_lazy("yes or no", "yes") if value else pgettext_lazy("yes or no", "no")
        )
    if value is None or value == "":
        return Cell("–")
    if isinstance(value, str) and (text := _date_or_moment(value)):
        return Cell(text)
    return Cell(value if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False))


@login_required
@require_POST
def export_personal_data(request: HttpRequest) -> HttpResponse:
    """Download all personal data as one JSON file."""
    data = personal_data_actions.export_own_data(Actor.of(request), current_user(request))
    response = HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=2, default=str),
        content_type="application/json; charset=utf-8",
    )
    response["Content-Disposition"] = (
        f'attachment; filename="majlis-own-data-{current_user(request).pk}.json"'
    )
    response["Cache-Control"] = "no-store"
    return response


@login_required
def erase_personal_data(request: HttpRequest) -> HttpResponse:
    """Explain what an erasure deletes, and what stays."""
    remaining = [each for each in personal_data_registry.PERSONAL_DATA_KINDS.values() if each.kept]
    return render(
        request,
        "accounts/erase.html",
        {"kept": remaining, "erased": personal_data_registry.PERSONAL_DATA_KINDS.values()},
    )


class EraseData(OwnAccountAction):
    """Confirm an erasure, which signs one out."""

    verb = personal_data_actions.erase_own_data
    title = _("Erase your data permanently")
    done = ""
    drafts = False
    parents = (*OwnAccountAction.parents, (_("Erase your data"), "accounts:erase"))

    @override
    def get_success_url(self, result: None) -> str:
        return reverse("accounts:erased")

    @override
    def finish(self, result: None) -> HttpResponse:
        logout(self.request)
        return super().finish(result)


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class EraseByPassword(EraseData):
    """Confirm an erasure by the password, or request a link by mail."""

    template_name = "accounts/erase_confirm.html"
    form_class = ErasureForm
    rate_limit = ERASURE_LIMIT

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"by_password": self.target.has_usable_password()}


class RequestErasure(ButtonAction[User], OwnAccountAction):
    """Request a link by mail that confirms an erasure."""

    verb = personal_data_actions.request_erasure
    title = _("Send confirmation link")
    done = _("An email with a link was sent to you.")
    sends_mail = True
    rate_limit = ERASURE_LIMIT
    parents = EraseData.parents


class EraseByLink(EraseData):
    """Confirm an erasure by the mailed link."""

    template_name = "accounts/erase_by_link.html"
    form_class = ErasureByLinkForm

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "token": self.kwargs["token"]}

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not one_time_links.find_link(Purpose.ERASURE, self.kwargs["token"], self.target):
            return self.render({"is_expired": True}, status=410)
        return super().get(request, *args, **kwargs)


def erased(request: HttpRequest) -> HttpResponse:
    """Show that the data were erased."""
    return render(request, "accounts/erased.html")
