"""Characters of symbol fonts (w:sym) as Unicode."""

from __future__ import annotations

# The Symbol font from 0x20 on (Adobe's Symbol encoding); a dot stands where it has no character.
_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "\u203eαβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\u0000〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑",
    0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """The character for a w:sym: hexadecimal code in a font; empty where it is no code.

    Word keeps such codes in the private use area (F000-F0FF). A character of another symbol font
    stays as it is stored.
    """
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    if not 0x20 <= value <= 0x10FFFF or 0xD800 <= value <= 0xDFFF:
        return ""
    place = value - 0xF000 if 0xF000 <= value <= 0xF0FF else value
    if font.lower() == "symbol":
        if 0x20 <= place < 0x20 + len(_SYMBOL_LOW):
            return _SYMBOL_LOW[place - 0x20]
        if 0xA0 <= place < 0xA0 + len(_SYMBOL_HIGH):
            return _SYMBOL_HIGH[place - 0xA0].strip("\u0000")
    if font.lower() == "wingdings" and place in _WINGDINGS:
        return _WINGDINGS[place]
    return chr(value)
