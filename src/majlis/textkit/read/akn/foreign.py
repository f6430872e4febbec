"""Akoma Ntoso that others wrote: one file to a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from majlis.textkit.errors import TextError
from majlis.textkit.ids import assign_ids
from majlis.textkit.model import Note, Part, Provision, Text
from majlis.textkit.openings import Opening, opening
from majlis.textkit.read.akn.draft import Draft, provision_of
from majlis.textkit.read.akn.meta import read_meta
from majlis.textkit.read.akn.walk import DOCUMENTS, document_drafts, mark_languages
from majlis.textkit.structure.items import end_of
from majlis.textkit.structure.tree import asking_list, main_verb, point_verb
from majlis.textkit.xmlsafe import Element, local_name


def find_document(root: Element) -> Element:
    """The document element of a file: act, bill, statement, ...

    Raises TextError where the root is no Akoma Ntoso.
    """
    if local_name(root) in DOCUMENTS:
        return root
    if local_name(root).lower() == "akomantoso":
        for child in root:
            if local_name(child) in DOCUMENTS:
                return child
        raise TextError(
            "The Akoma Ntoso file contains no document.",
            "The root must contain an act, statement, doc or other document element.",
        )
    raise TextError(
        (f"This XML file has the root “{local_name(root)[:40]}” and is not an Akoma Ntoso file."),
        "Select a file with the root “akomaNtoso”.",
    )


def read_foreign(root: Element) -> Text:
    """The text of a file by its markup, by the form of the words where the markup is not enough."""
    document = find_document(root)
    meta = read_meta(document)
    mark_languages(document)
    language, doubt = (meta.language, "") if meta.language else _detect(document)
    drafts = document_drafts(document, language=language)
    if not any(draft.text.strip() for draft in drafts):
        raise TextError(
            "The Akoma Ntoso file contains no text.", "Check that it contains more than metadata."
        )
    provisions = assign_ids(
        with_verbs((provision_of(draft) for draft in drafts), language), language
    )
    notes: list[Note] = [Note("language", doubt)] if doubt else []
    parts: list[Part] = []
    _gather(drafts, provisions, notes, parts)
    return Text(
        provisions=provisions,
        language=language,
        kind=meta.kind or "text",
        body=meta.body,
        symbol=meta.symbol,
        title=meta.title,
        date=meta.date or _date_in_words(document, language),
        parts=tuple(parts),
        notes=tuple(notes),
    )


def _detect(document: Element) -> tuple[str, str]:
    from majlis.textkit.language import detect

    words: list[str] = []
    for child in document:
        if local_name(child) != "meta":
            words.extend(str(part) for part in child.itertext())
    return detect(" ".join(words))


def with_verbs(
    provisions: Iterable[Provision],
    language: str,
    governing: str = "",
    *,
    in_list: bool = False,
    led: bool = False,
) -> tuple[Provision, ...]:
    """The tree with the verb that governs each provision: its own, or that of what it stands under.

    A point (``in_list``) has the verb of the paragraph that leads to it (``led``: with a colon), unless
    it surely opens with its own.
    """
    provisions = tuple(provisions)
    asks = in_list and asking_list([_opening(p, language) for p in provisions if p.label])
    done = []
    for p in provisions:
        if p.kind not in ("preambular", "operative", "heading", "paragraph"):
            verb = ""
        elif p.kind == "paragraph":
            verb = governing
        elif p.label and in_list:
            found = _opening(p, language) if asks else None
            sure = found is not None and found.certain and p.kind in found.parts
            own = _words(p, found) if sure else ""
            verb = point_verb(own, governing, language, led=led)
        else:
            verb = _verb(p, language, governed=governing != "") or governing
        listed = p.kind in ("preambular", "operative") and verb != ""
        colon = end_of(p.text) == "colon"
        children = with_verbs(p.children, language, verb, in_list=listed, led=colon)
        done.append(replace(p, verb=verb, children=children))
    return tuple(done)


def _verb(p: Provision, language: str, *, governed: bool) -> str:
    """The verb that opens a provision; that of its main clause only where no heading governs it."""
    found = _opening(p, language)
    operative = p.kind == "operative" and p.label != "" and not governed
    if operative and (found is None or "operative" not in found.parts):
        later = main_verb(p.text, language)
        if later:
            return later
    if found is None or (p.kind == "heading" and not found.certain):
        return ""
    return _words(p, found)


def _words(p: Provision, found: Opening | None) -> str:
    return p.text[found.start : found.end].strip() if found else ""


def _opening(p: Provision, language: str) -> Opening | None:
    try:
        return opening(p.text, language, "operative" if p.kind == "operative" else "preambular")
    except TextError:
        return None


def _gather(
    drafts: Iterable[Draft],
    provisions: Iterable[Provision],
    notes: list[Note],
    parts: list[Part],
) -> None:
    """Notes and parts with the ids that the provisions were given."""
    for draft, p in zip(drafts, provisions, strict=True):
        notes.extend(replace(note, provision=p.id) for note in draft.notes)
        if draft.kind == "annex":
            title = p.text or next((c.text for c in p.children if c.kind == "title"), "")
            parts.append(Part(p.id, draft.root_of or "annex", title=title))
        _gather(draft.children, p.children, notes, parts)


def _date_in_words(document: Element, language: str) -> str:
    """The date that the cover prints, where no attribute holds one."""
    from majlis.textkit.dates import find_dates
    from majlis.textkit.read.akn.meta import date_words

    for words in date_words(document):
        try:
            found = find_dates(words, language)
        except TextError:
            continue
        if found:
            return found[0].value
    return ""
