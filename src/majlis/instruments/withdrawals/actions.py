"""Verbs that withdraw a version or a language of it, and restore a version."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.search.tasks import refresh
from majlis.instruments.citations.rekey import claim_stubs
from majlis.instruments.core.editing import lock_instrument
from majlis.instruments.models import (
    Comparison,
    Difference,
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
    Withdrawal,
)
from majlis.instruments.provisions import realign
from majlis.instruments.publication.ordering import detach_version, place_version
from majlis.instruments.publication.titles import remove_titles, restore_titles
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Access, Appointment, Circle, Record
from majlis.kernel.records import get_or_create_circle, mark_changed
from majlis.kernel.verbs import Act, verb

REASON_REQUIRED = _("Enter a reason for the withdrawal.")


def _restrict_access(act: Act, of: Version | Instrument, version: Version, reason: str) -> None:
    """Restrict a version or text to the secretariat, and store its former access as a Withdrawal.

    Of a restricted record, only officers who could see it before still can.
    """
    record = Record.objects.select_for_update(of=("self",)).get(pk=of.pk)
    Withdrawal.objects.create(
        record=record, version=version, access=record.access, circle=record.circle
    )
    former_access = record.access
    record.circle = _officers(record)
    record.access = Access.PRIVATE
    record.save(update_fields=["access", "circle"])
    mark_changed(record)
    act.note(of, old={"access": former_access}, new={"access": record.access}, reason=reason)


def _officers(record: Record) -> Circle:
    """The circle of the officers of the secretariat who can see a record now."""
    if record.access == Access.PUBLIC:
        return get_or_create_circle("withdrawn", {"role": "secretariat"})
    appointments = Appointment.objects.today().filter(role="secretariat", scope=None)
    circle = get_or_create_circle(f"withdrawn:{record.pk}")
    circle.admissions.all().delete()
    for user in users_who_may_see(record).filter(pk__in=appointments.values("user")):
        circle.admissions.create(user=user)
    return circle


def lift_withdrawal(act: Act, of: Version | Instrument, reason: str = "") -> Version | None:
    """Restore the access of a version or text; gives the version with which it was withdrawn, or None."""
    withdrawal = Withdrawal.objects.select_related("version__record").filter(record=of.pk).first()
    if withdrawal is None:
        return None
    record = Record.objects.select_for_update(of=("self",)).get(pk=of.pk)
    restricted, record.access, record.circle = record.access, withdrawal.access, withdrawal.circle
    record.save(update_fields=["access", "circle"])
    mark_changed(record)
    withdrawal.delete()
    of.record = record
    act.note(of, old={"access": restricted}, new={"access": record.access}, reason=reason)
    if isinstance(of, Instrument):
        claim_stubs(of)
    return withdrawal.version


@verb("instruments.withdraw_version")
def withdraw_version(act: Act, version: Version, /, *, reason: str) -> Version:
    """Withdraw a version published by mistake: from then on only the secretariat can see it.

    Versions reconstructed from it are withdrawn with it, and the text where it has no other
    version. The history keeps everything. Raises InvalidInput (``reason``), WrongState where it was
    withdrawn already.
    """
    instrument = lock_instrument(version.instrument_id)
    if not reason.strip():
        raise InvalidInput({"reason": REASON_REQUIRED})
    if Withdrawal.objects.filter(record=version.pk).exists():
        raise WrongState()
    _restrict_access(act, version, version, reason)
    for each in version.reconstructions.filter(record__withdrawal=None):
        _restrict_access(act, each, version, reason)
    detach_version(version)
    if not instrument.versions.filter(record__withdrawal=None, reconstructed_from=None).exists():
        _restrict_access(act, instrument, version, reason)
    else:
        titles = dict(version.languages.values_list("language", "title"))
        remove_titles(act, version, titles, reason)
    return version


@verb("instruments.restore_version")
def restore_version(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """Restore a withdrawn version at the place of its date, with all that was withdrawn with it.

    Raises WrongState where it is not withdrawn, or where it was reconstructed from a withdrawn one.
    """
    instrument = lock_instrument(version.instrument_id)
    withdrawals = Withdrawal.objects.filter(record__in=(version.pk, version.reconstructed_from_id))
    if {each.pk for each in withdrawals} != {version.pk}:
        raise WrongState()
    lift_withdrawal(act, instrument, reason)
    together = Withdrawal.objects.filter(version=version).values("record")
    for each in Version.objects.filter(Q(pk=version.pk) | Q(pk__in=together)):
        lift_withdrawal(act, each, reason)
    version.refresh_from_db()
    place_version(version, relink=True)
    restore_titles(act, version, reason)
    return version


@verb("instruments.withdraw_language")
def withdraw_language(act: Act, version: Version, /, *, language: str, reason: str) -> Version:
    """Withdraw one language of a version; the other languages and the lineages stay.

    The wordings are deleted: they remain in the file and import that they were read from, or in the
    history where there is no file. Raises InvalidInput by field, WrongState where the version is
    withdrawn.
    """
    lock_instrument(version.instrument_id)
    if Withdrawal.objects.filter(record=version.pk).exists():
        raise WrongState()
    language_version = LanguageVersion.objects.filter(version=version, language=language).first()
    if not reason.strip():
        raise InvalidInput({"reason": REASON_REQUIRED})
    if language_version is None:
        raise InvalidInput({"what": _("Select a language from the list.")})
    if version.languages.count() == 1:
        raise InvalidInput(
            {"what": _("The version exists in this language only. Withdraw the whole version.")}
        )
    rows = ProvisionWording.objects.filter(provision__version=version, language=language)
    labels = version.record.wordings.filter(field="label", language=language)
    old = {"language": language, "title": language_version.title}
    for label in labels.exclude(text="").values_list("text", flat=True):
        old["label"] = label
    if language_version.file is not None:
        old["file"] = language_version.file.sha256
    else:
        words = rows.order_by("provision__position").values_list("text", flat=True)
        old["kept"] = "\n".join(words)
    version.record.wordings.filter(language=language).delete()
    mark_changed(version.record)
    cited = Instrument.objects.filter(cited_by__wording__in=rows, held=False)
    stubs = sorted(set(cited.values_list("pk", flat=True)))
    rows.delete()
    _delete_unworded_provisions(version)
    differences = Difference.objects.filter(version=version)
    compared = set(differences.filter(against=language).values_list("language", flat=True))
    differences.filter(Q(language=language) | Q(against=language)).delete()
    Comparison.objects.filter(Q(old=version) | Q(new=version)).delete()
    language_version.delete()
    remove_titles(act, version, {language: language_version.title}, reason)
    if stubs:  # stubs that only this language cited leave the search index
        refresh.enqueue(stubs)
    first = version.languages.order_by("status", "pk")[0].language
    for code in sorted(compared - {first}):
        realign.refresh_differences(version, code)
    act.note(version, old=old, reason=reason)
    return version


def _delete_unworded_provisions(version: Version) -> None:
    """Delete the provisions without wording in any language, the deepest first."""
    empty = Provision.objects.filter(version=version, wordings=None)
    for level in sorted(set(empty.values_list("level", flat=True)), reverse=True):
        empty.filter(level=level, children=None).delete()
