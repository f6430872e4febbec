"""Verbs of instruments: what is known of one is corrected; a stub is said to be a text that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.instruments.kinds import InstrumentKind
from majlis.instruments.models import Instrument
from majlis.instruments.naming import keys_of
from majlis.instruments.publishing import hand_over
from majlis.kernel.errors import Faulty
from majlis.kernel.languages import BY_CODE
from majlis.kernel.records import set_words
from majlis.kernel.verbs import Act, verb

FIELDS = ("kind", "symbol", "body", "body_words")


@verb("instruments.change_instrument")
def change_instrument(
    act: Act, instrument: Instrument, /, *, titles: Mapping[str, str], reason: str, **values: Any
) -> Instrument:
    """Correct kind, symbol, body and titles of a text. Raises Faulty by field.

    ``titles``: language -> title. A new symbol is what citations are resolved by from now on; those that were
    resolved stay.
    """
    if values.get("kind", instrument.kind) not in InstrumentKind.values:
        raise Faulty({"kind": _("Choose one of the kinds that are offered.")})
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name in FIELDS:
        if name in values and getattr(instrument, name) != values[name]:
            old[name] = getattr(getattr(instrument, name), "pk", getattr(instrument, name))
            new[name] = getattr(values[name], "pk", values[name])
            setattr(instrument, name, values[name])
    if "symbol" in new or "kind" in new:
        keys = keys_of(instrument.symbol, instrument.kind, "en")
        instrument.keys = list(dict.fromkeys([*keys, *instrument.keys]))
    for code, words in titles.items():
        was = instrument.say("title", code)
        now = words.strip()
        if code in BY_CODE and now and (was.language != code or was.text != now):
            old[f"title.{code}"] = was.text if was.language == code else ""
            new[f"title.{code}"] = now
            set_words(instrument.record, "title", code, now)
    if not new:
        act.unchanged()
        return instrument
    instrument.save()
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
    act.note(stub, old={"became": None}, new={"became": instrument.pk})
    return instrument
