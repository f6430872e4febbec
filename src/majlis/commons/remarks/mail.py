"""The mail to a reader who left an e-mail address, in the language of the remark."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from majlis.commons.notices.links import absolute_url
from majlis.commons.remarks.models import PERSONAL_DATA_DAYS, Remark
from majlis.commons.remarks.page_reference import PageLabels
from majlis.kernel.queues import Priority, Queue
from majlis.kernel.work import background_task


def enqueue_mail(remark: Remark) -> None:
    """Enqueue the mail, sent after the transaction; the queue stores the number only, no e-mail address."""
    if remark.email:
        deliver.enqueue(remark.number)


@background_task(
    pgettext_lazy("background work", "Email"), queue=Queue.MAIL, priority=Priority.MAIL
)
def deliver(number: int) -> bool:
    """Send the mail on the current state of the remark; False if it waits, or has no e-mail address."""
    remark = Remark.objects.select_related("record").filter(number=number).first()
    if remark is None or not remark.email or remark.state == "waiting":
        return False
    with override(remark.language):
        labels = PageLabels([remark], AnonymousUser())
        # If the record is no longer public, the mail does not contain the answer.
        may_show_answer = remark.state == "answered" and labels.may_see_page(remark)
        context = {
            "remark": remark,
            "answer": remark.answers.last() if may_show_answer else None,
            "page": labels.label(remark).name,
            "url": absolute_url(remark.get_absolute_url()),
            "days": PERSONAL_DATA_DAYS,
            "address": settings.MAJLIS_PUBLIC_ADDRESS,
        }
        subject = _("Your remark No. %(number)s") % {"number": number}
        body = render_to_string("remarks/mail.txt", context)
        headers = {"Auto-Submitted": "auto-generated", "Content-Language": remark.language}
        EmailMessage(subject, body.strip() + "\n", to=[remark.email], headers=headers).send()
    return True
