"""Notifications to followers of mandates: new, changed, ended, due and dropped mandates."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices import events
from majlis.commons.notices.dispatch import followers, users_who_may_see
from majlis.commons.notices.models import Event, Subscription
from majlis.instruments.models import ProvisionWording, Version
from majlis.kernel.models import Appointment, AuditEntry, Record, User
from majlis.look import formats
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
"""Signs of the words that ask in a line of a digest."""
MAX_PER_RUN = 200
"""Mandates that are told of as due soon in one run; the others come the day after."""
DUE_SOON, DUE = "mandates.notify_due_soon", "mandates.notify_due"
MAX_MISSED_DAYS = 4
"""Days for which the clock may have stood, and a date that came is told of all the same."""
ACCEPT_UNCHANGED = "mandates.accept_unchanged_findings"
UNCHANGED_SENTENCE = _("Mandates that go on unchanged in {record}, as accepted: {count}")
NOTIFY_DROPPED = "mandates.notify_dropped"
DROPPED_SENTENCE = _("Mandates that {record} leaves out, and that are no longer in force: {count}")
ACCEPT_VERBS = ("mandates.accept_finding", "mandates.import_row", "mandates.add_finding")
EVENT_VERBS = {f"mandates.{kind}_mandate": kind for kind in LifecycleEvent.Kind.values}


def register_notifications() -> None:
    """Say what is told of mandates, and to whom besides their followers; called once, when all is ready.

    A verb that its own file tells of keeps its sentence.
    """
    events.notify_followers_of_related("mandate", related_records)
    told: dict[str, tuple[str | Promise, bool]] = {
        **dict.fromkeys(ACCEPT_VERBS, (_("In the register ({what}): {mandate}"), True)),
        "mandates.correct_source": (_("What was read of it was corrected: {mandate}"), True),
        **dict.fromkeys(EVENT_VERBS, (_("An act of somebody ({what}): {mandate}"), True)),
        "mandates.confirm_assignment": (
            _("Who leads or contributes was confirmed: {mandate}"),
            True,
        ),
        DUE_SOON: (_("Due on {due}: {mandate}"), False),
        DUE: (_("Its date has come, {due}: {mandate}"), False),
    }
    for verb, (sentence, public) in told.items():
        if verb not in events.EVENT_KINDS:
            events.register(
                verb,
                sentence=sentence,
                values=notice_values,
                say=sentence_values(verb),
                only=is_mandate_entry,
                public=public,
            )
    # One press accepts many: one line for each person, and not one for each mandate.
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


def count_values(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """How many, as the reader's language writes it."""
    return {"count": formats.number(values.get("count", 0), language)}


def related_records(record: Record) -> set[int]:
    """The records whose followers read of a mandate: whom it names, who leads or contributes, its text and the body of that."""
    mandate = Mandate.objects.filter(pk=record.pk)
    keys: set[int] = set()
    of = mandate.values_list("source", "lead", "instrument", "instrument__body")
    for source, lead, instrument, body in of:
        keys |= {each for each in (lead, instrument, body) if each}
        keys |= set(Addressee.objects.filter(source=source).values_list("entity", flat=True))
    part = Assignment.objects.filter(mandate=record.pk, state=CONFIRMED)
    return keys | set(part.values_list("entity", flat=True))


def is_mandate_entry(entry: AuditEntry) -> bool:
    """Whether an entry is about a mandate."""
    return entry.record is not None and entry.record.kind == "mandate"


def notice_values(entry: AuditEntry) -> Mapping[str, Any]:
    """The number, how its words begin in each language, its date, and whether a text asks it anew or otherwise."""
    found = Mandate.objects.select_related("source").filter(pk=entry.record_id).first()
    if found is None:
        return {}
    source = found.source
    words = ProvisionWording.objects.filter(provision=source.provision_id if source else None)
    return {
        "number": found.slug,
        "words": {
            code: f"{text[:MAX_CHARACTERS].rsplit(' ', 1)[0]}…"
            if len(text) > MAX_CHARACTERS
            else text
            for code, text in words.exclude(text="").values_list("language", "text")
        },
        "due": found.due.isoformat() if found.due else "",
        "change": source.change if source else "",
    }


