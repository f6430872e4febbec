"""What the search finds of documents: titles, the words of their files in all languages, symbols in any form."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from majlis.commons.search.registry import SearchText
from majlis.documents.core.body_rules import rules_of
from majlis.documents.core.symbols import Symbol, SymbolForms, meeting_part, version_symbol
from majlis.documents.lifecycle import POSTED, WITHDRAWN
from majlis.documents.models import Document, DocumentFile, DocumentVersion
from majlis.events.core.names import meeting_name
from majlis.kernel.models import Record
from majlis.kernel.templatetags.majlis import said


def document_words(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """The title of documents and the words of their posted versions, by language.

    A language without a title takes that of another. The words of a withdrawn document are left out.
    """
    words: dict[tuple[int, str], list[str]] = {}
    files = DocumentFile.objects.filter(
        version__document__in=[each.pk for each in records], version__state=POSTED
    ).exclude(version__document__state=WITHDRAWN)
    rows = files.order_by("version__posted_at", "pk").exclude(status="")
    for document, language, text in rows.values_list(
        "version__document", "language", "words"
    ).iterator(chunk_size=200):
        # The latest version first: the beginning of the text is indexed at once.
        words.setdefault((document, language), []).insert(0, text)
    texts: dict[int, dict[str, SearchText]] = {}
    for record in records:
        titled = {
            each.language
            for each in record.wordings.all()
            if each.field in ("title", "abstract") and each.text
        }
        written = {language for document, language in words if document == record.pk}
        texts[record.pk] = {
            language: SearchText(record.say("title", language).text, _body(record, language, words))
            for language in sorted(titled | written)
        }
    return texts


def _body(record: Record, language: str, words: Mapping[tuple[int, str], Sequence[str]]) -> str:
    """The abstract in a language, then the words of the files in it."""
    abstract = record.say("abstract", language)
    own = [abstract.text] if abstract.language == language else []
    return "\n".join([*own, *filter(None, words.get((record.pk, language), ()))])


def document_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The symbols of documents and of their posted versions, by the present forms of the body and its aliases."""
    documents = Document.objects.filter(record__in=records).exclude(symbol="")
    documents = documents.select_related("series", "meeting__body__document_rules")
    versions: dict[int, list[DocumentVersion]] = {}
    posted = DocumentVersion.objects.filter(document__in=documents, state=POSTED, number__gt=0)
    for version in posted.order_by("posted_at", "pk"):
        versions.setdefault(version.document_id, []).append(version)
    return {each.pk: document_forms(each, versions.get(each.pk, [])) for each in documents}


def symbols_to_enter(keys: Sequence[int], language: str) -> Mapping[int, str]:
    """What a field for a document gets, by key: its symbol, if it has one."""
    rows = Document.objects.filter(pk__in=keys).exclude(symbol="")
    return dict(rows.values_list("pk", "symbol"))


def document_notes(keys: Collection[int], language: str) -> Mapping[int, SafeString]:
    """The symbol and the meeting of documents, as the hits of a search show them. Three queries."""
    documents = Document.objects.filter(pk__in=keys).select_related(
        "meeting__record", "meeting__body__record"
    )
    rows = documents.prefetch_related(
        "meeting__record__wordings", "meeting__body__record__wordings"
    )
    return {each.pk: _note(each, language) for each in rows}


def _note(document: Document, language: str) -> SafeString:
    """The symbol, where there is one, and the name of the meeting."""
    meeting = said(meeting_name(document.meeting, language))
    if not document.symbol:
        return format_html("{}", meeting)
    return format_html('<bdi dir="ltr">{}</bdi> · {}', document.symbol, meeting)


def document_forms(document: Document, versions: Sequence[DocumentVersion]) -> list[str]:
    """The symbol of a document and of its versions, also with each other name of the group."""
    forms = SymbolForms.of(rules_of(document.meeting.body))
    symbols = [document.symbol, *(version_symbol(document, version) for version in versions)]
    assert document.number is not None  # as it has a symbol
    base = Symbol(meeting_part(document.meeting), document.number, document.series.code)
    for group in (forms.group, *forms.aliases):
        named = SymbolForms(group, (), forms.number_form, forms.series_form).format(base)
        suffixes = [forms.suffix(version.kind, version.number) for version in versions]
        symbols += [named, *(f"{named}{suffix}" for suffix in suffixes)]
    return list(dict.fromkeys(symbols))
