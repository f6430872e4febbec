"""Verbs of versions: their state, what is known of them, and which provision each of another version goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.instruments import realigning
from majlis.instruments.actions.acts import DATE, made_of, plain, said_of
from majlis.instruments.lifecycle import IN_FORCE, SUPERSEDED, VERSION
from majlis.instruments.models import (
    ActKind,
    Comparison,
    Instrument,
    Lineage,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.placing import put_in_place
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record, WordingStatus
from majlis.kernel.records import mark_changed, set_wording
from majlis.kernel.verbs import Act, verb
from majlis.parties.models.body import is_partial_date


def _move(act: Act, version: Version, reason: str, date: str = "", more: Any = None) -> Version:
    """Take the step; with a date, that of the version from now on. Raises InvalidInput, WrongState.

    ``add_rows`` is noted of it in the audit.
    """
    if date and not is_partial_date(date):
        raise InvalidInput({"date": DATE})
    if date:
        locked(version.instrument_id)
    moved = VERSION.move(version, act.verb)
    if date and date != version.date:
        moved["old"]["date"], moved["new"]["date"] = version.date, date
        version.date = date
        version.save(update_fields=["date"])
        put_in_place(version)
    act.note(version, old=moved["old"], new=moved["new"] | (more or {}), reason=reason)
    return version


@verb("instruments.propose")
def propose(act: Act, version: Version, /, *, reason: str = "", date: str = "") -> Version:
    """A draft is put before a body."""
    return _move(act, version, reason, date)


@verb("instruments.adopt")
def adopt(
    act: Act,
    version: Version,
    /,
    *,
    reason: str = "",
    date: str = "",
    deciding: Mapping[str, Any] | None = None,
) -> Version:
    """A body adopted it. When it comes into force is another step.

    ``deciding``: the fields of the act by which it did, noted in the same step; its date is that of the version
    from now on. Without it the version says that no act is noted. Raises InvalidInput by field, WrongState.
    """
    if deciding is None:
        return _move(act, version, reason, date)
    values = {"kind": ActKind.ADOPTS} | dict(deciding)
    if values["kind"] not in DECIDING:
        raise InvalidInput(
            {"kind": _("Choose an act by which a body decides: it adopts, endorses or approves.")}
        )
    made = made_of(version, values)
    said = said_of({name: value for name, value in values.items() if name != "date"})
    return _move(act, version, reason, date or made.date, {"act": made.pk} | said)


DECIDING = (ActKind.ADOPTS, ActKind.ENDORSES, ActKind.APPROVES)
"""What a body does by which a version is adopted."""


def in_the_same_words(version: Version) -> Q:
    """The version, and those that other bodies adopted in other words in its place."""
    root = version.variant_of_id or version.pk
    return Q(pk=root) | Q(variant_of=root)


def _supersede_others(act: Act, version: Version) -> None:
    """One version of a text is in force; what bodies adopted in their own words is in force beside it."""
    former = Version.objects.filter(instrument=version.instrument_id, state=IN_FORCE)
    for each in former.exclude(in_the_same_words(version)).select_related("record"):
        each.state = SUPERSEDED
        each.save(update_fields=["state"])
        act.note(
            each, old={"state": IN_FORCE}, new={"state": SUPERSEDED, "by": version.record.address}
        )


@verb("instruments.bring_into_force")
def bring_into_force(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """It is in force from now on; the version of the same text that was, is superseded. Raises WrongState."""
    locked(version.instrument_id)
    _move(act, version, reason)
    _supersede_others(act, version)
    return version


def locked(instrument: int) -> Instrument:
    """The text, kept from others until the transaction ends: of two at once, one waits and sees."""
    found: Instrument = Instrument.objects.select_for_update(of=("self",)).get(pk=instrument)
    return found


@verb("instruments.supersede")
def supersede(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """Another text took its place."""
    return _move(act, version, reason)


@verb("instruments.not_adopt")
def not_adopt(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """The body did not adopt it; it stays to be read."""
    return _move(act, version, reason)


@verb("instruments.take_up_again")
def take_up_again(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """What was not adopted is proposed again."""
    return _move(act, version, reason)


def change_words(
    record: Record, field: str, words: Mapping[str, str], old: dict[str, Any], new: dict[str, Any]
) -> None:
    """Correct words of a record by language, and say what changed: what was authentic stays so.

    An empty word takes away what was there in that language.
    """
    rows = {each.language: each for each in record.wordings.filter(field=field)}
    # The original first: what is translated in the same step does not lag behind it.
    originals = {code for code, row in rows.items() if row.status == WordingStatus.AUTHENTIC}
    for code, given in sorted(words.items(), key=lambda each: each[0] not in originals):
        row, now = rows.get(code), given.strip()
        was = row.text if row else ""
        if code not in LANGUAGES_BY_CODE or was == now:
            continue
        first = not any(
            each.status == WordingStatus.AUTHENTIC and each.text for each in rows.values()
        )
        authentic = first if row is None else row.status == WordingStatus.AUTHENTIC
        status = WordingStatus.AUTHENTIC if authentic else WordingStatus.TRANSLATED
        old[f"{field}.{code}"], new[f"{field}.{code}"] = was, now
        if now:
            set_wording(record, field, code, now, status)
            if row is None and first:
                rows[code] = record.wordings.get(field=field, language=code)
        elif row is not None:
            row.delete()
            mark_changed(record)


@verb("instruments.change_version")
def change_version(
    act: Act,
    version: Version,
    /,
    *,
    labels: Mapping[str, str],
    reason: str,
    seen: str = "",
    **values: Any,
) -> Version:
    """Correct what is known of a version: label by language, date, body, and a state that was set by mistake.

    ``visible_remarks``: the state that whoever corrects it saw. The address stays. Raises InvalidInput by field, WrongState where
    somebody gave it another state meanwhile.
    """
    locked(version.instrument_id)
    now = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if seen and now.state != seen:
        raise WrongState()
    faults: dict[str, StrOrPromise] = {}
    if values.get("date") and not is_partial_date(values["date"]):
        faults["date"] = DATE
    if values.get("state", now.state) not in VERSION.states:
        faults["state"] = _("Choose one of the states that are offered.")
    if not reason.strip():
        faults["reason"] = _("Say why it is corrected.")
    if faults:
        raise InvalidInput(faults)
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name in ("state", "date", "body"):
        was = getattr(now, name)
        setattr(version, name, values.get(name, was))
        if getattr(version, name) != was:
            old[name], new[name] = plain(was), plain(values[name])
    change_words(version.record, "label", labels, old, new)
    if not new:
        act.unchanged()
        return version
    version.save(update_fields=["state", "date", "body"])
    put_in_place(version)
    act.note(version, old=old, new=new, reason=reason)
    if new.get("state") == IN_FORCE:
        _supersede_others(act, version)
    return version


@verb("instruments.mark_variant")
def mark_variant(act: Act, version: Version, /, *, of: Version | None, reason: str = "") -> Version:
    """Say that a version is another one in the words that another body adopted; None: it is not.

    Both are kept, and both can be in force. Raises InvalidInput (``variant_of``).
    """
    locked(version.instrument_id)
    if version.variant_of_id == (of.pk if of else None):
        act.unchanged()
        return version
    if of is not None:
        _check_variant(version, of)
    was = version.variant_of
    version.variant_of = of
    version.save(update_fields=["variant_of"])
    act.note(
        version,
        old={"variant_of": was.record.address if was else None},
        new={"variant_of": of.record.address if of else None},
        reason=reason,
    )
    return version


def _check_variant(version: Version, of: Version) -> None:
    wrong: StrOrPromise = ""
    if of.pk == version.pk or of.instrument_id != version.instrument_id:
        wrong = _("Choose another version of the same text.")
    elif of.reconstructed_from_id is not None or version.reconstructed_from_id is not None:
        wrong = _("A reconstructed version was adopted by nobody: choose one that was published.")
    elif of.variant_of_id is not None:
        wrong = _("That version is itself said to be another one in other words: choose that one.")
    elif version.variants.exists():
        wrong = _("Other versions are said to be this one in other words: choose it at theirs.")
    if wrong:
        raise InvalidInput({"variant_of": wrong})


@verb("instruments.match")
def match(act: Act, provision: Provision, /, *, other: Provision | None, reason: str) -> Provision:
    """Say which provision of another version this one goes on; None: it goes on none, it is new.

    What the comparison said is not asked again for it. Provisions of later versions that went on with it
    go on with it still. Raises InvalidInput (``other``) where that goes on in another provision of the same version.
    """
    locked(provision.version.instrument_id)
    provision.refresh_from_db(fields=["lineage", "matched"])
    if other is not None:
        other.refresh_from_db(fields=["lineage"])
    old = provision.lineage_id
    if other is None:
        alone = not Provision.objects.filter(lineage=old).exclude(pk=provision.pk).exists()
        lineage = old if alone else Lineage.objects.create().pk
    else:
        if other.version_id == provision.version_id:
            raise InvalidInput({"other": _("Choose a provision of another version.")})
        lineage = other.lineage_id
        rival = Provision.objects.filter(version=provision.version, lineage=lineage)
        if rival.exclude(pk=provision.pk).exists():
            raise InvalidInput(
                {
                    "other": _(
                        "Another provision of this version goes on with that one: part them first."
                    )
                }
            )
    if lineage == old and provision.matched == Provision.Matched.PERSON:
        act.unchanged()
        return provision
    followers = [] if lineage == old else _followers(provision, lineage)
    Provision.objects.filter(pk__in=[each.pk for each in followers]).update(lineage=lineage)
    provision.lineage_id = lineage
    provision.matched = Provision.Matched.PERSON
    provision.save(update_fields=["lineage", "matched"])
    versions = {provision.version_id, *(each.version_id for each in followers)}
    Comparison.objects.filter(Q(new__in=versions) | Q(old__in=versions)).delete()
    act.note(
        provision.version,
        old={"provision": provision.eid, "lineage": old},
        new={
            "lineage": lineage,
            "other": other.pk if other else None,
            "with": [each.pk for each in followers],
        },
        reason=reason,
    )
    return provision


def _followers(provision: Provision, lineage: int) -> list[Provision]:
    """Provisions of later versions that go on with this one, where the lineage is not taken there."""
    version = provision.version
    taken = Provision.objects.filter(lineage=lineage).values("version")
    later = Provision.objects.filter(
        lineage=provision.lineage_id,
        version__instrument=version.instrument_id,
        version__position__gt=version.position,
    )
    return list(later.exclude(version__in=taken))


@verb("instruments.realign")
def realign(
    act: Act, provision: Provision, /, *, language: str, to: Provision | None, reason: str
) -> Provision:
    """Move the words of a language to another provision of the version; gives the one they stand at now.

    Words of this language that stood there come here in their place; with None the words become a
    provision of their own. Where the languages differ is found anew. Raises InvalidInput (``to``, ``language``).
    """
    locked(provision.version.instrument_id)
    moved = ProvisionWording.objects.filter(provision=provision, language=language).first()
    if moved is None:
        raise InvalidInput({"language": _("The provision has no words in this language.")})
    if to is None and not provision.wordings.exclude(pk=moved.pk).exists():
        raise InvalidInput(
            {"to": _("It is in this language alone: it has a place of its own already.")}
        )
    if to is not None and (to.version_id != provision.version_id or to.pk == provision.pk):
        raise InvalidInput({"to": _("Choose another provision of the same version.")})
    target = to if to is not None else realigning.own_place(provision, language)
    there = ProvisionWording.objects.filter(provision=target, language=language).first()
    realigning.swap(moved, there, target)
    realigning.differ_anew(provision.version, language)
    act.note(
        provision.version,
        old={"provision": provision.eid, "language": language},
        new={"provision": target.eid, "in_exchange": there is not None},
        reason=reason,
    )
    return target
