"""Verbs of stubs: resolve a stub to a held text, and undo that."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.instruments.citations.rekey import keys_in_all_languages, keys_of_later_versions
from majlis.instruments.citations.stubs import replace_stub
from majlis.instruments.core.editing import lock_instruments
from majlis.instruments.core.identifiers import lookup_keys
from majlis.instruments.models import Citation, Instrument
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.verbs import Act, verb


@verb("instruments.resolve_stub")
def resolve_stub(act: Act, stub: Instrument, /, *, instrument: Instrument) -> Instrument:
    """Say that a text that others cite is one that is kept: what cited the stub cites it. Raises InvalidInput."""
    lock_instruments(stub, instrument)
    if stub.held or stub.became_id is not None:
        raise InvalidInput({"instrument": _("This text is kept already.")})
    if not instrument.held or instrument.pk == stub.pk:
        raise InvalidInput({"instrument": _("Choose a text that is kept here.")})
    replace_stub(stub, instrument)
    instrument.keys = list(dict.fromkeys([*instrument.keys, *stub.keys]))
    instrument.save(update_fields=["keys"])
    act.note(stub, old={"became": None}, new={"became": instrument.record.address})
    return instrument


@verb("instruments.unresolve_stub")
def unresolve_stub(act: Act, stub: Instrument, /) -> Instrument:
    """Say that a text that others cite is not the one that it was said to be: what cited it cites it again.

    Later citations by its symbol come to it too, unless that is the text's own. Gives the text. Raises WrongState.
    """
    stub.refresh_from_db(fields=["became"])
    text = stub.became
    if text is None:
        raise WrongState()
    lock_instruments(stub, text)
    if stub.became_id != text.pk:
        raise WrongState()
    own = {*keys_in_all_languages(text.symbol, text.kind), *keys_of_later_versions(text)}
    for each in Instrument.objects.filter(became=text).exclude(pk=stub.pk):
        own |= {*each.keys}
    others = {*stub.keys} - own
    rows = Citation.objects.filter(target=text)
    # Later ones by its symbol, with the year or without it, went to the text at once.
    values = [
        value
        for value in set(rows.values_list("value", flat=True))
        if others & (forms := {*lookup_keys(value)}) and not own & forms
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
