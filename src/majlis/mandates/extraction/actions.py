"""Verbs of findings: extract, accept, split, reject and reopen them, and correct an accepted source."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel import clock
from majlis.kernel.editing import FieldValue, require_reason
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.lifecycle import StateChange
from majlis.kernel.models import Access, Record, User
from majlis.kernel.records import mark_changed
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.addressees import resolve_entity
from majlis.mandates.core.locking import lock_existing
from majlis.mandates.core.numbers import create_mandate
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.core.status import refresh_status, refreshed_together
from majlis.mandates.extraction import continuity, extract, fields, suggestions
from majlis.mandates.extraction.addressees import (
    entities_of_fields,
    fields_with_other_entities,
    follow_merges,
    replace_addressees,
)
from majlis.mandates.extraction.drafts import with_draft
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
"""How long a finding that a user opened is shown to others as open."""
REASON_LENGTH = 4_000
"""Characters in a reason or an alternative reading, at most."""


def move_finding(finding: Finding, verb: str) -> StateChange:
    """Move a finding to its next state. Raises WrongState that says who was faster, and what they decided."""
    try:
        return FINDING_LIFECYCLE.move(finding, verb)
    except WrongState:
        raise decided_meanwhile(finding) from None


def decided_meanwhile(finding: Finding) -> WrongState:
    """The error for a user whose decision came too late: who decided meanwhile, and how."""
    current = Finding.objects.select_related("decided_by", "mandate__record").get(pk=finding.pk)
    message: StrOrPromise = _("%(who)s has already decided on this finding.")
    if current.state == ACCEPTED:
        message = _("%(who)s has already accepted this finding: %(what)s.")
    elif current.state == REJECTED:
        message = _("%(who)s has already rejected this finding: %(what)s")
    elif current.state == REPLACED:
        message = _("This finding has since been split or replaced.")
    elif current.state == WAITING:
        message = _("%(who)s has reopened this finding.")
    what = str(current.mandate or "") or current.reason or str(current.get_kind_display())
    who = str(current.decided_by or pgettext_lazy("person who decided", "Another user"))
    return WrongState(
        str(message) % {"who": who, "what": what} if "%(" in str(message) else message,
        _("Your decision was not recorded. Your entries are saved as a draft."),
    )


def record_decision(act: Act, finding: Finding, **more: FieldValue) -> None:
    """Save who decided on a finding and when, along with the fields in ``more``."""
    finding.decided_by, finding.decided_at = act.actor.user, clock.now()
    finding.open_by, finding.open_at = None, None
    for name, value in more.items():
        setattr(finding, name, value)
    names = ["decided_by", "decided_at", "open_by", "open_at", *more]
    finding.save(update_fields=names)


@verb("mandates.extract_findings")
def extract_findings(act: Act, version: Version, /) -> int:
    """Search a version for mandates and return the number of new findings, which wait for a decision."""
    # The lock makes a second worker wait; it then finds nothing new.
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
    """Record that the user has a finding open, so that other reviewers see it.

    It locks nothing and expires after ``OPEN_TIME``.
    """
    act.unchanged()
    now = clock.now()
    if finding.state == WAITING and current_viewer(finding) in (None, act.user):
        finding.open_by, finding.open_at = act.user, now
        Finding.objects.filter(pk=finding.pk, state=WAITING).update(
            open_by=finding.open_by, open_at=now
        )
    return finding


def current_viewer(finding: Finding) -> User | None:
    """The user who has the finding open; None if it was not opened within ``OPEN_TIME``."""
    if finding.open_at is None or finding.open_at < clock.now() - OPEN_TIME:
        return None
    return finding.open_by


@verb("mandates.split_finding")
def split_finding(
    act: Act, finding: Finding, /, *, values: fields.Values | None = None
) -> tuple[Finding, Finding]:
    """Split a finding in two at the same provision; both start with the typed values. Raises WrongState."""
    engine_fields = finding.extracted
    if values is not None:
        typed = clean_fields(values)
        by_person = {
            *engine_fields.get("by_person", ()),
            *changed_fields(fields_of_finding(engine_fields), typed),
        }
        engine_fields = finding_from_fields(engine_fields, typed) | {"by_person": sorted(by_person)}
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
            extracted=engine_fields | {"split": True},
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
    """Decide that a finding is no mandate; the reason is public. Raises InvalidInput, WrongState."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput({"reason": _("Enter the reason for rejection. It will be public.")})
    if len(reason) > REASON_LENGTH:
        raise InvalidInput({"reason": _("The reason is too long. Shorten it.")})
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"reason_language": _("Select the language of the reason.")})
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
    """Return a rejected finding to the waiting state; the audit log keeps the reason. Raises WrongState."""
    change = move_finding(finding, "mandates.reopen_finding")
    old_reason = finding.reason
    record_decision(act, finding, reason="", reason_language="")
    act.note(
        finding,
        old=change["old"],
        new=change["new"] | {"provision": finding.provision.eid},
        record=finding.version.record,
        reason=old_reason,
    )
    return finding


