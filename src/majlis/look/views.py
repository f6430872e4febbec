"""Views of the look: all components in all states, and the choice of a light or dark theme."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from majlis.look import examples
from majlis.look.context import THEME_COOKIE, THEMES
from majlis.look.forms import Form
from majlis.look.parts import return_address

ONE_YEAR = 365 * 24 * 60 * 60


@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, with fictional content."""
    return render(request, "look/parts.html", examples.examples_context(request))


class AppearanceForm(Form):
    """The theme: light, dark, or that of the reader's system."""

    theme = forms.ChoiceField(
        label=pgettext_lazy("page", "Appearance"),
        choices=[
            ("system", pgettext_lazy("appearance", "device setting")),
            ("light", pgettext_lazy("appearance", "light")),
            ("dark", pgettext_lazy("appearance", "dark")),
        ],
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "POST"])
def appearance(request: HttpRequest) -> HttpResponse:
    """Set the theme, which is stored in a cookie."""
    current = request.COOKIES.get(THEME_COOKIE, "system")
    form = AppearanceForm(request.POST or None, initial={"theme": current})
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(return_address(request, reverse("look:appearance")))
        theme = form.cleaned_data["theme"]
        if theme in THEMES:
            response.set_cookie(
                THEME_COOKIE, theme, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure()
            )
        else:
            response.delete_cookie(THEME_COOKIE, samesite="Lax")
        messages.success(request, _("The choice was saved on this device for one year."))
        return response
    return render(
        request,
        "look/appearance.html",
        {"form": form, "next": return_address(request, reverse("look:appearance"))},
    )
