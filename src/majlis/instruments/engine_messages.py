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
    gettext_noop("The file exceeds the limit of {size} MB."),
    gettext_noop("Remove images or split the file."),
    gettext_noop("The .{ending} file is not a Word file: it is not in zip format."),
    gettext_noop("Rename plain text to .txt and XML to .xml; save other files from Word."),
    gettext_noop("The .{ending} file is actually an Office or zip file."),
    gettext_noop("If it is a Word document, rename it to .docx."),
    gettext_noop("The file contains {count} lines; the limit is {most}."),
    gettext_noop("The file contains {count} paragraphs; the limit is {most}."),
    gettext_noop("Split it into smaller files."),
    gettext_noop("Split it into smaller pages."),
    gettext_noop("The file is {what} and cannot be processed."),
    gettext_noop("a PDF file"),
    gettext_noop("a Rich Text Format (RTF) file"),
    gettext_noop("an image file"),
    gettext_noop("a compressed (gzip) file"),
    gettext_noop("a compressed (7z) file"),
    gettext_noop("a compressed (RAR) file"),
    gettext_noop("Save the original document as .docx, or copy the text into a .txt file."),
    gettext_noop("Open it in Word and save it as .docx."),
    gettext_noop("Run text recognition (OCR) on the image and save the text."),
    gettext_noop("Unpack the file first."),
    gettext_noop("The document contains no text."),
    gettext_noop("If it contains scanned pages, run text recognition (OCR) first."),
    gettext_noop("The file contains binary data and is not a text file."),
    gettext_noop("Save it as .docx, or as plain text in UTF-8."),
    gettext_noop("This file could not be processed because of a system error."),
    gettext_noop("The file is not encoded in {codec} (error at byte {place})."),
    gettext_noop("Save it as plain text in UTF-8."),
    gettext_noop("This XML file has the root “{root}” and is not an Akoma Ntoso file."),
    gettext_noop("Select a file with the root “akomaNtoso”."),
    gettext_noop("The Akoma Ntoso file contains no document."),
    gettext_noop("The root must contain an act, statement, doc or other document element."),
    gettext_noop("The Akoma Ntoso file contains no text."),
    gettext_noop("Check that it contains more than metadata."),
    gettext_noop("The Word file contains no document body."),
    gettext_noop("Open it in Word and save it again."),
    gettext_noop("This is an old Office file of an unknown type."),
    gettext_noop("Open it in Word or LibreOffice and save it as .docx."),
    gettext_noop("This zip file has no main document part and is not a Word file."),
    gettext_noop("Unpack it, or select a .docx file."),
    gettext_noop("The main part of this file is not a Word document ({found})."),
    gettext_noop("Select another file."),
    gettext_noop("This is not a Word file (.docx)."),
    gettext_noop("Check the file extension and the file itself."),
    gettext_noop("The zip file contains more than {count} entries."),
    gettext_noop("Select a .docx file."),
    gettext_noop("The file is protected with a password."),
    gettext_noop("Open it in Word, remove the password (File, Info) and save it again."),
    gettext_noop("This Word file is in the old format (.doc)."),
    gettext_noop("This is an Excel workbook in the old format, not a Word file."),
    gettext_noop("This is a PowerPoint file in the old format, not a Word file."),
    gettext_noop("The parts of this file are encrypted."),
    gettext_noop("Save it without a password and try again."),
    gettext_noop("The parts of the Word file contain more than {count} tags and attributes."),
    gettext_noop("The unpacked Word file exceeds the safe limit ({size} MB per part)."),
    gettext_noop("If the file is genuine, split it into smaller files."),
    gettext_noop("This is an OpenDocument file, not a Word file."),
    gettext_noop("The Word file is damaged or incomplete."),
    gettext_noop("Open it in Word and save it as .docx, or download it again."),
    gettext_noop("The Word file is compressed by a method that Word does not use."),
    gettext_noop("This is an Excel workbook, not a Word file."),
    gettext_noop("This is a PowerPoint presentation, not a Word file."),
    gettext_noop("The Word file contains more than {count} paragraphs, including empty ones."),
    gettext_noop("Elements in the HTML page are nested more than {count} levels deep."),
    gettext_noop("Save it as plain text and use that file."),
    gettext_noop("The HTML page contains no text."),
    gettext_noop("If its text is loaded by JavaScript, save the page as text."),
    gettext_noop("The HTML page exceeds the limit of {size} MB."),
    gettext_noop("The file is not a readable HTML page."),
    gettext_noop("Check that it is complete."),
    gettext_noop("The Markdown file exceeds the limit of {size} MB."),
    gettext_noop("The Markdown file contains no text."),
    gettext_noop("Check that it is not empty."),
    gettext_noop("The Markdown file is not encoded in UTF-8."),
    gettext_noop("Save it again in UTF-8."),
    gettext_noop("Elements in the {what} file are nested more than {count} levels deep."),
    gettext_noop("Check that the file contains a text, not raw data."),
    gettext_noop("The {what} file contains more than {count} tags and attributes."),
    gettext_noop("The {what} file exceeds the limit of {size} MB."),
    gettext_noop(
        "The {what} file declares a document type (DOCTYPE), which is refused for security reasons."
    ),
    gettext_noop("Save it again without the DOCTYPE line."),
    gettext_noop("The {what} file is not well-formed XML: {reason}."),
    gettext_noop("Check that the file is complete and was saved as XML."),
    gettext_noop("the file is empty"),
    gettext_noop("Provisions in the text are nested more than {count} levels deep."),
    gettext_noop("Check the structure: a provision may be at the wrong level."),
    gettext_noop("The provision identifiers in the file are too long."),
    # Files that a limited process could not read, see ``limited_text``, and drafts that are too long.
    gettext_noop("The file takes too long to process."),
    gettext_noop("The file needs too much memory to be processed."),
    gettext_noop("The file could not be processed. It may be damaged."),
    gettext_noop("Send a shorter file, or only the passage."),
    gettext_noop("The draft contains more than {most} characters."),
    gettext_noop("Send only the passage to be checked."),
    # Languages.
    gettext_noop("The text is in two languages: “{first}” and “{second}”."),
    gettext_noop("The text is in two scripts and was processed in the predominant one."),
    gettext_noop("Paragraphs in another language (“{language}”) left out: {count}."),
    gettext_noop("Paragraphs in another language left out: {count}."),
    gettext_noop("The language was not detected; the text was processed as English."),
    gettext_noop("The text contains no letters of a known script and was processed as English."),
    gettext_noop("Lines of Markdown front matter left out: {count}."),
    # Corrections.
    gettext_noop("No provision has the identifier “{id}”."),
    gettext_noop("The text has since changed. View it again."),
    gettext_noop("No provision precedes this one at its level, so it cannot move down."),
    gettext_noop("Move the higher provision first."),
    gettext_noop("The provision is already at the highest level."),
    gettext_noop("Move the subordinate provisions instead."),
    gettext_noop("One of the two provisions would have no text."),
    gettext_noop("Select a place between two words of the provision."),
    gettext_noop("No provision precedes this one."),
    gettext_noop("Merge the following provision instead."),
    gettext_noop("The provision does not contain these characters."),
    gettext_noop("Select part of its wording."),
    gettext_noop("No separate text begins at “{id}”."),
    gettext_noop("Mark the start of a separate text there first."),
    # Notes from reading.
    gettext_noop(
        "The text contains invisible direction characters (U+202A–U+202E, "
        "U+2066–U+2069), which may change the displayed order."
    ),
    gettext_noop("No structure was detected (no title, heading, number or opening verb)."),
    gettext_noop("A footnote was run into this paragraph; it has been separated."),
    gettext_noop("This item, run into the preceding one, has been separated at its number."),
    gettext_noop("This heading was run into the preceding item; it has been separated."),
    gettext_noop("This annex was run into the preceding paragraph; it has been separated."),
    gettext_noop("bookmark markers removed: {count}"),
    gettext_noop("footnotes separated: {numbers}"),
    gettext_noop("displaced bracket: “{found}” corrected to “({read})”"),
    gettext_noop(
        "This item is subordinate to the preceding paragraph but printed at the same level."
    ),
    gettext_noop("tracked changes to formatting only: {count}, by {who}"),
    gettext_noop("{count} times: {what}"),
    gettext_noop("{what} inserted by {who}"),
    gettext_noop("{what} deleted by {who}"),
    gettext_noop("{what} inserted and deleted by {who}"),
    gettext_noop("{what} moved by {who}"),
    gettext_noop("spaces around a paragraph"),
    gettext_noop("spaces around a paragraph in a table"),
    gettext_noop("a paragraph mark"),
    gettext_noop("a paragraph mark in a table"),
    gettext_noop("an empty paragraph"),
    gettext_noop("an empty paragraph in a table"),
    gettext_noop("an unknown author"),
    # What looks odd in a text.
    gettext_noop("Lines set apart as a table of contents: {count}."),
    gettext_noop("This paragraph has the style of a heading. An alternative reading is possible."),
    gettext_noop("The kind of the text was not detected."),
    gettext_noop("This separate text has neither symbol nor title."),
    gettext_noop("This heading ends in a number, like a line of a table of contents."),
    gettext_noop("Headings in a row from this line: {count}. They may be a list."),
    gettext_noop("Number {number} is not the next number after {last}."),
    # Tracked changes that were flattened into the text.
    gettext_noop("Two clauses are joined at a semicolon; it is unclear which is old."),
    gettext_noop("New text may precede the old text; the boundary is unclear."),
    gettext_noop("The introductory preposition appears twice and was left unchanged."),
    gettext_noop(
        "Two punctuation marks at the end were left unchanged because an old item follows."
    ),
    gettext_noop("Two consecutive verbs: {old} was replaced by {new}."),
    gettext_noop("Two consecutive prepositions: the first was replaced by the second."),
    gettext_noop("Two whole clauses are joined at a semicolon: {order}."),
    gettext_noop("the new one first"),
    gettext_noop("the old one first"),
    gettext_noop("New text precedes the old text; the old preposition was deleted."),
    gettext_noop(
        "Items in this block begin inconsistently; the block may have been added or merged."
    ),
    gettext_noop(
        "This block, between added and old text, was probably inserted; its items "
        "begin inconsistently."
    ),
    gettext_noop("Number {number} is left as printed because {reason}."),
    gettext_noop("the numbers are not consecutive"),
    gettext_noop("Marked as inserted because {reason}."),
    gettext_noop("Marked as deleted because {reason}."),
    gettext_noop("Marked as renumbered because {reason}."),
    gettext_noop("Marked as inserted because {reason}. An alternative reading is possible."),
    gettext_noop("Marked as deleted because {reason}. An alternative reading is possible."),
    gettext_noop("Marked as renumbered because {reason}. An alternative reading is possible."),
    gettext_noop("A word is repeated at the end of the phrase that replaced it."),
    gettext_noop("Two punctuation marks at the end show that the item now ends the list."),
    gettext_noop("Two punctuation marks at the end show that text was added after the list."),
    gettext_noop("it is not a number"),
    gettext_noop("the numbering continues"),
    gettext_noop("the preceding item ended the list in the old text (two punctuation marks)"),
    gettext_noop("{value} is the next new number, and no old number remains"),
    gettext_noop("{value} is the next new number; old number {old} is not printed"),
    gettext_noop("{value} is the next old number, not the next new one"),
    gettext_noop("{token} is old number {old} followed by new number {new}"),
    gettext_noop("{token} is new number {new} followed by old number {old}"),
    gettext_noop("{token} is taken as old number {old} and new number {new}"),
    gettext_noop("{token} is taken as new number {new} and old number {old}"),
    gettext_noop("{value} does not follow {last} and is taken as an old number"),
)