@verb("mandates.add_finding")
def add_finding(act: Act, provision: Provision, /) -> Finding:
    """Add a finding by hand at a provision where the engine found nothing, or not enough.

    It waits for a decision like all others. Raises InvalidInput if the provision has no text.
    """
    other_findings = Finding.objects.filter(version=provision.version_id).order_by("pk")
    language = other_findings.values_list("language", flat=True).first() or ""
    wordings = ProvisionWording.objects.filter(provision=provision).exclude(text="")
    rows = sorted(wordings, key=lambda each: (each.language != language, each.status, each.pk))
    if not rows:
        raise InvalidInput({"": _("This provision has no text.")})
    findings = Finding.objects.filter(provision=provision)
    last = findings.aggregate(last=Max("part"))["last"]
    finding = Finding.objects.create(
        version_id=provision.version_id,
        provision=provision,
        language=rows[0].language,
        part=0 if last is None else last + 1,
        extracted={"provision": provision.eid, "action": rows[0].text, "by_hand": True},
        made_by=act.actor.user,
    )
    act.note(
        finding, new={"state": WAITING, "provision": provision.eid}, record=provision.version.record
    )
    return finding


EntitiesByField = Mapping[str, Sequence[tuple[Entity, str]]]


@verb("mandates.accept_finding")
def accept_finding(
    act: Act,
    finding: Finding,
    /,
    *,
    values: fields.Values | None = None,
    to: Mandate | None = None,
    meant: Mapping[str, Mandate] | None = None,
) -> Mandate:
    """Accept a finding as a mandate, which is public from then on.

    ``values`` are the corrected fields (None: as the engine found them). With ``to``, the finding
    becomes a further source of that mandate, which still counts once. ``meant`` maps fields that
    the engine left empty to the similar mandate from which the value is adopted. Raises
    InvalidInput by field, and WrongState if another user decided meanwhile.
    """
    return _accept(act, finding, values, to, meant=meant or {})


