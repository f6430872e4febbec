"""Notifications of deliverables: to leads what is overdue, to followers what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majlis.commons.drafts import form_names
from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.notices.events import register
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
from majlis.mandates.models import Mandate, OverdueNotice
from majlis.mandates.models.choices import OPEN_PROGRESS
from majlis.mandates.rules import DELIVERABLE_VERBS


def register_notifications() -> None:
    """Say which verbs are told, and what is asked of owners; called once, when all is ready."""
    register(
        "mandates.notify_overdue",
        sentence=gettext_lazy(
            "{record} was due on {due} and nothing has come in. You can say why until {answer_by}; "
            "after that day everybody reads that it is late, with your answer beside it."
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
        sentence=gettext_lazy("It was answered why {record} is late."),
        audience=secretariat,
        values=notice_values,
        address=explanation_url,
        followers=False,
    )
    register(
        "mandates.submit_document",
        sentence=gettext_lazy("A document was named that answers {record}."),
        only=concerns_mandate,
        public=True,
    )
    register(
        "mandates.publish_statement",
        sentence=gettext_lazy("There is a progress statement on {record}."),
        only=concerns_mandate,
        public=True,
    )
    register(
        "mandates.set_progress",
        sentence=gettext_lazy("The owner said how {record} stands."),
        public=True,
    )
    todo.register(overdue_todo)
    for name, (_rule, words) in DELIVERABLE_VERBS.items():
        form_names.register(f"mandates.{name}", words)


def overdue_audience(entry: AuditEntry) -> QuerySet[User]:
    """Who speaks for the lead of the mandate, and the secretariat, which reads along."""
    mandate = mandate_of_entry(entry)
    return users_who_may_see(mandate.record).filter(
        representatives(mandate.lead) | secretariat_members()
    )


def concerns_mandate(entry: AuditEntry) -> bool:
    """Whether an entry is of the mandate, and not of its statement."""
    return entry.target.startswith("mandates.mandate:")


def notice_values(entry: AuditEntry) -> Mapping[str, Any]:
    """Which deliverable, when it was due, and until when it may be answered."""
    both = entry.old | entry.new
    names = ("deliverable", "due", "answer_by")
    return {"slug": mandate_of_entry(entry).slug} | {name: both.get(name, "") for name in names}


def with_dates(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The values with dates as the reader's language writes them."""
    dates = {name: formats.date(values[name], language) for name in ("due", "answer_by")}
    return {**values, **dates}


def explanation_url(values: Mapping[str, Any]) -> str:
    """Where it is answered."""
    where = {"slug": values["slug"], "number": values["deliverable"]}
    return f"{reverse('mandates:deliverable', kwargs=where)}?do=late"


def overdue_todo(user: Any) -> Iterator[TodoItem]:
    """What is late and not answered yet, of the actors for whom the person speaks."""
    scopes = [
        each.scope_id
        for each in user.appointments_today()
        if each.role in ("focal_point", "delegate", "chair", "secretariat") and each.scope_id
    ]
    if not scopes:
        return
    told = Q(entity__organisation__in=scopes) | Q(entity__body__in=scopes)
    waiting = OverdueNotice.objects.filter(
        told,
        entity=F("deliverable__mandate__lead"),
        answered_at=None,
        waived=False,
        deliverable__outdated=False,
        deliverable__withdrawn_at=None,
        deliverable__mandate__in=Mandate.objects.visible_to(user),
    ).select_related(
        "deliverable__mandate", "deliverable__occasion", "deliverable__merged_into__occasion"
    )
    for each in waiting.order_by("answer_by", "pk"):
        mandate = each.deliverable.mandate
        it = effective_deliverable(each.deliverable)
        if full_date(due_date_of(it)) != each.due or it.state not in OPEN_PROGRESS:
            continue  # it has another date by now, or was answered with the one into which it was merged
        values = {"slug": mandate.slug, "deliverable": each.deliverable.ordinal}
        yield TodoItem(
            _("Say why %(mandate)s is late, or name the document that answers it")
            % {"mandate": mandate.slug},
            explanation_url(values),
            each.answer_by,
        )
