"""Queries of drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.commons.drafts.form_names import FORM_NAMES
from majlis.commons.drafts.models import Draft
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Reader

EXCERPT_LENGTH = 80


@dataclass(frozen=True)
class DraftRow:
    """A draft in a list: the name of its form, and the beginning of its text."""

    draft: Draft
    name: str | Promise
    begins: str


def excerpt(values: dict[str, list[str]]) -> str:
    """The beginning of the longest text of a draft."""
    texts = [text for each in values.values() for text in each]
    longest = " ".join(max(texts, key=len, default="").split())
    return longest if len(longest) <= EXCERPT_LENGTH else f"{longest[: EXCERPT_LENGTH - 1]}…"


def drafts_of_user(user: Reader, browser: str) -> list[DraftRow]:
    """The drafts of a person and of a browser, newest first; their number is limited."""
    drafts = Draft.objects.of(user, browser).order_by("-changed_at", "-pk")
    return [
        DraftRow(draft, FORM_NAMES.get(draft.form, _("A form")), excerpt(draft.values))
        for draft in drafts
    ]


def drafts_sheet(drafts: Iterable[DraftRow]) -> Sheet:
    """Drafts as a file: form, beginning of the text, time of saving and time of expiry."""
    return Sheet(
        "drafts",
        _("My drafts"),
        [
            Field("form", _("Form")),
            Field("begins", _("Beginning")),
            Field("saved", _("Saved")),
            Field("until", _("Kept until")),
        ],
        [
            [
                str(each.name),
                each.begins,
                each.draft.changed_at.isoformat(),
                each.draft.expires_at.isoformat(),
            ]
            for each in drafts
        ],
    )
