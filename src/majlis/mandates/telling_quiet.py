"""What is told of quiet mandates: to who leads, all of theirs in one; to the secretariat, what they said."""

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
from majlis.mandates.models import Actor, Mandate, QuietNotice
from majlis.mandates.queries import quiet as queries
from majlis.mandates.telling_answers import secretariat, speakers


def tell() -> None:
    """Say what is told and what is asked; called once, when all is ready."""
    form_names.register("mandates.answer_quiet", gettext_lazy("Whether a mandate goes on"))
    register(
        "mandates.tell_quiet",
        sentence=gettext_lazy(
            "{record} leads on mandates of which nothing is recorded in Majlis since long, {count} in all. Say "
            "until {answer_by} whether they go on; after that day everybody reads the list, with your words beside it."
        ),
        audience=who_leads,
        values=told,
        say=in_words,
        address=to_list,
        followers=False,
    )
    register(
        "mandates.answer_quiet",
        sentence=gettext_lazy("Who leads on {record} said: {said}."),
        audience=secretariat,
        values=lambda entry: {"says": entry.new.get("says", "")},
        say=lambda values, language: {"said": _said(values.get("says", ""))},
        followers=False,
    )
    todo.register(quiet_to_answer)


def _said(says: str) -> Any:
    return QuietNotice.Says(says).label if says in QuietNotice.Says.values else "—"


def who_may_answer(lead: Actor, mandate: Mandate) -> QuerySet[User]:
    """Who speaks for a lead and may see the mandate."""
    return users_who_may_see(mandate.record).filter(speakers(lead))


def who_leads(entry: AuditEntry) -> QuerySet[User]:
    """Who speaks for the actor that leads; of closed mandates only who may see them."""
    lead = Actor.objects.get(pk=entry.record_id)
    first = Mandate.objects.select_related("record").filter(slug__in=entry.new["mandates"][:1])
    return who_may_answer(lead, first.get())


def told(entry: AuditEntry) -> Mapping[str, Any]:
    """How many, and until when they may be answered."""
    lead = Actor.objects.get(pk=entry.record_id)
    return {
        "slug": lead.slug,
        "count": len(entry.new["mandates"]),
        "answer_by": entry.new["answer_by"],
    }


def in_words(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The values as the reader's language writes them."""
    return {
        "count": formats.number(values["count"], language),
        "answer_by": formats.date(values["answer_by"], language),
    }


def to_list(values: Mapping[str, Any]) -> str:
    """Where they are answered."""
    return f"{reverse('mandates:quiet')}?lead={values['slug']}"


def quiet_to_answer(user: Any) -> Iterator[TodoItem]:
    """The quiet mandates of which nobody said yet how they are, of the actors for whom the person speaks."""
    if not user.appointments_today():
        return
    mine = Mandate.objects.visible_to(user).filter(queries.led_by(user))
    rows = queries.quiet(mine, clock.today())
    waiting = rows.filter(told_since=F("heard")).order_by("told_until")
    days = [each.told_until for each in waiting if not each.notice["says"]]
    if days:
        words = ngettext(
            "Say whether %(count)s mandate goes on of which nothing is recorded since long",
            "Say whether %(count)s mandates go on of which nothing is recorded since long",
            len(days),
        )
        url = reverse("mandates:quiet")
        yield TodoItem(words % {"count": len(days)}, url, days[0], len(days))
