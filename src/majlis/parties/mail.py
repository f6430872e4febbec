"""Mail to people who may have no account: in their language, sent by the worker after the commit.

Notices to people with an account are sent by the room ``commons``.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, TimestampSigner
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from majlis.parties.process import process_rules

SALT = "majlis.parties.link"
SECONDS_A_DAY = 86_400


def make_token(kind: str, thing: Any) -> str:
    """What a mailed link carries: the kind of thing, its key, its secret, signed with the time."""
    return TimestampSigner(salt=SALT, sep="~").sign(f"{kind}.{thing.pk}.{thing.link_key}")


def read_token(token: str, kind: str) -> tuple[int, str] | None:
    """Key and secret that a token carries; None where it is broken, too old, or of another kind."""
    try:
        value = TimestampSigner(salt=SALT, sep="~").unsign(
            token, max_age=process_rules().link_days * SECONDS_A_DAY
        )
        said, key, secret = value.split(".")
        return (int(key), secret) if said == kind else None
    except (BadSignature, ValueError):
        return None


def page_url(name: str, language: str, *args: Any) -> str:
    """The whole address of a page in a language."""
    with override(language):
        return f"{settings.MAJLIS_PUBLIC_ADDRESS.rstrip('/')}{reverse(name, args=args)}"


def enqueue_mail(template: str, to: str, language: str, **context: Any) -> None:
    """Have a mail sent when the transaction is committed: it is put in the worker's queue inside it."""
    if to:
        deliver.enqueue(template, to, language, context)


@task
def deliver(template: str, to: str, language: str, context: dict[str, Any]) -> None:
    """Write a mail in its language and hand it over. Raises what the mail server raises."""
    # What strangers call themselves is one line: no sentences of theirs in our mails.
    context |= {key: " ".join(context.get(key, "").split()) for key in ("name", "organisation")}
    with override(language):
        subject = render_to_string(f"parties/mail/{template}.subject.txt", context)
        body = render_to_string(f"parties/mail/{template}.txt", context)
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to]).send()
