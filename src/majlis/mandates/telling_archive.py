"""What followers read of mandates in their digest: one line each, new, changed, ended, due soon.

Who follows the mandate, whom it asks, who leads, or its text is told, and who follows mandates as a whole.
"""

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
from majlis.mandates.kinds import OPEN
from majlis.mandates.lifecycle import CONFIRMED
from majlis.mandates.models import Actor, Asking, Assignment, Ending, Mandate, Named
from majlis.mandates.queries import left_out, register
from majlis.mandates.queries.brief import SINCE

SHOWN = 90
"""Signs of the words that ask in a line of a digest."""
AT_MOST = 200
"""Mandates that are told of as due soon in one run; the others come the day after."""
DUE_SOON, DUE = "mandates.tell_due_soon", "mandates.tell_due"
MISSED = 4
"""Days for which the clock may have stood, and a date that came is told of all the same."""
UNCHANGED = "mandates.accept_unchanged"
GOES_ON = _("Mandates that go on unchanged in {record}, as accepted: {count}")
LEFT_OUT = "mandates.tell_left_out"
LEAVES_OUT = _("Mandates that {record} leaves out, and that are no longer in force: {count}")
ACCEPTED = ("mandates.accept", "mandates.take_in", "mandates.add_by_hand")
ENDED = {f"mandates.{kind}": kind for kind in Ending.Kind.values}


def tell() -> None:
    """Say what is told of mandates, and to whom besides their followers; called once, when all is ready.

    A verb that its own file tells of keeps its sentence.
    """
    events.notify_followers_of_related("mandate", around)
    told: dict[str, tuple[str | Promise, bool]] = {
        **dict.fromkeys(ACCEPTED, (_("In the register ({what}): {mandate}"), True)),
        "mandates.correct_asking": (_("What was read of it was corrected: {mandate}"), True),
        **dict.fromkeys(ENDED, (_("An act of somebody ({what}): {mandate}"), True)),
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
                values=kept,
                say=in_words(verb),
                only=is_of_a_mandate,
                public=public,
            )
    # One press accepts many: one line for each person, and not one for each mandate.
    events.register(
        UNCHANGED,
        sentence=GOES_ON,
        audience=who_hears_of_unchanged,
        values=lambda entry: {"count": len(entry.new.get("goes_on", ()))},
        say=count_in_words,
        only=is_of_a_version,
        public=True,
    )
    events.register(
        LEFT_OUT,
        sentence=LEAVES_OUT,
        audience=who_hears_of_left_out,
        values=lambda entry: {"count": len(entry.new.get("left_out", ()))},
        say=count_in_words,
        only=is_of_a_version,
        public=True,
    )


