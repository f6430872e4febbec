"""Verbs that mend a wrong publication: a version or one language of it is withdrawn, an import is opened again."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.dispatch import users_who_may_see
from majlis.commons.search.tasks import refresh
from majlis.instruments import realigning
from majlis.instruments.actions.version import locked
from majlis.instruments.keying import take_stubs
from majlis.instruments.lifecycle import IMPORT
from majlis.instruments.models import (
    Comparison,
    Destination,
    Difference,
    Import,
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
    Withdrawal,
)
from majlis.instruments.placing import leave_place, put_in_place
from majlis.instruments.queries.withdrawn import is_taken_back
from majlis.instruments.titling import forget_titles, give_titles_back
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Access, Appointment, Circle, Record
from majlis.kernel.records import get_or_create_circle, mark_changed
from majlis.kernel.verbs import Act, verb

REASON = _("Say why it is withdrawn.")


def _close(act: Act, of: Any, version: Version, reason: str) -> None:
    """Have a version, or a text, seen by the secretariat alone; of what was closed by those of it who saw it."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=of.pk)
    Withdrawal.objects.create(
        record=record, version=version, access=record.access, circle=record.circle
    )
    was = record.access
    record.circle = _office(record)
    record.access = Access.PRIVATE
    record.save(update_fields=["access", "circle"])
    mark_changed(record)
    act.note(of, old={"access": was}, new={"access": record.access}, reason=reason)


def _office(record: Record) -> Circle:
    """The officers who see a record today."""
    if record.access == Access.PUBLIC:
        return get_or_create_circle("withdrawn", {"role": "secretariat"})
    held = Appointment.objects.today().filter(role="secretariat", scope=None)
    found = get_or_create_circle(f"withdrawn:{record.pk}")
    found.admissions.all().delete()
    for user in users_who_may_see(record).filter(pk__in=held.values("user")):
        found.admissions.create(user=user)
    return found


def lift(act: Act, of: Any, reason: str = "") -> Version | None:
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
        take_stubs(of)
    return found.version


@verb("instruments.withdraw_version")
def withdraw_version(act: Act, version: Version, /, *, reason: str) -> Version:
    """Take back what was published wrongly: from now on the secretariat alone sees the version.

    Those that were reconstructed from it go with it, and the text where it has no other version. The history
    keeps all. Raises InvalidInput (``reason``), WrongState where it is withdrawn by now.
    """
    instrument = locked(version.instrument_id)
    if not reason.strip():
        raise InvalidInput({"reason": REASON})
    if Withdrawal.objects.filter(record=version.pk).exists():
        raise WrongState()
    _close(act, version, version, reason)
    for each in version.reconstructions.filter(record__withdrawal=None):
        _close(act, each, version, reason)
    leave_place(version)
    if not instrument.versions.filter(record__withdrawal=None, reconstructed_from=None).exists():
        _close(act, instrument, version, reason)
    else:
        said = dict(version.languages.values_list("language", "title"))
        forget_titles(act, version, said, reason)
    return version


@verb("instruments.take_version_back_up")
def take_version_back_up(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """Have a version that was withdrawn seen again, with what was withdrawn with it, in the place of its date.

    Raises WrongState, also for one that was reconstructed from another that is withdrawn.
    """
    instrument = locked(version.instrument_id)
    there = Withdrawal.objects.filter(record__in=(version.pk, version.reconstructed_from_id))
    if {each.pk for each in there} != {version.pk}:
        raise WrongState()
    lift(act, instrument, reason)
    with_it = Withdrawal.objects.filter(version=version).values("record")
    for each in Version.objects.filter(Q(pk=version.pk) | Q(pk__in=with_it)):
        lift(act, each, reason)
    version.refresh_from_db()
    put_in_place(version, anew=True)
    give_titles_back(act, version, reason)
    return version


@verb("instruments.withdraw_language")
def withdraw_language(act: Act, version: Version, /, *, language: str, reason: str) -> Version:
    """Take one language of a version back; the other ones, and which provision goes on which, stay.

    Its words are not kept here: they are in the file that they were read from, and in its import; where there is
    no file, in the history. Raises InvalidInput by field, WrongState where the version is withdrawn by now.
    """
    locked(version.instrument_id)
    if Withdrawal.objects.filter(record=version.pk).exists():
        raise WrongState()
    said = LanguageVersion.objects.filter(version=version, language=language).first()
    if not reason.strip():
        raise InvalidInput({"reason": REASON})
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
    _forget_places(version)
    differ = Difference.objects.filter(version=version)
    anew = set(differ.filter(against=language).values_list("language", flat=True))
    differ.filter(Q(language=language) | Q(against=language)).delete()
    Comparison.objects.filter(Q(old=version) | Q(new=version)).delete()
    said.delete()
    forget_titles(act, version, {language: said.title}, reason)
    if stubs:  # what it alone cited is found no more
        refresh.enqueue(stubs)
    first = version.languages.order_by("status", "pk")[0].language
    for each in sorted(anew - {first}):
        realigning.differ_anew(version, each)
    act.note(version, old=old, reason=reason)
    return version


def _forget_places(version: Version) -> None:
    """Take away the provisions that are in no language any more, the deepest first."""
    empty = Provision.objects.filter(version=version, wordings=None)
    for level in sorted(set(empty.values_list("level", flat=True)), reverse=True):
        empty.filter(level=level, children=None).delete()


@verb("instruments.reopen_import")
def reopen_import(act: Act, imported: Import, /) -> Import:
    """Go on with an import of which nothing stands any more: what was corrected and decided is still there.

    Raises WrongState where something of it is published.
    """
    made = Version.objects.filter(pk__in=imported.destinations.values("result"))
    texts = Instrument.objects.filter(pk__in=made.values("instrument"))
    list(texts.select_for_update(of=("self",)).order_by("pk"))  # nobody takes it up again meanwhile
    if not is_taken_back(imported):
        raise WrongState(
            _("Something of it is still published."),
            _("Withdraw it first: the version, or its language."),
        )
    moved = IMPORT.move(imported, act.verb)
    for each in imported.destinations.exclude(result=None).select_related("result__instrument"):
        if each.published_as == Destination.As.INSTRUMENT and each.result is not None:
            # Published once more it keeps its address.
            each.published_as = Destination.As.VERSION
            each.instrument = each.result.instrument
        each.result = None
        each.save(update_fields=["published_as", "instrument", "result"])
    imported.ended_at = None
    imported.save(update_fields=["ended_at"])
    act.note(imported, **moved)
    return imported
