"""A site with one form more: a page that several people edit, as a room would have it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from majlis.commons.drafts.forms import DraftedForm
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Record
from majlis.kernel.records import set_wording
from majlis.look.forms import DateField, Form
from majlis.site.urls import *
from majlis.site.urls import urlpatterns as of_the_site

PAGE = """{% extends "look/base.html" %}{% block title %}x{% endblock %}
{% block content %}{% include "drafts/form.html" with send="Send it" %}{% endblock %}"""
FIELDS = ("title", "note", "colour", "day", "loud")


class ThingForm(Form):
    """Fields of every make."""

    title = forms.CharField(max_length=60)
    note = forms.CharField(widget=forms.Textarea, required=False)
    colour = forms.ChoiceField(choices=[("r", "Red"), ("g", "Green")], required=False)
    tags = forms.MultipleChoiceField(choices=[("1", "One"), ("2", "Two")], required=False)
    day = DateField(required=False, partial=True)
    loud = forms.BooleanField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)


def values(record: Record) -> dict[str, Any]:
    said = {name: record.say(name, "en").text for name in FIELDS}
    return {**said, "tags": record.say("tags", "en").text.split(), "loud": bool(said["loud"])}


def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Edit a record that is there."""
    record = Record.objects.get(pk=key)
    drafted = DraftedForm(
        request, ThingForm, key="test.edit", target=record, current=lambda: values(record)
    )

    def do(form: ThingForm) -> str:
        kept = form.cleaned_data
        if kept["title"] == "refuse":
            raise InvalidInput({"title": "Not this word.", "": "Nor anything."})
        for name in FIELDS:
            set_wording(record, name, "en", str(kept[name] or ""))
        set_wording(record, "tags", "en", " ".join(kept["tags"]))
        if kept["title"] == "fall":
            raise ZeroDivisionError
        return "/done/"

    answer = drafted.answer(do)
    page = engines["django"].from_string(PAGE)
    return answer or HttpResponse(page.render(drafted.context(), request), status=drafted.status)


def new(request: HttpRequest) -> HttpResponse:
    """Make something new; nobody need sign in."""
    drafted = DraftedForm(request, ThingForm, key="test.new")
    answer = drafted.answer(lambda form: "/done/")
    page = engines["django"].from_string(PAGE)
    return answer or HttpResponse(page.render(drafted.context(), request), status=drafted.status)


urlpatterns = [
    *i18n_patterns(
        path("test/<int:key>/", login_required(edit), name="test_edit"),
        path("test/new/", new, name="test_new"),
    ),
    *of_the_site,
]
