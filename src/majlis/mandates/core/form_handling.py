"""What is left of the handling of forms by hand, for pages that are not declared yet."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict


def refresh_token(form: Any, fresh: Any) -> None:
    """Update the version token and keep the input: when the form is sent again, it is applied."""
    if isinstance(form.data, QueryDict) and "seen" in fresh.initial:
        data = form.data.copy()
        data["seen"] = fresh.initial["seen"]
        form.data = data
