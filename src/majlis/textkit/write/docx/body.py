"""The story of a Word file: paragraphs, footnotes, comments, and the part that carries the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from majlis.textkit.carry import (
    NAMESPACE,
    NOTE_KEYS,
    PART_KEYS,
    TEXT_KEYS,
    provision_attributes,
)
from majlis.textkit.docx_carry import BOOKMARK, cut_of, fingerprint, patches, to_word
from majlis.textkit.model import Comment, Provision, Revision, Run, Text, change_of
from majlis.textkit.write.docx.direction import runs_left_to_right
from majlis.textkit.write.docx.inline import Inline, element, sub, valid_date
from majlis.textkit.write.docx.layout import STEP, UNLABELLED, column
from majlis.textkit.write.docx.moves import Move, moves
from majlis.textkit.write.docx.parts import FOOTER, R, W, separators
from majlis.textkit.xmlsafe import Element

_STYLE = {
    "title": "Title",
    "front": "MajlisFront",
    "formula": "MajlisFormula",
    "preambular": "MajlisPreambular",
    "operative": "MajlisOperative",
    "paragraph": "MajlisParagraph",
    "back": "MajlisBack",
}
_PAGE = (
    '<w:sectPr xmlns:w="%s" xmlns:r="%s"><w:footerReference w:type="default" r:id="%s"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" '
    'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>%s</w:sectPr>'
)


class Body:
    """Builds the parts that hold the text. Each is asked for once, the document first."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.rtl = text.direction == "rtl"
        self.inline = Inline(text.language, self.rtl)
        self.reviser = _reviser(text)
        self.root = element("document")
        self.notes = etree.fromstring(
            f'<w:footnotes xmlns:w="{W}">{separators(self.rtl)}</w:footnotes>'
        )
        self.carried = etree.Element(f"{{{NAMESPACE}}}text", nsmap={"m": NAMESPACE})
        self.body = sub(self.root, "body")
        self.last: Element | None = (
            None  # the last paragraph of the body, where a footnote can be called
        )
        self.note_count = 0
        self.records: dict[int, Element] = {}
        self.moves = moves(text)
        self.anchored = self._anchored()
        self._provisions(_places(text.provisions, 1), level=0, heading=1, indent=0)
        left = [number for numbers in self.anchored.values() for number in numbers]
        if left:
            self._anchor(left, self._somewhere())
        self.body.append(etree.fromstring(_PAGE % (W, R, FOOTER, "<w:bidi/>" if self.rtl else "")))

    def document(self) -> bytes:
        """word/document.xml"""
        return _xml(self.root)

    def footnotes(self) -> bytes:
        """word/footnotes.xml"""
        return _xml(self.notes)

    def comments(self) -> bytes:
        """word/comments.xml"""
        root = element("comments")
        for number, comment in enumerate(self.text.comments):
            author = comment.author or "Majlis"
            holder = sub(root, "comment", id=str(number), author=author, initials=author[:1])
            if valid_date(comment.date):
                holder.set(f"{{{W}}}date", comment.date)
            paragraph = sub(holder, "p")
            sub(sub(paragraph, "pPr"), "pStyle", val="CommentText")
            self.inline.run(paragraph, Run(comment.text))
        return _xml(root)

    def record(self) -> bytes:
        """customXml/item1.xml: what Word has no place for."""
        for key in TEXT_KEYS:
            if getattr(self.text, key):
                self.carried.set(key, getattr(self.text, key))
        self.carried.set("version", "1")
        self.carried.extend(record for _, record in sorted(self.records.items()))
        for part in self.text.parts:
            self._carry("part", {key: getattr(part, key) for key in PART_KEYS})
        for comment in self.text.comments:
            self._carry("comment", _comment_fields(comment))
        for note in self.text.notes:
            fields = {key: getattr(note, key) for key in NOTE_KEYS} | {"line": str(note.line)}
            self._carry("note", fields).text = note.message
        return _xml(self.carried)

    def _carry(self, name: str, fields: dict[str, str]) -> Element:
        said = {key: value for key, value in fields.items() if value}
        return etree.SubElement(self.carried, f"{{{NAMESPACE}}}{name}", said)

    def _anchored(self) -> dict[str, list[int]]:
        """Numbers of the comments by the id of the provision that they stand at."""
        found: dict[str, list[int]] = {}
        for number, comment in enumerate(self.text.comments):
            found.setdefault(comment.provision, []).append(number)
        return found

    def _somewhere(self) -> Element:
        """A paragraph that is there for sure."""
        if self.last is None:
            self.last = sub(self.body, "p")
        return self.last

    def _provisions(
        self, siblings: list[tuple[Provision, int]], level: int, heading: int, indent: int
    ) -> None:
        """Provisions under one parent, each with its place in the order of the tree, and all below.

        ``indent`` is how far they stand from the margin.
        """
        labels = column(p for p, _ in siblings if p.kind != "footnote")
        for p, place in siblings:
            if p.kind == "footnote":
                self._footnote(p, place, level, self._somewhere())
                continue
            paragraph = sub(self.body, "p")
            self.last = paragraph
            ltr = self.rtl and not p.label and runs_left_to_right(p.text)
            move = self.moves.get(place)
            whole = move is not None and move.to_mark
            self._properties(paragraph, p, heading, indent, labels, ltr=ltr, move=whole)
            self._fill(paragraph, p, place, level, ltr=ltr, move=move)
            children = _places(p.children, place + 1)
            for child, at in children:
                if child.kind == "footnote":
                    self._footnote(child, at, level + 1, paragraph)
            below = [(child, at) for child, at in children if child.kind != "footnote"]
            if p.kind in ("heading", "annex"):
                self._provisions(below, level + 1, heading + 1, indent)
            else:
                self._provisions(below, level + 1, heading, indent + (labels or STEP))

    def _properties(
        self,
        paragraph: Element,
        p: Provision,
        heading: int,
        indent: int,
        labels: int,
        *,
        ltr: bool,
        move: bool,
    ) -> None:
        props = sub(paragraph, "pPr")
        style = _STYLE.get(p.kind) or f"Heading{min(heading, 6)}"
        sub(props, "pStyle", val=style)
        if self.rtl and not ltr:
            sub(props, "bidi")
        if p.kind not in UNLABELLED:
            if p.label or p.old_label:
                sub(props, "ind", left=str(indent + labels), hanging=str(labels))
            elif indent:
                sub(props, "ind", **{"right" if ltr else "left": str(indent)})
        if ltr and p.kind != "title":
            sub(props, "jc", val="right")
        self._mark(props, p, ltr=ltr, move=move)

    def _mark(self, props: Element, p: Provision, *, ltr: bool = False, move: bool = False) -> None:
        """The paragraph mark of what is wholly inserted or deleted is tracked too."""
        revision = p.mark or _whole(p)
        if revision:
            holder = sub(props, "rPr")
            if revision.reverted:
                self.inline.tracked(holder, revision, "inserted")
            self.inline.tracked(holder, revision, move=move)
        if self.rtl and not ltr:
            found = props.find(f"{{{W}}}rPr")
            sub(found if found is not None else sub(props, "rPr"), "rtl")

    def _fill(
        self,
        paragraph: Element,
        p: Provision,
        place: int,
        level: int,
        *,
        ltr: bool = False,
        move: Move | None = None,
    ) -> Element:
        """Bookmark, comment anchors, label and wording of one paragraph; its record is returned."""
        name = f"{BOOKMARK}{place}"
        number = self.inline.next_id()
        sub(paragraph, "bookmarkStart", id=number, name=name)
        comments = self.anchored.pop(p.id, []) if p.id else []
        for comment in comments:
            sub(paragraph, "commentRangeStart", id=str(comment))
        lead = _label_runs(p, self.reviser)
        written = (*lead, *_written(p))
        end = self.inline.range_start(paragraph, move.revision, move.name) if move else None
        for at, run in enumerate(written):
            # a label that is another one at the new place did not come along, nor do new words
            moved = move is not None and (
                move.label if at < len(lead) else run.revision is not None and run.revision.moved
            )
            self.inline.run(paragraph, run, move=moved, ltr=ltr)
        for comment in comments:
            sub(paragraph, "commentRangeEnd", id=str(comment))
            self._reference(paragraph, comment)
        sub(paragraph, "bookmarkEnd", id=number)
        parent = paragraph.getparent()
        if end and parent is not None:
            # after the paragraph, so that its mark is in the range too
            sub(parent, end[0], id=end[1])
        fields = provision_attributes(p) | {
            "bookmark": name,
            "level": str(level),
            "lead": str(sum(len(run.text) for run in lead)),
            "print": fingerprint(_as_word(written)),
        }
        record = etree.Element(f"{{{NAMESPACE}}}provision", fields)
        for row in cut_of(p.runs):
            etree.SubElement(record, f"{{{NAMESPACE}}}run", row)
        self.records[place] = record
        return record

    def _anchor(self, numbers: Iterable[int], paragraph: Element) -> None:
        for number in numbers:
            sub(paragraph, "commentRangeStart", id=str(number))
            sub(paragraph, "commentRangeEnd", id=str(number))
            self._reference(paragraph, number)

    def _reference(self, paragraph: Element, comment: int) -> None:
        run = sub(paragraph, "r")
        sub(sub(run, "rPr"), "rStyle", val="CommentReference")
        sub(run, "commentReference", id=str(comment))

    def _footnote(self, p: Provision, place: int, level: int, caller: Element) -> None:
        """A real footnote, called at the end of a paragraph; what stands under it goes on in it.

        Word numbers it; a label that is another one is typed before the wording.
        """
        self.note_count += 1
        number = str(self.note_count)
        automatic = p.label in ("", number) and p.old_label is None
        holder = caller
        revision = _whole(p)
        # the call's revision is that of all that the note says, so it must be true of all of it
        if revision and all(_wholly(below, revision) for below in p.walk()):
            holder = self.inline.wrapper(caller, revision)
        run = sub(holder, "r")
        sub(sub(run, "rPr"), "rStyle", val="FootnoteReference")
        sub(run, "footnoteReference", id=number)
        note = sub(self.notes, "footnote", id=number)
        self._note_paragraph(note, p, place, level, automatic=automatic)

    def _note_paragraph(
        self, note: Element, p: Provision, place: int, level: int, *, automatic: bool
    ) -> None:
        paragraph = sub(note, "p")
        props = sub(paragraph, "pPr")
        sub(props, "pStyle", val="FootnoteText")
        if self.rtl:
            sub(props, "bidi")
        self._mark(props, p)
        # Word sets a blank between number and text; a wording that begins with a blank of its own
        # would lose it there
        if automatic and not p.text[:1].isspace():
            run = sub(paragraph, "r")
            sub(sub(run, "rPr"), "rStyle", val="FootnoteReference")
            sub(run, "footnoteRef")
            self.inline.run(paragraph, Run(" "))
        shown = replace(p, label="", old_label=None) if automatic else p
        record = self._fill(paragraph, shown, place, level)
        if automatic and p.label:
            record.set("label", p.label)  # printed by Word, so not in the words
        for child, at in _places(p.children, place + 1):
            self._note_paragraph(note, child, at, level + 1, automatic=False)


