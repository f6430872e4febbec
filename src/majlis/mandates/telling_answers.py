"""What is told of answers: to owners that something is late, to followers what came of a mandate."""

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
from majlis.kernel.models import Appointment, AuditEntry, User
from majlis.look import formats
from majlis.mandates.kinds import OPEN
from majlis.mandates.models import Actor, LateNotice, Mandate
from majlis.mandates.outcome import counted, full, when
from majlis.mandates.rules.answers import VERBS


def tell() -> None:
    """Say which verbs are told, and what is asked of owners; called once, when all is ready."""
    register(
        "mandates.tell_lateness",
        sentence=gettext_lazy(
            "{record} was due on {due} and nothing has come in. You can say why until {answer_by}; "
            "after that day everybody reads that it is late, with your answer beside it."
        ),
        audience=who_owes,
        values=told,
        say=in_dates,
        address=to_answer,
        urgent=True,
        followers=False,
    )
    register(
        "mandates.answer_lateness",
        sentence=gettext_lazy("It was answered why {record} is late."),
        audience=secretariat,
        values=told,
        address=to_answer,
        followers=False,
    )
    register(
        "mandates.meet",
        sentence=gettext_lazy("A document was named that answers {record}."),
        only=is_of_a_mandate,
        public=True,
    )
    register(
        "mandates.state",
        sentence=gettext_lazy("There is a progress statement on {record}."),
        only=is_of_a_mandate,
        public=True,
    )
    register(
        "mandates.say_state",
        sentence=gettext_lazy("The owner said how {record} stands."),
        public=True,
    )
    todo.register(late_to_answer)
    for name, (_rule, words) in VERBS.items():
        form_names.register(f"mandates.{name}", words)


def speakers(actor: Actor | None) -> Q:
    """Who speaks for an actor today, as a condition on people: see ``rules.people.represents``."""
    held = Appointment.objects.today()
    of = Q(pk__in=[])
    if actor is not None and actor.organisation_id is not None:
        roles = held.filter(role__in=("focal_point", "delegate"), scope=actor.organisation_id)
        of |= Q(pk__in=roles.values("user"))
    if actor is not None and actor.body_id is not None:
        roles = held.filter(role__in=("chair", "secretariat"), scope=actor.body_id)
        of |= Q(pk__in=roles.values("user"))
    return of


def _office() -> Q:
    held = Appointment.objects.today().filter(role="secretariat", scope=None)
    return Q(pk__in=held.values("user"))


def who_owes(entry: AuditEntry) -> QuerySet[User]:
    """Who speaks for the lead of the mandate, and the secretariat, which reads along."""
    mandate = _mandate(entry)
    return users_who_may_see(mandate.record).filter(speakers(mandate.lead) | _office())


def secretariat(entry: AuditEntry) -> QuerySet[User]:
    """The secretariat."""
    return users_who_may_see(_mandate(entry).record).filter(_office())


def _mandate(entry: AuditEntry) -> Mandate:
    found: Mandate = Mandate.objects.select_related("record", "lead").get(pk=entry.record_id)
    return found


def is_of_a_mandate(entry: AuditEntry) -> bool:
    """Whether an entry is of the mandate, and not of its statement."""
    return entry.target.startswith("mandates.mandate:")


def told(entry: AuditEntry) -> Mapping[str, Any]:
    """Which deliverable, when it was due, and until when it may be answered."""
    both = entry.old | entry.new
    names = ("deliverable", "due", "answer_by")
    return {"slug": _mandate(entry).slug} | {name: both.get(name, "") for name in names}


def in_dates(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The values with dates as the reader's language writes them."""
    dates = {name: formats.date(values[name], language) for name in ("due", "answer_by")}
    return {**values, **dates}


def to_answer(values: Mapping[str, Any]) -> str:
    """Where it is answered."""
    where = {"slug": values["slug"], "number": values["deliverable"]}
    return f"{reverse('mandates:deliverable', kwargs=where)}?do=late"


def late_to_answer(user: Any) -> Iterator[TodoItem]:
    """What is late and not answered yet, of the actors for whom the person speaks."""
    scopes = [
        each.scope_id
        for each in user.appointments_today()
        if each.role in ("focal_point", "delegate", "chair", "secretariat") and each.scope_id
    ]
    if not scopes:
        return
    told = Q(actor__organisation__in=scopes) | Q(actor__body__in=scopes)
    waiting = LateNotice.objects.filter(
        told,
        actor=F("deliverable__mandate__lead"),
        answered_at=None,
        spared=False,
        deliverable__former=False,
        deliverable__withdrawn_at=None,
        deliverable__mandate__in=Mandate.objects.visible_to(user),
    ).select_related(
        "deliverable__mandate", "deliverable__occasion", "deliverable__merged_into__occasion"
    )
    for each in waiting.order_by("answer_by", "pk"):
        mandate = each.deliverable.mandate
        it = counted(each.deliverable)
        if full(when(it)) != each.due or it.state not in OPEN:
            continue  # it has another date by now, or was answered with the one into which it was merged
        values = {"slug": mandate.slug, "deliverable": each.deliverable.ordinal}
        yield TodoItem(
            _("Say why %(mandate)s is late, or name the document that answers it")
            % {"mandate": mandate.slug},
            to_answer(values),
            each.answer_by,
        )
