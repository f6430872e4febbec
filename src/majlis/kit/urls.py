"""Addresses of declared pages."""

from __future__ import annotations

import re

from django.urls import URLPattern, path

from majlis.kit.page import Page


def page_path(route: str, page: type[Page], name: str = "") -> URLPattern:
    """The address of a page; its name is by default that of the class: ``CloseAccount`` -> ``close_account``."""
    snake_case = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", page.__name__).lower()
    return path(route, page.as_view(), name=name or snake_case)