def _places(provisions: tuple[Provision, ...], first: int) -> list[tuple[Provision, int]]:
    """Siblings with their numbers in the order of the tree."""
    out = []
    for p in provisions:
        out.append((p, first))
        first += sum(1 for _ in p.walk())
    return out


def _whole(p: Provision) -> Revision | None:
    """The revision of the whole provision, if there is one for all of it."""
    if p.runs:
        whole = change_of(p.runs)
        return next((r.revision for r in p.runs if r.revision and r.revision.op == whole), None)
    return Revision(p.change) if p.change in ("inserted", "deleted") else None


def _wholly(p: Provision, revision: Revision) -> bool:
    """Whether every character of a provision has a revision of this kind."""
    whole = _whole(p)
    return whole is not None and all(
        run.revision is not None
        and (run.revision.op, run.revision.reverted) == (revision.op, revision.reverted)
        for run in (Run("", revision=whole), *_written(p))
    )


def _written(p: Provision) -> tuple[Run, ...]:
    """The runs as Word gets them: in a whole insertion or deletion, blanks belong to it too."""
    whole = _whole(p)
    if whole is None:
        return p.runs
    return tuple(run if run.revision else replace(run, revision=whole) for run in p.runs)


def _reviser(text: Text) -> Revision:
    """Who changed a label where the wording does not say: who made all other changes, if one did."""
    every = [run.revision for p in text.walk() for run in p.runs if run.revision]
    said = {(revision.author, revision.date) for revision in every}
    return every[0] if len(said) == 1 else Revision("inserted")