def sentence_values(verb: str) -> Callable[[Mapping[str, Any], str], Mapping[str, Any]]:
    """What of the values stands in the sentence of a verb, in a language."""

    def say(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
        there = values.get("words") or {}
        words = there.get(language) or there.get("en") or next(iter(there.values()), "")
        what = ""
        if verb in EVENT_VERBS:
            what = str(LifecycleEvent.Kind(EVENT_VERBS[verb]).label)
        elif values.get("change"):
            what = str(MandateSource.Change(values["change"]).label)
        number = values.get("number", "")
        return {
            "mandate": f"{number}{formats.colon(language)}{words}" if words else number,
            "what": what,
            "due": formats.date(values["due"], language) if values.get("due") else "",
        }

    return say


def mandates_due_soon(today: datetime.date) -> list[Mandate]:
    """Mandates that are due soon, that somebody follows, and of whose date nobody was told yet."""
    return _not_yet_notified(DUE_SOON, queries.in_state("soon", today) & Q(due__gt=today))


def mandates_due(today: datetime.date) -> list[Mandate]:
    """Mandates that are open and whose date is this day, or one of the days before it on which the clock may have stood."""
    since = today - datetime.timedelta(days=MAX_MISSED_DAYS)
    return _not_yet_notified(DUE, Q(progress__in=OPEN_PROGRESS, due__lte=today, due__gt=since))


def _not_yet_notified(kind: str, rule: Q) -> list[Mandate]:
    found = Mandate.objects.filter(queries.in_legal_status(queries.BINDS), rule)
    told = set(Event.objects.filter(kind=kind).values_list("record", "values__due"))
    made = []
    for each in found.select_related("record").order_by("due", "number"):
        if each.due is None or (each.pk, each.due.isoformat()) in told:
            continue
        if followers(each.record).exists():
            made.append(each)
        if len(made) == MAX_PER_RUN:
            break
    return made


def dropped_by_version(today: datetime.date) -> list[tuple[Version, list[str]]]:
    """Versions of the last SINCE days that leave mandates out, with the numbers of those of which nobody was told yet."""
    since = today - datetime.timedelta(days=RECENT_DAYS)
    found = {
        each.mandate: each.version
        for each in dropped.dropped_mandates(
            dropped.EVERYTHING, Q(), since, today + datetime.timedelta(days=1)
        )
    }
    told = {
        (version, slug)
        for version, slugs in Event.objects.filter(
            kind=NOTIFY_DROPPED, record__in=set(found.values())
        ).values_list("record", "entry__new__left_out")
        for slug in slugs or ()
    }
    numbers: dict[int, list[str]] = {}
    rows = Mandate.objects.filter(pk__in=found).order_by("number")
    for key, slug in rows.values_list("pk", "slug"):
        if (found[key], slug) not in told:
            numbers.setdefault(found[key], []).append(slug)
    versions = Version.objects.filter(pk__in=numbers).select_related("record").order_by("pk")
    return [(each, numbers[each.pk]) for each in versions]


def is_version_entry(entry: AuditEntry) -> bool:
    """Whether an entry is about a version, and not about one of its mandates."""
    return entry.record is not None and entry.record.kind == "version"


def unchanged_audience(entry: AuditEntry) -> QuerySet[User]:
    """Who hears of the mandates that go on: each once, if they see the text."""
    return mandate_audience(entry, entry.new.get("continues", ()))


def dropped_audience(entry: AuditEntry) -> QuerySet[User]:
    """Who hears of the mandates that are left out: each once, if they see the text."""
    return mandate_audience(entry, entry.new.get("left_out", ()))


def mandate_audience(entry: AuditEntry, numbers: Iterable[str]) -> QuerySet[User]:
    """Who follows one of these mandates, or what stands near one, or leads on one, and may see the version of an entry."""
    version = Version.objects.select_related("record__circle", "instrument__record__circle").get(
        pk=entry.record_id
    )
    mandates = Mandate.objects.filter(slug__in=numbers)
    named = Addressee.objects.filter(source__current_of__in=mandates)
    held = Assignment.objects.filter(mandate__in=mandates, state=CONFIRMED)
    near = Q(record__in=mandates.values("pk")) | Q(record__in=mandates.values("lead"))
    near |= Q(record__in=mandates.values("instrument")) | Q(kind="mandate")
    near |= Q(record__in=mandates.values("instrument__body"))
    near |= Q(record__in=named.values("entity")) | Q(record__in=held.values("entity"))
    wanted = Subscription.objects.filter(near)
    leads = Entity.objects.filter(pk__in=mandates.values("lead"))
    roles = Appointment.objects.today()
    of_members = roles.filter(
        role__in=("focal_point", "delegate_step"), scope__in=leads.values("organisation")
    )
    of_bodies = roles.filter(role__in=("chair", "secretariat"), scope__in=leads.values("body"))
    people = users_who_may_see(version.record).filter(
        pk__in=users_who_may_see(version.instrument.record)
    )
    return people.filter(
        Q(pk__in=wanted.values("user"))
        | Q(pk__in=of_members.values("user"))
        | Q(pk__in=of_bodies.values("user"))
    )
