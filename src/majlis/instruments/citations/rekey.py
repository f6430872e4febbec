"""A corrected symbol: the keys of an instrument are replaced, and the citations that used either symbol are resolved again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from majlis.commons.search.tasks import refresh
from majlis.instruments.citations.resolve import resolve_citations, save_citations
from majlis.instruments.citations.stubs import claim_citations, replace_stub, stub_stands_for
from majlis.instruments.core.identifiers import lookup_keys, split_symbol, symbol_keys
from majlis.instruments.models import Citation, Instrument, LanguageVersion, ProvisionWording
from majlis.instruments.models.choices import kind_for
from majlis.kernel.languages import LANGUAGE_CODES


def rekey_instrument(instrument: Instrument, symbol: str, kind: str) -> None:
    """Have a text be found by the symbol it has now, and no more by the wrong one that it had.

    Keys that its later versions give by their own symbols stay, and those of stubs that a person said it is.
    """
    own = keys_in_all_languages(instrument.symbol, instrument.kind)
    wrong = {key for code in LANGUAGE_CODES for key in symbol_keys(symbol, kind, code)}
    gone = wrong - {*own, *keys_of_later_versions(instrument)}
    kept = [key for key in instrument.keys if key not in gone]
    instrument.keys = list(dict.fromkeys([*own, *kept]))
    instrument.save(update_fields=["keys"])
    left = Instrument.objects.filter(became=instrument, keys__0__in=gone)
    touched = set(left.values_list("pk", flat=True))
    left.update(became=None)
    touched |= _resolve_again(instrument, gone)
    touched |= _replace_stubs(instrument, own)
    Citation.objects.filter(target=instrument, version__instrument=instrument).delete()
    if touched:
        refresh.enqueue(sorted(touched))


def claim_stubs(instrument: Instrument) -> None:
    """Have those who cited a text while it was withdrawn, and were led to a stub, cite it."""
    if found := _replace_stubs(instrument, instrument.keys):
        refresh.enqueue(sorted(found))


def _replace_stubs(instrument: Instrument, keys: list[str]) -> set[int]:
    """Let stubs that go by one of the keys, and mean the text, hand over who cites them; gives these."""
    found = set()
    waiting = Instrument.objects.filter(keys__overlap=keys, held=False, became=None) if keys else []
    for each in waiting:
        if stub_stands_for(each, instrument.body, keys, instrument.body_words):
            replace_stub(each, instrument)
            instrument.keys = list(dict.fromkeys([*instrument.keys, *each.keys]))
            instrument.save(update_fields=["keys"])
            found.add(each.pk)
    claim_citations(instrument)
    return found


def keys_in_all_languages(symbol: str, kind: str) -> list[str]:
    """The keys of a symbol in whatever language it is written."""
    found = [symbol_keys(symbol, kind, code) for code in ("en", *LANGUAGE_CODES)]
    return next((keys for keys in found if keys and keys[0] != symbol.strip()), found[0])


def keys_of_later_versions(instrument: Instrument) -> set[str]:
    """The keys of the symbols that its versions bear, but for the one that it was made with."""
    said = LanguageVersion.objects.filter(version__instrument=instrument).exclude(symbol="")
    first = instrument.versions.order_by("pk").first()
    return {
        key
        for each in said.exclude(version=first)
        for key in symbol_keys(
            split_symbol(each.symbol).symbol, kind_for(each.kind or instrument.kind), each.language
        )
    }


def _resolve_again(instrument: Instrument, gone: Collection[str]) -> set[int]:
    """Resolve again what went by these keys; gives the stubs that are cited now."""
    rows: Any = Citation.objects.filter(target=instrument).select_related("version__instrument")
    moved: dict[Instrument, list[Citation]] = {}
    for each in rows.exclude(wording__provision__kind="annex", start=0):  # the heading of itself
        forms = set(lookup_keys(each.value))
        if forms & set(gone) and not forms & set(instrument.keys):
            moved.setdefault(each.version.instrument, []).append(each)
    targets: list[Instrument] = []
    for citing, cited in moved.items():
        found = resolve_citations({each.value for each in cited}, citing)
        for each in cited:
            each.target = found[each.value]
        Citation.objects.bulk_update(cited, ["target"])
        targets += found.values()
    # What it said of the other text counted as naming itself.
    words = ProvisionWording.objects.filter(provision__version__instrument=instrument)
    other = words.exclude(provision__kind__in=("title", "heading", "annex")).exclude(text="")
    made = save_citations(list(other.select_related("provision")), instrument, among=gone)
    targets += (each.target for each in made)
    return {each.pk for each in targets if not each.held}
