"""Formats citations: names of texts, versions and provisions in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language, override, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments.core.identifiers import in_sentence_case, split_symbol
from majlis.instruments.models import LanguageVersion, Provision, ProvisionWording, Version
from majlis.instruments.models.provision import NAMES, NUMBERED_NAMES
from majlis.look import formats
from majlis.look.bidi import (
    MixedText,
    as_html,
    directions,
    filled,
    foreign_part,
    has_isolates,
    isolate,
    join_pieces,
    joined,
)
from majlis.look.languages import direction_of

_DECIMAL = re.compile(r"(?P<levels>\d+(?:\.\d+)+)(?P<rest>\D*)")
_BRACKET = re.compile("[()（）]")
_AFTER_NUMBER = re.compile(r"(?<=\d)(?=[^\W\d])")
_LAST_NUMBER = re.compile(r"_(\d+)(?:-\w\w)?$")
_FINAL_STOP = re.compile(r"(?<=[\w)\]）])[.．、:：\s–—-]+$")
SYMBOL_NAMES = {
    "draft resolution": pgettext_lazy("symbol of a text", "Draft Resolution %(number)s"),
    "draft decision": pgettext_lazy("symbol of a text", "Draft Decision %(number)s"),
    "resolution": pgettext_lazy("symbol of a text", "Resolution %(number)s"),
    "decision": pgettext_lazy("symbol of a text", "Decision %(number)s"),
    "recommendation": pgettext_lazy("symbol of a text", "Recommendation %(number)s"),
    "opinion": pgettext_lazy("symbol of a text", "Opinion %(number)s"),
}
"""Symbols of texts that consist of a kind and a number."""
LONGEST_HEADING = 80
"""Maximal characters of a heading in the name of a provision."""


def bare_label(label: str) -> str:
    """A label without its final punctuation: "2." and "2 -" as 2, "(a)" as (a)."""
    return _FINAL_STOP.sub("", label.strip())


def number_for_reader(label: str, number: str, text_language: str) -> str:
    """The number of a provision as the reader writes it.

    In the language of the text as printed (``label``), and so where the reader's language prints it
    alike; else the normalised ``number``, whose decimals an Arabic reader counts from the right:
    3.14 is 14.3.
    """
    language, printed = get_language() or "en", bare_label(label)
    if not number or text_language in ("", language):
        return printed
    if decimal := _DECIMAL.fullmatch(number):
        levels = decimal["levels"].split(".")
        ordered = levels[::-1] if direction_of(language) == "rtl" else levels
        return f"{'.'.join(ordered)}{decimal['rest']}"
    if printed.isascii():
        return printed
    number = _AFTER_NUMBER.sub(" ", number)
    return f"({number})" if _BRACKET.search(printed) else number


def wording_number(wording: ProvisionWording | None) -> str:
    """The number of the provision of a wording as the reader writes it; empty without one."""
    return (
        number_for_reader(wording.label, wording.number, wording.language)
        if wording is not None
        else ""
    )


def provision_name(provision: Provision, wording: ProvisionWording | None = None) -> str:
    """The kind of a provision with its own number, for links; ``wording``: one of its wordings, if it has any."""
    number = wording_number(wording)
    if not number and (match := _LAST_NUMBER.search(provision.eid)):
        number = match[1]
    return numbered_name(provision.kind, number)


def numbered_name(kind: str, number: str) -> str:
    """A kind of provision with its number in the reader's language: "operative paragraph 2"."""
    if not number:
        return str(NAMES[kind])
    language = get_language() or "en"
    return str(NUMBERED_NAMES[kind]) % {"number": isolate(number, language)}


def localized_symbol(symbol: str, language: str) -> str:
    """A symbol of an English kind and a number ("Resolution 27") in a language; others are unchanged."""
    symbol = in_sentence_case(symbol)
    for kind, name in SYMBOL_NAMES.items():
        number = symbol[len(kind) + 1 :]
        if number and symbol.lower().startswith(f"{kind} "):
            with override(language):
                return str(name) % {"number": number}
    return symbol


def provision_reference(chain: Sequence[tuple[Provision, ProvisionWording | None]]) -> str:
    """The name of a provision in a citation; ``chain``: its ancestors with their wordings, then itself."""
    provision, wording = chain[-1]
    language = get_language() or "en"
    path = _number_path(
        [
            words
            for each, words in chain
            if words is not None and each.kind in ("preambular", "operative", "paragraph")
        ]
    )
    for each, words in reversed(chain[:-1]):
        if each.kind == "heading" and words is not None and 0 < len(words.text) <= LONGEST_HEADING:
            heading = words.text.strip().rstrip(":：،,")
            if not path:
                return foreign_part(heading, words.language, language)
            if words.language == language:
                return f"{heading}{formats.gap(language)}{path}"
            if direction_of(language) == "rtl" and direction_of(words.language) == "ltr":
                # The number goes with the heading: apart from it, it would stand before its first word.
                return foreign_part(f"{heading} {path}", words.language, language)
            return joined(foreign_part(heading, words.language, language), " ", path)
    if not path:
        return provision_name(provision, wording)
    return numbered_name(provision.kind, path)


