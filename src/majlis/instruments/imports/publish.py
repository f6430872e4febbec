"""Verbs that set the destination of each text of an import, and publish the import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from majlis.instruments.citations.rekey import rekey_instrument
from majlis.instruments.core.editing import detect_concurrent_creation
from majlis.instruments.core.identifiers import split_symbol as apart_of
from majlis.instruments.imports import working_copy
from majlis.instruments.imports.actions import apply_edits, lock_import
from majlis.instruments.imports.targets import DESTINATION_FIELDS
from majlis.instruments.lifecycle import IMPORT, VERSION
from majlis.instruments.models import Destination, Import, Instrument, Version, Withdrawal
from majlis.instruments.publication.build import (
    VersionFacts,
    create_former_version,
    create_instrument,
    create_language,
    create_version,
    link_annex_heading,
)
from majlis.instruments.publication.titles import remove_titles
from majlis.instruments.withdrawals.actions import lift_withdrawal
from majlis.kernel.errors import Fault, InvalidInput, StrOrPromise, WrongState
from majlis.kernel.records import add_relation
from majlis.kernel.verbs import Act, verb
from majlis.look.formats import colon
from majlis.parties.models.body import is_partial_date
from majlis.textkit.edit import Edit
from majlis.textkit.errors import TextError
from majlis.textkit.model import Text
from majlis.textkit.parts import apart
from majlis.textkit.views import has_revisions

ANNEX_RELATION = "annexed to"
"""The relation of a text to the one that it came with."""


@verb("instruments.set_destination")
def set_destination(
    act: Act,
    imported: Import,
    /,
    *,
    root: str,
    described: Edit | None = None,
    seen: str = "",
    **values: Any,
) -> Destination:
    """Say what becomes of one text in a file, and correct what it says of itself.

    ``visible_remarks``: how it stood when the person looked (``working.decided``). Raises InvalidInput by field, WrongState where it is
    published by now, or was corrected or decided otherwise since.
    """
    found = lock_import(imported)
    row = found.destinations.filter(root=root).first()
    if row is None or (seen and seen != working_copy.decision_token(found, root)):
        raise changed_meanwhile()
    old = {name: _key_of(getattr(row, name)) for name in DESTINATION_FIELDS}
    for name in DESTINATION_FIELDS:
        if name in values:
            setattr(row, name, values[name])
    faults = destination_faults(row, found.language)
    if faults:
        raise InvalidInput(faults)
    new = {name: _key_of(getattr(row, name)) for name in DESTINATION_FIELDS}
    changed = [name for name in DESTINATION_FIELDS if new[name] != old[name]]
    if not changed and described is None:
        act.unchanged()
        return row
    row.body_line = ""  # a person has decided
    row.save()
    if described is not None:
        apply_edits(act, found, [described])
    if not changed:
        return row
    act.note(
        imported,
        old={name: old[name] for name in changed},
        new={"root": root} | {name: new[name] for name in changed},
    )
    return row


def changed_meanwhile() -> WrongState:
    """Another was quicker with what becomes of a text."""
    return WrongState(
        _("Somebody corrected this text meanwhile, or decided something else about it."),
        _("Look at it as it stands now, and do it again where it is still wanted."),
    )


def _key_of(value: Any) -> Any:
    return getattr(value, "pk", value)


def text_name(text: Text) -> str:
    """What a text is called where a decision about it is not whole."""
    return text.symbol or text.title or text.kind


def destination_faults(row: Destination, language: str) -> dict[str, StrOrPromise]:
    """What is missing in a decision, or does not go together. ``language``: that of the text."""
    faults: dict[str, StrOrPromise] = {}
    wanted = row.published_as
    if wanted == Destination.As.VERSION and row.instrument is None:
        faults["instrument"] = _("Choose the text of which this is a new version.")
    if wanted == Destination.As.LANGUAGE and (row.version is None or _is_withdrawn(row.version)):
        faults["version"] = _("Choose the version of which this is another language.")
    elif (
        wanted == Destination.As.LANGUAGE
        and row.version is not None
        and row.version.languages.filter(language=language).exists()
    ):
        faults["version"] = _("This version is there in this language already. Choose another.")
    if row.date and not is_partial_date(row.date):
        faults["date"] = _("Write the date as 2031-05-17, or 2031-05, or 2031.")
    if row.state not in VERSION.states:
        faults["state"] = _("Choose one of the states that are offered.")
    return faults


def _is_withdrawn(version: Version) -> bool:
    return Withdrawal.objects.filter(record=version.pk).exists()


@verb("instruments.publish_import")
@detect_concurrent_creation
def publish_import(act: Act, imported: Import, /, *, seen: str = "") -> list[Version]:
    """Publish every text of an import as it was decided; all of them, or none.

    Raises InvalidInput where nothing is to be published or a decision is not whole, WrongState where somebody
    published or corrected it meanwhile, or decided otherwise (``visible_remarks``: ``working.decided``).
    """
    row = lock_import(imported)
    if seen and seen != working_copy.decision_token(row):
        raise changed_meanwhile()
    moved = IMPORT.move(row, act.verb)
    wanted = {each.root: each for each in row.destinations.select_related("instrument", "version")}
    texts = [
        own
        for own in apart(working_copy.current_text(row))
        if wanted[own.root].published_as != "nothing"
    ]
    _lock_instruments([wanted[own.root] for own in texts])
    if not texts:
        raise InvalidInput(
            {"": _("Nothing is to be published: choose what becomes of a text first.")}
        )
    faults = {
        f"{own.root} {key}": f"{text_name(own.text)}{colon(get_language() or 'en')}{words}"
        for own in texts
        for key, words in destination_faults(wanted[own.root], own.text.language).items()
    }
    if faults:
        raise InvalidInput(faults)
    # All instruments before all versions: a report cites the resolution that is annexed to it.
    instruments: dict[str | None, Instrument] = {}
    again: dict[str, Version] = {}
    for own in texts:
        above = instruments.get(own.within)
        instruments[own.root] = _get_instrument(act, row, wanted[own.root], own.text, above, again)
    made = []
    for own in texts:
        try:
            version = _create_version(act, row, wanted[own.root], own.text, instruments[own.root])
        except TextError as error:  # it cannot be set beside the version that is here
            raise Fault(error.problem, error.mend) from error
        wanted[own.root].result = version
        wanted[own.root].save(update_fields=["result"])
        made.append(version)
    for root, gone in again.items():
        remove_titles(act, gone, dict(gone.languages.values_list("language", "title")))
        _update_symbol(act, instruments[root], gone, wanted[root].result)
    for own in texts:
        outer = wanted[own.within].result if own.within is not None else None
        if outer is not None:
            link_annex_heading(outer, own, instruments[own.root])
    row.ended_at = imported.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    imported.state = row.state
    act.note(row, old=moved["old"], new={**moved["new"], "versions": [each.pk for each in made]})
    return made


def _lock_instruments(rows: Iterable[Destination]) -> None:
    """Keep the texts that get a version or a language from others: of two that publish at once, one waits and sees."""
    keys = {row.instrument_id or (row.version and row.version.instrument_id) for row in rows}
    found = Instrument.objects.select_for_update(of=("self",)).filter(pk__in=keys - {None})
    list(found.order_by("pk"))


def _version_facts(row: Import, wanted: Destination) -> VersionFacts:
    return VersionFacts(
        kind=wanted.kind,
        body=wanted.body,
        label=wanted.label,
        state=wanted.state,
        date=wanted.date,
        authentic=wanted.authentic,
        file=row.file,
    )


def _get_instrument(
    act: Act,
    row: Import,
    wanted: Destination,
    text: Text,
    above: Instrument | None,
    again: dict[str, Version],
) -> Instrument:
    """The instrument of which the text is, or becomes, a version.

    ``edit_registration``: by root, the version with which it was withdrawn, where it was.
    """
    if wanted.published_as == Destination.As.LANGUAGE:
        assert wanted.version is not None  # asked in destination_faults
        return wanted.version.instrument
    if wanted.published_as == Destination.As.VERSION:
        assert wanted.instrument is not None  # asked in destination_faults
        instrument = wanted.instrument
        if (gone := lift_withdrawal(act, instrument)) is not None:  # it has a version again
            again[wanted.root] = gone
    else:
        instrument = create_instrument(text, _version_facts(row, wanted), annexed_to=above)
        act.note(instrument, new={"symbol": instrument.symbol, "kind": instrument.kind})
    if above is not None:
        add_relation(instrument.record, ANNEX_RELATION, above.record)
    return instrument


def _update_symbol(act: Act, text: Instrument, gone: Version, made: Version | None) -> None:
    """Where a text was withdrawn, and has another symbol now that it is published again, it goes by that."""
    assert made is not None  # it was published just now
    symbols = [
        {apart_of(each.symbol).symbol[:120] for each in version.languages.exclude(symbol="")}
        for version in (gone, made)
    ]
    was, now = text.symbol, next(iter(symbols[1]), "")
    if now and was in symbols[0] and was != now:
        text.symbol = now
        text.save(update_fields=["symbol"])
        rekey_instrument(text, was, text.kind)
        act.note(text, old={"symbol": was}, new={"symbol": now})


def _create_version(
    act: Act, row: Import, wanted: Destination, text: Text, instrument: Instrument
) -> Version:
    """The version with the text, or with one language more."""
    facts = _version_facts(row, wanted)
    if wanted.published_as == Destination.As.LANGUAGE:
        version = wanted.version
        assert version is not None  # asked in destination_faults
        create_language(version, text, facts)
        act.note(version, new={"language": text.language, "file": row.file.sha256})
        return version
    version = create_version(instrument, text, facts)
    new = {"state": version.state, "language": text.language, "file": row.file.sha256}
    act.note(version, new=new)
    if wanted.former and has_revisions(text):
        former = create_former_version(version, text, facts, wanted.former_label)
        act.note(former, new={"reconstructed_from": version.record.address})
    return version
