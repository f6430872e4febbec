"""Verbs that withdraw a version or a language of it, and restore a version."""

from __future__ import annotations

from typing import Any

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

REASON_REQUIRED = _("Say why it is withdrawn.")


def _restrict_access(act: Act, of: Any, version: Version, reason: str) -> None:
    """Have a version, or a text, seen by the secretariat alone; of what was closed by those of it who saw it."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=of.pk)
    Withdrawal.objects.create(
        record=record, version=version, access=record.access, circle=record.circle
    )
    was = record.access
    record.circle = _officers(record)
    record.access = Access.PRIVATE
    record.save(update_fields=["access", "circle"])
    mark_changed(record)
    act.note(of, old={"access": was}, new={"access": record.access}, reason=reason)


def _officers(record: Record) -> Circle:
    """The officers who see a record today."""
    if record.access == Access.PUBLIC:
        return get_or_create_circle("withdrawn", {"role": "secretariat"})
    held = Appointment.objects.today().filter(role="secretariat", scope=None)
    found = get_or_create_circle(f"withdrawn:{record.pk}")
    found.admissions.all().delete()
    for user in users_who_may_see(record).filter(pk__in=held.values("user")):
        found.admissions.create(user=user)
    return found


def lift_withdrawal(act: Act, of: Any, reason: str = "") -> Version | None:
    """Have a version, or a text, seen again as it was; gives the version with which it was withdrawn, if it was."""
    found = Withdrawal.objects.select_related("version__record").filter(record=of.pk).first()
    if found is None:
        return None
    record = Record.objects.select_for_update(of=("self",)).get(pk=of.pk)
    was, record.access, record.circle = record.access, found.access, found.circle
    record.save(update_fields=["access", "circle"])
    mark_changed(record)
    found.delete()
    of.record = record
    act.note(of, old={"access": was}, new={"access": record.access}, reason=reason)
    if isinstance(of, Instrument):
        claim_stubs(of)
    return found.version


@verb("instruments.withdraw_version")
def withdraw_version(act: Act, version: Version, /, *, reason: str) -> Version:
    """Take back what was published wrongly: from now on the secretariat alone sees the version.

    Those that were reconstructed from it go with it, and the text where it has no other version. The history
    keeps all. Raises InvalidInput (``reason``), WrongState where it is withdrawn by now.
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
        said = dict(version.languages.values_list("language", "title"))
        remove_titles(act, version, said, reason)
    return version


@verb("instruments.restore_version")
def restore_version(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """Have a version that was withdrawn seen again, with what was withdrawn with it, in the place of its date.

    Raises WrongState, also for one that was reconstructed from another that is withdrawn.
    """
    instrument = lock_instrument(version.instrument_id)
    there = Withdrawal.objects.filter(record__in=(version.pk, version.reconstructed_from_id))
    if {each.pk for each in there} != {version.pk}:
        raise WrongState()
    lift_withdrawal(act, instrument, reason)
    with_it = Withdrawal.objects.filter(version=version).values("record")
    for each in Version.objects.filter(Q(pk=version.pk) | Q(pk__in=with_it)):
        lift_withdrawal(act, each, reason)
    version.refresh_from_db()
    place_version(version, anew=True)
    restore_titles(act, version, reason)
    return version


@verb("instruments.withdraw_language")
def withdraw_language(act: Act, version: Version, /, *, language: str, reason: str) -> Version:
    """Take one language of a version back; the other ones, and which provision goes on which, stay.

    Its words are not kept here: they are in the file that they were read from, and in its import; where there is
    no file, in the history. Raises InvalidInput by field, WrongState where the version is withdrawn by now.
    """
    lock_instrument(version.instrument_id)
    if Withdrawal.objects.filter(record=version.pk).exists():
        raise WrongState()
    said = LanguageVersion.objects.filter(version=version, language=language).first()
    if not reason.strip():
        raise InvalidInput({"reason": REASON_REQUIRED})
    if said is None:
        raise InvalidInput({"what": _("Choose one of the languages that are offered.")})
    if version.languages.count() == 1:
        raise InvalidInput({"what": _("It is in this language alone: withdraw the version.")})
    rows = ProvisionWording.objects.filter(provision__version=version, language=language)
    labels = version.record.wordings.filter(field="label", language=language)
    old = {"language": language, "title": said.title}
    for label in labels.exclude(text="").values_list("text", flat=True):
        old["label"] = label
    if said.file is not None:
        old["file"] = said.file.sha256
    else:
        words = rows.order_by("provision__position").values_list("text", flat=True)
        old["kept"] = "\n".join(words)
    version.record.wordings.filter(language=language).delete()
    mark_changed(version.record)
    cited = Instrument.objects.filter(cited_by__wording__in=rows, held=False)
    stubs = sorted(set(cited.values_list("pk", flat=True)))
    rows.delete()
    _delete_unworded_provisions(version)
    differ = Difference.objects.filter(version=version)
    anew = set(differ.filter(against=language).values_list("language", flat=True))
    differ.filter(Q(language=language) | Q(against=language)).delete()
    Comparison.objects.filter(Q(old=version) | Q(new=version)).delete()
    said.delete()
    remove_titles(act, version, {language: said.title}, reason)
    if stubs:  # what it alone cited is found no more
        refresh.enqueue(stubs)
    first = version.languages.order_by("status", "pk")[0].language
    for each in sorted(anew - {first}):
        realign.refresh_differences(version, each)
    act.note(version, old=old, reason=reason)
    return version


def _delete_unworded_provisions(version: Version) -> None:
    """Take away the provisions that are in no language any more, the deepest first."""
    empty = Provision.objects.filter(version=version, wordings=None)
    for level in sorted(set(empty.values_list("level", flat=True)), reverse=True):
        empty.filter(level=level, children=None).delete()
