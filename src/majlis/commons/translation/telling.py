"""What the translation queue tells, and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices import events
from majlis.commons.translation.models import Job
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, WrongState
from majlis.kernel.models import AuditEntry, User


def _key(entry: AuditEntry) -> int:
    return int(entry.target.rpartition(":")[2])


def held_it(entry: AuditEntry) -> Iterable[User]:
    """Who held the translation until the entry: its translator, or the reviser who had it."""
    job = Job.objects.select_related("translator", "reviser").get(pk=_key(entry))
    holder = job.translator if entry.old["state"] == "taken" else job.reviser
    return [holder] if holder is not None and holder.is_active else ()


def _values(entry: AuditEntry) -> Mapping[str, Any]:
    return {"job": _key(entry)}


def _address(values: Mapping[str, Any]) -> str:
    return reverse("translation:job", args=[values["job"]])


def too_late(late: Fault, job: Job, actor: Actor) -> str:
    """What is said to who typed into a job with which they cannot go on."""
    if isinstance(late, WrongState):
        return str(late)
    if job.holder_id is not None and job.holder_id != actor.person.pk:
        return str(_("Somebody else has it by now; what you typed is below."))
    return str(_("You can no longer do this; what you typed is below."))


def register() -> None:
    """Register the events; called once, when the site starts."""
    events.register(
        "translation.free",
        sentence=_("The secretariat freed the translation for {record} that you held: read why."),
        audience=held_it,
        values=_values,
        address=_address,
        followers=False,
    )
