"""Notifications of conclusions: what was agreed, and what members are asked by correspondence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import (
    EventValues,
    notify_followers_of_related,
    register,
)
from majlis.commons.notices.todo import TodoItem
from majlis.events.conclusions import queries
from majlis.events.core.members import member_organisations
from majlis.events.models import Conclusion, Correspondence
from majlis.kernel.models import Appointment, AuditEntry, Record, User
from majlis.look import formats
from majlis.parties.models import Organisation


def register_notifications() -> None:
    """Register the notifications and the to-do items; called once at startup."""
    notify_followers_of_related("conclusion", records_above)
    for verb, sentence in (
        ("agree_conclusion", gettext_lazy("Conclusion agreed: {record}.")),
        (
            "agree_conclusion_with_statements",
            gettext_lazy("Conclusion agreed with statements: {record}."),
        ),
        ("decline_conclusion", gettext_lazy("Conclusion not agreed: {record}.")),
        ("reopen_conclusion", gettext_lazy("Conclusion reopened: {record}.")),
        ("withdraw_correspondence", gettext_lazy("Correspondence withdrawn: {record}.")),
    ):
        register(f"events.{verb}", sentence=sentence, only=concerns_conclusion, public=True)
    register(
        "events.submit_conclusion_to_correspondence",
        sentence=gettext_lazy("Reply by correspondence until {day}: {record}."),
        audience=focal_points_of_members,
        values=lambda entry: {"day": entry.new.get("closes_on", ""), **address_values(entry)},
        say=with_day,
        address=correspondence_url,
        only=concerns_conclusion,
        urgent=True,
    )
    register(
        "events.close_correspondence",
        sentence=gettext_lazy("Result of the correspondence recorded: {record}."),
        audience=focal_points_of_members,
        values=lambda entry: address_values(entry),
        address=correspondence_url,
        only=concerns_conclusion,
        public=True,
    )
    register(
        "events.publish_conclusions",
        sentence=gettext_lazy("Conclusions published as a text: {record}."),
        public=True,
    )
    todo.register(correspondence_todo)


def records_above(record: Record) -> Iterable[int]:
    """The item, the meeting and the body of a conclusion: their followers are notified too."""
    rows = Conclusion.objects.filter(pk=record.pk)
    found = rows.values_list("item", "item__meeting", "item__meeting__body").first()
    return found or ()


def concerns_conclusion(entry: AuditEntry) -> bool:
    """Whether the target of an entry is a conclusion, and not its item or correspondence."""
    return entry.target.startswith("events.conclusion:")


def focal_points_of_members(entry: AuditEntry) -> QuerySet[User]:
    """The focal points of the member organizations of the body, who may see the conclusion."""
    conclusion = Conclusion.objects.select_related("record", "item__meeting__body").get(
        pk=entry.record_id
    )
    members = member_organisations(conclusion.item.meeting.body)
    held = Appointment.objects.today().filter(
        Q(role="focal_point") & Q(scope__in=members.values("pk"))
    )
    return users_who_may_see(conclusion.record).filter(pk__in=held.values("user"))


def address_values(entry: AuditEntry) -> dict[str, str | int]:
    """The meeting and the number of the conclusion, for the address of its correspondence."""
    rows = Conclusion.objects.filter(pk=entry.record_id)
    slug, number = rows.values_list("item__meeting__slug", "number").get()
    return {"slug": slug, "number": number}


def with_day(values: EventValues, language: str) -> EventValues:
    """The values with the closing date formatted in a language."""
    return {**values, "day": formats.date(values["day"], language) if values["day"] else "—"}


def correspondence_url(values: EventValues) -> str:
    """The address of the correspondence."""
    return reverse("events:correspondence", args=[values["slug"], values["number"]])


def correspondence_todo(user: User) -> Iterator[TodoItem]:
    """A to-do item for each correspondence to which an organization of the user has not replied."""
    rows: list[Correspondence] = []
    if any(each.role == "focal_point" for each in user.appointments_today()):
        rows = list(
            queries.correspondence_to_answer(user)
            .select_related("conclusion__record", "conclusion__item__meeting")
            .prefetch_related("conclusion__record__wordings")
        )
    if not rows:
        return
    keys = [each.organisation for each in rows]  # type: ignore[attr-defined]
    numbers = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "number"))
    for row in rows:
        conclusion = row.conclusion
        arguments = {
            "slug": conclusion.item.meeting.slug,
            "number": conclusion.number,
            "organisation": numbers[row.organisation],  # type: ignore[attr-defined]
        }
        yield TodoItem(
            _("Reply by correspondence: %(conclusion)s")
            % {"conclusion": conclusion.say("title").text},
            reverse("events:reply_by_correspondence", kwargs=arguments),
            todo.due_day(row.closes_at, user),
        )
