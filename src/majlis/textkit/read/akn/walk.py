"""Elements of Akoma Ntoso to drafts: what the markup says, in reading order.

The names of the elements decide, not the namespace, so Akoma Ntoso 2.0 and files without a
namespace are read too. Elements that are not known are looked into.
"""

from __future__ import annotations

from collections.abc import Iterator

from majlis.textkit.akn_names import is_statement
from majlis.textkit.carry import NAMESPACE
from majlis.textkit.model import Run, View, view_runs
from majlis.textkit.read.akn.draft import LEAF_KINDS, Draft, as_paragraphs, tidy
from majlis.textkit.read.akn.inline import read_runs
from majlis.textkit.read.akn.meta import read_meta
from majlis.textkit.read.akn.repair import repair, split_annex, split_headings
from majlis.textkit.read.akn.settle import settle_body, settle_preamble
from majlis.textkit.xmlsafe import Element, local_name

DOCUMENTS = frozenset(
    {
        "act", "amendment", "amendmentList", "bill", "debate", "debateRecord", "debateReport", "doc",
        "documentCollection", "judgement", "judgment", "officialGazette", "portion", "statement",
    }
)  # fmt: skip
_SKIPPED = frozenset(
    {
        "meta", "img", "toc", "tocItem", "componentRef", "documentRef", "num", "authorialNote",
        "marker", "foreign", "interstitial", "noteRef",
    }
)  # fmt: skip
_LEAVES = frozenset(
    {
        "p", "block", "listIntroduction", "listConclusion", "listWrapUp", "docTitle", "shortTitle",
        "from", "h1", "h2", "h3", "h4", "h5", "h6", "scene", "narrative", "summary", "remark",
    }
)  # fmt: skip
_BODIES = frozenset(
    {
        "mainBody", "body", "debateBody", "judgmentBody", "judgementBody", "amendmentBody",
        "collectionBody", "portionBody",
    }
)  # fmt: skip
_HEADINGS = frozenset({"heading", "subheading", "crossHeading", "crossheading"})
_ANNEXES = frozenset({"attachment", "annex", "component"})
_QUOTED = ("embeddedStructure", "embeddedText", "quotedStructure")
_LISTS = frozenset({"blockList", "ul", "ol", "list"})
# Elements that hold a number, a heading and a wording of their own.
_HIERARCHY = frozenset(
    {
        "alinea", "answer", "article", "book", "chapter", "citation", "citations", "clause",
        "debateSection", "division", "hcontainer", "indent", "item", "level", "li", "paragraph",
        "part", "point", "proviso", "question", "recital", "recitals", "rule", "section", "speech",
        "speechGroup", "subchapter", "subclause", "subdivision", "sublist", "subparagraph",
        "subpart", "subrule", "subsection", "subtitle", "tblock", "title", "tome", "transitional",
    }
)  # fmt: skip
_LANGUAGE = f"{{{NAMESPACE}}}language"  # put on a document by mark_languages
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def document_drafts(document: Element, *, language: str = "", annexed: bool = False) -> list[Draft]:
    """The drafts of a whole document, nested ones included."""
    language = language or document.get(_LANGUAGE, "en")
    front: list[Draft] = []
    preamble: list[Draft] = []
    body: list[Draft] = []
    back: list[Draft] = []
    annexes: list[Draft] = []
    resolves = _resolves(document, annexed)
    for child in document:
        tag = local_name(child)
        if tag in ("coverPage", "preface"):
            front += drafts_of(child, "front")
        elif tag == "preamble":
            preamble += drafts_of(child, "preamble")
        elif tag in _BODIES:
            body += drafts_of(child, "body" if resolves else "plain")
        elif tag == "conclusions":
            back += drafts_of(child, "back")
        elif tag in ("attachments", "annexes", "components"):
            annexes += drafts_of(child, "plain")
        elif tag and tag != "meta":
            body += drafts_of(child, "plain")
    for draft in [d for d in front if d.kind == "title"][1:]:
        draft.kind = "front"  # such as the line of adoption
    preamble = split_headings(repair(preamble), language)
    preamble, moved = settle_preamble(preamble, language)
    body = repair([*moved, *body])
    if resolves:
        body = split_annex(split_headings(body, language), language)
        body = settle_body(body, language)
    return [d for d in [*front, *preamble, *body, *back, *annexes] if not d.blank]


def mark_languages(document: Element) -> None:
    """Put on each nested document the language that it has: its own, or that of the one around it.

    Read once for each: the metadata of the file may be long, and its documents many.
    """
    for element in document.iter(*(f"{{*}}{tag}" for tag in DOCUMENTS)):
        language = read_meta(element).language
        if not language and element is not document:
            around = next(e for e in element.iterancestors() if local_name(e) in DOCUMENTS)
            language = around.get(_LANGUAGE, "")
        element.set(_LANGUAGE, language or "en")


