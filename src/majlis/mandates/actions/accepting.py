"""Verbs by which what was found becomes a mandate, and by which a reading is corrected."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import ProvisionWording, Version
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.models import Access, Record
from majlis.kernel.records import mark_changed
from majlis.kernel.verbs import Act, verb
from majlis.mandates import going_on, meaning, values
from majlis.mandates.actions.finding import decided, moved
from majlis.mandates.keeping import locked
from majlis.mandates.kinds import By, Force, Kind
from majlis.mandates.lifecycle import ACCEPTED, CONFIRMED, GOING_ON, PROPOSED, WAITING
from majlis.mandates.models import (
    Actor,
    Asking,
    Assignment,
    Finding,
    Mandate,
    Sort,
)
from majlis.mandates.naming import actors_of, by_now, name_them, other_actors
from majlis.mandates.numbers import new_mandate
from majlis.mandates.settling import settle
from majlis.mandates.who import actor_for
from majlis.parties.models.body import is_partial_date

Actors = Mapping[str, Sequence[tuple[Actor, str]]]


@verb("mandates.accept")
def accept(
    act: Act,
    finding: Finding,
    /,
    *,
    values: Mapping[str, Any] | None = None,
    to: Mandate | None = None,
    meant: Mapping[str, Mandate] | None = None,
) -> Mandate:
    """What was found is a mandate, as ``possible_values`` say (without: as it was found); from now on it is public.

    ``to``: it is one more asking of that mandate, and counts once. ``meant``: fields of which nothing was found, and the
    mandate near by meaning whose they are taken to be. Raises InvalidInput by field, WrongState where somebody decided meanwhile.
    """
    return _accepted(act, finding, values, to, meant=meant or {})


def _accepted(
    act: Act,
    finding: Finding,
    given: Mapping[str, Any] | None,
    to: Mandate | None,
    *,
    like: Asking | None = None,
    meant: Mapping[str, Mandate] = MappingProxyType({}),
) -> Mandate:
    """``like``: the asking whose values it takes over, as its words are the same."""
    if finding.sort != Finding.Sort.MANDATE:
        raise InvalidInput({"": _("This is a clause, and no mandate.")})
    found = values.of_found(finding.found)
    read = values.tidy(found if given is None else given)
    check(read)
    change = moved(finding, "mandates.accept")
    taken = meaning.taken(finding, read, meant) if meant else {}
    by_hand = bool(finding.found.get("by_hand"))
    actors: Actors = (
        _like(like)
        if like is not None
        else actors_of(
            read,
            finding.found,
            finding.language,
            act.actor.language,
            finding.version.instrument.body,
            of=finding.version,
        )
    )
    for field, source in taken.items():
        if field == "kind":
            read["kind"] = source.kind
        else:
            actors = {**actors, field: _like(source)[field]}
            read[field] = [str(actor) for actor, _words in actors[field]]
    if like is not None:
        for field in other_actors(actors, found, finding):
            read[field] = [str(actor) for actor, _words in actors.get(field, ())]
    changed = {*values.differing(found, read), *finding.found.get("by_person", ())}
    corrected = [field for field in values.FIELDS if by_hand or field in changed]
    quoted = going_on.quoted_of(finding)
    mandate = to
    if mandate is None:
        text = quoted or finding.version.instrument
        mandate = new_mandate(text, finding.provision.lineage, read["force"])
    else:
        now = Mandate.objects.select_for_update(of=("self",)).filter(pk=mandate.pk).first()
        if now is None:
            raise InvalidInput(
                {"to": _("That mandate was taken back meanwhile: leave this empty.")}
            )
        if now.instrument_id not in (finding.version.instrument_id, quoted and quoted.pk):
            raise InvalidInput({"to": _("That mandate is of another text.")})
        if now.life not in GOING_ON:
            raise InvalidInput(
                {"to": _("That mandate has ended: take it up again first, or leave this empty.")}
            )
    if not mandate.askings.filter(version=finding.version_id).exists():
        near = [f for f in corrected if like is not None and like.by.get(f) == By.MEANING]
        asking = _asking(act, finding, mandate, read, corrected, [*taken, *near])
        asking.quoted = mandate.instrument_id != finding.version.instrument_id
        asking.save()
        name_them(asking, {field: list(rows) for field, rows in actors.items()})
    propose_lead(act, mandate, finding.version, actors.get("asked", ()))
    going_on.compare(mandate)
    decided(act, finding, mandate=mandate, corrected=corrected)
    settle([mandate.pk])
    mark_changed(mandate.record)
    act.note(
        mandate,
        old=change["old"],
        new={
            "state": change["new"]["state"],
            "provision": finding.provision.eid,
            "version": finding.version.record.address,
            **({"by_meaning": _named_by(meant, taken)} if taken else {}),
        },
        record=history_of(mandate, finding.version),
    )
    if to is None:
        going_on.suggest_elsewhere(mandate, finding.version_id)
    mandate.refresh_from_db()
    return mandate


def _named_by(meant: Mapping[str, Mandate], taken: Collection[str]) -> dict[str, str]:
    """Field -> the address of the mandate that says it."""
    return {field: meant[field].record.address for field in taken}


def history_of(mandate: Mandate, version: Version) -> Record:
    """Into whose history it goes what a version asks: its own, where it is closed and the mandate is open to others."""
    here = Record.objects.get(pk=mandate.record_id)
    for each in (version.record, version.instrument.record):
        if each.access != Access.PUBLIC and (each.access, each.circle_id) != (
            here.access,
            here.circle_id,
        ):
            return each
    return here


def check(read: Mapping[str, Any]) -> None:
    """Refuse values that no mandate can have. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    if read["force"] not in Force.values:
        faults["force"] = _("Choose how strongly the text asks.")
    if read["kind"] not in Kind.values:
        faults["kind"] = _("Choose what is to be delivered.")
    if read["deadline"] and not is_partial_date(read["deadline"]):
        faults["deadline"] = _(
            "Write the date as a year, a year and a month, or a day: 2027, 2027-04, 2027-04-30."
        )
    if read["recurrence"] and not is_period(read["recurrence"]):
        faults["recurrence"] = _(
            "Write the period as ISO 8601 has it: P1Y for a year, P6M for six months."
        )
    for field in values.NAMES:
        if any(len(name) > 200 for name in read[field]):
            faults[field] = _("A name is too long: write one name a line.")
    if faults:
        raise InvalidInput(faults)


