"""The mail to who left an address: once it is answered, in the language in which they wrote."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from majlis.commons.notices.links import absolute_url
from majlis.commons.remarks.models import Remark
from majlis.commons.remarks.page_reference import PageLabels


def enqueue_mail(remark: Remark) -> None:
    """Have the mail sent after the transaction; the queue holds the number only, and no address."""
    if remark.email:
        deliver.enqueue(remark.number)


@task
def deliver(number: int) -> bool:
    """Write and send the mail as the remark stands now; False where there is nobody to tell."""
    remark = Remark.objects.select_related("record").filter(number=number).first()
    if remark is None or not remark.email or remark.state == "waiting":
        return False
    with override(remark.language):
        teller = PageLabels([remark], None)
        # A page that was closed since is not told of by mail either.
        says = remark.state == "answered" and teller.may(remark)
        context = {
            "remark": remark,
            "answer": remark.answers.last() if says else None,
            "page": teller.label(remark).name,
            "url": absolute_url(remark.get_absolute_url()),
        }
        subject = _("Your remark No. %(number)s") % {"number": number}
        body = render_to_string("remarks/mail.txt", context)
        headers = {"Auto-Submitted": "auto-generated", "Content-Language": remark.language}
        EmailMessage(subject, body.strip() + "\n", to=[remark.email], headers=headers).send()
    return True
