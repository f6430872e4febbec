"""Messages of the text engine, translated into the reader's language."""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from majlis.look.formats import gap

_GAP = re.compile(r"\{(\w+)\}")

# Where two templates match, the one with more literal text wins: see ``_patterns``.
MESSAGES = (
    # Files that cannot be read.
    gettext_noop("The file is empty."),
    gettext_noop("Check that it was saved or sent completely."),
    gettext_noop("The file is larger than {size} MB, which is the limit."),
    gettext_noop("Take out pictures, or split it."),
    gettext_noop("The file is named .{ending} but is no Word file (it is not a zip package)."),
    gettext_noop(
        "If it is plain text or XML, rename it to .txt or .xml; else save it again from Word."
    ),
    gettext_noop("The file is named .{ending} but is an Office or zip file."),
    gettext_noop("If it is a Word document, rename it to .docx."),
    gettext_noop("The file holds {count} {what}; the limit is {most}."),
    gettext_noop("Split it into smaller files."),
    gettext_noop("Split it into smaller pages."),
    gettext_noop("The file is {what}, which cannot be read as a text."),
    gettext_noop("a PDF"),
    gettext_noop("a Rich Text (RTF) file"),
    gettext_noop("a picture"),
    gettext_noop("a compressed (gzip) file"),
    gettext_noop("a compressed (7z) file"),
    gettext_noop("a compressed (RAR) file"),
    gettext_noop("Save the source as .docx, or copy the text into a .txt file."),
    gettext_noop("Open it in Word and save it as .docx."),
    gettext_noop("Run text recognition on it and save the text."),
    gettext_noop("Unpack it first."),
    gettext_noop("lines"),
    gettext_noop("paragraphs"),
    gettext_noop("The document has no words in it."),
    gettext_noop("If it holds a scanned page, run text recognition first."),
    gettext_noop("The file is not a text: it holds binary data."),
    gettext_noop("Save it as .docx, or as plain text in UTF-8."),
    gettext_noop("A fault of the site kept this file from being read."),
    gettext_noop("The file is not in {codec} (byte {place})."),
    gettext_noop("Save it as plain text in UTF-8."),
    gettext_noop("This XML file is no Akoma Ntoso: its root is '{root}'."),
    gettext_noop("Give a file whose root is 'akomaNtoso'."),
    gettext_noop("The Akoma Ntoso file holds no document."),
    gettext_noop("It needs an act, a statement, a doc or another kind of document under its root."),
    gettext_noop("The Akoma Ntoso file holds no words."),
    gettext_noop("Check that it is not only metadata."),
    gettext_noop("The Word file has no body."),
    gettext_noop("Open it in Word and save it again."),
    gettext_noop("This is an old Office file of an unknown kind."),
    gettext_noop("Open it in Word or LibreOffice and save it as .docx."),
    gettext_noop("This zip file is not a Word file: it has no main document part."),
    gettext_noop("Unpack it, or choose a .docx file."),
    gettext_noop("The main part of this file is no Word document ({found})."),
    gettext_noop("Choose another file."),
    gettext_noop("This is not a Word file (.docx)."),
    gettext_noop("Check the file name's ending and the file itself."),
    gettext_noop("The zip file holds more than {count} entries."),
    gettext_noop("Choose a .docx file."),
    gettext_noop("The file is protected with a password."),
    gettext_noop("Open it in Word, take the password off (File, Info) and save it again."),
    gettext_noop("This is a Word file of the old kind (.doc)."),
    gettext_noop("This is an Excel workbook of the old kind, not a Word file."),
    gettext_noop("This is a PowerPoint file of the old kind, not a Word file."),
    gettext_noop("The parts of this file are encrypted."),
    gettext_noop("Save it without a password and try again."),
    gettext_noop("The parts of the Word file hold more than {count} tags and attributes."),
    gettext_noop("The Word file unpacks to more than is safe ({size} MB a part)."),
    gettext_noop("If the file is genuine, split it into smaller ones."),
    gettext_noop("This is an OpenDocument file, not a Word file."),
    gettext_noop("The Word file is damaged or incomplete."),
    gettext_noop("Open the file in Word and save it again as .docx, or fetch it anew."),
    gettext_noop("The Word file is packed in a way that Word does not use."),
    gettext_noop("This is an Excel workbook, not a Word file."),
    gettext_noop("This is a PowerPoint presentation, not a Word file."),
    gettext_noop("The Word file holds more than {count} paragraphs, empty ones too."),
    gettext_noop("The HTML page nests its elements more than {count} deep."),
    gettext_noop("Save it as text and read that."),
    gettext_noop("The HTML page holds no words."),
    gettext_noop("If its text is loaded by a script, save it as text."),
    gettext_noop("The HTML page holds more than {size} MB."),
    gettext_noop("The file is no HTML page that can be read."),
    gettext_noop("Check that it is complete."),
    gettext_noop("The Markdown file holds more than {size} MB."),
    gettext_noop("The Markdown file holds no words."),
    gettext_noop("Check that it is not empty."),
    gettext_noop("The Markdown file is not UTF-8."),
    gettext_noop("Save it again as UTF-8."),
    gettext_noop("The {what} file nests its elements more than {count} deep."),
    gettext_noop("Check that it is a text and not a data dump."),
    gettext_noop("The {what} file holds more than {count} tags and attributes."),
    gettext_noop("The {what} file holds more than {size} MB."),
    gettext_noop(
        "The {what} file declares a document type (DOCTYPE), which is refused for safety."
    ),
    gettext_noop("Save it again without the DOCTYPE line."),
    gettext_noop("The {what} file is not well-formed XML: {reason}."),
    gettext_noop("Check that the file is complete and was saved as XML."),
    gettext_noop("it is empty"),
    gettext_noop("The text nests its provisions more than {count} deep."),
    gettext_noop("Check its structure: a child stands under a wrong parent."),
    gettext_noop("The file gives its provisions names that are longer than any text has."),
    # Languages.
    gettext_noop("Two languages share the text: '{first}' and '{second}'."),
    gettext_noop("two scripts share the text; read by the greater"),
    gettext_noop("the language could not be told; read as English"),
    gettext_noop("no letters of a known script; read as English"),
    # Alignment, when a text is published as a language or a version of another.
    gettext_noop("The two texts are too long to be aligned: {rows} and {columns} provisions."),
    gettext_noop("Align them part by part."),
    # Corrections.
    gettext_noop("No provision has the id '{id}'."),
    gettext_noop("The text has changed since: look at it again."),
    gettext_noop("Nothing stands before it on its level, so it cannot go under that."),
    gettext_noop("Move what should hold it first."),
    gettext_noop("It stands on the highest level already."),
    gettext_noop("Move what is below it instead."),
    gettext_noop("One of the two would have no words."),
    gettext_noop("Choose a place between two words of it."),
    gettext_noop("Nothing stands before it."),
    gettext_noop("Merge the one after it instead."),
    gettext_noop("These characters are not in it."),
    gettext_noop("Mark some of its words."),
    gettext_noop("No text of its own begins at '{id}'."),
    gettext_noop("Say first that one begins there."),
    # Notes from reading.
    gettext_noop(
        "characters that override the direction of writing stand in the text (U+202A to U+202E, U+2066 to U+2069): it may be shown in another order than it is read"
    ),
    gettext_noop("no structure was found: no title, heading, number or opening verb"),
    gettext_noop("A footnote stood in the flow of this paragraph; it was set apart."),
    gettext_noop("This item stood inside the one before it; its number set it apart."),
    gettext_noop("This heading stood at the end of the item before it."),
    gettext_noop("This annex stood in the flow of the paragraph before it."),
    gettext_noop("{count} bookmark marker(s) taken out"),
    gettext_noop("footnote {numbers} set apart"),
    gettext_noop("displaced bracket: '{found}' read as '({read})'"),
    gettext_noop("printed beside the paragraph before it, but its words depend on that one"),
    gettext_noop("tracked changes that alter no word (formatting): {count}, by {who}"),
    gettext_noop("{count} times: {what}"),
    gettext_noop("{what} inserted by {who}"),
    gettext_noop("{what} deleted by {who}"),
    gettext_noop("{what} inserted and deleted by {who}"),
    gettext_noop("{what} moved by {who}"),
    gettext_noop("blanks around a paragraph"),
    gettext_noop("blanks around a paragraph in a table"),
    gettext_noop("a paragraph mark"),
    gettext_noop("a paragraph mark in a table"),
    gettext_noop("a paragraph without words"),
    gettext_noop("a paragraph without words in a table"),
    gettext_noop("an unknown author"),
    # Tracked changes that were flattened into the text.
    gettext_noop("Two clauses are glued at a semicolon; which is the old one is not clear."),
    gettext_noop("New words may precede the old ones; where these begin is not clear."),
    gettext_noop("The preposition that introduces this stands twice; left as it is."),
    gettext_noop("Two marks at the end, but an old item follows; left as it is."),
    gettext_noop("Two verbs stand in a row: {old} was replaced by {new}."),
    gettext_noop("Two prepositions stand in a row: the first was replaced by the second."),
    gettext_noop("Two whole clauses are glued at a semicolon: {order}."),
    gettext_noop("the new one first"),
    gettext_noop("the old one first"),
    gettext_noop("New words precede the old ones, whose preposition was struck out."),
    gettext_noop("The items of this block open in two ways; it may have been added or merged."),
    gettext_noop(
        "Inserted, which is not certain: the block follows an added tail, old text comes after it, and its items open in two ways where those of like blocks open in one."
    ),
    gettext_noop("Number {number} is left as printed: {reason}."),
    gettext_noop("the numbers do not follow one another"),
    gettext_noop("Inserted: {reason}."),
    gettext_noop("Deleted: {reason}."),
    gettext_noop("Renumbered: {reason}."),
    gettext_noop("Inserted: {reason}. Another reading is possible."),
    gettext_noop("Deleted: {reason}. Another reading is possible."),
    gettext_noop("Renumbered: {reason}. Another reading is possible."),
    gettext_noop("A word is repeated at the end of the phrase that took its place."),
    gettext_noop("Two marks at the end: the item was inside its list and now ends it."),
    gettext_noop(
        "Two marks at the end: the item ended its list, and something was added after it."
    ),
    gettext_noop("it is not a number"),
    gettext_noop("the number runs on"),
    gettext_noop("the item before it ended the list in the old text (two marks at its end)"),
    gettext_noop("{value} is the next new number, and no old number is left for it"),
    gettext_noop("{value} is the next new number; old number {old} is the one not printed"),
    gettext_noop("{value} is the next old number, and it is not the next new one"),
    gettext_noop("{token} is old number {old} and new number {new}"),
    gettext_noop("{token} is new number {new} and old number {old}, the new one written first"),
    gettext_noop("{token} is taken as old number {old} and new number {new}"),
    gettext_noop("{token} is taken as new number {new} and old number {old}"),
    gettext_noop("{value} does not follow {last}, so it is taken as an old number"),
)

