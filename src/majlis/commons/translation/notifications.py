"""The notification that a translation was released from its holder."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices import events
from majlis.commons.translation.models import Job
from majlis.kernel.models import AuditEntry, User


def _job_key(entry: AuditEntry) -> int:
    return int(entry.target.rpartition(":")[2])


def previous_holder(entry: AuditEntry) -> Iterable[User]:
    """The person who held the job before the entry: its translator or its reviser."""
    job = Job.objects.select_related("translator", "reviser").get(pk=_job_key(entry))
    holder = job.translator if entry.old["state"] == "taken" else job.reviser
    return [holder] if holder is not None and holder.is_active else ()


def _values(entry: AuditEntry) -> events.EventValues:
    return {"job": _job_key(entry)}


def _address(values: events.EventValues) -> str:
    return reverse("translation:job", args=[values["job"]])


def register() -> None:
    """Register the event; called once, when the site starts."""
    events.register(
        "translation.free_job",
        sentence=_(
            "The secretariat withdrew your translation assignment for {record}. View the reason."
        ),
        audience=previous_holder,
        values=_values,
        address=_address,
        followers=False,
    )
