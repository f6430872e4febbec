"""Who is notified of which step of a remark, and which remarks wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.commons.moderation.rules import is_moderator
from majlis.commons.notices import events, todo
from majlis.commons.notices.todo import TodoItem
from majlis.commons.remarks.models import Remark
from majlis.kernel.models import AuditEntry, User

QUEUE = "remarks"


def remark_writer(entry: AuditEntry) -> Iterable[User]:
    """Who said it, if they have an account."""
    found = Remark.objects.filter(pk=entry.target.rpartition(":")[2]).select_related("writer")
    return [each.writer for each in found if each.writer is not None]


def _values(entry: AuditEntry) -> Mapping[str, Any]:
    key = entry.target.rpartition(":")[2]
    return {"number": Remark.objects.values_list("number", flat=True).get(pk=key)}


def _address(values: Mapping[str, Any]) -> str:
    return reverse("remarks:detail", args=[values["number"]])


def register() -> None:
    """Register events and queue; called once, when the site starts."""
    events.register(
        "remarks.submit_remark",
        sentence=_("Remark No. {number} waits for an answer."),
        values=_values,
        address=_address,
        queue=QUEUE,
        followers=False,
    )
    for_writer = {
        "remarks.answer_remark": _("Your remark No. {number} was answered."),
        "remarks.correct_answer": _("The answer to your remark No. {number} was corrected."),
        "remarks.withhold_remark": _("The text of your remark No. {number} is not shown."),
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
        name=_("remarks to answer"),
        may=lambda user: bool(is_moderator.test(user)),
    )


def answer_todo(user: Any) -> Iterable[TodoItem]:
    """What waits for an answer, and by when the first of it."""
    waiting = Remark.objects.on_visible_pages(user).filter(state="waiting")
    found = waiting.aggregate(n=Count("pk"), due=Min("due"))
    if found["n"]:
        words = ngettext(
            "%(n)s remark waits for an answer", "%(n)s remarks wait for an answer", found["n"]
        )
        url = f"{reverse('remarks:log')}?state=waiting"
        yield TodoItem(words % {"n": found["n"]}, url, due=found["due"], count=found["n"])