def count_in_words(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """How many, as the reader's language writes it."""
    return {"count": formats.number(values.get("count", 0), language)}


def around(record: Record) -> set[int]:
    """The records whose followers read of a mandate: whom it names, who leads or contributes, its text and the body of that."""
    mandate = Mandate.objects.filter(pk=record.pk)
    keys: set[int] = set()
    of = mandate.values_list("asking", "lead", "instrument", "instrument__body")
    for asking, lead, instrument, body in of:
        keys |= {each for each in (lead, instrument, body) if each}
        keys |= set(Named.objects.filter(asking=asking).values_list("actor", flat=True))
    part = Assignment.objects.filter(mandate=record.pk, state=CONFIRMED)
    return keys | set(part.values_list("actor", flat=True))


def is_of_a_mandate(entry: AuditEntry) -> bool:
    """Whether an entry is about a mandate."""
    return entry.record is not None and entry.record.kind == "mandate"


def kept(entry: AuditEntry) -> Mapping[str, Any]:
    """The number, how its words begin in each language, its date, and whether a text asks it anew or otherwise."""
    found = Mandate.objects.select_related("asking").filter(pk=entry.record_id).first()
    if found is None:
        return {}
    asking = found.asking
    words = ProvisionWording.objects.filter(provision=asking.provision_id if asking else None)
    return {
        "number": found.slug,
        "words": {
            code: f"{text[:SHOWN].rsplit(' ', 1)[0]}…" if len(text) > SHOWN else text
            for code, text in words.exclude(text="").values_list("language", "text")
        },
        "due": found.due.isoformat() if found.due else "",
        "change": asking.change if asking else "",
    }


def in_words(verb: str) -> Callable[[Mapping[str, Any], str], Mapping[str, Any]]:
    """What of the values stands in the sentence of a verb, in a language."""

    def say(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
        there = values.get("words") or {}
        words = there.get(language) or there.get("en") or next(iter(there.values()), "")
        what = ""
        if verb in ENDED:
            what = str(Ending.Kind(ENDED[verb]).label)
        elif values.get("change"):
            what = str(Asking.Change(values["change"]).label)
        number = values.get("number", "")
        return {
            "mandate": f"{number}{formats.colon(language)}{words}" if words else number,
            "what": what,
            "due": formats.date(values["due"], language) if values.get("due") else "",
        }

    return say


def newly_due_soon(today: datetime.date) -> list[Mandate]:
    """Mandates that are due soon, that somebody follows, and of whose date nobody was told yet."""
    return _newly(DUE_SOON, register.in_state("soon", today) & Q(due__gt=today))


def newly_due(today: datetime.date) -> list[Mandate]:
    """Mandates that are open and whose date is this day, or one of the days before it on which the clock may have stood."""
    since = today - datetime.timedelta(days=MISSED)
    return _newly(DUE, Q(progress__in=OPEN, due__lte=today, due__gt=since))


def _newly(kind: str, rule: Q) -> list[Mandate]:
    found = Mandate.objects.filter(register.in_standing(register.BINDS), rule)
    told = set(Event.objects.filter(kind=kind).values_list("record", "values__due"))
    made = []
    for each in found.select_related("record").order_by("due", "number"):
        if each.due is None or (each.pk, each.due.isoformat()) in told:
            continue
        if followers(each.record).exists():
            made.append(each)
        if len(made) == AT_MOST:
            break
    return made


def newly_left_out(today: datetime.date) -> list[tuple[Version, list[str]]]:
    """Versions of the last SINCE days that leave mandates out, with the numbers of those of which nobody was told yet."""
    since = today - datetime.timedelta(days=SINCE)
    found = {
        each.mandate: each.version
        for each in left_out.left_out(left_out.ALL, Q(), since, today + datetime.timedelta(days=1))
    }
    told = {
        (version, slug)
        for version, slugs in Event.objects.filter(
            kind=LEFT_OUT, record__in=set(found.values())
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


def is_of_a_version(entry: AuditEntry) -> bool:
    """Whether an entry is about a version, and not about one of its mandates."""
    return entry.record is not None and entry.record.kind == "version"


def who_hears_of_unchanged(entry: AuditEntry) -> QuerySet[User]:
    """Who hears of the mandates that go on: each once, if they see the text."""
    return who_hears(entry, entry.new.get("goes_on", ()))


def who_hears_of_left_out(entry: AuditEntry) -> QuerySet[User]:
    """Who hears of the mandates that are left out: each once, if they see the text."""
    return who_hears(entry, entry.new.get("left_out", ()))


def who_hears(entry: AuditEntry, numbers: Iterable[str]) -> QuerySet[User]:
    """Who follows one of these mandates, or what stands near one, or leads on one, and may see the version of an entry."""
    version = Version.objects.select_related("record__circle", "instrument__record__circle").get(
        pk=entry.record_id
    )
    mandates = Mandate.objects.filter(slug__in=numbers)
    named = Named.objects.filter(asking__current_of__in=mandates)
    held = Assignment.objects.filter(mandate__in=mandates, state=CONFIRMED)
    near = Q(record__in=mandates.values("pk")) | Q(record__in=mandates.values("lead"))
    near |= Q(record__in=mandates.values("instrument")) | Q(kind="mandate")
    near |= Q(record__in=mandates.values("instrument__body"))
    near |= Q(record__in=named.values("actor")) | Q(record__in=held.values("actor"))
    wanted = Subscription.objects.filter(near)
    leads = Actor.objects.filter(pk__in=mandates.values("lead"))
    roles = Appointment.objects.today()
    of_members = roles.filter(
        role__in=("focal_point", "delegate"), scope__in=leads.values("organisation")
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
