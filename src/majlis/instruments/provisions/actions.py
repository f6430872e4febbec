"""Verbs of provisions: match with a provision of another version, realign a wording."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.instruments.core.editing import lock_instrument
from majlis.instruments.models import Comparison, Lineage, Provision, ProvisionWording
from majlis.instruments.provisions import realign
from majlis.kernel.errors import InvalidInput
from majlis.kernel.verbs import Act, verb


@verb("instruments.match_provision")
def match_provision(
    act: Act, provision: Provision, /, *, other: Provision | None, reason: str
) -> Provision:
    """Set which provision of another version this one continues; None: it is new.

    Marks the match as a person's, so that later comparisons keep it. Provisions of later versions
    that continued this one continue it still. Raises InvalidInput (``other``) where another
    provision of the same version already continues that one.
    """
    lock_instrument(provision.version.instrument_id)
    provision.refresh_from_db(fields=["lineage", "matched"])
    if other is not None:
        other.refresh_from_db(fields=["lineage"])
    old = provision.lineage_id
    if other is None:
        alone = not Provision.objects.filter(lineage=old).exclude(pk=provision.pk).exists()
        lineage = old if alone else Lineage.objects.create().pk
    else:
        if other.version_id == provision.version_id:
            raise InvalidInput({"other": _("Select a provision of another version.")})
        lineage = other.lineage_id
        rival = Provision.objects.filter(version=provision.version, lineage=lineage)
        if rival.exclude(pk=provision.pk).exists():
            raise InvalidInput(
                {
                    "other": _(
                        "Another provision of this version already matches the selected provision. "
                        "Change that match first."
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
    """Provisions of later versions that continue this one, where the lineage is not taken there."""
    version = provision.version
    taken = Provision.objects.filter(lineage=lineage).values("version")
    later = Provision.objects.filter(
        lineage=provision.lineage_id,
        version__instrument=version.instrument_id,
        version__position__gt=version.position,
    )
    return list(later.exclude(version__in=taken))


@verb("instruments.realign_provision")
def realign_provision(
    act: Act, provision: Provision, /, *, language: str, to: Provision | None, reason: str
) -> Provision:
    """Move the wording of a language to another provision of the version; gives that provision.

    A wording of this language at the target moves to this provision in exchange. With None the
    wording becomes a provision of its own. The differences between the languages are computed
    again. Raises InvalidInput (``to``, ``language``).
    """
    lock_instrument(provision.version.instrument_id)
    moved = ProvisionWording.objects.filter(provision=provision, language=language).first()
    if moved is None:
        raise InvalidInput({"language": _("The provision has no wording in this language.")})
    if to is None and not provision.wordings.exclude(pk=moved.pk).exists():
        raise InvalidInput(
            {"to": _("The provision exists in this language only and is already separate.")}
        )
    if to is not None and (to.version_id != provision.version_id or to.pk == provision.pk):
        raise InvalidInput({"to": _("Select another provision of the same version.")})
    target = to if to is not None else realign.create_own_provision(provision, language)
    exchanged = ProvisionWording.objects.filter(provision=target, language=language).first()
    realign.swap_wordings(moved, exchanged, target)
    realign.refresh_differences(provision.version, language)
    act.note(
        provision.version,
        old={"provision": provision.eid, "language": language},
        new={"provision": target.eid, "in_exchange": exchanged is not None},
        reason=reason,
    )
    return target
