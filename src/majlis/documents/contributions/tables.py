"""How contributions are shown in lists: states, symbols, sources, deadlines, next steps."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, npgettext, pgettext_lazy

from majlis.documents.core.sources import source_names
from majlis.documents.core.symbols import version_symbol
from majlis.documents.lifecycle import (
    ACCEPTED,
    DOCUMENT,
    DRAFT,
    POSTED,
    REFUSED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
)
from majlis.documents.models import Document, DocumentRules, DocumentVersion, LateRule, VersionKind
from majlis.events.core.names import meeting_name
from majlis.events.models import Meeting
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.look.templatetags.look import state as state_badge
from majlis.look.templatetags.look import symbol

STATE_PHASES = {
    DRAFT: "open",
    SUBMITTED: "wait",
    RETURNED: "soon",
    ACCEPTED: "going",
    POSTED: "met",
    WITHDRAWN: "ended",
    REFUSED: "ended",
}
"""The kind of the badge of each state."""
LATE = pgettext_lazy("document", "received after the deadline")
LATE_SENTENCES = {
    LateRule.REFUSE: pgettext_lazy("deadline", "Later contributions are refused."),
    LateRule.MARK: pgettext_lazy("deadline", "Later contributions are marked as late."),
    LateRule.INFORMATION: pgettext_lazy(
        "deadline", "Later contributions are accepted for information only."
    ),
}
"""What happens to contributions after the deadline, as a sentence."""


def document_badge(document: Document) -> str:
    """The state of a document as a badge."""
    return state_badge(STATE_PHASES[document.state], DOCUMENT.states[document.state])


def title_cell(document: Document) -> parts.Cell:
    """The title of a document with a link to its page, and its symbol below."""
    return parts.Cell(
        said(document.say("title")), document.get_absolute_url(), symbol(document.symbol)
    )


def meeting_cell(meeting: Meeting) -> parts.Cell:
    """The name of a meeting, with a link to its page."""
    return parts.Cell(said(meeting_name(meeting)), meeting.get_absolute_url())


def sources_html(document: Document) -> SafeString:
    """Those from whom a document comes, in a line."""
    return format_html_join(
        formats.list_separator(get_language() or "en"),
        "{}",
        (
            (said(name) if name.language else format_html("<bdi>{}</bdi>", name.text),)
            for name in source_names(document)
        ),
    )


def version_name(version: DocumentVersion) -> str:
    """A version in words: `original`, `revision 2`, `addendum` before it has a number."""
    kind = VersionKind(version.kind).label
    return f"{kind} {version.number}" if version.number else str(kind)


def version_cell(version: DocumentVersion) -> parts.Cell:
    """The title of the document of a version; below it the symbol and what the version is."""
    document = version.document
    pieces = [symbol(version_symbol(document, version))] if document.symbol else []
    if version.kind != VersionKind.ORIGINAL:
        pieces.append(version_name(version))
    note = format_html_join(" · ", "{}", ((piece,) for piece in pieces))
    return parts.Cell(said(document.say("title")), document.get_absolute_url(), note)


def links_html(links: Iterable[parts.Link]) -> SafeString:
    """Links in a line; each names what it is about to those who hear it."""
    return format_html_join(
        " · ", '<a href="{}">{}</a>', ((each.url, each.label) for each in links)
    )


def about(label: str, document: Document) -> SafeString:
    """The label of a link, with the document that it is about in words that are only heard."""
    return format_html(
        '{}<span class="vh"> {}</span>',
        label,
        symbol(document.symbol) if document.symbol else said(document.say("title")),
    )


def late_sentence(rules: DocumentRules) -> str:
    """What happens to contributions after the deadline."""
    return str(LATE_SENTENCES[LateRule(rules.late_rule)])


def limits_sentence(rules: DocumentRules) -> str:
    """How long a contribution may be; empty without limits."""
    language = get_language() or "en"
    sentences = []
    if rules.word_limit:
        words = npgettext(
            "length of a text",
            "A contribution has at most %(n)s word.",
            "A contribution has at most %(n)s words.",
            rules.word_limit,
        )
        sentences.append(words % {"n": formats.number(rules.word_limit, language)})
    if rules.title_limit:
        title = npgettext(
            "length of a title",
            "A title has at most %(n)s character.",
            "A title has at most %(n)s characters.",
            rules.title_limit,
        )
        sentences.append(title % {"n": formats.number(rules.title_limit, language)})
    return formats.gap(language).join(sentences)


def word_count(count: int) -> str:
    """A number of words in words."""
    number = formats.number(count, get_language() or "en")
    return npgettext("length of a text", "%(n)s word", "%(n)s words", count) % {"n": number}


def state_text(document: Document) -> str:
    """The state of a document in words, for files."""
    return str(DOCUMENT.states[document.state])