def _label_runs(p: Provision, reviser: Revision) -> tuple[Run, ...]:
    """The label and the tab after it; a change of the label is a revision of its own."""
    whole = _whole(p)
    if p.old_label is None or p.old_label == p.label or whole:
        return (Run(f"{p.label}\t", revision=whole),) if p.label else ()
    revised = next((run.revision for run in p.runs if run.revision), reviser)
    pair = (
        (p.old_label, Revision("deleted", revised.author, revised.date)),
        (p.label, Revision("inserted", revised.author, revised.date)),
    )
    if p.old_label and p.label:
        return (*(Run(label, revision=revision) for label, revision in pair), Run("\t"))
    return tuple(Run(f"{label}\t", revision=revision) for label, revision in pair if label)


def _as_word(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(replace(run, text=to_word(run.text)) for run in runs)


def _comment_fields(comment: Comment) -> dict[str, str]:
    """A comment but for its words; Word drops the blanks around them, so these are kept here."""
    said = to_word(comment.text)
    bare = said.strip()
    at = said.find(bare) if bare else len(said)
    return {
        "author": comment.author,
        "date": comment.date,
        "provision": comment.provision,
        "print": fingerprint((Run(bare),)),
        "before": said[:at],
        "after": said[at + len(bare) :],
        "breaks": patches(comment.text),
    }


def _xml(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