def _resolves(document: Element, annexed: bool) -> bool:
    """Whether the main body holds what a body decides, and not articles or plain paragraphs."""
    tag = local_name(document)
    if tag in ("act", "bill", "debate", "debateReport", "debateRecord", "judgment", "judgement"):
        return False
    name = (document.get("name") or "").lower()
    if is_statement(name) or any(name.endswith(kind) for kind in ("resolution", "decision")):
        return True
    preamble = next((child for child in document if local_name(child) == "preamble"), None)
    if preamble is not None and any(True for _ in preamble.iter("{*}formula", "{*}recital")):
        return True
    return tag == "statement" and not annexed


def drafts_of(element: Element, context: str) -> list[Draft]:
    """The drafts of all that an element holds."""
    out: list[Draft] = []
    for child in element:
        tag = local_name(child)
        if not tag or tag in _SKIPPED:
            continue
        found = list(_drafts(child, tag, context))
        if tag in _LISTS and out and out[-1].plain and not out[-1].children:
            # a list goes under the paragraph that leads to it
            out[-1].children.extend(found)
        else:
            out.extend(found)
    return out


def _drafts(child: Element, tag: str, context: str) -> Iterator[Draft]:
    if tag in _LEAVES:
        yield from leaf(child, context)
    elif tag in _HEADINGS:
        yield from _heading_alone(child)
    elif tag == "formula":
        runs = _joined(child)
        if runs:
            yield Draft("formula", runs)
    elif tag == "table":
        yield from _rows(child)
    elif tag in _ANNEXES:
        yield from _annex(child)
    elif tag in DOCUMENTS:
        yield from document_drafts(child)
    elif tag in _HIERARCHY or (tag == "list" and _num(child)):
        yield from _hierarchy(child, tag, context)
    elif tag == "wrapUp":
        yield from (_closing(d) for d in drafts_of(child, context))
    elif tag == "preamble":
        yield from drafts_of(child, "preamble")
    elif tag in ("conclusions", "signature"):
        yield from drafts_of(child, "back")
    elif tag in ("longTitle", "preface", "coverPage"):
        yield from drafts_of(child, "front")
    elif tag == "container" and child.get("name") == "title" and context == "front":
        for draft in drafts_of(child, context):
            draft.kind = "title"
            yield draft
    else:
        if (child.text or "").strip():
            yield from leaf(child, context)
        else:
            yield from drafts_of(child, context)


def _closing(draft: Draft) -> Draft:
    draft.plain = False
    return draft


def leaf(element: Element, context: str) -> Iterator[Draft]:
    """A paragraph: its runs, the footnotes called in it, the provisions quoted in it."""
    quoted = _nearest(element, *_QUOTED)
    quoted.sort(key=lambda structure: _QUOTED.index(local_name(structure)))
    runs = tidy(read_runs(element), preserve=element.get(_SPACE) == "preserve")
    draft = Draft(LEAF_KINDS[context], runs, sure=False, css=element.get("class") or "", plain=True)
    if any(True for _ in element.iter("{*}docTitle", "{*}shortTitle")) or local_name(element) in (
        "docTitle",
        "shortTitle",
    ):
        draft.kind, draft.plain = "title", False
    for structure in quoted:
        draft.children.extend(drafts_of(structure, "plain"))
    draft.children.extend(_notes(element))
    if not draft.blank:
        yield draft


def _nearest(element: Element, *names: str) -> list[Element]:
    """The elements of some names in an element, but for those within another of them.

    What holds one tells of those in it: each is read once, however deep they nest.
    """
    found: list[Element] = []
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif local_name(child) in names:
            found.append(child)
        else:
            stack.append(iter(child))
    return found


def _notes(element: Element) -> Iterator[Draft]:
    """Footnotes written where they are called; one with several paragraphs is one note."""
    for note in element.iter("{*}authorialNote"):
        runs = _joined(note)
        if runs:
            label = note.get("marker") or _num(note)
            yield Draft("footnote", runs, label=label)


def _joined(element: Element) -> tuple[Run, ...]:
    """The paragraphs of an element as one wording."""
    runs: list[Run] = []
    paragraphs = [e for e in element.iter("{*}p")] or [element]
    for paragraph in paragraphs:
        found = tidy(read_runs(paragraph), preserve=paragraph.get(_SPACE) == "preserve")
        if found and runs:
            runs.append(Run(" "))
        runs.extend(found)
    return tidy(tuple(runs), preserve=True)


