"""Notifications of deliverables: leads learn what is overdue, followers what was submitted."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import EventValues, register
from majlis.commons.notices.todo import TodoItem
from majlis.kernel.models import AuditEntry, User
from majlis.look import formats
from majlis.mandates.core.audiences import (
    mandate_of_entry,
    representatives,
    secretariat,
    secretariat_members,
)
from majlis.mandates.core.progress import due_date_of, effective_deliverable, full_date
from majlis.mandates.models import Deliverable, Mandate, OverdueNotice
from majlis.mandates.models.choices import OPEN_PROGRESS


def register_notifications() -> None:
    """Register the notifications and the to-do entries; called once at startup."""
    register(
        "mandates.notify_overdue",
        sentence=gettext_lazy(
            "{record} was due on {due}. Submit a reason for delay by {answer_by}. The "
            "overdue status and your reason then become public."
        ),
        audience=overdue_audience,
        values=notice_values,
        say=with_dates,
        address=explanation_url,
        urgent=True,
        followers=False,
    )
    register(
        "mandates.explain_delay",
        sentence=gettext_lazy("Reason for delay submitted: {record}."),
        audience=secretariat,
        values=notice_values,
        address=explanation_url,
        followers=False,
    )
    register(
        "mandates.submit_document",
        sentence=gettext_lazy("Document submitted: {record}."),
        only=concerns_mandate,
        public=True,
    )
    register(
        "mandates.publish_statement",
        sentence=gettext_lazy("Progress statement published: {record}."),
        only=concerns_mandate,
        public=True,
    )
    register(
        "mandates.set_progress",
        sentence=gettext_lazy("Status reported by {who}: {record}."),
        values=reporter_values,
        say=with_reporter,
        public=True,
    )
    todo.register(overdue_todo)


def reporter_values(entry: AuditEntry) -> EventValues:
    """Whether the secretariat reported the progress of an audit entry."""
    ordinal = (entry.old | entry.new).get("deliverable")
    reported = Deliverable.objects.filter(mandate=entry.record_id, ordinal=ordinal)
    return {"by_secretariat": reported.filter(reported_by_secretariat=True).exists()}


def with_reporter(values: EventValues, language: str) -> EventValues:
    """The values with a word for who reported; events from before it was stored name both who may."""
    if "by_secretariat" not in values:
        who = pgettext("who reported", "the lead or the secretariat")
    elif values["by_secretariat"]:
        who = pgettext("who reported", "the secretariat")
    else:
        who = pgettext("who reported", "the lead")
    return {**values, "who": who}


def overdue_audience(entry: AuditEntry) -> QuerySet[User]:
    """The representatives of the lead, and the secretariat."""
    mandate = mandate_of_entry(entry)
    return users_who_may_see(mandate.record).filter(
        representatives(mandate.lead) | secretariat_members()
    )


def concerns_mandate(entry: AuditEntry) -> bool:
    """Whether the target of an entry is a mandate, and not one of its statements."""
    return entry.target.startswith("mandates.mandate:")


def notice_values(entry: AuditEntry) -> EventValues:
    """The deliverable, its due date and the last day to explain, from an audit entry."""
    values = entry.old | entry.new
    names = ("deliverable", "due", "answer_by")
    return {"slug": mandate_of_entry(entry).slug} | {name: values.get(name, "") for name in names}


def with_dates(values: EventValues, language: str) -> EventValues:
    """The values with dates formatted in a language."""
    dates = {name: formats.date(values[name], language) for name in ("due", "answer_by")}
    return {**values, **dates}


def explanation_url(values: EventValues) -> str:
    """The address of the form that explains the delay."""
    arguments = {"slug": values["slug"], "number": values["deliverable"]}
    return reverse("mandates:explain_delay", kwargs=arguments)


def overdue_todo(user: User) -> Iterator[TodoItem]:
    """To-do entries for overdue deliverables without explanation, of entities that the user represents."""
    scopes = [
        appointment.scope_id
        for appointment in user.appointments_today()
        if appointment.role in ("focal_point", "delegate", "chair", "secretariat")
        and appointment.scope_id
    ]
    if not scopes:
        return
    notified = Q(entity__organisation__in=scopes) | Q(entity__body__in=scopes)
    notices = OverdueNotice.objects.filter(
        notified,
        entity=F("deliverable__mandate__lead"),
        answered_at=None,
        waived=False,
        deliverable__outdated=False,
        deliverable__withdrawn_at=None,
        deliverable__mandate__in=Mandate.objects.visible_to(user),
    ).select_related(
        "deliverable__mandate", "deliverable__occasion", "deliverable__merged_into__occasion"
    )
    for notice in notices.order_by("answer_by", "pk"):
        mandate = notice.deliverable.mandate
        deliverable = effective_deliverable(notice.deliverable)
        if (
            full_date(due_date_of(deliverable)) != notice.due
            or deliverable.state not in OPEN_PROGRESS
        ):
            continue  # it has another date now, or was answered, perhaps with the deliverable it was merged into
        values = {"slug": mandate.slug, "deliverable": notice.deliverable.ordinal}
        yield TodoItem(
            _("Submit the reason for delay or the document: %(mandate)s")
            % {"mandate": mandate.slug},
            explanation_url(values),
            notice.answer_by,
        )