def is_period(text: str) -> bool:
    """Whether a text is a period of ISO 8601, of days, weeks, months or years."""
    number, unit = text[1:-1], text[-1:]
    return (
        text.startswith("P")
        and unit in ("D", "W", "M", "Y")
        and number.isascii()
        and number.isdecimal()
        and 0 < int(number)
        and len(number) < 4
    )


def _like(asking: Asking) -> dict[str, list[tuple[Actor, str]]]:
    made: dict[str, list[tuple[Actor, str]]] = {}
    for each in asking.named.select_related("actor__record").order_by("position", "pk"):
        made.setdefault(each.role, []).append((each.actor, each.words))
    return made


def _asking(
    act: Act,
    finding: Finding,
    mandate: Mandate,
    read: Mapping[str, Any],
    corrected: Sequence[str],
    meant: Collection[str] = (),
) -> Asking:
    wording = ProvisionWording.objects.filter(
        provision=finding.provision_id, language=finding.language
    ).first()
    text = wording.text if wording is not None else ""
    witness, elsewhere = values.borne_out(finding.found, read, corrected, text)
    by_hand = bool(finding.found.get("by_hand"))
    return Asking(
        mandate=mandate,
        version_id=finding.version_id,
        provision_id=finding.provision_id,
        language=finding.language,
        force=read["force"],
        kind=read["kind"],
        witness=witness,
        witness_of=elsewhere,
        by=values.found_by(read, corrected, by_hand=by_hand, meant=meant),
        engine="" if by_hand else finding.engine,
        accepted_by=act.actor.user,
        **{field: read[field] for field in values.WORDS},
    )


def propose_lead(
    act: Act, mandate: Mandate, version: Version, asked: Sequence[tuple[Actor, str]]
) -> None:
    """Who alone is asked, and is no group, is proposed as lead, where nobody is yet."""
    if len(asked) != 1 or asked[0][0].sort == Sort.GROUP:
        return
    ((lead, _words),) = by_now(asked)
    leads = mandate.assignments.filter(part=Assignment.Part.LEAD)
    # Whom somebody declined is not proposed again.
    if leads.filter(state__in=(PROPOSED, CONFIRMED)).exists() or leads.filter(actor=lead).exists():
        return
    Assignment.objects.create(
        mandate=mandate,
        actor=lead,
        part=Assignment.Part.LEAD,
        since=version.date,
        record=version.record,
        made_by=act.actor.user,
    )


@verb("mandates.accept_unchanged")
def accept_unchanged(act: Act, version: Version, /) -> list[Mandate]:
    """Accept all findings of a version whose words are those, word by word, in which their mandate was accepted before.

    Each takes over the reading that was accepted then, corrections included.
    """
    made = []
    for finding, asking in unchanged(version):
        finding.version = version
        kept = {"force": asking.force, "kind": asking.kind}
        kept |= {field: getattr(asking, field) for field in values.WORDS}
        read = values.of_found(finding.found) | kept
        made.append(_accepted(act, finding, read, finding.goes_on, like=asking))
    if made:
        act.note(version, new={"goes_on": [each.slug for each in made]})
    else:
        act.unchanged()
    return made


