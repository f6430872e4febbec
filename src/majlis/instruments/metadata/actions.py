"""Verbs that correct the metadata of an instrument or a version, and mark variants."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from majlis.instruments.acts.actions import supersede_others
from majlis.instruments.citations.rekey import rekey_instrument
from majlis.instruments.core.editing import (
    INVALID_DATE,
    change_wordings,
    detect_concurrent_creation,
    lock_instrument,
    lock_instruments,
)
from majlis.instruments.lifecycle import IN_FORCE, VERSION
from majlis.instruments.models import Instrument, Version
from majlis.instruments.models.choices import InstrumentKind
from majlis.instruments.publication.ordering import place_version
from majlis.kernel.editing import audit_value, note_changes, require_reason, set_values
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Body
from majlis.parties.models.body import is_partial_date


@verb("instruments.change_version")
def change_version(
    act: Act,
    version: Version,
    /,
    *,
    labels: Mapping[str, str],
    reason: str,
    **values: Body | str | None,
) -> Version:
    """Correct a version: its labels by language, date and body, and a state set by mistake. The address stays.

    Raises InvalidInput by field.
    """
    lock_instrument(version.instrument_id)
    current = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    faults: dict[str, StrOrPromise] = {}
    if values.get("date") and not is_partial_date(str(values["date"])):
        faults["date"] = INVALID_DATE
    if values.get("state", current.state) not in VERSION.states:
        faults["state"] = _("Select a status from the list.")
    if not reason.strip():
        faults["reason"] = _("Enter a reason for the correction.")
    if faults:
        raise InvalidInput(faults)
    old: dict[str, JSON] = {}
    new: dict[str, JSON] = {}
    for name in ("state", "date", "body"):
        before = getattr(current, name)
        setattr(version, name, after := values.get(name, before))
        if after != before:
            old[name], new[name] = audit_value(before), audit_value(after)
    change_wordings(version.record, "label", labels, old, new)
    if new:
        version.save(update_fields=["state", "date", "body"])
        place_version(version)
    note_changes(act, version, old, new, reason)
    if new.get("state") == IN_FORCE:
        supersede_others(act, version)
    return version


@verb("instruments.mark_variant")
def mark_variant(act: Act, version: Version, /, *, of: Version | None, reason: str = "") -> Version:
    """Mark a version as the same one adopted by another body in other words (``of``); None removes the mark.

    Both stay, and both can be in force. Raises InvalidInput (``variant_of``).
    """
    lock_instrument(version.instrument_id)
    if version.variant_of_id == (of.pk if of else None):
        act.unchanged()
        return version
    if of is not None:
        _check_variant(version, of)
    former = version.variant_of
    version.variant_of = of
    version.save(update_fields=["variant_of"])
    act.note(
        version,
        old={"variant_of": former.record.address if former else None},
        new={"variant_of": of.record.address if of else None},
        reason=reason,
    )
    return version


def _check_variant(version: Version, of: Version) -> None:
    error: StrOrPromise = ""
    if of.pk == version.pk or of.instrument_id != version.instrument_id:
        error = _("Select another version of the same text.")
    elif of.reconstructed_from_id is not None or version.reconstructed_from_id is not None:
        error = _("A reconstructed version was never adopted. Select a published version.")
    elif of.variant_of_id is not None:
        error = _("That version is itself a variant. Select the version it varies from.")
    elif version.variants.exists():
        error = _("Other versions are variants of this one. Change those versions instead.")
    if error:
        raise InvalidInput({"variant_of": error})


INSTRUMENT_FIELDS = ("kind", "symbol", "body", "body_words")


@verb("instruments.change_instrument")
@detect_concurrent_creation
def change_instrument(
    act: Act,
    instrument: Instrument,
    /,
    *,
    titles: Mapping[str, str],
    reason: str,
    **values: Body | str | None,
) -> Instrument:
    """Correct the kind, symbol, body and titles of a text. Raises InvalidInput by field.

    ``titles`` maps languages to titles. Citations resolve by the new symbol from then on, and those
    that resolved by the old one are resolved again.
    """
    lock_instruments(instrument)
    former_key = (instrument.symbol, instrument.kind)
    if values.get("kind", instrument.kind) not in InstrumentKind.values:
        raise InvalidInput({"kind": _("Select a kind from the list.")})
    require_reason(reason, _("Enter a reason for the correction."))
    titled = {
        each.language for each in instrument.record.wordings.filter(field="title") if each.text
    }
    if titles and not any(words.strip() for words in titles.values()) and titled <= set(titles):
        raise InvalidInput({f"title_{min(titles)}": _("Enter a title in at least one language.")})
    old, new = set_values(instrument, INSTRUMENT_FIELDS, values)
    change_wordings(instrument.record, "title", titles, old, new)
    instrument.save(update_fields=[name for name in INSTRUMENT_FIELDS if name in new])
    if "symbol" in new or "kind" in new:
        rekey_instrument(instrument, *former_key)
    note_changes(act, instrument, old, new, reason)
    return instrument
