"""Notifications of remarks, and the to-do item of those who answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.commons.moderation.rules import is_moderator
from majlis.commons.notices import events, todo
from majlis.commons.notices.todo import TodoItem
from majlis.commons.remarks.models import Remark
from majlis.commons.remarks.queries import waiting_remarks
from majlis.kernel.models import AuditEntry, Reader, User

QUEUE = "remarks"


def remark_writer(entry: AuditEntry) -> Iterable[User]:
    """The writer of the remark, if they have an account."""
    remarks = Remark.objects.filter(pk=entry.target.rpartition(":")[2]).select_related("writer")
    return [each.writer for each in remarks if each.writer is not None]


def _values(entry: AuditEntry) -> events.EventValues:
    key = entry.target.rpartition(":")[2]
    return {"number": Remark.objects.values_list("number", flat=True).get(pk=key)}


def _address(values: events.EventValues) -> str:
    return reverse("remarks:detail", args=[values["number"]])


def register() -> None:
    """Register the events and the queue; called once, when the site starts."""
    events.register(
        "remarks.submit_remark",
        sentence=_("Remark No. {number} awaits a reply."),
        values=_values,
        address=_address,
        queue=QUEUE,
        followers=False,
    )
    for_writer = {
        "remarks.answer_remark": _("Your remark No. {number} was answered."),
        "remarks.correct_answer": _("The reply to your remark No. {number} was corrected."),
        "remarks.withhold_remark": _("The text of your remark No. {number} was withheld."),
    }
    for name, sentence in for_writer.items():
        events.register(
            name,
            sentence=sentence,
            audience=remark_writer,
            values=_values,
            address=_address,
            followers=False,
        )
    todo.register(
        answer_todo,
        code=QUEUE,
        name=_("remarks awaiting a reply"),
        may=lambda user: bool(is_moderator.test(user)),
    )


def answer_todo(user: Reader) -> Iterable[TodoItem]:
    """The number of remarks that wait for an answer, and the first due date, as one item."""
    totals = waiting_remarks(user).aggregate(n=Count("pk"), due=Min("due"))
    if totals["n"]:
        sentence = ngettext(
            "%(n)s remark awaiting a reply", "%(n)s remarks awaiting a reply", totals["n"]
        )
        url = f"{reverse('remarks:log')}?state=waiting"
        yield TodoItem(sentence % {"n": totals["n"]}, url, due=totals["due"], count=totals["n"])
