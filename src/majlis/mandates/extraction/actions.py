"""Verbs of findings: extract, accept, split, reject and reopen them, and correct an accepted source."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.lifecycle import StateChange
from majlis.kernel.models import Access, Record
from majlis.kernel.records import mark_changed
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.addressees import resolve_entity
from majlis.mandates.core.locking import lock_unchanged
from majlis.mandates.core.numbers import create_mandate
from majlis.mandates.core.status import refresh_status
from majlis.mandates.extraction import continuity, extract, fields, suggestions
from majlis.mandates.extraction.addressees import (
    entities_of_fields,
    fields_with_other_entities,
    follow_merges,
    replace_addressees,
)
from majlis.mandates.extraction.fields import (
    changed_fields,
    clean_fields,
    fields_of_finding,
    finding_from_fields,
)
from majlis.mandates.lifecycle import (
    ACCEPTED,
    CONFIRMED,
    FINDING_LIFECYCLE,
    ONGOING,
    PROPOSED,
    REJECTED,
    REPLACED,
    WAITING,
)
from majlis.mandates.models import Assignment, Entity, EntityKind, Finding, Mandate, MandateSource
from majlis.mandates.models.choices import DeliverableKind, Force, FoundBy
from majlis.parties.models.body import is_partial_date
from majlis.textkit.mandates import VERSION

OPEN_TIME = datetime.timedelta(minutes=15)
"""How long somebody counts as looking at a finding after opening it."""
REASON_LENGTH = 4_000
"""Signs of a reason, or of another reading."""


def move_finding(finding: Finding, verb: str) -> StateChange:
    """Take a step; where somebody was faster, say who, and what they decided. Raises WrongState."""
    try:
        return FINDING_LIFECYCLE.move(finding, verb)
    except WrongState:
        raise decided_meanwhile(finding) from None


def decided_meanwhile(finding: Finding) -> WrongState:
    """What to tell a person whom another one was before."""
    now = Finding.objects.select_related("decided_by", "mandate__record").get(pk=finding.pk)
    said: StrOrPromise = _("%(who)s decided on this meanwhile.")
    if now.state == ACCEPTED:
        said = _("%(who)s accepted this meanwhile: it is %(what)s.")
    elif now.state == REJECTED:
        said = _("%(who)s said meanwhile that this is no mandate: %(what)s")
    elif now.state == REPLACED:
        said = _("This was split or found anew meanwhile.")
    elif now.state == WAITING:
        said = _("%(who)s opened this again meanwhile.")
    what = str(now.mandate or "") or now.reason or str(now.get_kind_display())
    who = str(now.decided_by or _("Somebody"))
    return WrongState(
        str(said) % {"who": who, "what": what} if "%(" in str(said) else said,
        _("Nothing was changed by you, and what you typed is kept as your draft."),
    )


def record_decision(act: Act, finding: Finding, **more: Any) -> None:
    """Keep who decided, when, and what came of it."""
    finding.decided_by, finding.decided_at = act.actor.user, timezone.now()
    finding.open_by, finding.open_at = None, None
    for name, value in more.items():
        setattr(finding, name, value)
    names = ["decided_by", "decided_at", "open_by", "open_at", *more]
    finding.save(update_fields=names)


@verb("mandates.extract_findings")
def extract_findings(act: Act, version: Version, /) -> int:
    """Read a version for mandates; what is found waits for a person. How many are new."""
    # Of two workers at once, one waits and finds that all is there.
    Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    new, replaced = extract.save_findings(version)
    continuity.suggest_continuity(continuity.waiting_findings(version.pk))
    if not new and not replaced:
        act.unchanged()
        return 0
    act.note(version, old={"replaced": replaced}, new={"found": new, "engine": VERSION})
    return new


@verb("mandates.open_finding")
def open_finding(act: Act, finding: Finding, /) -> Finding:
    """Say who looks at a finding now, so that another reviewer sees it. It locks nothing, and passes by itself."""
    act.unchanged()
    now = timezone.now()
    if finding.state == WAITING and current_viewer(finding) in (None, act.user):
        finding.open_by, finding.open_at = act.user, now
        Finding.objects.filter(pk=finding.pk, state=WAITING).update(
            open_by=finding.open_by, open_at=now
        )
    return finding


def current_viewer(finding: Finding) -> Any:
    """Who looks at it now; None where nobody does, or has not for a while."""
    if finding.open_at is None or finding.open_at < timezone.now() - OPEN_TIME:
        return None
    return finding.open_by


@verb("mandates.split_finding")
def split_finding(
    act: Act, finding: Finding, /, *, values: Mapping[str, Any] | None = None
) -> tuple[Finding, Finding]:
    """Make two findings of one at the same provision; both begin with what was typed. Raises WrongState."""
    found = finding.found
    if values is not None:
        typed = clean_fields(values)
        by_person = {*found.get("by_person", ()), *changed_fields(fields_of_finding(found), typed)}
        found = finding_from_fields(found, typed) | {"by_person": sorted(by_person)}
    change = move_finding(finding, "mandates.split_finding")
    record_decision(act, finding)
    later = Finding.objects.filter(provision=finding.provision_id, part__gt=finding.part)
    later.update(part=F("part") + 1)
    first, second = (
        Finding.objects.create(
            version_id=finding.version_id,
            provision_id=finding.provision_id,
            language=finding.language,
            part=finding.part + n,
            kind=finding.kind,
            engine=finding.engine,
            found=found | {"split": True},
            continues=None if n else finding.continues,
            made_by=act.actor.user,
        )
        for n in (0, 1)
    )
    act.note(
        finding,
        old=change["old"],
        new=change["new"] | {"into": [first.pk, second.pk]},
        record=finding.version.record,
    )
    return first, second


@verb("mandates.reject_finding")
def reject_finding(act: Act, finding: Finding, /, *, reason: str, language: str) -> Finding:
    """Say why it is no mandate; everybody may read that, beside the words. Raises InvalidInput, WrongState."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput({"reason": _("Say why it is no mandate: everybody will read it.")})
    if len(reason) > REASON_LENGTH:
        raise InvalidInput({"reason": _("The reason is too long: shorten it.")})
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput(
            {"reason_language": _("Choose the language in which the reason is written.")}
        )
    change = move_finding(finding, "mandates.reject_finding")
    record_decision(act, finding, reason=reason, reason_language=language)
    act.note(
        finding,
        old=change["old"],
        new=change["new"] | {"provision": finding.provision.eid},
        record=finding.version.record,
        reason=reason,
    )
    return finding


