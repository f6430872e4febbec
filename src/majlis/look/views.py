"""Pages of the look: every part in every state, and the choice of light or dark."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from majlis.look import examples
from majlis.look.context import THEME_COOKIE, THEMES
from majlis.look.forms import Form

ONE_YEAR = 365 * 24 * 60 * 60


@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Every part of the look in every state, with fictional words."""
    return render(request, "look/parts.html", examples.examples_context(request))


class AppearanceForm(Form):
    """Light, dark, or as the reader's system has it."""

    theme = forms.ChoiceField(
        label=gettext_lazy("Light or dark"),
        choices=[
            ("system", gettext_lazy("as my device has it")),
            ("light", gettext_lazy("light")),
            ("dark", gettext_lazy("dark")),
        ],
        widget=forms.RadioSelect,
    )


def return_address(request: HttpRequest) -> str:
    """The page of this site that the reader came from, or this one."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return reverse("look:appearance")


@require_http_methods(["GET", "POST"])
def appearance(request: HttpRequest) -> HttpResponse:
    """Let a reader choose light or dark; the choice is kept in a cookie of one word."""
    now = request.COOKIES.get(THEME_COOKIE, "system")
    form = AppearanceForm(request.POST or None, initial={"theme": now})
    if request.method == "POST" and form.is_valid():
        answer = HttpResponseRedirect(return_address(request))
        chosen = form.cleaned_data["theme"]
        if chosen in THEMES:
            answer.set_cookie(
                THEME_COOKIE, chosen, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure()
            )
        else:
            answer.delete_cookie(THEME_COOKIE, samesite="Lax")
        messages.success(request, _("Your choice is kept on this device for a year."))
        return answer
    return render(request, "look/appearance.html", {"form": form, "next": return_address(request)})
