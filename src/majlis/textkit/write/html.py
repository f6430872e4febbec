"""Write a text as an accessible HTML page.

No style is written into the page (a strict content security policy forbids it) unless it has to
stand alone: classes say what each part is, and ``css_href`` may name a style sheet. The classes:
``text`` (the page's main), ``provision`` with the kind, ``label``, ``words``, ``verb`` (the one that
asks), ``fate`` (where moved words came from or went, a link), ``points`` (lists; the labels are
printed, so the sheet takes the markers away),
``visually-hidden`` (what a screen reader says around a revision). ``page.css`` is the style of a page
that stands alone, and an example for others.

``data-*`` attributes carry what HTML cannot say; ``read_html`` takes them back.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from functools import cache
from importlib.resources import files
from itertools import groupby

from majlis.textkit.carry import (
    HTML_TAGS,
    TEXT_KEYS,
    grouped,
    provision_attributes,
    ready_to_write,
    revision_attributes,
)
from majlis.textkit.model import Provision, Revision, Run, Text
from majlis.textkit.write.fates import fates, names
from majlis.textkit.write.words import words_for

_LISTED = frozenset({"operative", "preambular", "paragraph"})
# A symbol or a range that a right-to-left line would turn round: A/TG/70/1, 16-10, 2031/4.
_SYMBOL = re.compile(r"[A-Za-z0-9]+(?:[/.\-\u2010-\u2013][A-Za-z0-9()]+)+")
_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_ESCAPED = re.compile('[&<>"\r]')


def write_html(
    text: Text,
    *,
    css_href: str = "",
    standalone: bool = False,
    words: dict[str, str] | None = None,
) -> str:
    """The text as one HTML page.

    ``css_href``: address of a style sheet to link. ``standalone``: put our own style sheet into the
    page, for one that is a file of its own and not part of a site. ``words``: what to say around revisions, where
    the words of the text's own language (``write/words.toml``) do not serve.
    ``read_html(write_html(text).encode()) == carry.normal(text)``. Raises TextError where the tree is
    too deep to write.
    """
    text = ready_to_write(text)
    page = _Page(text, words or words_for(text.language))
    body = "".join(page.provisions(text.provisions, level=2))
    title = " ".join((text.title or text.symbol).split())
    heading = ""
    first = title or _first_words(text)
    if not page.has_h1 and first:
        # a page has one first heading, also where the text has no title of its own; its first words
        # can be seen already
        shown = "page-title" if title else "page-title visually-hidden"
        heading = f'<h1 class="{shown}">{escape(first)}</h1>\n'
    sheet = f"<style>\n{page_css()}</style>\n" if standalone else ""
    sheet += f'<link rel="stylesheet" href="{escape(css_href)}">\n' if css_href else ""
    fields = {key: getattr(text, key) for key in TEXT_KEYS}
    if text.parts:
        rows = [asdict(part) for part in text.parts]
        fields["parts"] = json.dumps(rows, ensure_ascii=False)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(text.language)}" dir="{text.direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(first)}</title>\n{sheet}</head>\n<body>\n"
        f'<main class="text" data-majlis="1"{_data(fields)}>\n{heading}{body}'
        f"{page.comments()}{page.notes()}</main>\n</body>\n</html>\n"
    )


@cache
def page_css() -> str:
    """The style sheet of a page that stands alone."""
    return files("majlis.textkit.write").joinpath("page.css").read_text(encoding="utf-8")


def escape(text: str) -> str:
    """Text for element content and for attributes in double quotes."""
    return _ESCAPED.sub(lambda match: _SPECIAL[match[0]], text)


def _anchor(identity: str) -> str:
    """The id of an element: HTML allows no white space in it."""
    return re.sub(r"\s", "_", identity)


def _data(fields: dict[str, str]) -> str:
    return "".join(f' data-{key}="{escape(value)}"' for key, value in fields.items() if value)


class _Page:
    """What is shared while one page is written."""

    def __init__(self, text: Text, words: dict[str, str]) -> None:
        self.text = text
        self.words = words
        self.rtl = text.direction == "rtl"
        self.ids: set[str] = set()
        self.has_h1 = False
        # The first title is the first heading, unless a heading stands before it: that of an annex.
        spoken = (p for p in text.walk() if p.runs or p.label)
        self.first = next((p for p in spoken if p.kind in ("title", "heading", "annex")), None)
        self.fates = fates(text, words)
        self.names = names(text, words)

    def provisions(self, provisions: tuple[Provision, ...], level: int) -> list[str]:
        """Siblings; neighbours with labels stand in one list."""
        out: list[str] = []
        for listed, group in groupby(provisions, lambda p: p.kind in _LISTED and p.label != ""):
            if listed:
                items = "".join(self.provision(p, level, "li") for p in group)
                out.append(f'<ol class="points">\n{items}</ol>\n')
            else:
                out.extend(self.provision(p, level, _element(p)) for p in group)
        return out

    def provision(self, p: Provision, level: int, tag: str) -> str:
        """One provision with all below it; ``level`` is that of the next heading."""
        inner = self._wording(p, level)
        below = level + 1 if p.kind in ("heading", "annex") else level
        children = "".join(self.provisions(p.children, below))
        role = ' role="doc-footnote"' if p.kind == "footnote" else ""
        return (
            f'<{tag} class="provision {p.kind}"{role}{self._attributes(p)}>{inner}'
            f"{children}</{tag}>\n"
        )

    def _attributes(self, p: Provision) -> str:
        fields = provision_attributes(p)
        identity = _anchor(p.id)
        shown = ""
        if identity and identity not in self.ids:
            self.ids.add(identity)
            shown = f' id="{escape(identity)}"'
        if identity == p.id and shown:
            del fields["id"]
        fields.pop("label", None)
        # an empty value is a value here: old-label="" is not the same as none
        return shown + "".join(f' data-{key}="{escape(value)}"' for key, value in fields.items())

    def _wording(self, p: Provision, level: int) -> str:
        if p.kind == "title" and p is self.first:
            self.has_h1 = True
            tag = "h1"
        elif p.kind in ("heading", "annex"):
            tag = f"h{min(level, 6)}"
        else:
            tag = "p"
        label = self._label(p)
        inner = self.runs(p.runs, len(p.verb) if _asks(p) else 0)
        words = f'<span class="words">{inner}</span>' if p.runs else ""
        gap = " " if label and words else ""
        fate = self._fates(p.id) if words else ""
        return f"<{tag}>{label}{gap}{fate}{words}</{tag}>\n" if label or words else ""

    def _fates(self, identity: str) -> str:
        """What is said of moved words, to the eye too, each with a link to the other place."""
        out = ""
        for fate in self.fates.get(identity, ()):
            said = escape(self.words[fate.said])
            if fate.identity:
                name = f"<bdi{self._side()}>{escape(fate.name)}</bdi>"
                out += (
                    f'<a class="fate" href="#{escape(_anchor(fate.identity))}">{said} {name}</a> '
                )
            else:
                out += f'<span class="fate">{said}</span> '
        return out

    def _label(self, p: Provision) -> str:
        if not p.label and not p.old_label:
            return ""
        if p.old_label is None:
            inner = escape(p.label)
        else:
            inner = "".join(
                self._revised(tag, None, escape(label))
                for tag, label in (("del", p.old_label), ("ins", p.label))
                if label
            )
        return f'<span class="label"><bdi{self._side()}>{inner}</bdi></span>'

    def _side(self) -> str:
        """How a label runs: an isolate without letters would run from left to right ("- 1" for "1 -")."""
        return ' dir="rtl"' if self.rtl else ""

    def runs(self, runs: tuple[Run, ...], verb: int = 0) -> str:
        """Inline markup of the runs; ``verb``: how many characters that stay are the verb that asks."""
        out: list[str] = []
        struck = False
        for revision, group in grouped(runs):
            deleted = revision is not None and revision.op == "deleted"
            inner = ""
            for run in group:
                asking = "" if deleted else run.text[:verb]
                verb -= len(asking)
                if asking:
                    inner += f'<span class="verb">{self._run(replace(run, text=asking))}</span>'
                inner += self._run(replace(run, text=run.text[len(asking) :]))
            if revision:
                tag = "del" if deleted else "ins"
                inner = self._revised(tag, revision, inner)
                if struck and not deleted:
                    out.append("<wbr>")  # what replaces may stand on the next line
            struck = deleted
            out.append(inner)
        return "".join(out)

    def _revised(self, tag: str, revision: Revision | None, inner: str) -> str:
        """A revision that does not depend on colour: a screen reader hears where it begins and ends."""
        attributes = _data(revision_attributes(revision)) if revision else ""
        names = (
            ("moved_here", "moved_away") if revision and revision.moved else ("inserted", "deleted")
        )
        said = self.words[names[tag == "del"]]
        hidden = '<span class="visually-hidden">%s</span>'
        return (
            f"<{tag}{attributes}>{hidden % (escape(said) + ' ')}{inner}"
            f"{hidden % (' ' + escape(self.words['end']))}</{tag}>"
        )

    def _run(self, run: Run) -> str:
        if not run.text:
            return ""
        if self.rtl:
            inner = "".join(
                f"<bdi>{escape(piece)}</bdi>" if isolated else escape(piece)
                for piece, isolated in _isolate(run.text)
            )
        else:
            inner = escape(run.text)
        for mark, tag in reversed(HTML_TAGS.items()):
            if mark in run.marks:
                inner = f"<{tag}>{inner}</{tag}>"
        return inner

    def comments(self) -> str:
        """The comments as a list of their own."""
        items = [
            f'<li class="comment"{_data({"provision": c.provision})}>{self._where(c.provision)}'
            f'<cite>{escape(c.author)}</cite> <span class="date">{escape(c.date)}</span> '
            f'<span class="words" dir="auto">{escape(c.text)}</span></li>\n'
            for c in self.text.comments
        ]
        return self._aside("comments", items)

    def notes(self) -> str:
        """The notes as a list of their own. The engine writes them in English."""
        items = [
            f'<li class="note"{_data({"kind": n.kind, "provision": n.provision, "line": str(n.line)})}>'
            f"{self._where(n.provision)}"
            f'<span class="words" lang="en" dir="auto">{escape(n.message)}</span></li>\n'
            for n in self.text.notes
        ]
        return self._aside("notes", items)

    def _where(self, identity: str) -> str:
        """A link to the provision that something is said about, where the page has it."""
        if identity not in self.ids:
            return ""
        name = escape(self.names.get(identity, identity))
        return f'<a class="where" href="#{escape(identity)}"><bdi{self._side()}>{name}</bdi></a> '

    def _aside(self, name: str, items: list[str]) -> str:
        if not items:
            return ""
        said = escape(self.words[name])
        return (
            f'<aside class="{name}" aria-label="{said}">\n<ul>\n{"".join(items)}</ul>\n</aside>\n'
        )


def _first_words(text: Text) -> str:
    """What names a page whose text has neither title nor symbol."""
    return next((" ".join(p.text.split())[:120] for p in text.walk() if p.text.strip()), "")


def _element(p: Provision) -> str:
    if p.kind == "footnote":
        return "aside"
    return "section" if p.kind in ("heading", "annex") and p.children else "div"


def _asks(p: Provision) -> bool:
    """Whether a provision opens with the verb that asks: its own, and of the operative part."""
    if not p.verb or not (
        p.kind == "operative"
        or (p.kind == "heading" and any(child.kind == "operative" for child in p.children))
    ):
        return False
    kept = (run.text for run in p.runs if run.revision is None or run.revision.op == "inserted")
    return "".join(kept).startswith(p.verb)


def _isolate(text: str) -> list[tuple[str, bool]]:
    """A right-to-left text cut into pieces; True for those that need isolation."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in _SYMBOL.finditer(text):
        pieces += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    return [*pieces, (text[at:], False)]
