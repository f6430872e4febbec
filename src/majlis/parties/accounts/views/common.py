"""Helpers shared by the views of accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import User

__all__ = ["current_user", "login_required", "message_and_redirect", "run_verb"]


def current_user(request: HttpRequest) -> User:
    """The signed-in user, in a view that requires one."""
    return cast(User, request.user)


def run_verb(form: forms.BaseForm, do: Callable[[dict[str, Any]], Any]) -> bool:
    """Run a verb with the data of a valid form; return whether it succeeded, else add its errors to the form."""
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except InvalidInput as fault:
        for name, words in fault.faults.items():
            form.add_error(name if name in form.fields else None, str(words))
        return False
    return True


def message_and_redirect(request: HttpRequest, words: str, *where: Any) -> HttpResponse:
    """Redirect to a page with a success message."""
    messages.success(request, words)
    return redirect(*where)
