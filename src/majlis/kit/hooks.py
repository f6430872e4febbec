"""What rooms above add to the pages of the kit: they register it when the site starts.

``commons.drafts`` registers a form that saves what is typed as a draft; without it, forms have no drafts.
"""

from __future__ import annotations

from majlis.kit.sent_form import SentForm

_form_types: list[type[SentForm]] = [SentForm]


def register_form_type(form_type: type[SentForm]) -> None:
    """Use this class for the forms of all pages that may have drafts."""
    _form_types.append(form_type)


def form_type() -> type[SentForm]:
    """The class for forms that may have drafts: the one that was registered last."""
    return _form_types[-1]
