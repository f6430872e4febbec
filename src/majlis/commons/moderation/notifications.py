"""Notifications of moderation, and the to-do items of moderators and writers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.commons.moderation.models import Case, ModeratorLanguage, ReasonText
from majlis.commons.moderation.queries import reason_text
from majlis.commons.notices import events
from majlis.commons.notices.todo import TodoItem
from majlis.kernel.models import Appointment, AuditEntry, User


def _case(entry: AuditEntry) -> Case | None:
    return Case.objects.filter(pk=entry.target.rpartition(":")[2]).first()


def moderators_who_read(language: str) -> QuerySet[User]:
    """The active moderators who read a language."""
    chosen = ModeratorLanguage.objects.filter(user=OuterRef("pk"))
    appointment = Appointment.objects.today().filter(
        user=OuterRef("pk"), role="moderator", scope__isnull=True
    )
    return User.objects.filter(is_active=True).filter(
        Exists(appointment),
        Exists(chosen.filter(language=language)) | Q(language=language) & ~Exists(chosen),
    )


def case_moderators(entry: AuditEntry) -> Iterable[User]:
    """The moderators to notify: not the writer, and not the moderator of the last decision."""
    case = _case(entry)
    if case is None:
        return ()
    excluded = [each for each in (case.writer_id, case.decided_by_id) if each]
    return moderators_who_read(case.language).exclude(pk__in=excluded)


def case_writer(entry: AuditEntry) -> Iterable[User]:
    """The writer of the contribution."""
    case = _case(entry)
    return [case.writer] if case is not None and case.writer is not None else ()


def _values(entry: AuditEntry) -> events.EventValues:
    return {"case": int(entry.target.rpartition(":")[2]), "reason": entry.reason}


def _say(values: events.EventValues, language: str) -> events.EventValues:
    text: ReasonText | None = reason_text(values.get("reason", ""), language)
    return {"reason": text.name if text else ""}


def _address(values: events.EventValues) -> str:
    return reverse("moderation:case", args=[values["case"]])


def register() -> None:
    """Register the events; called once, when the site starts."""
    for_writer = {
        "moderation.approve_contribution": _(
            "Your contribution on {record} was approved and is now shown."
        ),
        "moderation.send_back_contribution": _(
            "Your contribution on {record} was returned for correction. Reason: {reason}."
        ),
        "moderation.hide_contribution": _(
            "Your contribution on {record} is no longer shown. Reason: {reason}."
        ),
        "moderation.refuse_contribution": _(
            "Your contribution on {record} was rejected. Reason: {reason}."
        ),
    }
    for name, sentence in for_writer.items():
        events.register(
            name,
            sentence=sentence,
            audience=case_writer,
            values=_values,
            say=_say,
            address=_address,
            urgent=name != "moderation.approve_contribution",
            followers=False,
        )
    for_moderators = {
        "moderation.submit_contribution": _("A contribution on {record} awaits moderation."),
        "moderation.resubmit_contribution": _(
            "A corrected contribution on {record} awaits moderation."
        ),
        "moderation.appeal_decision": _(
            "An appeal concerning a contribution on {record} awaits a decision."
        ),
    }
    for name, sentence in for_moderators.items():
        events.register(
            name,
            sentence=sentence,
            audience=case_moderators,
            values=_values,
            say=_say,
            address=_address,
            followers=False,
        )


def cases_sentence(count: int) -> str:
    """How many cases wait for the moderator."""
    sentence = ngettext(
        "%(n)s contribution awaiting moderation",
        "%(n)s contributions awaiting moderation",
        count,
    )
    return sentence % {"n": count}


def writer_todo(user: User) -> Iterable[TodoItem]:
    """The contributions that were sent back to this writer, at most ten."""
    for case in Case.objects.filter(writer=user, state="asked").order_by("waiting_since")[:10]:
        yield TodoItem(_("Correct your returned contribution"), _address({"case": case.pk}))
