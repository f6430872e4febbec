"""Notifications of inactive mandates: to the lead, and of its answer to the secretariat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from majlis.commons.drafts import form_names
from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import register
from majlis.commons.notices.todo import TodoItem
from majlis.kernel import clock
from majlis.kernel.models import AuditEntry, User
from majlis.look import formats
from majlis.mandates.core.audiences import representatives, secretariat
from majlis.mandates.inactivity import queries
from majlis.mandates.models import Entity, InactivityNotice, Mandate


def register_notifications() -> None:
    """Say what is told and what is asked; called once, when all is ready."""
    form_names.register("mandates.confirm_activity", gettext_lazy("Whether a mandate goes on"))
    register(
        "mandates.notify_inactive",
        sentence=gettext_lazy(
            "{record} leads on mandates of which nothing is recorded in Majlis since long, {count} in all. Say "
            "until {answer_by} whether they go on; after that day everybody reads the list, with your words beside it."
        ),
        audience=lead_audience,
        values=notice_values,
        say=sentence_values,
        address=list_url,
        followers=False,
    )
    register(
        "mandates.confirm_activity",
        sentence=gettext_lazy("Who leads on {record} said: {said}."),
        audience=secretariat,
        values=lambda entry: {"says": entry.new.get("reply", "")},
        say=lambda values, language: {"said": _answer_label(values.get("says", ""))},
        followers=False,
    )
    todo.register(inactive_todo)


def _answer_label(says: str) -> Any:
    return InactivityNotice.Reply(says).label if says in InactivityNotice.Reply.values else "—"


def users_who_may_answer(lead: Entity, mandate: Mandate) -> QuerySet[User]:
    """Who speaks for a lead and may see the mandate."""
    return users_who_may_see(mandate.record).filter(representatives(lead))


def lead_audience(entry: AuditEntry) -> QuerySet[User]:
    """Who speaks for the entity that leads; of closed mandates only who may see them."""
    lead = Entity.objects.get(pk=entry.record_id)
    first = Mandate.objects.select_related("record").filter(slug__in=entry.new["mandates"][:1])
    return users_who_may_answer(lead, first.get())


def notice_values(entry: AuditEntry) -> Mapping[str, Any]:
    """How many, and until when they may be answered."""
    lead = Entity.objects.get(pk=entry.record_id)
    return {
        "slug": lead.slug,
        "count": len(entry.new["mandates"]),
        "answer_by": entry.new["answer_by"],
    }


def sentence_values(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The values as the reader's language writes them."""
    return {
        "count": formats.number(values["count"], language),
        "answer_by": formats.date(values["answer_by"], language),
    }


def list_url(values: Mapping[str, Any]) -> str:
    """Where they are answered."""
    return f"{reverse('mandates:inactive')}?lead={values['slug']}"


def inactive_todo(user: Any) -> Iterator[TodoItem]:
    """The quiet mandates of which nobody said yet how they are, of the actors for whom the person speaks."""
    if not user.appointments_today():
        return
    mine = Mandate.objects.visible_to(user).filter(queries.led_by_user(user))
    rows = queries.inactive_mandates(mine, clock.today())
    waiting = rows.filter(notified_since=F("last_activity")).order_by("notified_until")
    days = [each.notified_until for each in waiting if not each.notice["reply"]]
    if days:
        words = ngettext(
            "Say whether %(count)s mandate goes on of which nothing is recorded since long",
            "Say whether %(count)s mandates go on of which nothing is recorded since long",
            len(days),
        )
        url = reverse("mandates:inactive")
        yield TodoItem(words % {"count": len(days)}, url, days[0], len(days))