@verb("mandates.reopen_finding")
def reopen_finding(act: Act, finding: Finding, /) -> Finding:
    """What was judged not to be a mandate waits again; the reason stays in the history. Raises WrongState."""
    change = move_finding(finding, "mandates.reopen_finding")
    was = finding.reason
    record_decision(act, finding, reason="", reason_language="")
    act.note(
        finding,
        old=change["old"],
        new=change["new"] | {"provision": finding.provision.eid},
        record=finding.version.record,
        reason=was,
    )
    return finding


@verb("mandates.add_finding")
def add_finding(act: Act, provision: Provision, /) -> Finding:
    """A provision asks for something where the engine found nothing, or asks for more. It waits like all others.

    Raises InvalidInput where it has no words.
    """
    order = Finding.objects.filter(version=provision.version_id).order_by("pk")
    language = order.values_list("language", flat=True).first() or ""
    wordings = ProvisionWording.objects.filter(provision=provision).exclude(text="")
    rows = sorted(wordings, key=lambda each: (each.language != language, each.status, each.pk))
    if not rows:
        raise InvalidInput({"": _("This provision has no words.")})
    there = Finding.objects.filter(provision=provision)
    last = there.aggregate(last=Max("part"))["last"]
    made = Finding.objects.create(
        version_id=provision.version_id,
        provision=provision,
        language=rows[0].language,
        part=0 if last is None else last + 1,
        found={"provision": provision.eid, "action": rows[0].text, "by_hand": True},
        made_by=act.actor.user,
    )
    act.note(
        made,
        new={"state": WAITING, "provision": provision.eid},
        record=provision.version.record,
    )
    return made


EntitiesByField = Mapping[str, Sequence[tuple[Entity, str]]]


