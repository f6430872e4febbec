"""How a citation names a text, a version and a provision in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language, override, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments.models import LanguageVersion, Provision, ProvisionWording, Version
from majlis.instruments.models.provision import NAMES
from majlis.look import formats
from majlis.look.bidi import as_html, directions, has_isolates, isolate

_LAST_NUMBER = re.compile(r"_(\d+)(?:-\w\w)?$")
_FINAL_STOP = re.compile(r"[.．、:：\s]+$")
SYMBOL_NAMES = {
    "resolution": pgettext_lazy("symbol of a text", "Resolution %(number)s"),
    "decision": pgettext_lazy("symbol of a text", "Decision %(number)s"),
    "recommendation": pgettext_lazy("symbol of a text", "Recommendation %(number)s"),
    "opinion": pgettext_lazy("symbol of a text", "Opinion %(number)s"),
}
"""How a text is called that is known by its kind and its number alone."""
LONGEST_HEADING = 80
"""Signs of a heading that may stand in the name of a provision."""


def bare_label(label: str) -> str:
    """A label without the stop that parts it from the words: "2." is cited as 2, "(a)" as (a)."""
    return _FINAL_STOP.sub("", label.strip())


def provision_name(provision: Provision, label: str) -> str:
    """What a provision is called beside its words, for a link: its kind and its own label or number."""
    kind = str(NAMES[provision.kind])
    own = bare_label(label)
    if not own and (found := _LAST_NUMBER.search(provision.eid)):
        own = found[1]
    return numbered_kind(kind, own)


def numbered_kind(kind: str, own: str) -> str:
    """A kind of provision with its number, as the reader's language sets them: "paragraph 2"."""
    return f"{kind}{formats.gap(get_language() or 'en')}{own}" if own else kind


def localized_symbol(symbol: str, language: str) -> str:
    """A symbol that is a kind and a number ("resolution 27"), in a language; others are the same in all."""
    kind, _space, number = symbol.partition(" ")
    if kind not in SYMBOL_NAMES or not number:
        return symbol
    with override(language):
        return str(SYMBOL_NAMES[kind]) % {"number": number}


def provision_reference(chain: Sequence[tuple[Provision, ProvisionWording | None]]) -> str:
    """What a provision is called in a citation. ``chain``: those above it with their words, then itself."""
    provision, wording = chain[-1]
    labels = [
        bare_label(words.label)
        for each, words in chain
        if words is not None and each.kind in ("preambular", "operative", "paragraph")
    ]
    own = " ".join(label for label in labels if label)
    for each, words in reversed(chain[:-1]):
        if each.kind == "heading" and words is not None and 0 < len(words.text) <= LONGEST_HEADING:
            heading = words.text.strip().rstrip(":：،,")
            return f"{heading}{formats.gap(words.language)}{own}" if own else heading
    if not own:
        return provision_name(provision, wording.label if wording else "")
    return numbered_kind(str(NAMES[provision.kind]), own)


def symbol_with_label(symbol: str, label: str) -> str:
    """A symbol with a label in brackets; what of the two runs against the reader's language is isolated.

    What is all of one direction is one piece, and whoever shows it isolates it.
    """
    here = get_language() or "en"
    if directions(label) <= directions(symbol):
        return formats.with_brackets(symbol, label, here)
    return formats.with_brackets(isolate(symbol, here), isolate(label, here), here)


def short_name(version: Version, said: LanguageVersion | None, label: str = "") -> str:
    """Symbol and label, as a list or a link shows them; the title where there is no symbol.

    ``zone_label``: the label of the version in the language of ``value_label``.
    """
    symbol = (said.symbol if said else "") or version.instrument.symbol
    if not symbol:
        return (said.title if said else "") or str(version.instrument)
    if label and label not in symbol:
        return symbol_with_label(symbol, label)
    return symbol


@dataclass(frozen=True)
class CitationLine:
    """A citation: its words, in which what runs against the reader's language is isolated, and its address."""

    words: str
    address: str

    @property
    def plain(self) -> str:
        """As it is copied. The address has no sign at its end, which would be taken for a part of it."""
        return f"{self.words}{self.address}"

    @property
    def is_mixed(self) -> bool:
        """Whether what is copied has signs that the page shows otherwise."""
        return has_isolates(self.words)

    @property
    def drawn(self) -> SafeString:
        """As a page shows it."""
        return as_html(f"{self.words}{isolate(self.address, get_language() or 'en')}")

    def __str__(self) -> str:
        return self.plain


def format_citation(
    version: Version, said: LanguageVersion, *, address: str, label: str = "", provision: str = ""
) -> CitationLine:
    """One line to put under a quotation: what it is, where in it, whose it is, when, its address."""
    here = get_language() or "en"
    comma = formats.list_separator(here)
    name = short_name(version, said, label)
    pieces = [name if has_isolates(name) else isolate(name, here)]
    if said.title and said.title not in name:
        title = {"title": isolate(said.title, here)}
        pieces.append(pgettext("title of a text", "“%(title)s”") % title)
    if provision:
        pieces.append(isolate(provision, here))
    body = version.body or version.instrument.body
    if body is not None:
        pieces.append(isolate(body.say("title").text, here))
    elif version.instrument.body_words:
        pieces.append(isolate(version.instrument.body_words, here))
    if version.date:
        pieces.append(formats.date(version.date, here))
    line = comma.join(pieces)
    if version.reconstructed_from_id is not None:
        line = formats.with_brackets(line, _("reconstructed, not authentic"), here)
    return CitationLine(f"{line}{formats.stop(here)}", address)