def unchanged(version: Version) -> list[tuple[Finding, Asking]]:
    """What waits in a version in the same words as before, with the asking that was accepted before."""
    rows = (
        Finding.objects.filter(
            version=version,
            state=WAITING,
            sort=Finding.Sort.MANDATE,
            goes_on__life__in=GOING_ON,
        )
        .select_related("provision", "goes_on__record")
        .order_by("provision__position", "part", "pk")
    )
    waiting = list(rows)
    askings = Asking.objects.filter(mandate__in=[each.goes_on_id for each in waiting])
    before = {
        each.mandate_id: each
        for each in askings.exclude(version=version).order_by("version__position", "pk")
    }
    places = [(each.provision_id, each.language) for each in waiting]
    places += [
        (a.provision_id, f.language) for f in waiting if (a := before.get(f.goes_on_id or 0))
    ]
    words = going_on.words_at(places)
    decided_on = Finding.objects.filter(mandate__in=before, state=ACCEPTED)
    then = {(each.mandate_id, each.version_id): each.found for each in decided_on}
    made = []
    for each in waiting:
        asking = before.get(each.goes_on_id or 0)
        if asking is None or not going_on.same_words(each, asking, words):
            continue
        found = then.get((asking.mandate_id, asking.version_id))
        if _found_alike(each.found, found, asking):
            made.append((each, asking))
    return made


def _found_alike(now: Mapping[str, Any], then: Mapping[str, Any] | None, asking: Asking) -> bool:
    """Whether what stands around the same words says the same: a heading may ask otherwise now."""
    if then is None or then.get("by_hand"):
        return bool(values.of_found(now)["force"] == asking.force)
    if then.get("split"):
        return False
    one, other = values.of_found(now), values.of_found(then)
    return not values.differing(one, other)


@verb("mandates.correct_asking")
def correct_asking(
    act: Act, asking: Asking, /, *, values: Mapping[str, Any], reason: str
) -> Asking:
    """Correct a reading that was accepted; names are those of actors as the person reads them. Raises InvalidInput."""
    return _corrected(act, asking, values, reason)


def _corrected(act: Act, asking: Asking, given: Mapping[str, Any], reason: str) -> Asking:
    read = values.tidy(given)
    check(read)
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why it is corrected.")})
    # As who takes it back has them: first the findings, then the mandate, then what hangs on it.
    of = Finding.objects.filter(mandate=asking.mandate_id, version=asking.version_id)
    list(of.select_for_update(of=("self",)).order_by("pk"))
    now = locked(asking, ())
    was = values.of_asking(now)
    here, body = act.actor.language, now.version.instrument.body
    known = {(each.role, str(each.actor)): (each.actor, each.words) for each in now.named.all()}
    actors: dict[str, list[tuple[Actor, str]]] = {}
    for field in values.NAMES:
        rows = actors[field] = []
        for name in read[field]:
            row = known.get((field, name)) or (actor_for(name, here, body, of=now.version), "")
            if all(row[0].pk != each.pk for each, _words in rows):
                rows.append(row)
        read[field] = [str(each) for each, _words in rows]
    changed = values.differing(was, read)
    if not changed:
        act.unchanged()
        return asking
    wording = ProvisionWording.objects.filter(
        provision=now.provision_id, language=now.language
    ).first()
    kept = {"witness": now.witness, "witness_of": now.witness_of}
    text = wording.text if wording else ""
    now.witness, now.witness_of = values.borne_out(kept, read, changed, text)
    now.by = now.by | dict.fromkeys(changed, str(By.PERSON))
    now.force, now.kind = read["force"], read["kind"]
    for field in values.WORDS:
        setattr(now, field, read[field])
    now.save()
    name_them(now, actors)
    for finding in Finding.objects.filter(mandate=now.mandate_id, version=now.version_id):
        finding.corrected = sorted({*finding.corrected, *changed})
        finding.save(update_fields=["corrected"])
    mandate = Mandate.objects.select_related("record").get(pk=now.mandate_id)
    propose_lead(act, mandate, now.version, actors["asked"])
    going_on.compare(mandate)
    settle([mandate.pk])
    mark_changed(mandate.record)
    act.note(
        mandate,
        old={field: was[field] for field in changed},
        new={field: read[field] for field in changed},
        reason=reason.strip(),
        record=history_of(mandate, now.version),
    )
    return now