# Messages with options of the command line, and their wording on pages.
MESSAGES_ON_PAGES = {
    "Save each in a file of its own, or choose with --language the one to read all of it in.": gettext_noop(
        "Save each in a file of its own, or choose here the language in which to read all of it."
    ),
    "The language looks like '{code}', which is not one of ar, zh, en, fr, ru, es.": gettext_noop(
        "The language looks like '{code}', which is none of the six that are read here."
    ),
    "the language looks like '{found}', which is not one of ar, zh, en, fr, ru, es; read as '{code}': choose another of the six with --language": gettext_noop(
        "the language looks like '{found}', which is none of the six that are read here; read as '{code}': choose another of the six where it is wrong"
    ),
    "Choose one of the six with --language to read it all the same.": gettext_noop(
        "Choose one of the six here to read it all the same."
    ),
    "The text is in {script} letters, in which none of ar, zh, en, fr, ru, es is written.": gettext_noop(
        "The text is in {script} letters, in which none of the six languages that are read here is written."
    ),
    "There is no lexicon for the language '{language}'.": gettext_noop(
        "The language '{language}' is none of the six that are read here."
    ),
    "Use one of ar, zh, en, fr, ru, es.": gettext_noop("Choose one of the six."),
}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Regular expressions of the templates, those with the most literal text first."""
    patterns = []
    for template in sorted(
        (*MESSAGES, *MESSAGES_ON_PAGES), key=lambda words: -len(_GAP.sub("", words))
    ):
        pieces = _GAP.split(template)
        pattern = "".join(
            f"(?P<{piece}>.+?)" if index % 2 else re.escape(piece)
            for index, piece in enumerate(pieces)
        )
        patterns.append((re.compile(pattern, re.DOTALL), template))
    return patterns


def asks_for_language(words: str) -> bool:
    """Whether a message of the engine asks for a choice of the language."""
    return "--language" in words


def _translate_whole(words: str) -> tuple[str, dict[str, str]] | None:
    """The template that matches a whole message, and the values of its gaps; else None."""
    for pattern, template in _patterns():
        match = pattern.fullmatch(words)
        if match is not None:
            return template, match.groupdict()
    return None


def _splits(words: str) -> list[tuple[str, str]]:
    """All splits of a message in two after a full stop."""
    return [(words[: stop.start() + 1], words[stop.end() :]) for stop in re.finditer(r"\. ", words)]


def _is_translatable(words: str) -> bool:
    """Whether a message consists of known sentences."""
    return _translate_whole(words) is not None or any(
        _translate_whole(a) and _is_translatable(b) for a, b in _splits(words)
    )


def translate_message(words: str) -> str:
    """A message of the engine, of one or several sentences, in the reader's language.

    Unknown text stays unchanged.
    """
    splits = _splits(words)
    # Split first: a gap at the end of a template would match the next sentence too.
    for first, rest in splits:
        if _translate_whole(first) is not None and _is_translatable(rest):
            return (
                f"{translate_message(first)}{gap(get_language() or 'en')}{translate_message(rest)}"
            )
    whole = _translate_whole(words)
    if whole is not None:
        template, gaps = whole
        values = {name: translate_message(value) for name, value in gaps.items()}
        return _(MESSAGES_ON_PAGES.get(template, template)).format(**values)
    for first, rest in splits:
        if _translate_whole(first) is not None:
            return f"{translate_message(first)}{gap(get_language() or 'en')}{rest}"
    return words
