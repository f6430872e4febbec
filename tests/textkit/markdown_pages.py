"""How people and converters write a resolution as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

from tests.textkit.pages import Place, Sample

# "Preamble", "Operative paragraphs", "Reporting"
HEADINGS = {
    "en": ("Preamble", "Operative paragraphs", "Reporting"),
    "fr": ("Préambule", "Dispositif", "Rapports"),
    "es": ("Preámbulo", "Parte dispositiva", "Informes"),
    "ru": ("Преамбула", "Постановляющая часть", "Отчетность"),
    "ar": ("الديباجة", "الفقرات المنطوقية", "تقديم التقارير"),
    "zh": ("序言部分", "执行部分", "报告"),
}
Made = Callable[[Sample, str], str]


def _bold(words: str, sign: str = "**") -> str:
    first, _, rest = words.partition(" ")
    return f"{sign}{first}{sign} {rest}" if rest else words


def _flat(places: Sequence[Place], depth: int = 0) -> list[tuple[int, Place]]:
    out: list[tuple[int, Place]] = []
    for place in places:
        out += [(depth, place), *_flat(place.below, depth + 1)]
    return out


def _filled(text: str, indent: str = "") -> str:
    if any("\u4e00" <= sign <= "\u9fff" for sign in text):
        return ("\n" + indent).join(text[at : at + 40] for at in range(0, len(text), 40))
    return ("\n" + indent).join(textwrap.wrap(text, 78, break_on_hyphens=False))


def yaml_matter(s: Sample, language: str) -> str:
    """Front matter, headings for the parts, lists with typed letters."""
    preamble, operative, _ = HEADINGS[language]
    matter = f'---\ntitle: "{s.title}"\nsymbol: A/RES/94/318\ndate: 2039-12-18\nlang: {language}\ntags:\n  - shores\n---\n'
    lines = [f"# {s.title}", s.formula, f"## {preamble}"]
    lines += [_bold(r, "*") for r in s.recitals]
    lines.append(f"## {operative}")
    for depth, place in _flat(s.places):
        label = place.label.replace(" -", ".")
        lines.append("    " * depth + f"{label} {_bold(place.words)}")
    return matter + "\n" + "\n\n".join([*lines, *s.after]) + "\n"


def toml_matter(s: Sample, language: str) -> str:
    """Front matter of another kind; no title in the text."""
    matter = (
        f'+++\ntitle = "{s.title}"\ndate = 2039-12-18T00:00:00Z\nsymbol = "A/RES/94/318"\n+++\n\n'
    )
    lines = [s.formula, *(_bold(r, "_") for r in s.recitals)]
    lines += [f"{place.label} {_bold(place.words)}" for _, place in _flat(s.places)]
    return matter + "\n\n".join(lines)


def hard_breaks(s: Sample, language: str) -> str:
    """Paragraphs that two blanks or a stroke at the end of a line part."""
    lines = [_bold(s.title), _bold(s.formula, "*"), *(_bold(r, "*") for r in s.recitals)]
    recitals = "  \n".join(lines)
    places = "\\\n".join(f"{place.label} {_bold(place.words)}" for _, place in _flat(s.places))
    return f"{recitals}\n\n{places}\n"


def close_lines(s: Sample, language: str) -> str:
    """A line for each paragraph and no blank lines."""
    lines = [f"# {s.title}", s.formula, *(_bold(r, "*") for r in s.recitals)]
    lines += [
        "  " * depth + f"{place.label} {_bold(place.words)}" for depth, place in _flat(s.places)
    ]
    return "\n".join(lines)


def wrapped(s: Sample, language: str) -> str:
    """Lines of 78 characters, points right below their paragraph."""
    lines = [f"{s.title}\n{'=' * 40}", s.formula, *(_filled(r) for r in s.recitals)]
    out = "\n\n".join(lines) + "\n\n"
    for place in s.places:
        rows = [_filled(f"{place.label} {place.words}", "   ")]
        rows += [
            "   " * d + _filled(f"{p.label} {p.words}", "      ") for d, p in _flat(place.below, 1)
        ]
        out += "\n".join(rows) + "\n\n"
    return out


def quoted(s: Sample, language: str) -> str:
    """A block quote."""
    lines = [s.title, s.formula, *s.recitals]
    lines += [f"{place.label} {place.words}" for _, place in _flat(s.places)]
    return "\n>\n".join(f"> {line}" for line in lines)


def escaped(s: Sample, language: str) -> str:
    """Numbers whose stops a converter escaped, points in a quote, soft line breaks of 78 characters."""
    lines = [f"**{s.title}**", s.formula, *(_filled(_bold(r, "*")) for r in s.recitals)]
    for depth, place in _flat(s.places):
        label = place.label.replace(".", "\\.").replace("(", "\\(").replace(")", "\\)")
        lead = "> " * depth
        text = _filled(f"{label} {_bold(place.words, '*')}")
        lines.append("\n".join(lead + line for line in text.split("\n")))
    return "\n\n".join(lines)


def headed(s: Sample, language: str) -> str:
    """A heading with the number and a name over each paragraph, which has no number itself."""
    preamble, operative, name = HEADINGS[language]
    lines = [f"# {s.title}", s.formula, f"## {preamble}", *s.recitals, f"## {operative}"]
    for place in s.places:
        lines += [f"### {place.label.replace(' -', '.')} {name}", _bold(place.words)]
        lines += [f"{p.label} {p.words}" for _, p in _flat(place.below)]
    return "\n\n".join(lines)


def bullets(s: Sample, language: str) -> str:
    """Recitals as a list of stars, paragraphs as a list, points as a list with letters in it."""
    preamble, operative, _ = HEADINGS[language]
    lines = [f"# {s.title}", f"*{s.formula}*", f"### {preamble}"]
    lines.append("\n".join(f"- {_bold(r, '*')}" for r in s.recitals))
    lines.append(f"### {operative}")
    rows = []
    for depth, place in _flat(s.places):
        mark = place.label.replace(" -", ".") if depth == 0 else f"- {place.label}"
        rows.append("    " * depth + f"{mark} {_bold(place.words)}")
    lines.append("\n".join(rows))
    return "\n\n".join(lines)


MARKDOWN: dict[str, Made] = {
    made.__name__: made
    for made in (
        yaml_matter, toml_matter, hard_breaks, close_lines, wrapped, quoted, escaped, headed, bullets,
    )
}  # fmt: skip
