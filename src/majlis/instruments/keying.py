"""A text had a wrong symbol: it goes by the right one only, and what cited either is resolved again.

Helpers for the verb; it writes the audit entry.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from majlis.commons.search.tasks import refresh
from majlis.instruments.cite import cite, gather, resolve
from majlis.instruments.kinds import kind_of
from majlis.instruments.models import Citation, Instrument, LanguageVersion, ProvisionWording
from majlis.instruments.naming import apart, found_by, keys_of
from majlis.instruments.publishing import hand_over, is_meant
from majlis.kernel.languages import LANGUAGE_CODES


def key_anew(instrument: Instrument, symbol: str, kind: str) -> None:
    """Have a text be found by the symbol it has now, and no more by the wrong one that it had.

    Keys that its later versions give by their own symbols stay, and those of stubs that a person said it is.
    """
    own = keys_in_any_language(instrument.symbol, instrument.kind)
    wrong = {key for code in LANGUAGE_CODES for key in keys_of(symbol, kind, code)}
    gone = wrong - {*own, *keys_of_later_versions(instrument)}
    kept = [key for key in instrument.keys if key not in gone]
    instrument.keys = list(dict.fromkeys([*own, *kept]))
    instrument.save(update_fields=["keys"])
    left = Instrument.objects.filter(became=instrument, keys__0__in=gone)
    touched = set(left.values_list("pk", flat=True))
    left.update(became=None)
    touched |= _cited_again(instrument, gone)
    touched |= _taken_over(instrument, own)
    Citation.objects.filter(target=instrument, version__instrument=instrument).delete()
    if touched:
        refresh.enqueue(sorted(touched))


def take_stubs(instrument: Instrument) -> None:
    """Have those who cited a text while it was withdrawn, and were led to a stub, cite it."""
    if found := _taken_over(instrument, instrument.keys):
        refresh.enqueue(sorted(found))


def _taken_over(instrument: Instrument, keys: list[str]) -> set[int]:
    """Let stubs that go by one of the keys, and mean the text, hand over who cites them; gives these."""
    found = set()
    waiting = Instrument.objects.filter(keys__overlap=keys, held=False, became=None) if keys else []
    for each in waiting:
        if is_meant(each, instrument.body, keys, instrument.body_words):
            hand_over(each, instrument)
            instrument.keys = list(dict.fromkeys([*instrument.keys, *each.keys]))
            instrument.save(update_fields=["keys"])
            found.add(each.pk)
    gather(instrument)
    return found


def keys_in_any_language(symbol: str, kind: str) -> list[str]:
    """The keys of a symbol in whatever language it is written."""
    found = [keys_of(symbol, kind, code) for code in ("en", *LANGUAGE_CODES)]
    return next((keys for keys in found if keys and keys[0] != symbol.strip()), found[0])


def keys_of_later_versions(instrument: Instrument) -> set[str]:
    """The keys of the symbols that its versions bear, but for the one that it was made with."""
    said = LanguageVersion.objects.filter(version__instrument=instrument).exclude(symbol="")
    first = instrument.versions.order_by("pk").first()
    return {
        key
        for each in said.exclude(version=first)
        for key in keys_of(
            apart(each.symbol).symbol, kind_of(each.kind or instrument.kind), each.language
        )
    }


def _cited_again(instrument: Instrument, gone: Collection[str]) -> set[int]:
    """Resolve again what went by these keys; gives the stubs that are cited now."""
    rows: Any = Citation.objects.filter(target=instrument).select_related("version__instrument")
    moved: dict[Instrument, list[Citation]] = {}
    for each in rows.exclude(wording__provision__kind="annex", start=0):  # the heading of itself
        forms = set(found_by(each.value))
        if forms & set(gone) and not forms & set(instrument.keys):
            moved.setdefault(each.version.instrument, []).append(each)
    targets: list[Instrument] = []
    for citing, cited in moved.items():
        found = resolve({each.value for each in cited}, citing)
        for each in cited:
            each.target = found[each.value]
        Citation.objects.bulk_update(cited, ["target"])
        targets += found.values()
    # What it said of the other text counted as naming itself.
    words = ProvisionWording.objects.filter(provision__version__instrument=instrument)
    other = words.exclude(provision__kind__in=("title", "heading", "annex")).exclude(text="")
    made = cite(list(other.select_related("provision")), instrument, among=gone)
    targets += (each.target for each in made)
    return {each.pk for each in targets if not each.held}
