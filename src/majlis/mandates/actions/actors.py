"""Verbs of actors: who they are, whom to ask, and that two names are one actor's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.models import Record, WordingStatus
from majlis.kernel.models.record import Recorded
from majlis.kernel.records import create_record, set_wording
from majlis.kernel.verbs import Act, verb
from majlis.mandates import joining
from majlis.mandates.keeping import lock_mandates
from majlis.mandates.models import Actor, Sort
from majlis.mandates.settling import settle
from majlis.parties.models import Body, Organisation

FIELDS = (
    "sort",
    "parent",
    "body",
    "organisation",
    "kinds",
    "lexicon",
    "contact_url",
    "contact_checked",
    "source",
    "verified",
    "position",
)
Texts = Mapping[str, Mapping[str, str]]


@verb("mandates.load_actor")
def load_actor(act: Act, /, slug: str, *, words: Texts, **values: Any) -> Actor:
    """Make an actor of the profile, or bring it to what the table says; again with the same is no change."""
    actor: Actor | None = Actor.objects.select_related("record").filter(slug=slug).first()
    if actor is None:
        record = create_record("actor", f"actors/{slug}", words)
        actor = Actor(record=record, slug=slug)
        _set(actor, values)
        actor.save(force_insert=True)
        act.note(actor, new={"titles": dict(words.get("title", {}))})
        return actor
    _changed(act, actor, words, values)
    return actor


@verb("mandates.change_actor")
def change_actor(
    act: Act, actor: Actor, /, *, words: Texts, reason: str = "", **values: Any
) -> Actor:
    """Correct names, kind, place and who it is among those that take part. Raises InvalidInput by field."""
    _check(actor, words, values)
    _changed(act, actor, words, values, reason)
    return actor


@verb("mandates.check_contact")
def check_contact(
    act: Act, actor: Actor, /, *, words: Mapping[str, str], contact_url: str = ""
) -> Actor:
    """Say whom to ask, or that what is said still holds; today is the date of the last check."""
    today = {"contact_url": contact_url, "contact_checked": clock.today()}
    _changed(act, actor, {"contact": words}, today)
    return actor


@verb("mandates.join_actors")
def join_actors(act: Act, actor: Actor, /, *, into: Actor, reason: str) -> Actor:
    """A name was found to be another actor's: all that it is asked moves there, and its address leads on.

    What both have is there once: parts on a mandate, sessions of one year and name. Raises InvalidInput by field, also
    where both have a session on different dates.
    """
    faults: dict[str, StrOrPromise] = {}
    if not reason.strip():
        faults["reason"] = _("Say how you know that both are one.")
    # As who accepts has them: first the mandates, then the actors.
    lock_mandates(joining.mandates_of(actor) | joining.mandates_of(into))
    there = {
        each.pk: each
        for each in Actor.objects.select_for_update(of=("self",))
        .filter(pk__in=[actor.pk, into.pk])
        .order_by("pk")
    }
    if into.pk == actor.pk:
        faults["into"] = _("This is the actor itself: choose the other one.")
    elif there[into.pk].became_id or there[actor.pk].became_id:
        faults["into"] = _("One of the two leads on to another actor already.")
    elif (why := joining.refusal(actor, into)) is not None:
        faults["into"] = why
    if faults:
        raise InvalidInput(faults)
    # A session that both have gives its date to what waited for that of the other.
    touched = joining.mandates_of(actor) | joining.mandates_of(into)
    was, now = there[actor.pk], there[into.pk]
    joining.stand_above(was, now)
    joining.move(act, actor, into)
    now.lexicon = [*now.lexicon, *(each for each in was.lexicon if each not in now.lexicon)]
    body, organisation = was.body_id, was.organisation_id
    was.lexicon, was.body, was.organisation, was.became = [], None, None, now
    was.save()
    now.body_id = now.body_id or body
    now.organisation_id = now.organisation_id or organisation
    now.save()
    settle(touched)
    act.note(actor, new={"became": into.record.address}, reason=reason)
    act.note(into, new={"was": actor.record.address}, reason=reason)
    actor.became = into
    return into


def _check(actor: Actor, words: Texts, values: Mapping[str, Any]) -> None:
    faults: dict[str, StrOrPromise] = {}
    titles = words.get("title")
    if titles is not None and not any(each.strip() for each in titles.values()):
        faults["title_en"] = _("Write its name in one language at least.")
    if values.get("sort", actor.sort) not in Sort.values:
        faults["sort"] = _("Choose what kind of actor it is.")
    above, seen = values.get("parent"), {actor.pk}
    while above is not None:
        if above.pk in seen:
            faults["parent"] = _("It would stand under itself: choose another one above it.")
            break
        seen.add(above.pk)
        above = above.parent
    for name in ("body", "organisation"):
        chosen = values.get(name)
        others = Actor.objects.exclude(pk=actor.pk).filter(**{name: chosen})
        if chosen is not None and others.exists():
            faults[name] = _("Another actor is said to be this one: join the two first.")
    if faults:
        raise InvalidInput(faults)


def _set(actor: Actor, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name in FIELDS:
        if name in values and getattr(actor, name) != values[name]:
            old[name], new[name] = _plain(getattr(actor, name)), _plain(values[name])
            setattr(actor, name, values[name])
    return old, new


def _plain(value: Any) -> Any:
    """A value as the audit keeps it: of a record its address."""
    if isinstance(value, Body | Organisation | Recorded):
        return value.record.address
    return value.isoformat() if hasattr(value, "isoformat") else value


def _changed(
    act: Act, actor: Actor, words: Texts, values: Mapping[str, Any], reason: str = ""
) -> None:
    """Set what is given; the audit has what changed, or nothing is owed."""
    old, new = _set(actor, values)
    for field, texts in words.items():
        changed = _reworded(actor.record, field, texts)
        old |= changed[0]
        new |= changed[1]
    if not new:
        act.unchanged()
        return
    actor.save()
    act.note(actor, old=old, new=new, reason=reason)


def _reworded(
    record: Record, field: str, texts: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Words as they are written now; what is as it was keeps what it is worth."""
    there = {each.language: each for each in record.wordings.filter(field=field)}
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for language, given in texts.items():
        known, text = there.get(language), given.replace("\r\n", "\n").strip()
        if text == (known.text if known else ""):
            continue
        original = known is not None and known.status == WordingStatus.AUTHENTIC
        status = WordingStatus.AUTHENTIC if original else WordingStatus.TRANSLATED
        changed = set_wording(record, field, language, text, status)
        old |= changed.get("old", {})
        new |= changed.get("new", {})
    return old, new
