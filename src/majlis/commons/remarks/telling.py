"""What the remarks tell, to whom, and what they ask of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.commons.moderation.rules import is_moderator
from majlis.commons.notices import asked, events
from majlis.commons.notices.asked import Asked
from majlis.commons.remarks.models import Remark
from majlis.kernel.models import AuditEntry, User

QUEUE = "remarks"


def writer(entry: AuditEntry) -> Iterable[User]:
    """Who said it, if they have an account."""
    found = Remark.objects.filter(pk=entry.target.rpartition(":")[2]).select_related("writer")
    return [each.writer for each in found if each.writer is not None]


def _values(entry: AuditEntry) -> Mapping[str, Any]:
    key = entry.target.rpartition(":")[2]
    return {"number": Remark.objects.values_list("number", flat=True).get(pk=key)}


def _address(values: Mapping[str, Any]) -> str:
    return reverse("remarks:one", args=[values["number"]])


def register() -> None:
    """Register events and queue; called once, when the site starts."""
    events.register(
        "remarks.write",
        sentence=_("Remark No. {number} waits for an answer."),
        values=_values,
        address=_address,
        queue=QUEUE,
        followers=False,
    )
    for_writer = {
        "remarks.answer": _("Your remark No. {number} was answered."),
        "remarks.correct_answer": _("The answer to your remark No. {number} was corrected."),
        "remarks.withhold": _("The text of your remark No. {number} is not shown."),
    }
    for name, sentence in for_writer.items():
        events.register(
            name,
            sentence=sentence,
            audience=writer,
            values=_values,
            address=_address,
            followers=False,
        )
    asked.register(
        asked_of_office,
        code=QUEUE,
        name=_("remarks to answer"),
        may=lambda user: bool(is_moderator.test(user)),
    )


def asked_of_office(user: Any) -> Iterable[Asked]:
    """What waits for an answer, and by when the first of it."""
    waiting = Remark.objects.open_to(user).filter(state="waiting")
    found = waiting.aggregate(n=Count("pk"), due=Min("due"))
    if found["n"]:
        words = ngettext(
            "%(n)s remark waits for an answer", "%(n)s remarks wait for an answer", found["n"]
        )
        url = f"{reverse('remarks:log')}?state=waiting"
        yield Asked(words % {"n": found["n"]}, url, due=found["due"], count=found["n"])
