"""Words: a text cut into tokens that joined give it back exactly.

One compiled pattern does it for every language, so that a comparison of two texts can afford to cut
both wholly. What is cut where:

- white space is a token of its own, a run of it one token;
- a word with its apostrophes and hyphens is one token (``Secretary-General``, ``l’eau``), and so is a
  symbol or number with its slashes, points and brackets (``A/RES/70/1``, ``S/RES/2640(2022)``,
  ``2.10.1``);
- each Han character is a token, because Chinese prints no space between words; digits and Latin
  letters among them stay together;
- any other mark (a comma, a bracket, a bidirectional control) is a token of its own;
- a combining mark stays with what it is written on, as the extended grapheme clusters of Unicode
  Standard Annex 29 ask.
"""

from __future__ import annotations

import re

# Ranges (hexadecimal) of the code points of category Mn, Mc and Me in Unicode 15.1. Letters that lie
# inside a range are taken out again by the pattern, which keeps the table short.
_MARK_RANGES = """
    300-36f 483-489 591-5bd 5bf 5c1-5c2 5c4-5c5 5c7 610-61a 64b-65f 670 6d6-6dc 6df-6e8
    6ea-6ed 711-7f3 7fd 816-82d 859-85b 898-8e1 8e3-963 981-9e3 9fe-a75 a81-ae3 afa-b63
    b82-bd7 c00-c63 c81-c83 cbc-d4d d57-d63 d81-df3 e31-e3a e47-e4e eb1-ece f18-f19 f35
    f37 f39 f3e-f84 f86-fbc fc6 102b-103e 1056-109d 135d-135f 1712-1734 1752-17d3 17dd
    180b-180d 180f-193b 1a17-1a1b 1a55-1a7f 1ab0-1b44 1b6b-1b73 1b80-1bf3 1c24-1c37
    1cd0-1cd2 1cd4-1dff 20d0-20f0 2cef-2cf1 2d7f-2dff 302a-302f 3099-309a a66f-a672
    a674-a67d a69e-a6f1 a802-a827 a82c a880-a8c5 a8e0-a8f1 a8ff-a92d a947-a953 a980-a9c0
    a9e5-aa4d aa7b-aac1 aaeb-aaef aaf5-aaf6 abe3-abea abec-abed fb1e fe00-fe0f fe20-fe2f
    101fd-1037a 10a01-10a3f 10ae5-10ae6 10d24-10eac 10efd-10f50 10f82-10f85 11000-11046
    11070-110ba 110c2 11100-11134 11145-11173 11180-111c0 111c9-111cc 111ce-111cf
    1122c-11237 1123e-11241 112df-11446 1145e-114c3 115af-115c0 115dc-11640 116ab-116b7
    1171d-1172b 1182c-1183a 11930-11943 119d1-119e0 119e4-11a3e 11a47-11a99 11c2f-11c3f
    11c92-11ef6 11f00-11f42 13440-13455 16af0-16af4 16b30-16b36 16f4f-16f92 16fe4-16ff1
    1bc9d-1bc9e 1cf00-1cf46 1d165-1d169 1d16d-1d172 1d17b-1d182 1d185-1d18b 1d1aa-1d1ad
    1d242-1d244 1da00-1da36 1da3b-1da6c 1da75 1da84 1da9b-1e136 1e2ae-1e2ef 1e4ec-1e94a
    e0100-e01ef
"""


def _ranges(table: str) -> str:
    """The table of ranges as the inside of a character class."""
    spans = (entry.split("-") for entry in table.split())
    return "".join(f"{chr(int(s[0], 16))}-{chr(int(s[-1], 16))}" for s in spans)


HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_PUNCTUATION = (
    r"!-/:-@\[-\^`{-~\xa1-\xa9\xab\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"
    r"\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4"  # Arabic
    r"\u200b\u200e-\u205e\u2060-\u206f\ufeff"  # dashes, quotes, bidirectional controls
    r"\u3001-\u3004\u3008-\u3020\u3030\u303d\u30fb"  # Chinese, Japanese
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"  # full width
)
_LETTER = rf"[^\s{_PUNCTUATION}{HAN}]"
_MARKS = rf"(?:(?!\w)[{_ranges(_MARK_RANGES)}])*"
_JOINED = (
    rf"['\u2019\u2010\u2011\-/.&@]{_LETTER}+"  # l’eau, A/RES/70/1, 2.10.1
    rf"|(?<=\d)(?:[,:\u066b\u066c]\d+|\(\d+\)){_MARKS}"  # 1,000 and 2640(2022)
)
_TOKEN = re.compile(
    rf"{_LETTER}+(?:{_JOINED})*|(?:\s+|[{HAN}]|[{_PUNCTUATION}]){_MARKS}",
)
_HAN_CHARACTER = re.compile(f"[{HAN}]")


def tokenise(text: str) -> list[str]:
    """Cut a text into tokens; ``"".join(tokenise(text)) == text`` for every string.

    The rules are those at the head of this module. Any string will do, lone surrogates and control
    characters among them; nothing is raised.
    """
    return _TOKEN.findall(text)


def is_word(token: str) -> bool:
    """Whether a token holds a letter or a digit: a word, not space or punctuation."""
    return token[:1].isalnum() or any(map(str.isalnum, token))


def is_han(token: str) -> bool:
    """Whether a token is one Han character, with the marks on it."""
    return _HAN_CHARACTER.match(token) is not None