def _num(element: Element, view: View = "accept") -> str:
    """The printed number of an element, as it is now or was before a tracked change of it."""
    for child in element:
        if local_name(child) == "num":
            return " ".join("".join(run.text for run in view_runs(read_runs(child), view)).split())
    return ""


def _old_num(element: Element) -> str | None:
    """The number before a tracked change, None where there was none."""
    before = _num(element, "reject")
    return before if before != _num(element) else None


def _heading_runs(element: Element) -> tuple[tuple[Run, ...], list[Draft]]:
    """Heading and subheading of an element as one wording, and the footnotes called there."""
    runs: list[Run] = []
    notes: list[Draft] = []
    for child in element:
        if local_name(child) in _HEADINGS and local_name(child) != "crossHeading":
            found = tidy(read_runs(child), preserve=False)
            if found and runs:
                runs.append(Run(" "))
            runs.extend(found)
            notes.extend(_notes(child))
    return tuple(runs), notes


def _heading_alone(element: Element) -> Iterator[Draft]:
    runs = tidy(read_runs(element), preserve=False)
    if runs:
        yield Draft("heading", runs, children=list(_notes(element)))


def _rows(table: Element) -> Iterator[Draft]:
    """Each row of a table as a paragraph, its cells set apart by tabs."""
    for row in table.iter("{*}tr"):
        runs: list[Run] = []
        for cell in row:
            if local_name(cell) in ("td", "th"):
                if runs:
                    runs.append(Run("\t"))
                runs.extend(_joined(cell))
        text = tuple(runs)
        if "".join(run.text for run in text).strip():
            yield Draft("paragraph", text)


def _hierarchy(element: Element, tag: str, context: str) -> Iterator[Draft]:
    label = _num(element)
    heading, notes = _heading_runs(element)
    inner = "preamble" if tag in ("recitals", "citations") else context
    below = [d for d in _content(element, inner) if not d.blank]
    if tag in ("recitals", "citations") and not heading:
        heading, below = _intro_as_heading(element, below)
    old_label = _old_num(element)
    if tag == "hcontainer" and "annex" in (element.get("name") or "").lower():
        yield Draft("annex", heading, label, None, [*notes, *as_paragraphs(below)])
        return
    if heading:
        yield Draft("heading", heading, label, old_label, [*notes, *below])
        return
    kind = LEAF_KINDS[inner]
    draft = Draft(kind, (), label, old_label, sure=bool(label), css=element.get("class") or "")
    if below and below[0].plain and not below[0].label and below[0].kind == kind:
        first = below.pop(0)
        draft.runs, draft.children = first.runs, [*first.children, *below]
        draft.css = draft.css or first.css
        yield draft
    elif label:
        draft.children = below
        yield draft
    else:
        yield from below


def _content(element: Element, context: str) -> list[Draft]:
    """What stands in an element besides its number and headings, past content, intro and list."""
    out: list[Draft] = []
    for child in element:
        tag = local_name(child)
        if not tag or tag in _SKIPPED or (tag in _HEADINGS and tag != "crossHeading"):
            continue
        if tag in ("content", "intro", "body", "list", "blockList", "sublist") and not _num(child):
            inside = _content(child, context)
        else:
            inside = list(_drafts(child, tag, context))
        if out and tag in _LISTS and out[-1].plain and out[-1] is not out[0]:
            out[-1].children.extend(inside)
        else:
            out.extend(inside)
    if not out and (element.text or "").strip() and local_name(element) in ("li", "item", "alinea"):
        out.extend(leaf(element, context))
    return out


def _intro_as_heading(element: Element, below: list[Draft]) -> tuple[tuple[Run, ...], list[Draft]]:
    """``recitals`` with an intro: the intro is the verb that stands over them."""
    if any(local_name(child) == "intro" for child in element) and below and below[0].plain:
        return below[0].runs, [*below[0].children, *below[1:]]
    return (), below


def _annex(element: Element) -> Iterator[Draft]:
    """An attachment: a heading of its own or that of the document in it, and what it holds."""
    documents = [child for child in element if local_name(child) in DOCUMENTS]
    content = [] if documents else _content(element, "plain")
    if not documents and not content:
        return
    label = _num(element)
    heading, notes = _heading_runs(element)
    if not documents:
        yield Draft("annex", heading, label, None, [*notes, *as_paragraphs(content)])
        return
    for document in documents:
        below = document_drafts(document, annexed=True)
        if not heading and below and below[0].kind in ("title", "front", "heading"):
            heading = below.pop(0).runs
        kind = read_meta(document).kind
        yield Draft("annex", heading, label, None, [*notes, *below], root_of=kind or "text")
        heading, notes, label = (), [], ""