@verb("mandates.accept_finding")
def accept_finding(
    act: Act,
    finding: Finding,
    /,
    *,
    values: Mapping[str, Any] | None = None,
    to: Mandate | None = None,
    meant: Mapping[str, Mandate] | None = None,
) -> Mandate:
    """What was found is a mandate, as ``possible_values`` say (without: as it was found); from now on it is public.

    ``to``: it is one more source of that mandate, and counts once. ``meant``: fields of which nothing was found, and the
    mandate near by meaning whose they are taken to be. Raises InvalidInput by field, WrongState where somebody decided meanwhile.
    """
    return _accept(act, finding, values, to, meant=meant or {})


def _accept(
    act: Act,
    finding: Finding,
    given: Mapping[str, Any] | None,
    to: Mandate | None,
    *,
    like: MandateSource | None = None,
    meant: Mapping[str, Mandate] = MappingProxyType({}),
) -> Mandate:
    """``like``: the source whose values it takes over, as its words are the same."""
    if finding.kind != Finding.Kind.MANDATE:
        raise InvalidInput({"": _("This is a clause, and no mandate.")})
    found = fields.fields_of_finding(finding.found)
    read = fields.clean_fields(found if given is None else given)
    check_fields(read)
    change = move_finding(finding, "mandates.accept_finding")
    taken = suggestions.adopted_sources(finding, read, meant) if meant else {}
    by_hand = bool(finding.found.get("by_hand"))
    actors: EntitiesByField = (
        _entities_of_source(like)
        if like is not None
        else entities_of_fields(
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
            actors = {**actors, field: _entities_of_source(source)[field]}
            read[field] = [str(entity) for entity, _words in actors[field]]
    if like is not None:
        for field in fields_with_other_entities(actors, found, finding):
            read[field] = [str(entity) for entity, _words in actors.get(field, ())]
    changed = {*fields.changed_fields(found, read), *finding.found.get("by_person", ())}
    corrected = [field for field in fields.FIELDS if by_hand or field in changed]
    quoted = continuity.quoted_instrument(finding)
    mandate = to
    if mandate is None:
        text = quoted or finding.version.instrument
        mandate = create_mandate(text, finding.provision.lineage, read["force"])
    else:
        now = Mandate.objects.select_for_update(of=("self",)).filter(pk=mandate.pk).first()
        if now is None:
            raise InvalidInput(
                {"to": _("That mandate was taken back meanwhile: leave this empty.")}
            )
        if now.instrument_id not in (finding.version.instrument_id, quoted and quoted.pk):
            raise InvalidInput({"to": _("That mandate is of another text.")})
        if now.lifecycle_state not in ONGOING:
            raise InvalidInput(
                {"to": _("That mandate has ended: take it up again first, or leave this empty.")}
            )
    if not mandate.sources.filter(version=finding.version_id).exists():
        near = [f for f in corrected if like is not None and like.by.get(f) == FoundBy.MEANING]
        source = _build_source(act, finding, mandate, read, corrected, [*taken, *near])
        source.quoted = mandate.instrument_id != finding.version.instrument_id
        source.save()
        replace_addressees(source, {field: list(rows) for field, rows in actors.items()})
    propose_lead(act, mandate, finding.version, actors.get("asked", ()))
    continuity.compare_versions(mandate)
    record_decision(act, finding, mandate=mandate, corrected=corrected)
    refresh_status([mandate.pk])
    mark_changed(mandate.record)
    act.note(
        mandate,
        old=change["old"],
        new={
            "state": change["new"]["state"],
            "provision": finding.provision.eid,
            "version": finding.version.record.address,
            **({"by_meaning": _suggesting_addresses(meant, taken)} if taken else {}),
        },
        record=history_record(mandate, finding.version),
    )
    if to is None:
        continuity.suggest_in_other_versions(mandate, finding.version_id)
    mandate.refresh_from_db()
    return mandate


def _suggesting_addresses(meant: Mapping[str, Mandate], taken: Collection[str]) -> dict[str, str]:
    """Field -> the address of the mandate that says it."""
    return {field: meant[field].record.address for field in taken}


def history_record(mandate: Mandate, version: Version) -> Record:
    """Into whose history it goes what a version asks: its own, where it is closed and the mandate is open to others."""
    here = Record.objects.get(pk=mandate.record_id)
    for each in (version.record, version.instrument.record):
        if each.access != Access.PUBLIC and (each.access, each.circle_id) != (
            here.access,
            here.circle_id,
        ):
            return each
    return here


def check_fields(read: Mapping[str, Any]) -> None:
    """Refuse values that no mandate can have. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    if read["force"] not in Force.values:
        faults["force"] = _("Choose how strongly the text asks.")
    if read["kind"] not in DeliverableKind.values:
        faults["kind"] = _("Choose what is to be delivered.")
    if read["deadline"] and not is_partial_date(read["deadline"]):
        faults["deadline"] = _(
            "Write the date as a year, a year and a month, or a day: 2027, 2027-04, 2027-04-30."
        )
    if read["recurrence"] and not is_period(read["recurrence"]):
        faults["recurrence"] = _(
            "Write the period as ISO 8601 has it: P1Y for a year, P6M for six months."
        )
    for field in fields.NAME_FIELDS:
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


def _entities_of_source(source: MandateSource) -> dict[str, list[tuple[Entity, str]]]:
    made: dict[str, list[tuple[Entity, str]]] = {}
    for each in source.addressees.select_related("entity__record").order_by("position", "pk"):
        made.setdefault(each.role, []).append((each.entity, each.words))
    return made


def _build_source(
    act: Act,
    finding: Finding,
    mandate: Mandate,
    read: Mapping[str, Any],
    corrected: Sequence[str],
    meant: Collection[str] = (),
) -> MandateSource:
    wording = ProvisionWording.objects.filter(
        provision=finding.provision_id, language=finding.language
    ).first()
    text = wording.text if wording is not None else ""
    witness, elsewhere = fields.locate_witness(finding.found, read, corrected, text)
    by_hand = bool(finding.found.get("by_hand"))
    return MandateSource(
        mandate=mandate,
        version_id=finding.version_id,
        provision_id=finding.provision_id,
        language=finding.language,
        force=read["force"],
        kind=read["kind"],
        witness=witness,
        witness_of=elsewhere,
        by=fields.methods_by_field(read, corrected, by_hand=by_hand, meant=meant),
        engine="" if by_hand else finding.engine,
        accepted_by=act.actor.user,
        **{field: read[field] for field in fields.TEXT_FIELDS},
    )


def propose_lead(
    act: Act, mandate: Mandate, version: Version, asked: Sequence[tuple[Entity, str]]
) -> None:
    """Who alone is asked, and is no group, is proposed as lead, where nobody is yet."""
    if len(asked) != 1 or asked[0][0].kind == EntityKind.GROUP:
        return
    ((lead, _words),) = follow_merges(asked)
    leads = mandate.assignments.filter(part=Assignment.Part.LEAD)
    # Whom somebody declined is not proposed again.
    if leads.filter(state__in=(PROPOSED, CONFIRMED)).exists() or leads.filter(entity=lead).exists():
        return
    Assignment.objects.create(
        mandate=mandate,
        entity=lead,
        part=Assignment.Part.LEAD,
        since=version.date,
        record=version.record,
        made_by=act.actor.user,
    )


@verb("mandates.accept_unchanged_findings")
def accept_unchanged_findings(act: Act, version: Version, /) -> list[Mandate]:
    """Accept all findings of a version whose words are those, word by word, in which their mandate was accepted before.

    Each takes over the reading that was accepted then, corrections included.
    """
    made = []
    for finding, source in unchanged_findings(version):
        finding.version = version
        kept = {"force": source.force, "kind": source.kind}
        kept |= {field: getattr(source, field) for field in fields.TEXT_FIELDS}
        read = fields.fields_of_finding(finding.found) | kept
        made.append(_accept(act, finding, read, finding.continues, like=source))
    if made:
        act.note(version, new={"continues": [each.slug for each in made]})
    else:
        act.unchanged()
    return made


def unchanged_findings(version: Version) -> list[tuple[Finding, MandateSource]]:
    """What waits in a version in the same words as before, with the source that was accepted before."""
    rows = (
        Finding.objects.filter(
            version=version,
            state=WAITING,
            kind=Finding.Kind.MANDATE,
            continues__lifecycle_state__in=ONGOING,
        )
        .select_related("provision", "continues__record")
        .order_by("provision__position", "part", "pk")
    )
    waiting = list(rows)
    sources = MandateSource.objects.filter(mandate__in=[each.continues_id for each in waiting])
    before = {
        each.mandate_id: each
        for each in sources.exclude(version=version).order_by("version__position", "pk")
    }
    places = [(each.provision_id, each.language) for each in waiting]
    places += [
        (a.provision_id, f.language) for f in waiting if (a := before.get(f.continues_id or 0))
    ]
    words = continuity.texts_at(places)
    decided_on = Finding.objects.filter(mandate__in=before, state=ACCEPTED)
    then = {(each.mandate_id, each.version_id): each.found for each in decided_on}
    made = []
    for each in waiting:
        source = before.get(each.continues_id or 0)
        if source is None or not continuity.has_same_text(each, source, words):
            continue
        found = then.get((source.mandate_id, source.version_id))
        if _is_unchanged(each.found, found, source):
            made.append((each, source))
    return made


def _is_unchanged(
    now: Mapping[str, Any], then: Mapping[str, Any] | None, source: MandateSource
) -> bool:
    """Whether what stands around the same words says the same: a heading may ask otherwise now."""
    if then is None or then.get("by_hand"):
        return bool(fields.fields_of_finding(now)["force"] == source.force)
    if then.get("split"):
        return False
    one, other = fields.fields_of_finding(now), fields.fields_of_finding(then)
    return not fields.changed_fields(one, other)


@verb("mandates.correct_source")
def correct_source(
    act: Act, source: MandateSource, /, *, values: Mapping[str, Any], reason: str
) -> MandateSource:
    """Correct a reading that was accepted; names are those of actors as the person reads them. Raises InvalidInput."""
    return _correct(act, source, values, reason)


def _correct(
    act: Act, source: MandateSource, given: Mapping[str, Any], reason: str
) -> MandateSource:
    read = fields.clean_fields(given)
    check_fields(read)
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why it is corrected.")})
    # As who takes it back has them: first the findings, then the mandate, then what hangs on it.
    of = Finding.objects.filter(mandate=source.mandate_id, version=source.version_id)
    list(of.select_for_update(of=("self",)).order_by("pk"))
    now = lock_unchanged(source, ())
    was = fields.fields_of_source(now)
    here, body = act.actor.language, now.version.instrument.body
    known = {
        (each.role, str(each.entity)): (each.entity, each.words) for each in now.addressees.all()
    }
    actors: dict[str, list[tuple[Entity, str]]] = {}
    for field in fields.NAME_FIELDS:
        rows = actors[field] = []
        for name in read[field]:
            row = known.get((field, name)) or (resolve_entity(name, here, body, of=now.version), "")
            if all(row[0].pk != each.pk for each, _words in rows):
                rows.append(row)
        read[field] = [str(each) for each, _words in rows]
    changed = fields.changed_fields(was, read)
    if not changed:
        act.unchanged()
        return source
    wording = ProvisionWording.objects.filter(
        provision=now.provision_id, language=now.language
    ).first()
    kept = {"witness": now.witness, "witness_of": now.witness_of}
    text = wording.text if wording else ""
    now.witness, now.witness_of = fields.locate_witness(kept, read, changed, text)
    now.by = now.by | dict.fromkeys(changed, str(FoundBy.PERSON))
    now.force, now.kind = read["force"], read["kind"]
    for field in fields.TEXT_FIELDS:
        setattr(now, field, read[field])
    now.save()
    replace_addressees(now, actors)
    for finding in Finding.objects.filter(mandate=now.mandate_id, version=now.version_id):
        finding.corrected = sorted({*finding.corrected, *changed})
        finding.save(update_fields=["corrected"])
    mandate = Mandate.objects.select_related("record").get(pk=now.mandate_id)
    propose_lead(act, mandate, now.version, actors["asked"])
    continuity.compare_versions(mandate)
    refresh_status([mandate.pk])
    mark_changed(mandate.record)
    act.note(
        mandate,
        old={field: was[field] for field in changed},
        new={field: read[field] for field in changed},
        reason=reason.strip(),
        record=history_record(mandate, now.version),
    )
    return now