def _accept(
    act: Act,
    finding: Finding,
    values: fields.Values | None,
    to: Mandate | None,
    *,
    like: MandateSource | None = None,
    meant: Mapping[str, Mandate] = MappingProxyType({}),
) -> Mandate:
    """Accept a finding. ``like``: the source whose values it adopts, because its text is the same."""
    if finding.kind != Finding.Kind.MANDATE:
        raise InvalidInput({"": _("This finding is a clause, not a mandate.")})
    found_fields = fields.fields_of_finding(finding.extracted)
    accepted_fields = fields.clean_fields(found_fields if values is None else values)
    check_fields(accepted_fields)
    change = move_finding(finding, "mandates.accept_finding")
    adopted = suggestions.adopted_sources(finding, accepted_fields, meant) if meant else {}
    by_hand = bool(finding.extracted.get("by_hand"))
    actors: EntitiesByField = (
        _entities_of_source(like)
        if like is not None
        else entities_of_fields(
            accepted_fields,
            finding.extracted,
            finding.language,
            act.actor.language,
            finding.version.instrument.body,
            of=finding.version,
        )
    )
    for field, source in adopted.items():
        if field == "kind":
            accepted_fields["kind"] = source.kind
        else:
            actors = {**actors, field: _entities_of_source(source)[field]}
            accepted_fields[field] = [str(entity) for entity, _words in actors[field]]
    if like is not None:
        for field in fields_with_other_entities(actors, found_fields, finding):
            accepted_fields[field] = [str(entity) for entity, _words in actors.get(field, ())]
    changed = {
        *fields.changed_fields(found_fields, accepted_fields),
        *finding.extracted.get("by_person", ()),
    }
    corrected = [field for field in fields.FIELDS if by_hand or field in changed]
    quoted = continuity.quoted_instrument(finding)
    mandate = to
    if mandate is None:
        text = quoted or finding.version.instrument
        mandate = create_mandate(text, finding.provision.lineage, str(accepted_fields["force"]))
    else:
        target = Mandate.objects.select_for_update(of=("self",)).filter(pk=mandate.pk).first()
        if target is None:
            raise InvalidInput(
                {
                    "to": _(
                        "The acceptance of that mandate has been withdrawn. Leave this field blank."
                    )
                }
            )
        if target.instrument_id not in (finding.version.instrument_id, quoted and quoted.pk):
            raise InvalidInput({"to": _("That mandate belongs to another text.")})
        if target.lifecycle_state not in ONGOING:
            raise InvalidInput(
                {"to": _("That mandate has ended. Reactivate it first, or leave this field blank.")}
            )
    if not mandate.sources.filter(version=finding.version_id).exists():
        near = [
            f for f in corrected if like is not None and like.found_by.get(f) == FoundBy.MEANING
        ]
        source = _build_source(act, finding, mandate, accepted_fields, corrected, [*adopted, *near])
        source.quoted = mandate.instrument_id != finding.version.instrument_id
        source.save()
        replace_addressees(source, {field: list(rows) for field, rows in actors.items()})
    propose_lead(act, mandate, finding.version, actors.get("asked", ()))
    continuity.compare_versions([mandate.pk])
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
            **({"by_meaning": _suggesting_addresses(meant, adopted)} if adopted else {}),
        },
        record=history_record(mandate, finding.version),
    )
    if to is None:
        continuity.suggest_in_other_versions(mandate, finding.version_id)
    mandate.refresh_from_db()
    return mandate


def _suggesting_addresses(meant: Mapping[str, Mandate], taken: Collection[str]) -> dict[str, str]:
    """Map each adopted field to the address of the mandate that states it."""
    return {field: meant[field].record.address for field in taken}


def history_record(mandate: Mandate, version: Version) -> Record:
    """The record in whose history a decision about a version is logged.

    It is the mandate's own, unless the version or its instrument has a narrower audience: then it
    is that record.
    """
    record_of_mandate = Record.objects.get(pk=mandate.record_id)
    for record in (version.record, version.instrument.record):
        if record.access != Access.PUBLIC and (record.access, record.circle_id) != (
            record_of_mandate.access,
            record_of_mandate.circle_id,
        ):
            return record
    return record_of_mandate


