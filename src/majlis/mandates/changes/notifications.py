"""Notifications to followers of mandates: new, changed, ended, due and dropped mandates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from majlis.commons.notices import events
from majlis.commons.notices.dispatch import followers, users_who_may_see
from majlis.commons.notices.events import EventValues, FormatValues
from majlis.commons.notices.models import Event, Subscription
from majlis.instruments.models import ProvisionWording, Version
from majlis.kernel.models import Appointment, AuditEntry, Record, User
from majlis.look import formats
from majlis.look.bidi import isolate, joined, text_for_reader
from majlis.mandates.changes import dropped
from majlis.mandates.changes.dropped import RECENT_DAYS
from majlis.mandates.lifecycle import CONFIRMED
from majlis.mandates.models import (
    Addressee,
    Assignment,
    Entity,
    LifecycleEvent,
    Mandate,
    MandateSource,
)
from majlis.mandates.models.choices import OPEN_PROGRESS
from majlis.mandates.register import queries

MAX_CHARACTERS = 90
"""The longest excerpt of a wording in a line of a digest, in characters."""
MAX_PER_RUN = 200
"""The most mandates that one run announces as due soon; the others follow the next day."""
DUE_SOON, DUE = "mandates.notify_due_soon", "mandates.notify_due"
MAX_MISSED_DAYS = 4
"""The number of missed daily runs after which a due date is still announced."""
ACCEPT_UNCHANGED = "mandates.accept_unchanged_findings"
UNCHANGED_SENTENCE = _("Mandates accepted as unchanged in {record}: {count}")
NOTIFY_DROPPED = "mandates.notify_dropped"
DROPPED_SENTENCE = _("Mandates omitted from {record} and no longer in force: {count}")
ACCEPT_VERBS = ("mandates.accept_finding", "mandates.import_row", "mandates.add_finding")
EVENT_VERBS = {f"mandates.{kind}_mandate": kind for kind in LifecycleEvent.Kind.values}


def register_notifications() -> None:
    """Register the notifications on mandates, with sentences and audiences; called once at startup.

    A verb that another module has registered keeps its sentence.
    """
    events.notify_followers_of_related("mandate", related_records)
    sentences: dict[str, tuple[str | Promise, bool]] = {
        **dict.fromkeys(ACCEPT_VERBS, (pgettext_lazy("notification", "{done}: {mandate}"), True)),
        "mandates.correct_source": (_("Extracted data corrected: {mandate}"), True),
        **dict.fromkeys(EVENT_VERBS, (_("Status changed ({what}): {mandate}"), True)),
        "mandates.confirm_assignment": (
            _("Lead or contributor confirmed: {mandate}"),
            True,
        ),
        DUE_SOON: (_("Due on {due}: {mandate}"), False),
        DUE: (_("Due date reached ({due}): {mandate}"), False),
    }
    for verb, (sentence, public) in sentences.items():
        if verb not in events.EVENT_KINDS:
            events.register(
                verb,
                sentence=sentence,
                values=notice_values,
                say=sentence_values(verb),
                only=is_mandate_entry,
                public=public,
            )
    # One action accepts many findings: each person gets one line, and not one for each mandate.
    events.register(
        ACCEPT_UNCHANGED,
        sentence=UNCHANGED_SENTENCE,
        audience=unchanged_audience,
        values=lambda entry: {"count": len(entry.new.get("continues", ()))},
        say=count_values,
        only=is_version_entry,
        public=True,
    )
    events.register(
        NOTIFY_DROPPED,
        sentence=DROPPED_SENTENCE,
        audience=dropped_audience,
        values=lambda entry: {"count": len(entry.new.get("left_out", ()))},
        say=count_values,
        only=is_version_entry,
        public=True,
    )


def count_values(values: EventValues, language: str) -> dict[str, str]:
    """The count, formatted for a language."""
    return {"count": formats.number(values.get("count", 0), language)}


def related_records(record: Record) -> set[int]:
    """The keys of the records whose followers are notified of a mandate.

    These are its addressees, its lead and contributors, its text and the body of that text.
    """
    mandate = Mandate.objects.filter(pk=record.pk)
    keys: set[int] = set()
    rows = mandate.values_list("source", "lead", "instrument", "instrument__body")
    for source, lead, instrument, body in rows:
        keys |= {each for each in (lead, instrument, body) if each}
        keys |= set(Addressee.objects.filter(source=source).values_list("entity", flat=True))
    assignments = Assignment.objects.filter(mandate=record.pk, state=CONFIRMED)
    return keys | set(assignments.values_list("entity", flat=True))


def is_mandate_entry(entry: AuditEntry) -> bool:
    """Whether an audit entry is about a mandate."""
    return entry.record is not None and entry.record.kind == "mandate"


def notice_values(entry: AuditEntry) -> dict[str, str | dict[str, str]]:
    """The number, an excerpt of the wording in each language, the due date, and the kind of change."""
    mandate = Mandate.objects.select_related("source").filter(pk=entry.record_id).first()
    if mandate is None:
        return {}
    source = mandate.source
    wordings = ProvisionWording.objects.filter(provision=source.provision_id if source else None)
    return {
        "number": mandate.slug,
        "words": {
            code: f"{text[:MAX_CHARACTERS].rsplit(' ', 1)[0]}…"
            if len(text) > MAX_CHARACTERS
            else text
            for code, text in wordings.exclude(text="").values_list("language", "text")
        },
        "due": mandate.due.isoformat() if mandate.due else "",
        "change": source.change if source else "",
    }


def sentence_values(verb: str) -> FormatValues:
    """A function that gives the values for the sentence of a verb in a language."""

    def format_values(values: EventValues, language: str) -> dict[str, str]:
        excerpts = values.get("words") or {}
        excerpt = text_for_reader(excerpts, language)
        done = pgettext("history entry", "Mandate accepted")
        kind = ""
        if verb in EVENT_VERBS:
            kind = str(LifecycleEvent.Kind(EVENT_VERBS[verb]).label)
        elif values.get("change"):
            change = str(MandateSource.Change(values["change"]).label)
            done = formats.with_brackets(done, change, language)
        # Isolated: a line that begins with the number has the direction of the words after it.
        number = isolate(values.get("number", ""), language)
        return {
            "mandate": joined(number, " · ", excerpt) if excerpt else number,
            "done": done,
            "what": kind,
            "due": formats.date(values["due"], language) if values.get("due") else "",
        }

    return format_values


def mandates_due_soon(today: datetime.date) -> list[Mandate]:
    """Mandates that are due soon, have followers, and were not announced for this date yet."""
    return _not_yet_notified(DUE_SOON, queries.in_state("soon", today) & Q(due__gt=today))


def mandates_due(today: datetime.date) -> list[Mandate]:
    """Open mandates that are due today, or were due on one of the last MAX_MISSED_DAYS days."""
    since = today - datetime.timedelta(days=MAX_MISSED_DAYS)
    return _not_yet_notified(DUE, Q(progress__in=OPEN_PROGRESS, due__lte=today, due__gt=since))


def _not_yet_notified(kind: str, rule: Q) -> list[Mandate]:
    mandates = Mandate.objects.filter(queries.in_legal_status(queries.BINDS), rule)
    notified = set(Event.objects.filter(kind=kind).values_list("record", "values__due"))
    selected = []
    for mandate in mandates.select_related("record").order_by("due", "number"):
        if mandate.due is None or (mandate.pk, mandate.due.isoformat()) in notified:
            continue
        if followers(mandate.record).exists():
            selected.append(mandate)
        if len(selected) == MAX_PER_RUN:
            break
    return selected


def dropped_by_version(today: datetime.date) -> list[tuple[Version, list[str]]]:
    """Versions of the last RECENT_DAYS days that drop mandates.

    Each comes with the numbers of the dropped mandates that were not announced yet.
    """
    since = today - datetime.timedelta(days=RECENT_DAYS)
    version_by_mandate = {
        each.mandate: each.version
        for each in dropped.dropped_mandates(None, Q(), since, today + datetime.timedelta(days=1))
    }
    notified = {
        (version, slug)
        for version, slugs in Event.objects.filter(
            kind=NOTIFY_DROPPED, record__in=set(version_by_mandate.values())
        ).values_list("record", "entry__new__left_out")
        for slug in slugs or ()
    }
    numbers: dict[int, list[str]] = {}
    rows = Mandate.objects.filter(pk__in=version_by_mandate).order_by("number")
    for key, slug in rows.values_list("pk", "slug"):
        if (version_by_mandate[key], slug) not in notified:
            numbers.setdefault(version_by_mandate[key], []).append(slug)
    versions = Version.objects.filter(pk__in=numbers).select_related("record").order_by("pk")
    return [(each, numbers[each.pk]) for each in versions]


def is_version_entry(entry: AuditEntry) -> bool:
    """Whether an audit entry is about a version, and not about one of its mandates."""
    return entry.record is not None and entry.record.kind == "version"


def unchanged_audience(entry: AuditEntry) -> QuerySet[User]:
    """The users to notify of mandates that continue unchanged, each once."""
    return mandate_audience(entry, entry.new.get("continues", ()))


def dropped_audience(entry: AuditEntry) -> QuerySet[User]:
    """The users to notify of dropped mandates, each once."""
    return mandate_audience(entry, entry.new.get("left_out", ()))


def mandate_audience(entry: AuditEntry, numbers: Iterable[str]) -> QuerySet[User]:
    """The users who follow one of these mandates or a related record, or who represent a lead.

    Only users who may see the version of the entry are included.
    """
    version = Version.objects.select_related("record__circle", "instrument__record__circle").get(
        pk=entry.record_id
    )
    mandates = Mandate.objects.filter(slug__in=numbers)
    addressees = Addressee.objects.filter(source__current_of__in=mandates)
    assignments = Assignment.objects.filter(mandate__in=mandates, state=CONFIRMED)
    related = Q(record__in=mandates.values("pk")) | Q(record__in=mandates.values("lead"))
    related |= Q(record__in=mandates.values("instrument")) | Q(kind="mandate")
    related |= Q(record__in=mandates.values("instrument__body"))
    related |= Q(record__in=addressees.values("entity")) | Q(
        record__in=assignments.values("entity")
    )
    subscriptions = Subscription.objects.filter(related)
    leads = Entity.objects.filter(pk__in=mandates.values("lead"))
    appointments = Appointment.objects.today()
    of_members = appointments.filter(
        role__in=("focal_point", "delegate"), scope__in=leads.values("organisation")
    )
    of_bodies = appointments.filter(
        role__in=("chair", "secretariat"), scope__in=leads.values("body")
    )
    users = users_who_may_see(version.record).filter(
        pk__in=users_who_may_see(version.instrument.record)
    )
    return users.filter(
        Q(pk__in=subscriptions.values("user"))
        | Q(pk__in=of_members.values("user"))
        | Q(pk__in=of_bodies.values("user"))
    )
