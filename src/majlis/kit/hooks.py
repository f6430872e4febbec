"""What rooms above add to the pages of the kit: they register it when the site starts.

``commons.drafts`` registers a form that saves what is typed as a draft; without it, forms have no drafts.
``site`` registers what to say of a mail that is not sent, because no mail server is configured.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from majlis.kit.sent_form import SentForm

type MailNote = Callable[[HttpRequest], SafeString]

_form_types: list[type[SentForm]] = [SentForm]
_mail_notes: list[MailNote] = []


def register_form_type(form_type: type[SentForm]) -> None:
    """Use this class for the forms of all pages that may have drafts."""
    _form_types.append(form_type)


def form_type() -> type[SentForm]:
    """The class for forms that may have drafts: the one that was registered last."""
    return _form_types[-1]


def register_mail_note(note_of: MailNote) -> None:
    """Register the function that says where a mail waits; it returns an empty text where mail is sent."""
    _mail_notes.append(note_of)


def mail_note(request: HttpRequest) -> SafeString:
    """Where the mail of this request waits, with a link for who may read it; empty where mail is sent."""
    return _mail_notes[-1](request) if _mail_notes else SafeString("")