def check_fields(values: fields.Values) -> None:
    """Check the fields of a mandate. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    if values["force"] not in Force.values:
        faults["force"] = _("Select the force of the request.")
    if values["kind"] not in DeliverableKind.values:
        faults["kind"] = _("Select the kind of deliverable.")
    if values["deadline"] and not is_partial_date(str(values["deadline"])):
        faults["deadline"] = _("Enter a date as 2026, 2026-04 or 2026-04-17.")
    if values["recurrence"] and not is_period(str(values["recurrence"])):
        faults["recurrence"] = _("Enter a period such as P1Y (one year) or P6M (six months).")
    for field in fields.NAME_FIELDS:
        if any(len(name) > 200 for name in values[field]):
            faults[field] = _("A name is too long. Enter one name per line.")
    if faults:
        raise InvalidInput(faults)


def is_period(text: str) -> bool:
    """Whether a text is an ISO 8601 period of days, weeks, months or years, such as P1Y."""
    number, unit = text[1:-1], text[-1:]
    return (
        text.startswith("P")
        and unit in ("D", "W", "M", "Y")
        and number.isascii()
        and number.isdecimal()
        and len(number) < 4
        and 0 < int(number)
    )


def _entities_of_source(source: MandateSource) -> dict[str, list[tuple[Entity, str]]]:
    entities: dict[str, list[tuple[Entity, str]]] = {}
    for addressee in source.addressees.select_related("entity__record").order_by("position", "pk"):
        entities.setdefault(addressee.role, []).append((addressee.entity, addressee.words))
    return entities


def _build_source(
    act: Act,
    finding: Finding,
    mandate: Mandate,
    values: fields.Values,
    corrected: Sequence[str],
    meant: Collection[str] = (),
) -> MandateSource:
    wording = ProvisionWording.objects.filter(
        provision=finding.provision_id, language=finding.language
    ).first()
    text = wording.text if wording is not None else ""
    witness, witness_of = fields.locate_witness(finding.extracted, values, corrected, text)
    by_hand = bool(finding.extracted.get("by_hand"))
    return MandateSource(
        mandate=mandate,
        version_id=finding.version_id,
        provision_id=finding.provision_id,
        language=finding.language,
        force=str(values["force"]),
        kind=str(values["kind"]),
        witness=witness,
        witness_of=witness_of,
        found_by=fields.methods_by_field(
            values,
            corrected,
            by_hand=by_hand,
            meant=meant,
            inferred=fields.inferred_fields(finding.extracted),
        ),
        engine="" if by_hand else finding.engine,
        accepted_by=act.actor.user,
        **{field: values[field] for field in fields.TEXT_FIELDS},
    )


def propose_lead(
    act: Act, mandate: Mandate, version: Version, addressees: Sequence[tuple[Entity, str]]
) -> None:
    """Propose the only addressee as lead, unless it is a group or the mandate has a lead already."""
    if len(addressees) != 1 or addressees[0][0].kind == EntityKind.GROUP:
        return
    ((lead, _words),) = follow_merges(addressees)
    leads = mandate.assignments.filter(part=Assignment.Part.LEAD)
    # An entity whose lead was declined is not proposed again.
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
    """Accept all findings of a version whose text is unchanged since their mandate was accepted.

    Each adopts the fields that were accepted then, corrections included.
    """
    mandates = []
    with refreshed_together():
        for finding, source in unchanged_findings(version):
            finding.version = version
            accepted_fields = {"force": source.force, "kind": source.kind}
            accepted_fields |= {field: getattr(source, field) for field in fields.TEXT_FIELDS}
            values = fields.fields_of_finding(finding.extracted) | accepted_fields
            mandates.append(_accept(act, finding, values, finding.continues, like=source))
    if mandates:
        act.note(version, new={"continues": [each.slug for each in mandates]})
    else:
        act.unchanged()
    return mandates


def unchanged_findings(version: Version) -> list[tuple[Finding, MandateSource]]:
    """The waiting findings of a version whose text is unchanged, each with the source accepted before.

    One that somebody has begun to edit is none of them: its entries would be lost.
    """
    rows = (
        Finding.objects.filter(
            ~with_draft(),
            version=version,
            state=WAITING,
            kind=Finding.Kind.MANDATE,
            continues__lifecycle_state__in=ONGOING,
        )
        .select_related("provision", "continues__record")
        .order_by("provision__position", "part", "pk")
    )
    waiting = list(rows)
    sources = MandateSource.objects.filter(
        mandate__in=[finding.continues_id for finding in waiting]
    )
    before = {
        source.mandate_id: source
        for source in sources.exclude(version=version).order_by("version__position", "pk")
    }
    places = [(finding.provision_id, finding.language) for finding in waiting]
    places += [
        (a.provision_id, f.language) for f in waiting if (a := before.get(f.continues_id or 0))
    ]
    texts = continuity.texts_at(places)
    decided_on = Finding.objects.filter(mandate__in=before, state=ACCEPTED)
    previous_fields = {
        (finding.mandate_id, finding.version_id): finding.extracted for finding in decided_on
    }
    unchanged = []
    for finding in waiting:
        source = before.get(finding.continues_id or 0)
        if source is None or not continuity.has_same_text(finding, source, texts):
            continue
        fields_before = previous_fields.get((source.mandate_id, source.version_id))
        if _is_unchanged(finding.extracted, fields_before, source):
            unchanged.append((finding, source))
    return unchanged


def _is_unchanged(current: JsonRow, previous: JsonRow | None, source: MandateSource) -> bool:
    """Whether two findings with the same text have the same fields.

    The text around them may differ: a new heading can change the addressee, for example.
    """
    if previous is None or previous.get("by_hand"):
        return bool(fields.fields_of_finding(current)["force"] == source.force)
    if previous.get("split"):
        return False
    current_fields, previous_fields = (
        fields.fields_of_finding(current),
        fields.fields_of_finding(previous),
    )
    return not fields.changed_fields(current_fields, previous_fields)


@verb("mandates.correct_source")
def correct_source(
    act: Act, source: MandateSource, /, *, values: fields.Values, reason: str
) -> MandateSource:
    """Correct an accepted source. Raises InvalidInput.

    ``values`` name entities in the user's language.
    """
    return _correct(act, source, values, reason)


def _correct(
    act: Act, source: MandateSource, new_values: fields.Values, reason: str
) -> MandateSource:
    values = fields.clean_fields(new_values)
    check_fields(values)
    require_reason(reason, _("Enter a reason for the correction."))
    # The same lock order as in revocation: findings, then the mandate, then what depends on it.
    findings = Finding.objects.filter(mandate=source.mandate_id, version=source.version_id)
    list(findings.select_for_update(of=("self",)).order_by("pk"))
    locked = lock_existing(source)
    old_values = fields.fields_of_source(locked)
    language, body = act.actor.language, locked.version.instrument.body
    known = {
        (each.role, str(each.entity)): (each.entity, each.words) for each in locked.addressees.all()
    }
    actors: dict[str, list[tuple[Entity, str]]] = {}
    for field in fields.NAME_FIELDS:
        entities = actors[field] = []
        for name in values[field]:
            entity_and_words = known.get((field, name)) or (
                resolve_entity(name, language, body, of=locked.version),
                "",
            )
            if all(entity_and_words[0].pk != each.pk for each, _words in entities):
                entities.append(entity_and_words)
        values[field] = [str(each) for each, _words in entities]
    changed = fields.changed_fields(old_values, values)
    if not changed:
        act.unchanged()
        return source
    wording = ProvisionWording.objects.filter(
        provision=locked.provision_id, language=locked.language
    ).first()
    witness_before = {"witness": locked.witness, "witness_of": locked.witness_of}
    text = wording.text if wording else ""
    locked.witness, locked.witness_of = fields.locate_witness(witness_before, values, changed, text)
    locked.found_by = locked.found_by | dict.fromkeys(changed, str(FoundBy.PERSON))
    locked.force, locked.kind = str(values["force"]), str(values["kind"])
    for field in fields.TEXT_FIELDS:
        setattr(locked, field, values[field])
    locked.save()
    replace_addressees(locked, actors)
    for finding in Finding.objects.filter(mandate=locked.mandate_id, version=locked.version_id):
        finding.corrected = sorted({*finding.corrected, *changed})
        finding.save(update_fields=["corrected"])
    mandate = Mandate.objects.select_related("record").get(pk=locked.mandate_id)
    propose_lead(act, mandate, locked.version, actors["asked"])
    continuity.compare_versions([mandate.pk])
    refresh_status([mandate.pk])
    mark_changed(mandate.record)
    act.note(
        mandate,
        old={field: old_values[field] for field in changed},
        new={field: values[field] for field in changed},
        reason=reason.strip(),
        record=history_record(mandate, locked.version),
    )
    return locked