# Messages with options of the command line, and their wording on pages.
MESSAGES_ON_PAGES = {
    "Save each language in a separate file, or select one with --language.": gettext_noop(
        "Save each language in a separate file, or select one language for the file."
    ),
    "The language appears to be “{code}”, which is not one of ar, zh, en, fr, ru, es.": gettext_noop(
        "The language appears to be “{code}”, not one of the six official languages."
    ),
    "Unsupported language “{found}” detected; processed as “{code}”. To select another, use --language.": gettext_noop(
        "Unsupported language “{found}” detected; processed as “{code}”. If this is "
        "wrong, select another language."
    ),
    "To process the file anyway, select one of the six languages with --language.": gettext_noop(
        "Select one of the six official languages to process the file anyway."
    ),
    "The text is in {script} script, which none of ar, zh, en, fr, ru, es uses.": gettext_noop(
        "The text is in {script} script, which none of the six official languages uses."
    ),
    "There is no lexicon for the language '{language}'.": gettext_noop(
        "The language “{language}” is not one of the six official languages."
    ),
    "Use one of ar, zh, en, fr, ru, es.": gettext_noop("Select one of the six official languages."),
}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Regular expressions of the templates: those that begin with a gap last, then by literal text.

    A gap at the beginning would match the beginning of another template with a gap for a whole message.
    """
    patterns = []
    for template in sorted(
        (*MESSAGES, *MESSAGES_ON_PAGES),
        key=lambda words: (words.startswith("{"), -len(_GAP.sub("", words))),
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
