"""Verbs that set the destination of each text of an import, and publish the import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from majlis.instruments.acts.actions import ACT_FIELDS, create_act
from majlis.instruments.citations.rekey import rekey_instrument
from majlis.instruments.core.editing import detect_concurrent_creation
from majlis.instruments.core.identifiers import split_symbol
from majlis.instruments.imports import working_copy
from majlis.instruments.imports.actions import apply_edits, lock_import
from majlis.instruments.imports.targets import DESTINATION_FIELDS, DestinationValues
from majlis.instruments.lifecycle import ADOPTED, IMPORT, IN_FORCE, VERSION
from majlis.instruments.models import (
    ActKind,
    Destination,
    Import,
    Instrument,
    Version,
    Withdrawal,
)
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
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.editing import audit_values
from majlis.kernel.errors import Fault, InvalidInput, StrOrPromise, WrongState
from majlis.kernel.records import add_relation
from majlis.kernel.verbs import Act, verb
from majlis.look.formats import clause_separator, colon
from majlis.parties.models.body import is_partial_date
from majlis.textkit.edit import Edit
from majlis.textkit.errors import TextError
from majlis.textkit.model import Text
from majlis.textkit.parts import apart as split_texts
from majlis.textkit.views import has_revisions

ANNEX_RELATION = "annexed to"
"""The name of the relation of an annex to its parent text."""


@verb("instruments.set_destination")
def set_destination(
    act: Act,
    imported: Import,
    /,
    *,
    root: str,
    described: Edit | None = None,
    seen: str = "",
    **values: Unpack[DestinationValues],
) -> Destination:
    """Set the destination of one text in a file, and correct its own symbol, title and kind.

    ``seen`` is the ``working_copy.decision_token`` that the user saw. Raises InvalidInput by field,
    and WrongState where the import was published, corrected or decided since.
    """
    locked = lock_import(imported)
    row = locked.destinations.filter(root=root).first()
    if row is None or (seen and seen != working_copy.decision_token(locked, root)):
        raise destination_conflict()
    old, old_body = _audit_values(row), row.body_id
    for name, value in values.items():
        setattr(row, name, value)
    faults = destination_faults(row, locked.language)
    if faults:
        raise InvalidInput(faults)
    new = _audit_values(row)
    changed = [name for name in DESTINATION_FIELDS if new[name] != old[name]]
    if not changed and described is None:
        act.unchanged()
        return row
    row.body_line = ""  # a person has decided
    row.save()
    if "body" in changed:
        _pass_body_on(act, locked, row, old_body)
    if described is not None:
        apply_edits(act, locked, [described])
    if not changed:
        return row
    act.note(
        imported,
        old={name: old[name] for name in changed},
        new={"root": root} | {name: new[name] for name in changed},
    )
    return row


def _pass_body_on(act: Act, imported: Import, parent: Destination, old: int | None) -> None:
    """Give the new body to the annexes that had the old one from their parent text."""
    roots = [
        own.root
        for own in split_texts(working_copy.current_text(imported))
        if own.within == parent.root and not own.text.body
    ]
    for annex in imported.destinations.filter(root__in=roots, body=old, body_line=""):
        annex.body = parent.body
        annex.save(update_fields=["body"])
        new = {"root": annex.root, "body": annex.body_id}
        act.note(imported, old={"body": old}, new=new)


def select_text(actor: Actor, imported: Import, root: str, *, selected: bool, seen: str) -> None:
    """Select one text of a file for publication, or leave it out, each with the texts annexed to it.

    ``seen`` is the ``working_copy.decision_token`` of the text that the user saw. Raises as
    ``set_destination`` does.
    """
    owns = split_texts(working_copy.current_text(imported))
    roots = [root]
    for own in owns:  # in reading order: what is annexed stands behind what it is annexed to
        if own.within in roots and own.within and own.root not in roots:
            roots.append(own.root)
    with transaction.atomic():
        rows = {each.root: each for each in imported.destinations.filter(root__in=roots)}
        if root not in rows:
            raise destination_conflict()
        for each in roots:
            set_destination(
                actor,
                imported,
                root=each,
                seen=seen if each == root else "",
                published_as=_selected_use(rows[each]) if selected else Destination.As.NOTHING,
            )


def _selected_use(row: Destination) -> str:
    """What a text is published as that was left out: as before, by the text or version it belongs to."""
    if row.version_id is not None:
        return Destination.As.LANGUAGE
    return Destination.As.VERSION if row.instrument_id is not None else Destination.As.INSTRUMENT


def destination_conflict() -> WrongState:
    """The error where another user changed the destination of a text."""
    return WrongState(
        _("Another user has changed this text or its publication settings."),
        _("Check the current text, then repeat your change if needed."),
    )


def _audit_values(row: Destination) -> dict[str, str | int | bool | None]:
    return {name: getattr(row, f"{name}_id", getattr(row, name)) for name in DESTINATION_FIELDS}


def _name_in_error(text: Text) -> str:
    """The name of a text in an error about its destination."""
    return text.symbol or text.title or text.kind


def destination_faults(row: Destination, language: str) -> dict[str, StrOrPromise]:
    """The errors of a destination, by field; ``language`` is that of the text."""
    faults: dict[str, StrOrPromise] = {}
    published_as = row.published_as
    if published_as == Destination.As.VERSION and row.instrument is None:
        faults["instrument"] = _("Select the text to which this version is added.")
    if published_as == Destination.As.LANGUAGE and (
        row.version is None or _is_withdrawn(row.version)
    ):
        faults["version"] = _("Select the version to which this language is added.")
    elif (
        published_as == Destination.As.LANGUAGE
        and row.version is not None
        and row.version.languages.filter(language=language).exists()
    ):
        faults["version"] = _(
            "This version already exists in this language. Select another version."
        )
    if row.date and not is_partial_date(row.date):
        faults["date"] = _("Enter a date as 2026, 2026-04 or 2026-04-17.")
    if row.state not in VERSION.states:
        faults["state"] = _("Select a status from the list.")
    return faults


def _is_withdrawn(version: Version) -> bool:
    return Withdrawal.objects.filter(record=version.pk).exists()


@verb("instruments.publish_import")
@detect_concurrent_creation
def publish_import(act: Act, imported: Import, /, *, seen: str = "") -> list[Version]:
    """Publish every text of an import at its destination; all of them or none.

    Raises InvalidInput where nothing is to be published or a destination is incomplete, WrongState
    where it was published, corrected or decided since (``seen``: ``working_copy.decision_token``),
    and ConcurrentCreation.
    """
    row = lock_import(imported)
    if seen and seen != working_copy.decision_token(row):
        raise destination_conflict()
    moved = IMPORT.move(row, act.verb)
    destinations = {
        each.root: each for each in row.destinations.select_related("instrument", "version")
    }
    texts = [
        own
        for own in split_texts(working_copy.current_text(row))
        if destinations[own.root].published_as != "nothing"
    ]
    _lock_instruments([destinations[own.root] for own in texts])
    if not texts:
        raise InvalidInput(
            {"": _("No text is selected for publication. Change the publication settings first.")}
        )
    faults = {
        f"{own.root} {key}": f"{_name_in_error(own.text)}{colon(get_language() or 'en')}{words}"
        for own in texts
        for key, words in destination_faults(destinations[own.root], own.text.language).items()
    }
    if faults:
        raise InvalidInput(faults)
    # All instruments before all versions: a report may cite the resolution annexed to it.
    instruments: dict[str | None, Instrument] = {}
    restored: dict[str, Version] = {}
    for own in texts:
        above = instruments.get(own.within)
        instruments[own.root] = _get_instrument(
            act, row, destinations[own.root], own.text, above, restored
        )
    versions = []
    for own in texts:
        try:
            version = _create_version(
                act, row, destinations[own.root], own.text, instruments[own.root]
            )
        except TextError as error:  # the text cannot be aligned with the version
            raise Fault(error.problem, error.mend) from error
        destinations[own.root].result = version
        destinations[own.root].save(update_fields=["result"])
        versions.append(version)
    for root, withdrawn in restored.items():
        remove_titles(act, withdrawn, dict(withdrawn.languages.values_list("language", "title")))
        _update_symbol(act, instruments[root], withdrawn, destinations[root].result)
    for own in texts:
        outer = destinations[own.within].result if own.within is not None else None
        if outer is not None:
            link_annex_heading(outer, own, instruments[own.root])
    row.ended_at = imported.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    imported.state = row.state
    act.note(
        row, old=moved["old"], new={**moved["new"], "versions": [each.pk for each in versions]}
    )
    return versions


def _lock_instruments(rows: Iterable[Destination]) -> None:
    """Lock the texts that get a version or a language; a concurrent publication waits."""
    keys = {row.instrument_id or (row.version and row.version.instrument_id) for row in rows}
    instruments = Instrument.objects.select_for_update(of=("self",)).filter(pk__in=keys - {None})
    list(instruments.order_by("pk"))


def _version_facts(row: Import, destination: Destination) -> VersionFacts:
    return VersionFacts(
        kind=destination.kind,
        body=destination.body,
        label=destination.label,
        state=destination.state,
        date=destination.date,
        authentic=destination.authentic,
        file=row.file,
    )


def _get_instrument(
    act: Act,
    row: Import,
    destination: Destination,
    text: Text,
    above: Instrument | None,
    restored: dict[str, Version],
) -> Instrument:
    """The instrument for a text, created where its destination is a new one.

    ``restored`` collects, by root, the withdrawn version of an instrument that is published again.
    """
    if destination.published_as == Destination.As.LANGUAGE:
        assert destination.version is not None  # checked by destination_faults
        return destination.version.instrument
    if destination.published_as == Destination.As.VERSION:
        assert destination.instrument is not None  # checked by destination_faults
        instrument = destination.instrument
        if (
            withdrawn := lift_withdrawal(act, instrument)
        ) is not None:  # a new version restores the text
            restored[destination.root] = withdrawn
    else:
        instrument = create_instrument(text, _version_facts(row, destination), annexed_to=above)
        act.note(instrument, new={"symbol": instrument.symbol, "kind": instrument.kind})
    if above is not None:
        add_relation(instrument.record, ANNEX_RELATION, above.record)
    return instrument


def _update_symbol(
    act: Act, instrument: Instrument, withdrawn: Version, published: Version | None
) -> None:
    """Give a republished text its new symbol, where the old one came from the withdrawn version."""
    assert published is not None  # publish_import has set it
    symbols = [
        {split_symbol(each.symbol).symbol[:120] for each in version.languages.exclude(symbol="")}
        for version in (withdrawn, published)
    ]
    before, symbol = instrument.symbol, next(iter(symbols[1]), "")
    if symbol and before in symbols[0] and before != symbol:
        instrument.symbol = symbol
        instrument.save(update_fields=["symbol"])
        rekey_instrument(instrument, before, instrument.kind)
        act.note(instrument, old={"symbol": before}, new={"symbol": symbol})


def _create_version(
    act: Act, row: Import, destination: Destination, text: Text, instrument: Instrument
) -> Version:
    """The version with the text, or with the text as a further language."""
    facts = _version_facts(row, destination)
    if destination.published_as == Destination.As.LANGUAGE:
        version = destination.version
        assert version is not None  # checked by destination_faults
        create_language(version, text, facts)
        act.note(version, new={"language": text.language, "file": row.file.sha256})
        return version
    version = create_version(instrument, text, facts)
    new = {"state": version.state, "language": text.language, "file": row.file.sha256}
    act.note(version, new=new)
    if destination.meeting and destination.state in (ADOPTED, IN_FORCE):
        _record_adoption(act, version, destination, text)
    if destination.former and has_revisions(text):
        former = create_former_version(version, text, facts, destination.former_label)
        act.note(former, new={"reconstructed_from": version.record.address})
    return version


def _record_adoption(act: Act, version: Version, destination: Destination, text: Text) -> None:
    """Record that the body adopted the version at the meeting; a body that is not listed by its name."""
    named = [] if destination.body else [text.body]
    separator = clause_separator(get_language() or "en")
    deciding = create_act(
        version,
        {
            "kind": ActKind.ADOPTS,
            "body": destination.body,
            "date": destination.date,
            "words": separator.join(filter(None, (*named, destination.meeting)))[:200],
        },
    )
    act.note(version, new={"act": deciding.pk} | audit_values(deciding, ACT_FIELDS))
