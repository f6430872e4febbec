"""Queries of drafts."""

from __future__ import annotations

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from majlis.commons.drafts.form_names import FORM_NAMES
from majlis.commons.drafts.models import Draft
from majlis.kit.action_page import ActionPage
from majlis.kit.page import declared_pages

EXCERPT_LENGTH = 80


def excerpt(draft: Draft) -> str:
    """The beginning of the longest text of a draft."""
    texts = [text for each in draft.values.values() for text in each]
    longest = " ".join(max(texts, key=len, default="").split())
    return longest if len(longest) <= EXCERPT_LENGTH else f"{longest[: EXCERPT_LENGTH - 1]}…"


@cache
def page_titles() -> dict[str, str | Promise]:
    """Key of a form -> the title of the declared page with this form; the first, if several have it."""
    titles: dict[str, str | Promise] = {}
    for page in declared_pages(ActionPage).values():
        if page.title:
            titles.setdefault(page.form_key or page.verb_key(), page.title)
    return titles


def form_name(draft: Draft) -> str | Promise:
    """The name of the form of a draft: the one that its room registered, or the title of its page."""
    return FORM_NAMES.get(draft.form) or page_titles().get(
        draft.form, pgettext_lazy("form", "Form")
    )
