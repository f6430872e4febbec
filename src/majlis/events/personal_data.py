"""Personal data of participants: exported and erased with the person; the counts of meetings stay."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.events.lifecycle import PARTICIPANT, REQUESTED, WITHDRAWN
from majlis.events.models import ItemMaterial, Participant
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts.personal_data_registry import PersonalDataKind, Rows, register_kind

ERASED = {
    "name": "",
    "function": "",
    "email": "",
    "access_needs": "",
    "gender": "",
    "reason": "",
    "listed": False,
}
"""The values of a registration after an erasure: consent ends with the person."""


def register_personal_data() -> None:
    """Register the participation in meetings with the accounts."""
    register_kind(
        PersonalDataKind(
            "participation",
            _("Participation in meetings"),
            participation,
            erase_participation,
            {
                "meeting": pgettext_lazy("meeting of a body", "Meeting"),
                "state": pgettext_lazy("status of a record", "Status"),
                "capacity": pgettext_lazy("participant", "Capacity"),
                "name": pgettext_lazy("person", "Name"),
                "function": pgettext_lazy("person", "Position"),
            },
            records=("meeting",),
            kept=_("Meetings keep the number of participants, without your name and your answers."),
        )
    )
    register_kind(
        PersonalDataKind(
            "materials",
            _("Presentations and statements at meetings"),
            materials,
            erase_materials,
            {
                "item": pgettext_lazy("material", "Agenda item"),
                "kind": pgettext_lazy("material", "Kind"),
                "title": pgettext_lazy("material", "Title"),
                "presented_by": pgettext_lazy("material", "Presented by"),
            },
            records=("item",),
            kept=_("What was presented stays at the item of the meeting, without your name."),
        )
    )


def participations_of(user: User) -> QuerySet[Participant]:
    """The registrations of the person: by account, and those entered with the address of the account."""
    own = Q(user=user) | Q(user=None, email=user.email.lower())
    return Participant.objects.filter(own).order_by("pk")


def participation(user: User) -> Rows:
    """The registrations of the person, with the sittings at which they were."""
    rows = participations_of(user).select_related("meeting__record", "organisation__record")
    rows = rows.prefetch_related("organisation__record__wordings", "attendances__sitting")
    return [
        {
            "meeting": each.meeting.record.address,
            "state": str(PARTICIPANT.states[each.state]),
            "capacity": str(each.get_capacity_display()),
            "mode": str(each.get_mode_display()),
            "organisation": each.organisation.say("title").text if each.organisation else "",
            "name": each.name,
            "function": each.function,
            "email": each.email,
            "access_needs": each.access_needs,
            "gender": str(each.get_gender_display()),
            "listed": each.listed,
            "reason": each.reason,
            "registered": each.requested_at.isoformat(),
            "decided": each.decided_at.isoformat() if each.decided_at else None,
            "present": [one.sitting.starts.isoformat() for one in each.attendances.all()],
        }
        for each in rows
    ]


def erase_participation(user: User, act: Act) -> int:
    """Erase what the person entered, and withdraw what waits; confirmed participation and attendance stay as counts."""
    rows = participations_of(user)
    keys = list(rows.values_list("pk", flat=True))
    Participant.objects.filter(pk__in=keys, state=REQUESTED).update(state=WITHDRAWN)
    return Participant.objects.filter(pk__in=keys).update(**ERASED)


def materials(user: User) -> Rows:
    """What the person added at items of agendas."""
    rows = ItemMaterial.objects.filter(made_by=user).select_related("item__record").order_by("pk")
    return [
        {
            "item": each.item.record.address,
            "kind": str(each.get_kind_display()),
            "title": each.title,
            "presented_by": each.presented_by,
            "link": each.link,
            "text": each.text,
            "file": each.file_name,
            "added": each.made_at.isoformat(),
        }
        for each in rows
    ]


def erase_materials(user: User, act: Act) -> int:
    """Erase the name of the person from what they presented, and their account from what they added."""
    own = ItemMaterial.objects.filter(made_by=user)
    if user.name:
        own.filter(presented_by__iexact=user.name).update(presented_by="")
    return own.update(made_by=None)
