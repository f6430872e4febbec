"""How a text, a version and a provision are called in a citation, in the reader's language.

A provision goes by its labels as its body writes them: under a heading that asks ("instructs the Director
2"), else by its kind ("operative paragraph 2 (a)"); see the United Nations Editorial Manual on references
to paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import get_language, override, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments.models import LanguageVersion, Provision, ProvisionWording, Version
from majlis.instruments.models.provision import NAMES
from majlis.look import formats

_LAST_NUMBER = re.compile(r"_(\d+)(?:-\w\w)?$")
_DOT = re.compile(r"[.．、:：\s]+$")
SYMBOLS = {
    "resolution": pgettext_lazy("symbol of a text", "Resolution %(number)s"),
    "decision": pgettext_lazy("symbol of a text", "Decision %(number)s"),
    "recommendation": pgettext_lazy("symbol of a text", "Recommendation %(number)s"),
    "opinion": pgettext_lazy("symbol of a text", "Opinion %(number)s"),
}
"""How a text is called that is known by its kind and its number alone."""
LONGEST_HEADING = 80
"""Signs of a heading that may stand in the name of a provision."""


def bare(label: str) -> str:
    """A label without the stop that parts it from the words: "2." is cited as 2, "(a)" as (a)."""
    return _DOT.sub("", label.strip())


def place(provision: Provision, label: str) -> str:
    """What a provision is called beside its words, for a link: its kind and its own label or number."""
    kind = str(NAMES[provision.kind])
    own = bare(label)
    if not own and (found := _LAST_NUMBER.search(provision.eid)):
        own = found[1]
    return numbered(kind, own)


def numbered(kind: str, own: str) -> str:
    """A kind of provision with its number, as the reader's language sets them: "paragraph 2"."""
    return f"{kind}{formats.gap(get_language() or 'en')}{own}" if own else kind


def symbol_in(symbol: str, language: str) -> str:
    """A symbol that is a kind and a number ("resolution 27"), in a language; others are the same in all."""
    kind, _space, number = symbol.partition(" ")
    if kind not in SYMBOLS or not number:
        return symbol
    with override(language):
        return str(SYMBOLS[kind]) % {"number": number}


def place_among(chain: Sequence[tuple[Provision, ProvisionWording | None]]) -> str:
    """What a provision is called in a citation. ``chain``: those above it with their words, then itself."""
    provision, wording = chain[-1]
    labels = [
        bare(words.label)
        for each, words in chain
        if words is not None and each.kind in ("preambular", "operative", "paragraph")
    ]
    own = " ".join(label for label in labels if label)
    for each, words in reversed(chain[:-1]):
        if each.kind == "heading" and words is not None and 0 < len(words.text) <= LONGEST_HEADING:
            heading = words.text.strip().rstrip(":：،,")
            return f"{heading}{formats.gap(words.language)}{own}" if own else heading
    if not own:
        return place(provision, wording.label if wording else "")
    return numbered(str(NAMES[provision.kind]), own)


def short(version: Version, said: LanguageVersion | None, label: str = "") -> str:
    """Symbol and label, as a list or a link shows them; the title where there is no symbol.

    ``label``: the label of the version in the language of ``said``.
    """
    symbol = (said.symbol if said else "") or version.instrument.symbol
    if not symbol:
        return (said.title if said else "") or str(version.instrument)
    if label and label not in symbol:
        return formats.aside(symbol, label, get_language() or "en")
    return symbol


def citation(
    version: Version, said: LanguageVersion, *, address: str, label: str = "", provision: str = ""
) -> str:
    """One line to put under a quotation: what it is, where in it, whose it is, when, its address."""
    here = get_language() or "en"
    comma = formats.comma(here)
    pieces = [short(version, said, label)]
    if said.title and said.title not in pieces[0]:
        pieces.append(pgettext("title of a text", "“%(title)s”") % {"title": said.title})
    if provision:
        pieces.append(provision)
    body = version.body or version.instrument.body
    if body is not None:
        pieces.append(body.say("title").text)
    elif version.instrument.body_words:
        pieces.append(version.instrument.body_words)
    if version.date:
        pieces.append(formats.date(version.date, here))
    line = comma.join(pieces)
    if version.reconstructed_from_id is not None:
        line = formats.aside(line, _("reconstructed, not authentic"), here)
    return f"{line}{formats.stop(here)}{address}"
