"""A form of a page, as it is opened and as it is sent: its checks, and the errors of the verb on its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, Refused
from majlis.kit import phrases

Submit = Callable[[Any], Any]
"""Runs the verb with the valid form; returns a response, an address, or an object with a page."""


def add_fault(form: forms.BaseForm, fault: Fault, fields: Mapping[str, str] | None = None) -> int:
    """Add the errors of a verb to the fields of a form; return the HTTP status.

    ``fields`` maps arguments of the verb to fields of other names. An error of an argument without a
    field is an error of the whole form.
    """
    if isinstance(fault, InvalidInput):
        for name, message in fault.faults.items():
            field = (fields or {}).get(name, name)
            form.add_error(field if field in form.fields else None, str(message))
    else:
        form.add_error(None, str(fault))
    return fault.status


class SentForm:
    """A form of a view: opened by GET, sent by POST.

    - ``make_form(data, files, initial=…)`` creates the form; without arguments for a new one.
    - ``key`` is the verb (``"room.verb"``), ``target`` the object that the form is about, or a text
      that identifies it.
    - ``current()`` gives the present values of the object that the form edits.
    - ``lock()`` locks rows that the verb locks before the object, so that two requests do not wait for each other.
    - ``page`` is the address of the form, ``send`` the label of its button.
    - ``error_fields``: see ``add_fault``.
    """

    template_name = "kit/form.html"

    def __init__(
        self,
        request: HttpRequest,
        make_form: Callable[..., forms.BaseForm],
        *,
        key: str,
        target: models.Model | str = "",
        current: Callable[[], Mapping[str, Any]] | None = None,
        lock: Callable[[], None] | None = None,
        send: str | Promise = "",
        page: str = "",
        error_fields: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        self.request, self.key, self.current, self.options = request, key, current, options
        self.make_form, self.send = make_form, send or phrases.SAVE
        self.instance = target if isinstance(target, models.Model) else None
        self.target = (
            f"{target._meta.label_lower}:{target.pk}"
            if isinstance(target, models.Model)
            else str(target)
        )
        self.page = (page or request.path)[:500]
        self.error_fields, self.lock = error_fields, lock
        self.status = 200
        self.actor = Actor.of(request)
        self.form = self.sent_form(request.POST) if request.method == "POST" else self.opened_form()

    def initial_values(self) -> dict[str, Any]:
        """The values of the form when it is opened."""
        return {
            **self.options.get("initial", {}),
            **(self.current() if self.current is not None else {}),
        }

    def opened_form(self) -> forms.BaseForm:
        """The form as it is opened."""
        return self.make_form(**{**self.options, "initial": self.initial_values()})

    def sent_form(self, data: QueryDict) -> forms.BaseForm:
        """The form as it was sent."""
        options = {**self.options, "initial": self.initial_values()}
        return self.make_form(data, self.request.FILES, **options)

    def answer(self, submit: Submit) -> HttpResponse | None:
        """The response to a form that was sent and accepted, or None if the page with the form is to be shown.

        Errors are shown on the form, whose values stay. Raises Refused.
        """
        if self.request.method != "POST":
            return None
        if not self.form.is_valid():
            self.status = 422
            return None
        try:
            return self.submit(submit)
        except Refused:
            raise
        except Fault as fault:
            self.status = add_fault(self.form, fault, self.error_fields)
            return None

    def submit(self, submit: Submit) -> HttpResponse:
        """Run the verb and redirect."""
        result = submit(self.form)
        if isinstance(result, HttpResponse):
            return result
        return redirect(result if result is not None else self.page)

    def context(self, **more: Any) -> dict[str, Any]:
        """The context of ``template_name``."""
        return {"form": self.form, "send": self.send, "form_template": self.template_name, **more}
