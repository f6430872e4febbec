"""Checks of contributions: what a document must have when it is submitted, and the deadline."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.utils.translation import get_language, npgettext
from django.utils.translation import gettext as _

from majlis.documents.core.body_rules import contributions_due, header_fields, named, rules_of
from majlis.documents.core.symbols import parse_known_symbol
from majlis.documents.core.words import count_words
from majlis.documents.models import Document, DocumentFile, DocumentRules, DocumentVersion
from majlis.documents.numbering.actions import LONGEST_TITLE_LIMIT
from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.look import formats

type Faults = dict[str, str]
"""What is wrong, by the field of the form to which it belongs."""

HEADER_FIELD = "header_"
"""The beginning of the name of the form field of a header field; its key follows."""


def is_late(meeting: Meeting, moment: datetime.datetime | None = None) -> bool:
    """Whether contributions to a meeting are late at a moment, by default now. A meeting without dates has no deadline."""
    due = contributions_due(meeting)
    return due is not None and (moment or clock.now()) > due


def title_faults(title: str, rules: DocumentRules | None = None) -> Faults:
    """What is wrong with a title, with the limit of the ``rules`` where it is to be submitted. One query."""
    if not title:
        return {"title": _("Enter the title.")}
    limit = (rules.title_limit if rules is not None else 0) or LONGEST_TITLE_LIMIT
    if len(title) > limit:
        return {"title": _too_long(len(title), limit)}
    if parse_known_symbol(title) is not None:
        return {
            "title": _("This title is a symbol. Enter words; the symbol is added on acceptance.")
        }
    return {}


def _too_long(length: int, limit: int) -> str:
    language = get_language() or "en"
    return _("The title is too long. Characters: %(n)s; most allowed: %(limit)s.") % {
        "n": formats.number(length, language),
        "limit": formats.number(limit, language),
    }


def header_faults(meeting: Meeting, values: Mapping[str, str]) -> Faults:
    """The required header fields of the body that have no value; ``values``: by the key of the field."""
    language = get_language() or "en"
    return {
        f"{HEADER_FIELD}{field.key}": _("“%(field)s” is blank. Complete this field.")
        % {"field": named(field.names, language).text}
        for field in header_fields(meeting.body)
        if field.required and not values.get(field.key, "").strip()
    }


def text_faults(files: Iterable[DocumentFile], language: str, rules: DocumentRules) -> Faults:
    """What is wrong with the text of a version: it is missing, or too long in its ``language``."""
    written = [each for each in files if each.text or each.file_id is not None]
    if not written:
        return {"text": _("The text is missing. Enter it, or select a file.")}
    own = next((each for each in written if each.language == language), written[0])
    return length_faults(own.words, rules)


def length_faults(words: str, rules: DocumentRules) -> Faults:
    """That a text has more words than the rules allow."""
    count = count_words(words)
    if not rules.word_limit or count <= rules.word_limit:
        return {}
    language = get_language() or "en"
    sentence = npgettext(
        "length of a text",
        "The text has %(n)s word. Shorten it to at most %(limit)s.",
        "The text has %(n)s words. Shorten it to at most %(limit)s.",
        count,
    )
    limit = formats.number(rules.word_limit, language)
    return {"text": sentence % {"n": formats.number(count, language), "limit": limit}}


def submission_faults(document: Document, files: Iterable[DocumentFile]) -> Faults:
    """All that keeps a document from being submitted with these files of its original, but for the deadline.

    Three queries.
    """
    rules = rules_of(document.meeting.body)
    values = {each.field.key: each.text for each in document.header_values.select_related("field")}
    return {
        **title_faults(document.record.say("title", document.language).text, rules),
        **header_faults(document.meeting, values),
        **text_faults(files, document.language, rules),
    }


def version_faults(version: DocumentVersion) -> Faults:
    """All that keeps a revision, an addendum or a corrigendum from being submitted, but for the deadline."""
    document = version.document
    rules = rules_of(document.meeting.body)
    files = list(version.files.all())
    languages = [each.language for each in files if each.text or each.file_id is not None]
    language = (
        document.language if document.language in languages or not languages else languages[0]
    )
    return text_faults(files, language, rules)
