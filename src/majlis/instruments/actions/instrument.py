"""Verbs of instruments: what is known of one is corrected; a stub is said to be a text that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.instruments.actions.acts import plain
from majlis.instruments.actions.publish import or_say_so
from majlis.instruments.actions.version import change_words
from majlis.instruments.keying import key_anew
from majlis.instruments.kinds import InstrumentKind
from majlis.instruments.models import Citation, Instrument
from majlis.instruments.naming import keys_of
from majlis.instruments.publishing import hand_over
from majlis.kernel.errors import Faulty, WrongState
from majlis.kernel.verbs import Act, verb

FIELDS = ("kind", "symbol", "body", "body_words")


@verb("instruments.change_instrument")
@or_say_so
def change_instrument(
    act: Act, instrument: Instrument, /, *, titles: Mapping[str, str], reason: str, **values: Any
) -> Instrument:
    """Correct kind, symbol, body and titles of a text. Raises Faulty by field.

    ``titles``: language -> title. A new symbol is what citations are resolved by from now on, and those that were
    resolved by the wrong one are resolved again.
    """
    was = (instrument.symbol, instrument.kind)
    if values.get("kind", instrument.kind) not in InstrumentKind.values:
        raise Faulty({"kind": _("Choose one of the kinds that are offered.")})
    if not reason.strip():
        raise Faulty({"reason": _("Say why it is corrected.")})
    there = {
        each.language for each in instrument.record.wordings.filter(field="title") if each.text
    }
    if titles and not any(words.strip() for words in titles.values()) and there <= set(titles):
        raise Faulty({f"title_{min(titles)}": _("Write a title in at least one language.")})
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
    """Say that a text that others cite is one that is kept: what cited the stub cites it. Raises Faulty."""
    if stub.held or stub.became_id is not None:
        raise Faulty({"instrument": _("This text is kept already.")})
    if not instrument.held or instrument.pk == stub.pk:
        raise Faulty({"instrument": _("Choose a text that is kept here.")})
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
    now = Instrument.objects.select_for_update(of=("self",)).get(pk=stub.pk)
    if now.became_id is None:
        raise WrongState()
    text: Instrument = Instrument.objects.select_for_update(of=("self",)).get(pk=now.became_id)
    own = keys_of(text.symbol, text.kind, "en")
    others = [key for key in stub.keys if key not in own]
    found = Citation.objects.filter(Q(stub=stub) | Q(value__in=others), target=text)
    count = found.update(target=stub, stub=None)
    text.keys = [key for key in text.keys if key not in others]
    text.save(update_fields=["keys"])
    stub.became = None
    stub.save(update_fields=["became"])
    old = {"became": text.record.address, "citations": count}
    act.note(stub, old=old, new={"became": None})
    return text
