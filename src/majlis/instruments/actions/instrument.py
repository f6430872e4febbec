"""Verbs of instruments: what is known of one is corrected; a stub is said to be a text that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.instruments.actions.acts import plain
from majlis.instruments.actions.publish import or_say_so
from majlis.instruments.actions.version import change_words
from majlis.instruments.keying import key_anew, keys_in_any_language, keys_of_later_versions
from majlis.instruments.kinds import InstrumentKind
from majlis.instruments.models import Citation, Instrument
from majlis.instruments.naming import found_by
from majlis.instruments.publishing import hand_over
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.verbs import Act, verb

FIELDS = ("kind", "symbol", "body", "body_words")


def _hold(*texts: Instrument) -> None:
    """Keep texts from others until the transaction ends, and read what they go by as it stands now."""
    keys = [each.pk for each in texts]
    rows = Instrument.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    list(rows.order_by("pk"))
    for each in texts:  # not the body: who may not see it does not have it
        each.refresh_from_db(fields=["kind", "symbol", "body_words", "keys", "held", "became"])


@verb("instruments.change_instrument")
@or_say_so
def change_instrument(
    act: Act, instrument: Instrument, /, *, titles: Mapping[str, str], reason: str, **values: Any
) -> Instrument:
    """Correct kind, symbol, body and titles of a text. Raises InvalidInput by field.

    ``titles``: language -> title. A new symbol is what citations are resolved by from now on, and those that were
    resolved by the wrong one are resolved again.
    """
    _hold(instrument)
    was = (instrument.symbol, instrument.kind)
    if values.get("kind", instrument.kind) not in InstrumentKind.values:
        raise InvalidInput({"kind": _("Choose one of the kinds that are offered.")})
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why it is corrected.")})
    there = {
        each.language for each in instrument.record.wordings.filter(field="title") if each.text
    }
    if titles and not any(words.strip() for words in titles.values()) and there <= set(titles):
        raise InvalidInput({f"title_{min(titles)}": _("Write a title in at least one language.")})
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name in FIELDS:
        if name in values and getattr(instrument, name) != values[name]:
            old[name] = plain(getattr(instrument, name))
            new[name] = plain(values[name])
            setattr(instrument, name, values[name])
    change_words(instrument.record, "title", titles, old, new)
    if not new:
        act.unchanged()
        return instrument
    instrument.save(update_fields=[name for name in FIELDS if name in new])
    if "symbol" in new or "kind" in new:
        key_anew(instrument, *was)
    act.note(instrument, old=old, new=new, reason=reason)
    return instrument


@verb("instruments.resolve_stub")
def resolve_stub(act: Act, stub: Instrument, /, *, instrument: Instrument) -> Instrument:
    """Say that a text that others cite is one that is kept: what cited the stub cites it. Raises InvalidInput."""
    _hold(stub, instrument)
    if stub.held or stub.became_id is not None:
        raise InvalidInput({"instrument": _("This text is kept already.")})
    if not instrument.held or instrument.pk == stub.pk:
        raise InvalidInput({"instrument": _("Choose a text that is kept here.")})
    hand_over(stub, instrument)
    instrument.keys = list(dict.fromkeys([*instrument.keys, *stub.keys]))
    instrument.save(update_fields=["keys"])
    act.note(stub, old={"became": None}, new={"became": instrument.record.address})
    return instrument


@verb("instruments.part_stub")
def part_stub(act: Act, stub: Instrument, /) -> Instrument:
    """Say that a text that others cite is not the one that it was said to be: what cited it cites it again.

    Later citations by its symbol come to it too, unless that is the text's own. Gives the text. Raises WrongState.
    """
    stub.refresh_from_db(fields=["became"])
    text = stub.became
    if text is None:
        raise WrongState()
    _hold(stub, text)
    if stub.became_id != text.pk:
        raise WrongState()
    own = {*keys_in_any_language(text.symbol, text.kind), *keys_of_later_versions(text)}
    for each in Instrument.objects.filter(became=text).exclude(pk=stub.pk):
        own |= {*each.keys}
    others = {*stub.keys} - own
    rows = Citation.objects.filter(target=text)
    # Later ones by its symbol, with the year or without it, went to the text at once.
    values = [
        value
        for value in set(rows.values_list("value", flat=True))
        if others & (forms := {*found_by(value)}) and not own & forms
    ]
    keys = {each.pk for each in rows.filter(stub=stub) | rows.filter(value__in=values)}
    count = Citation.objects.filter(pk__in=keys).update(target=stub, stub=None)
    text.keys = [key for key in text.keys if key not in others]
    text.save(update_fields=["keys"])
    stub.became = None
    stub.save(update_fields=["became"])
    old = {"became": text.record.address, "citations": count}
    act.note(stub, old=old, new={"became": None})
    return text
