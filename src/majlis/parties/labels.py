"""Labels of codes in the tables of a profile."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.errors import StrOrPromise

BODY_TYPES: dict[str, StrOrPromise] = {
    "organization": pgettext_lazy("body", "organization"),
    "organ": pgettext_lazy("body", "principal organ"),
    "commission": pgettext_lazy("body", "commission"),
    "forum": pgettext_lazy("body", "forum"),
    "group": pgettext_lazy("body", "group"),
    "conference": pgettext_lazy("body", "conference"),
    "council": pgettext_lazy("body", "council"),
    "working-group": pgettext_lazy("body", "working group"),
    "task-force": pgettext_lazy("body", "task force"),
    "partnership": pgettext_lazy("body", "partnership"),
}
VERIFIED: dict[str, StrOrPromise] = {
    "yes": _("name verified in a text of the body"),
    "partly": _("name partly verified, or verified only in a copy"),
    "no": _("name not yet verified"),
}


def body_type_name(code: str) -> StrOrPromise:
    """The label of a type of body; the code if it has none."""
    return BODY_TYPES.get(code, code)


def verified_name(verified: str, language: str) -> StrOrPromise:
    """The label of the verification of a name in a language: ``no ar=partly`` is ``partly`` in Arabic."""
    first, *others = verified.split() or [""]
    by_language = dict(each.split("=", 1) for each in others if "=" in each)
    return VERIFIED.get(by_language.get(language, first), "")
