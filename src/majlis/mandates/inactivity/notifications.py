"""Notifications of inactive mandates: to the lead, and to the secretariat when the lead answers."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import EventValues, register
from majlis.commons.notices.todo import TodoItem
from majlis.kernel import clock
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import AuditEntry, User
from majlis.look import formats
from majlis.mandates.core.audiences import representatives, secretariat
from majlis.mandates.inactivity import queries
from majlis.mandates.models import Entity, InactivityNotice, Mandate


def register_notifications() -> None:
    """Register the notifications and the to-do item of this module; called once at startup."""
    register(
        "mandates.notify_inactive",
        sentence=gettext_lazy(
            "Inactive mandates led by {record}: {count}. Confirm their status by "
            "{answer_by}. The list and replies then become public."
        ),
        audience=lead_audience,
        values=notice_values,
        say=sentence_values,
        address=list_url,
        followers=False,
    )
    register(
        "mandates.confirm_activity",
        sentence=gettext_lazy("The lead of {record} replied: {said}."),
        audience=secretariat,
        values=lambda entry: {"reply": entry.new.get("reply", "")},
        say=lambda values, language: {"said": _answer_label(values.get("reply", ""))},
        followers=False,
    )
    todo.register(inactive_todo)


def _answer_label(reply: str) -> StrOrPromise:
    return InactivityNotice.Reply(reply).label if reply in InactivityNotice.Reply.values else "—"


def users_who_may_answer(lead: Entity, mandate: Mandate) -> QuerySet[User]:
    """The users who represent a lead and may see the mandate."""
    return users_who_may_see(mandate.record).filter(representatives(lead))


def lead_audience(entry: AuditEntry) -> QuerySet[User]:
    """The users who represent the lead; for closed mandates only those who may see them."""
    lead = Entity.objects.get(pk=entry.record_id)
    first = Mandate.objects.select_related("record").filter(slug__in=entry.new["mandates"][:1])
    return users_who_may_answer(lead, first.get())


def notice_values(entry: AuditEntry) -> dict[str, str | int]:
    """The slug of the lead, the number of mandates, and the day until which it can answer."""
    lead = Entity.objects.get(pk=entry.record_id)
    return {
        "slug": lead.slug,
        "count": len(entry.new["mandates"]),
        "answer_by": entry.new["answer_by"],
    }


def sentence_values(values: EventValues, language: str) -> dict[str, str]:
    """The values, formatted for a language."""
    return {
        "count": formats.number(values["count"], language),
        "answer_by": formats.date(values["answer_by"], language),
    }


def list_url(values: EventValues) -> str:
    """The address of the list on which the lead answers."""
    return f"{reverse('mandates:inactive')}?lead={values['slug']}"


def inactive_todo(user: User) -> Iterator[TodoItem]:
    """The to-do item for unanswered notices, for a user who represents their leads."""
    if not user.appointments_today():
        return
    led = Mandate.objects.visible_to(user).filter(queries.led_by_user(user))
    rows = queries.inactive_mandates(led, clock.today())
    notified = rows.filter(notified_since=F("last_activity")).order_by("notified_until")
    deadlines = [
        each.notified_until for each in notified if each.notice and not each.notice["reply"]
    ]
    if deadlines:
        message = ngettext(
            "Confirm the status of %(count)s inactive mandate",
            "Confirm the status of %(count)s inactive mandates",
            len(deadlines),
        )
        url = reverse("mandates:inactive")
        yield TodoItem(message % {"count": len(deadlines)}, url, deadlines[0], len(deadlines))
