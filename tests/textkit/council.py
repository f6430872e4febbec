"""The Security Council style texts in ``texts/council``, as plain text and as Akoma Ntoso, and which is which.

``NAME.txt`` holds a block for each provision: ``= id kind`` and its words in six languages, ``-`` where a
language lacks it; `` || `` stands between what is two paragraphs there. The first lines say what else is
out of step: ``nonumbers``, ``heading``, ``order`` (of the recitals), ``join`` (with the paragraph before),
``flat`` (points in the words of their paragraph), ``wrong`` (a paragraph marked as a recital in Akoma
Ntoso), ``missing`` and ``differs``, which repeat what the blocks show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from majlis.textkit.model import Text
from majlis.textkit.read.akn import read_akn
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from tests.textkit.akn_styles import CODES
from tests.textkit.foreign_akn import META, NS

FOLDER = Path(__file__).parent / "texts" / "council"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
POINTS = frozenset({"point", "subpoint"})
_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_HIJAI = "أبجدهوز"
_HAN = "一二三四五六七八九"
_ROMAN = ("i", "ii", "iii", "iv", "v")


@dataclass(frozen=True)
class Line:
    """A paragraph of one language: the ids and the kind of what it holds, its label and words."""

    ids: tuple[str, ...]
    kind: str
    label: str
    words: str


@dataclass(frozen=True)
class Master:
    """A text in six languages as written, and what its first lines say."""

    blocks: tuple[tuple[str, str, dict[str, str]], ...]
    said: tuple[tuple[str, ...], ...]

    def told(self, what: str, language: str) -> list[str]:
        """What the first lines say of a language."""
        return [said[2] for said in self.said if said[:2] == (what, language) and len(said) > 2]

    def differs(self) -> frozenset[tuple[str, str, str]]:
        """Kind, language and id of each true difference in a value."""
        return frozenset((said[1], said[2], said[3]) for said in self.said if said[0] == "differs")


@cache
def master(name: str) -> Master:
    """The text as written."""
    blocks: list[tuple[str, str, dict[str, str]]] = []
    said: list[tuple[str, ...]] = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        mark, rest = line.split(" ", 1)
        if mark == "#":
            what, *more = rest.split(" ", 3)
            said.append((what, *more) if what != "order" else (what, *rest.split(" ", 2)[1:]))
        elif mark == "=":
            id_, kind = rest.split(" ")
            blocks.append((id_, kind, {}))
        elif rest != "-":
            blocks[-1][2][mark] = rest
    return Master(tuple(blocks), tuple(said))


def lines(name: str, language: str) -> list[Line]:
    """The paragraphs of one language with what is out of step in it."""
    text = master(name)
    bare = ("nonumbers", language) in text.said
    joined, flat = text.told("join", language), text.told("flat", language)
    headings = {s[2]: s[3] for s in text.said if s[:2] == ("heading", language)}
    blocks = [(i, kind, words[language]) for i, kind, words in text.blocks if language in words]
    order = text.told("order", language)
    if order:
        places = order[0].split(" ")
        rest = [b for b in blocks if b[0] not in places]
        blocks = [next(b for b in blocks if b[0] == i) for i in places] + rest
    found: list[Line] = []
    count = {"operative": 0, "point": 0, "subpoint": 0, "paragraph": 0}
    for id_, kind, words in blocks:
        if id_ in headings:
            found.append(Line((), "heading", "", headings[id_]))
        under = next((line for line in found[::-1] if line.kind == "operative"), None)
        if id_ in joined or (kind in POINTS and under and under.ids[0] in flat):
            last = found.pop()
            found.append(Line((*last.ids, id_), last.kind, last.label, f"{last.words} {words}"))
            continue
        for number, piece in enumerate(words.split(" || ")):
            if kind in count:
                count[kind] += 1
            if kind == "operative":
                count["point"] = count["subpoint"] = 0
            elif kind == "point":
                count["subpoint"] = 0
            label = "" if bare and kind == "operative" else _label(text, kind, count, language)
            found.append(Line((f"{id_}+" if number else id_,), kind, label, piece.strip()))
    if ("arabicindic",) in text.said and language == "ar":
        found = [
            Line(i.ids, i.kind, i.label.translate(_INDIC), i.words.translate(_INDIC)) for i in found
        ]
    return found


def _label(text: Master, kind: str, count: dict[str, int], language: str) -> str:
    if kind in ("operative", "paragraph"):
        return f"{count[kind]}{' -' if language == 'ar' else '.'}"
    cjk = language == "zh" and ("points", "zh", "cjk") in text.said
    n = count.get(kind, 0) - 1
    if kind == "point":
        if language == "ar":
            return f"({_HIJAI[n]})"
        if language == "ru":
            return f"{('абвгдеж' if ('points', 'ru', 'cyrillic') in text.said else 'abcdefg')[n]})"
        return f"（{_HAN[n]}）" if cjk else _brackets("abcdefg"[n], language)
    if kind == "subpoint":
        if language == "ar":
            return f"‘{n + 1}’"
        return f"{chr(0x3220 + n)}" if cjk else _brackets(_ROMAN[n], language)
    return ""


def _brackets(letter: str, language: str) -> str:
    return f"({letter})" if language in ("en", "zh") else f"{letter})"


@cache
def _covers() -> dict[str, list[str]]:
    rows = (FOLDER / "cover.tsv").read_text(encoding="utf-8").splitlines()
    return {row.split("\t")[0]: row.split("\t")[1:] for row in rows}


def plain(name: str, language: str) -> str:
    """The text as exported."""
    cover = _covers()[language]
    body = [f"{line.label} {line.words}".strip() for line in lines(name, language)]
    return "\n".join([cover[0], "S/RES/2905 (2041)", *cover[1:], *body]) + "\n"


def marked(name: str, language: str) -> bytes:
    """The text in Akoma Ntoso, its points in lists."""
    text, cover = master(name), _covers()[language]
    wrong = text.told("wrong", language)
    front, body, annex = "", "", ""
    open_: list[str] = []

    def shut(to: int) -> str:
        nonlocal open_
        ends = "".join(reversed(open_[to:]))
        open_ = open_[:to]
        return ends

    every = lines(name, language)
    for place, line in enumerate(every):
        words, num = escape(line.words), f"<num>{line.label}</num>" if line.label else ""
        depth = {"point": 1, "subpoint": 2}.get(line.kind, 0)
        body += shut(depth)
        more = place + 1 < len(every) and {"point": 1, "subpoint": 2}.get(every[place + 1].kind, 0)
        if line.kind == "preambular":
            front += f'<container name="r"><p>{words}</p></container>'
        elif line.kind in ("annex", "annextitle", "paragraph"):
            annex += f"<p>{line.label} {words}</p>"
        elif line.kind == "heading":
            body += f"<paragraph><subheading>{words}</subheading></paragraph>"
        elif line.ids[0] in wrong:
            recital = f'<container name="r"><p>{line.label} {words}</p></container>'
            body, front = (body, front + recital) if not body else (body + recital, front)
        else:
            tag = "point" if depth else "paragraph"
            if more and more > depth:
                body += f"<{tag}>{num}<list><intro><p>{words}</p></intro>"
                open_.append(f"</list></{tag}>")
            else:
                body += f"<{tag}>{num}<content><p>{words}</p></content></{tag}>"
    body += shut(0)
    meta = META.format(date="2041-03-03", language=CODES[language])
    titles = "".join(f"<p><docTitle>{escape(words)}</docTitle></p>" for words in cover[:-1])
    rest = f"<conclusions>{annex}</conclusions>" if annex else ""
    return (
        f'<akomaNtoso xmlns="{NS}"><statement name="resolution">{meta}<coverPage>{titles}</coverPage>'
        f'<preamble><formula name="enactingFormula"><p>{cover[-1]}</p></formula>{front}</preamble>'
        f"<mainBody>{body}</mainBody>{rest}</statement></akomaNtoso>"
    ).encode()


@cache
def read(name: str, language: str, form: str) -> Text:
    """The text as the reader of the form gives it."""
    if form == "akn":
        return read_akn(marked(name, language))
    return build(read_plain(plain(name, language))[0], language)


def bare(words: str) -> str:
    """Letters alone."""
    return re.sub(r"[\W\d_]", "", words)


@cache
def places(name: str, language: str, form: str) -> dict[str, str]:
    """The id of the provision in which each line begins, by the id of the line's first block."""
    found: dict[str, str] = {}
    provisions = [(p.id, bare(p.label + p.text)) for p in read(name, language, form).walk()]
    words = "".join(held for _, held in provisions)
    owner = [id_ for id_, held in provisions for _ in held]
    at = 0
    for line in lines(name, language):
        start = words.find(bare(line.words), at)
        if start >= 0:
            at = start + len(bare(line.words))
            if line.ids:
                found.setdefault(line.ids[0], owner[start])
    return found
