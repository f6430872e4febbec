"""Verbs of versions: what bodies did with them, and which provision of another version each goes on."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.instruments import realigning
from majlis.instruments.lifecycle import IN_FORCE, SUPERSEDED, VERSION
from majlis.instruments.models import Act as DecidingAct
from majlis.instruments.models import (
    ActKind,
    Comparison,
    Lineage,
    Manner,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.kernel.errors import Faulty, Words
from majlis.kernel.verbs import Act, verb
from majlis.parties.models.body import is_partial_date

ACT_FIELDS = (
    "kind",
    "body",
    "date",
    "manner",
    "in_favour",
    "against",
    "abstaining",
    "record",
    "words",
    "source",
)
VOTES = ("in_favour", "against", "abstaining")


def _plain(value: Any) -> Any:
    return getattr(value, "pk", value)


def check_act(values: dict[str, Any]) -> None:
    """Raises Faulty by field where what is said of an act cannot be."""
    faults: dict[str, Words] = {}
    if values.get("kind") not in ActKind.values:
        faults["kind"] = _("Choose what the body did.")
    if values.get("date") and not is_partial_date(values["date"]):
        faults["date"] = _("Write the date as 2031-05-17, or 2031-05, or 2031.")
    if values.get("manner", "") not in ("", *Manner.values):
        faults["manner"] = _("Choose one of the ways that are offered.")
    if values.get("manner") != Manner.VOTE and any(values.get(each) is not None for each in VOTES):
        faults["manner"] = _(
            "Votes are counted only where there was a vote: choose it, or leave them empty."
        )
    if values.get("body") is None and not values.get("words") and values.get("record") is None:
        faults["body"] = _("Say which body acted, or where it did.")
    if faults:
        raise Faulty(faults)


@verb("instruments.note_act")
def note_act(act: Act, version: Version, /, **values: Any) -> DecidingAct:
    """Note what a body did with a version: several acts may rest on one. Raises Faulty by field."""
    check_act(values)
    made = DecidingAct.objects.create(
        version=version, **{name: values[name] for name in ACT_FIELDS if name in values}
    )
    act.note(version, new={"act": made.pk} | {key: _plain(value) for key, value in values.items()})
    return made


@verb("instruments.correct_act")
def correct_act(act: Act, deciding: DecidingAct, /, *, reason: str, **values: Any) -> DecidingAct:
    """Correct what was noted of an act. Raises Faulty by field."""
    kept = {name: getattr(deciding, name) for name in ACT_FIELDS}
    after = kept | {name: value for name, value in values.items() if name in ACT_FIELDS}
    check_act(after)
    changed = [name for name in ACT_FIELDS if after[name] != kept[name]]
    if not changed:
        act.unchanged()
        return deciding
    for name in changed:
        setattr(deciding, name, after[name])
    deciding.save()
    act.note(
        deciding.version,
        old={"act": deciding.pk} | {name: _plain(kept[name]) for name in changed},
        new={name: _plain(after[name]) for name in changed},
        reason=reason,
    )
    return deciding


def _move(act: Act, version: Version, reason: str, date: str = "") -> Version:
    moved = VERSION.move(version, act.verb)
    if date:
        if not is_partial_date(date):
            raise Faulty({"date": _("Write the date as 2031-05-17, or 2031-05, or 2031.")})
        moved["old"]["date"], moved["new"]["date"] = version.date, date
        version.date = date
        version.save(update_fields=["date"])
    act.note(version, **moved, reason=reason)
    return version


@verb("instruments.propose")
def propose(act: Act, version: Version, /, *, reason: str = "", date: str = "") -> Version:
    """A draft is put before a body."""
    return _move(act, version, reason, date)


@verb("instruments.adopt")
def adopt(act: Act, version: Version, /, *, reason: str = "", date: str = "") -> Version:
    """A body adopted it. When it comes into force is another step."""
    return _move(act, version, reason, date)


@verb("instruments.bring_into_force")
def bring_into_force(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """It is in force from now on; the version of the same text that was, is superseded."""
    _move(act, version, reason)
    former = Version.objects.filter(instrument=version.instrument, state=IN_FORCE)
    for each in former.exclude(pk=version.pk).exclude(variant_of=version.pk):
        if version.variant_of_id == each.pk:
            continue  # what two bodies adopted in their own words is in force in both
        each.state = SUPERSEDED
        each.save(update_fields=["state"])
        act.note(each, old={"state": IN_FORCE}, new={"state": SUPERSEDED, "by": version.pk})
    return version


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


@verb("instruments.match")
def match(act: Act, provision: Provision, /, *, other: Provision | None, reason: str) -> Provision:
    """Say which provision of another version this one goes on; None: it goes on none, it is new.

    What the comparison said is not asked again for it. Provisions of later versions that went on with it
    go on with it still. Raises Faulty (``other``) where that goes on in another provision of the same version.
    """
    old = provision.lineage_id
    if other is None:
        alone = not Provision.objects.filter(lineage=old).exclude(pk=provision.pk).exists()
        lineage = old if alone else Lineage.objects.create().pk
    else:
        if other.version_id == provision.version_id:
            raise Faulty({"other": _("Choose a provision of another version.")})
        lineage = other.lineage_id
        rival = Provision.objects.filter(version=provision.version, lineage=lineage)
        if rival.exclude(pk=provision.pk).exists():
            raise Faulty(
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
    provision of their own. Where the languages differ is found anew. Raises Faulty (``to``, ``language``).
    """
    moved = ProvisionWording.objects.filter(provision=provision, language=language).first()
    if moved is None:
        raise Faulty({"language": _("The provision has no words in this language.")})
    if to is None and not provision.wordings.exclude(pk=moved.pk).exists():
        raise Faulty({"to": _("It is in this language alone: it has a place of its own already.")})
    if to is not None and (to.version_id != provision.version_id or to.pk == provision.pk):
        raise Faulty({"to": _("Choose another provision of the same version.")})
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
