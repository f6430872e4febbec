"""The notification that a translation was released from its holder."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.commons.notices import events, todo
from majlis.commons.translation.models import Job
from majlis.commons.translation.queries import open_jobs_of
from majlis.commons.translation.rules import may_translate
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


def jobs_sentence(count: int) -> str:
    """How many texts a person translates or revises now."""
    sentence = ngettext(
        "%(n)s text to translate or revise", "%(n)s texts to translate or revise", count
    )
    return sentence % {"n": count}


def register() -> None:
    """Register the event and the to-do item; called once, when the site starts."""
    todo.register_rows(
        open_jobs_of,
        sentence=jobs_sentence,
        url_name="translation:queue",
        may=lambda user: bool(may_translate.test(user)),
    )
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
