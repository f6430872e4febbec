"""The account of the person who has signed in: profile, security, own data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.look.parts import Cell, Column, Table
from majlis.parties.accounts import actions, own_data, queries, tokens, zones
from majlis.parties.accounts.forms import Erase, EraseByLink, Profile
from majlis.parties.accounts.models import Purpose
from majlis.parties.accounts.views.common import attempt, login_required, me, told_and_back

SHOWN = 50
# A password is guessed in many attempts, and mistyped in a few.
ERASING = RateLimit("accounts.erase", 10, 3600)


@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """The account at a glance."""
    kinds = list(Authenticator.objects.filter(user=me(request)).values_list("type", flat=True))
    return render(
        request,
        "accounts/home.html",
        {
            "person": me(request),
            "language": LANGUAGES_BY_CODE[me(request).language],
            "zone": zones.label(me(request).time_zone),
            "roles": queries.roles_of(me(request)),
            "totp": Authenticator.Type.TOTP in kinds,
            "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
            "organisations": SocialAccount.objects.filter(user=me(request)).exists(),
        },
    )


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language and time zone."""
    user = me(request)
    zone = zones.offered_as(user.time_zone)
    given = {"name": user.name, "language": user.language, "time_zone": zone}
    form = Profile(request.POST or None, initial=given)
    if request.method == "POST" and attempt(
        form, lambda data: actions.change_profile(Actor.of(request), user, **data)
    ):
        with translation.override(user.language):
            return told_and_back(request, _("Your profile is saved."), reverse("accounts:home"))
    return render(request, "accounts/profile.html", {"form": form})


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions, this one too."""
    actions.sign_out_everywhere(Actor.of(request), me(request))
    logout(request)
    return told_and_back(request, _("You are signed out everywhere."), "account_login")


@login_required
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close one's own account."""
    actions.close_account(Actor.of(request), me(request))
    logout(request)
    return told_and_back(request, _("Your account is closed."), "account_login")


@login_required
def data(request: HttpRequest) -> HttpResponse:
    """What is held on the person: the kinds of it, each with a page of its own, and the file."""
    return render(request, "accounts/data.html", {"holdings": own_data.HOLDINGS.values()})


@login_required
@never_cache
def held(request: HttpRequest, key: str) -> HttpResponse:
    """One kind of what is held on the person, to read; a page each, since rooms may hold much."""
    holding = own_data.HOLDINGS.get(key)
    if holding is None:
        raise Http404
    rows = list(holding.export(me(request)))
    columns = holding.columns or {name: name for name in (rows[0] if rows else {})}
    last = rows[: -SHOWN - 1 : -1]
    addresses = {str(row.get(name) or "") for row in last for name in holding.records} - {""}
    seen = queries.records_at(addresses, me(request)) if addresses else {}
    shown = [
        [
            _named(seen.get(str(row[name])))
            if name in holding.records and row.get(name)
            else _cell(row.get(name), holding.shown.get(name))
            for name in columns
        ]
        for row in last
    ]
    heads = [Column(words) for words in columns.values()]
    table = Table(heads, shown, caption=holding.name, headed=True)
    return render(
        request,
        "accounts/held.html",
        {"holding": holding, "table": table if rows else None, "more": max(0, len(rows) - SHOWN)},
    )


def _named(record: Record | None) -> Cell:
    """The name of a record, and the way to it; or that it is closed to the person today."""
    if record is None:
        return Cell(own_data.CLOSED)
    title = record.say("title")
    return Cell(title.text or record.address, record.get_absolute_url(), language=title.language)


def _cell(value: object, shown: Callable[[Any], Any] | None = None) -> Cell:
    if shown is not None and value not in (None, ""):
        return Cell(shown(value))
    if isinstance(value, bool):
        return Cell(_("yes") if value else _("no"))
    if value is None or value == "":
        return Cell("–")
    return Cell(value if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False))


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The same as one JSON file."""
    made = actions.export_own_data(Actor.of(request), me(request))
    answer = HttpResponse(
        json.dumps(made, ensure_ascii=False, indent=2, default=str),
        content_type="application/json; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="majlis-own-data-{me(request).pk}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
def erase(request: HttpRequest) -> HttpResponse:
    """What an erasure does, and what stays."""
    kept = [each for each in own_data.HOLDINGS.values() if each.kept]
    return render(
        request, "accounts/erase.html", {"kept": kept, "erased": own_data.HOLDINGS.values()}
    )


@login_required
@sensitive_post_parameters("password")
def erase_confirm(request: HttpRequest) -> HttpResponse:
    """The last step: the password, or a link by mail."""
    user = me(request)
    if request.method == "POST":
        count_request(ERASING, client_key(request))
    if request.method == "POST" and "link" in request.POST:
        actions.ask_for_erasure(Actor.of(request), user)
        return told_and_back(request, _("A mail with a link was sent to you."), "accounts:erase")
    form = Erase(request.POST or None)
    if not user.has_usable_password():
        del form.fields["password"]
    if request.method == "POST" and attempt(
        form, lambda given: actions.erase_own_data(Actor.of(request), user, **given)
    ):
        return _erased(request)
    return render(
        request,
        "accounts/erase_confirm.html",
        {"form": form, "by_password": user.has_usable_password()},
    )


@login_required
def erase_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The last step, at the end of the link."""
    form = EraseByLink(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda given: actions.erase_own_data(Actor.of(request), me(request), token=token, **given),
    ):
        return _erased(request)
    works = tokens.works(Purpose.ERASURE, token, me(request))
    return render(
        request,
        "accounts/erase_by_link.html",
        {"form": form, "works": works},
        status=200 if works else 410,
    )


def _erased(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:erased")


def erased(request: HttpRequest) -> HttpResponse:
    """It is done."""
    return render(request, "accounts/erased.html")
