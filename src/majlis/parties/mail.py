"""Mail to people who may have no account, in their language, sent by the worker after the commit.

``majlis.commons`` sends notices to people with an account.
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, TimestampSigner
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override, pgettext_lazy

from majlis.kernel.names import clean_name
from majlis.kernel.queues import Priority, Queue
from majlis.kernel.work import background_task
from majlis.look.formats import on_one_line
from majlis.parties.models import LinkSubject
from majlis.parties.process import process_rules

SALT = "majlis.parties.link"
SECONDS_A_DAY = 86_400


def make_token(kind: str, thing: LinkSubject) -> str:
    """The token of a mailed link: kind, primary key and secret of an object, signed with the time."""
    return TimestampSigner(salt=SALT, sep="~").sign(f"{kind}.{thing.pk}.{thing.link_key}")


def read_token(token: str, kind: str) -> tuple[int, str] | None:
    """The primary key and secret in a token; None if it is invalid, expired, or of another kind."""
    try:
        value = TimestampSigner(salt=SALT, sep="~").unsign(
            token, max_age=process_rules().link_days * SECONDS_A_DAY
        )
        token_kind, key, secret = value.split(".")
        return (int(key), secret) if token_kind == kind else None
    except (BadSignature, ValueError):
        return None


def page_url(name: str, language: str, *args: str) -> str:
    """The full URL of a page in a language."""
    with override(language):
        return f"{settings.MAJLIS_PUBLIC_ADDRESS.rstrip('/')}{reverse(name, args=args)}"


def enqueue_mail(template: str, to: str, language: str, **context: str | int) -> None:
    """Put a mail into the worker's queue, inside the transaction: a rollback discards it."""
    if to:
        deliver.enqueue(template, to, language, context)


@background_task(
    pgettext_lazy("background work", "Email"), queue=Queue.MAIL, priority=Priority.MAIL
)
def deliver(template: str, to: str, language: str, context: dict[str, str | int]) -> None:
    """Render a mail in its language and send it. Raises the errors of the mail server."""
    # Names of before may hold more than one line; see kernel.names.
    context |= {key: clean_name(str(context.get(key, ""))) for key in ("name", "organisation")}
    context |= {"days": process_rules().link_days, "address": settings.MAJLIS_PUBLIC_ADDRESS}
    with override(language):
        subject = render_to_string(f"parties/mail/{template}.subject.txt", context)
        body = render_to_string(f"parties/mail/{template}.txt", context)
    EmailMessage(on_one_line(subject), body.strip() + "\n", to=[to]).send()
