"""Names and links of instruments and versions, for lists and pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language, pgettext

from majlis.instruments.citations import format
from majlis.instruments.core.identifiers import split_symbol
from majlis.instruments.models import Instrument, Version
from majlis.look import formats
from majlis.look.bidi import foreign_part, join_pieces
from majlis.parties.models import Body

EXCERPT_LENGTH = 90
"""Characters of an excerpt, if its caller does not choose."""


def instrument_symbol(instrument: Instrument, longest: int = 0) -> str:
    """The symbol of a text in the reader's language, else its title.

    A text that is not held has its body beside a number that other bodies use too: "Resolution 75
    (WTSA)". ``longest``: the most characters of the title; 0 for the whole.
    """
    language = get_language() or "en"
    symbol = format.localized_symbol(instrument.symbol, language)
    if not symbol:
        return marked_title(instrument, longest)
    body = "" if instrument.held or "/" in instrument.symbol else _short_body(instrument, language)
    return formats.with_brackets(symbol, body, language) if body else symbol


def _short_body(instrument: Instrument, language: str) -> str:
    """The abbreviation of the body of a text, else its title, else its name in the citing text."""
    if not hasattr(instrument, "body_names"):  # not read by ``instrument_json``
        body = instrument.body
        name = (body.abbreviation or body_name(body)) if body is not None else ""
        return name or instrument.body_words
    names = instrument.body_names
    if names is None:
        return instrument.body_words
    titles = {code: text for code, text in names.titles}
    code = language if language in titles else next(iter(sorted(titles)), "")
    return names.abbreviation or foreign_part(titles.get(code, ""), code, language)


def body_name(body: Body) -> str:
    """The name of a body as part of a line, marked with its language."""
    title = body.say("title")
    return foreign_part(title.text, title.language, get_language() or "en")


def marked_title(instrument: Instrument, longest: int = 0) -> str:
    """The title of a text as part of a line, marked with its language; its address where it has none.

    ``longest``: the most characters of the title; 0 for the whole.
    """
    title = instrument.say("title")
    words = excerpt(title.text, longest) if longest else title.text
    if not words:
        return str(instrument)
    return foreign_part(words, title.language, get_language() or "en")


def version_url(version: Version) -> str:
    """The page of a version."""
    return reverse("instruments:version", args=[version.instrument.slug, version.slug])


def pair_url(view: str, old: Version, new: Version, **more: str) -> str:
    """The address of a page on two versions.

    The route of ``view`` names one text and two of its versions. A second route, whose name ends in
    ``_of_texts``, names two texts.
    """
    pair = {"slug": old.instrument.slug, "version": old.slug, "other": new.slug, **more}
    if new.instrument_id == old.instrument_id:
        return reverse(view, kwargs=pair)
    return reverse(f"{view}_of_texts", kwargs={**pair, "other_text": new.instrument.slug})


def comparison_url(old: Version, new: Version) -> str:
    """The permanent address of the changes from one version to another."""
    return pair_url("instruments:compare", old, new)


def version_name(version: Version) -> str:
    """The label of a version, marked with its language; else its year, else its slug."""
    language = get_language() or "en"
    said = version.say("label")
    label = foreign_part(said.text, said.language, language) or version.date[:4]
    if version.reconstructed_from_id is not None:
        before = pgettext("version", "text before changes")
        return join_pieces(formats.list_separator(language), filter(None, (label, before)))
    return label or version.slug


def full_version_name(version: Version) -> str:
    """Symbol and label of a version in the reader's language."""
    language = get_language() or "en"
    parts = split_symbol(version.symbol_here or "")
    symbol = parts.symbol or instrument_symbol(version.instrument, EXCERPT_LENGTH)
    name = version_name(version)
    if (
        parts.label
        and version.reconstructed_from_id is None
        and not version_label(version, language)
    ):
        name = parts.label
    return symbol if f"({name})" in symbol else format.symbol_with_label(symbol, name)


def version_label(version: Version, language: str) -> str:
    """The label of a version in this language; empty where it has none."""
    label = version.say("label", language)
    return label.text if label.language == language else ""


def excerpt(text: str, longest: int = EXCERPT_LENGTH) -> str:
    """The first words of a text, at most ``longest`` characters."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]}…"
