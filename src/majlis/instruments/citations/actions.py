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
    """Resolve a stub to a held text: its citations now lead there. Raises InvalidInput."""
    lock_instruments(stub, instrument)
    if stub.held or stub.became_id is not None:
        raise InvalidInput({"instrument": _("This text is already held in Majlis.")})
    if not instrument.held or instrument.pk == stub.pk:
        raise InvalidInput({"instrument": _("Select a text held in Majlis.")})
    replace_stub(stub, instrument)
    instrument.keys = list(dict.fromkeys([*instrument.keys, *stub.keys]))
    instrument.save(update_fields=["keys"])
    act.note(stub, old={"became": None}, new={"became": instrument.record.address})
    return instrument


@verb("instruments.unresolve_stub")
def unresolve_stub(act: Act, stub: Instrument, /) -> Instrument:
    """Undo the resolution of a stub: the citations lead to it again. Gives the text.

    Citations by the stub's symbol that were added later move to it too, unless the symbol is the
    text's own. Raises WrongState.
    """
    stub.refresh_from_db(fields=["became"])
    text = stub.became
    if text is None:
        raise WrongState()
    lock_instruments(stub, text)
    if stub.became_id != text.pk:
        raise WrongState()
    text_keys = {*keys_in_all_languages(text.symbol, text.kind), *keys_of_later_versions(text)}
    for each in Instrument.objects.filter(became=text).exclude(pk=stub.pk):
        text_keys |= {*each.keys}
    stub_keys = {*stub.keys} - text_keys
    rows = Citation.objects.filter(target=text)
    # Later citations by the stub's symbol, with or without the year, led to the text directly.
    values = [
        value
        for value in set(rows.values_list("value", flat=True))
        if stub_keys & (forms := {*lookup_keys(value)}) and not text_keys & forms
    ]
    pks = {each.pk for each in rows.filter(stub=stub) | rows.filter(value__in=values)}
    count = Citation.objects.filter(pk__in=pks).update(target=stub, stub=None)
    text.keys = [key for key in text.keys if key not in stub_keys]
    text.save(update_fields=["keys"])
    stub.became = None
    stub.save(update_fields=["became"])
    act.note(stub, old={"became": text.record.address, "citations": count}, new={"became": None})
    return text