def _number_path(wordings: Sequence[ProvisionWording]) -> str:
    """The numbers of nested provisions, the outermost first; a decimal has those above it in itself."""
    numbers = [each.number for each in wordings]
    shown = [
        wording_number(each)
        for n, each in enumerate(wordings)
        if not any(_is_under(each.number, later) for later in numbers[n + 1 :])
    ]
    return " ".join(each for each in shown if each)


def _is_under(number: str, other: str) -> bool:
    """Whether a decimal is one under a number: 3.14 under 3."""
    return bool(number) and _DECIMAL.fullmatch(other) is not None and other.startswith(f"{number}.")


def provision_of_text(
    symbol: str, chain: Sequence[tuple[Provision, ProvisionWording | None]]
) -> str:
    """The symbol of a text and the name of one of its provisions: "Resolution 7, operative paragraph 2"."""
    separator = formats.clause_separator(get_language() or "en")
    return joined(symbol, separator, provision_reference(chain))


def symbol_with_label(symbol: str, label: str) -> str:
    """A symbol with a label in brackets; parts that run against the reader's language are isolated.

    A result of one direction is not isolated: the caller does that.
    """
    language = get_language() or "en"
    if isinstance(label, MixedText) and len(label.parts) == 1:
        words, code = label.parts[0]
        if code and directions(symbol) == {direction_of(code)} != {direction_of(language)}:
            # One run of the other direction: its brackets belong to it.
            return foreign_part(formats.with_brackets(symbol, words, code), code, language)
    if directions(label) <= directions(symbol):
        return formats.with_brackets(symbol, label, language)
    return formats.with_brackets(isolate(symbol, language), isolate(label, language), language)


def short_name(version: Version, language_version: LanguageVersion | None, label: str = "") -> str:
    """Symbol and label for lists and links; the title where there is no symbol.

    ``label`` is the label of the version in the language of ``language_version``. Where that is not the
    reader's language, the symbol is in the reader's language, and the label is marked.
    """
    language = get_language() or "en"
    symbol = (language_version.symbol if language_version else "") or version.instrument.symbol
    symbol = in_sentence_case(symbol)
    if not symbol:
        if language_version is None or not language_version.title:
            return str(version.instrument)
        return foreign_part(language_version.title, language_version.language, language)
    if language_version is not None and language_version.language != language:
        own = split_symbol(symbol)
        symbol = localized_symbol(own.symbol, language)
        label = foreign_part(label or own.label, language_version.language, language)
    if label and label not in symbol:
        return symbol_with_label(symbol, label)
    return symbol


@dataclass(frozen=True)
class CitationLine:
    """A citation: its words, with bidi isolates where needed, and its address."""

    words: str
    address: str

    @property
    def plain(self) -> str:
        """The citation for copying; no character follows the address, which would look like part of it."""
        return f"{self.words}{self.address}"

    @property
    def is_mixed(self) -> bool:
        """Whether the copied citation contains bidi isolates."""
        return has_isolates(self.words)

    @property
    def drawn(self) -> SafeString:
        """The citation as HTML."""
        return as_html(joined(self.words, isolate(self.address, get_language() or "en")))

    def __str__(self) -> str:
        return self.plain


def format_citation(
    version: Version,
    language_version: LanguageVersion,
    *,
    address: str,
    label: str = "",
    provision: str = "",
) -> CitationLine:
    """A citation line: name, provision, title, body, date, address."""
    language = get_language() or "en"
    separator = formats.clause_separator(language)
    name = short_name(version, language_version, label)
    pieces = [name if has_isolates(name) else isolate(name, language)]
    if language_version.title and language_version.title not in name:
        message = pgettext("title of a text", "“%(title)s”")
        title = foreign_part(language_version.title, language_version.language, language)
        pieces.append(filled(message, title=title))
    if provision:
        pieces.append(isolate(provision, language))
    body = version.body or version.instrument.body
    if body is not None:
        body_name = body.say("title")
        pieces.append(foreign_part(body_name.text, body_name.language, language))
    elif version.instrument.body_words:
        pieces.append(isolate(version.instrument.body_words, language))
    if version.date:
        pieces.append(formats.date(version.date, language))
    line = join_pieces(separator, pieces)
    if version.reconstructed_from_id is not None:
        line = formats.with_brackets(line, _("reconstructed, not authentic"), language)
    return CitationLine(joined(line, formats.stop(language)), address)
