"""Numbers as Word prints them: the formats of ST_NumberFormat (ECMA-376 part 1, 17.18.59).

Formats that spell a number in the words of a language (cardinalText, bahtText, ...) are printed as
digits here, and so is any value that a format has no sign for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from majlis.textkit.numbering import WORDS, roman

_MAX = 32767  # Word counts in 16 bits
_MAX_ROUNDS = 30  # so often Word repeats a letter; more would let a small file fill memory
_MAX_PADDING = 10  # digits that a custom format may ask for; Word itself goes to five (00001)

_ALPHABETS: dict[str, Sequence[str]] = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    # Alef carries its hamza and heh its tatweel, as Word prints them.
    "arabicAbjad": ("أ", "ب", "ج", "د", "هـ", *"وزحطيكلمنسعفصقرشتثخذضظغ"),
    "arabicAlpha": ("أ", *"بتثجحخدذرزسشصضطظعغفقكلمن", "هـ", "و", "ي"),
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "chicago": "*†‡§",
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
    "aiueo": "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
    "iroha": "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ",
}
"""Series of letters; past the last each is doubled (aa, bb, ...), then tripled."""

# First sign of a block of signs in Unicode, and how many there are.
_BLOCKS = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_DIGITS = {
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
    # Word calls the digits of Arabic texts Hindi digits; none of the six languages has Devanagari.
    "hindiNumbers": "٠١٢٣٤٥٦٧٨٩",
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
    "ideographDigital": "〇一二三四五六七八九",
    "japaneseDigitalTenThousand": "〇一二三四五六七八九",
    "taiwaneseDigital": "○一二三四五六七八九",
    "koreanDigital": "영일이삼사오육칠팔구",
    "koreanDigital2": "零一二三四五六七八九",
}
# Digits, then ten, hundred, thousand, ten thousand; whether a gap is filled with a zero
# (一百零五), and whether ten is 十 or 一十.
_COUNTING: dict[str, tuple[str, str, bool, bool]] = {
    "chineseCountingThousand": ("零一二三四五六七八九", "十百千万", True, False),
    "taiwaneseCountingThousand": ("零一二三四五六七八九", "十百千萬", True, False),
    "chineseLegalSimplified": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟萬", True, True),
    "ideographLegalTraditional": ("零壹貳參肆伍陸柒捌玖", "拾佰仟萬", True, True),
    "japaneseCounting": ("〇一二三四五六七八九", "十百千万", False, False),
    "japaneseLegal": ("零壱弐参四伍六七八九", "拾百阡萬", False, True),
    "koreanCounting": ("영일이삼사오육칠팔구", "십백천만", False, False),
}
_HEBREW = (
    (400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"),
    (50, "נ"), (40, "מ"), (30, "ל"), (20, "כ"), (16, "טז"), (15, "טו"), (10, "י"), (9, "ט"),
    (8, "ח"), (7, "ז"), (6, "ו"), (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א"),
)  # fmt: skip
_PADDED = re.compile(r"(0*)1(?!\d)")


def format_number(value: int, name: str, custom: str = "") -> str:
    """A number as a format of Word prints it; ``custom`` is the sample of the format ``custom``.

    Digits where the format is not known or has no sign for the value; empty for ``none``.
    """
    if name in ("none", "bullet"):
        return ""
    if name == "custom":
        padded = _PADDED.match(custom.strip())
        return str(value).zfill(min(len(padded.group()), _MAX_PADDING)) if padded else str(value)
    if not 0 < value <= _MAX:
        return str(value)
    return _positive(value, name)


def _positive(value: int, name: str) -> str:
    if name == "decimalZero":
        return str(value).zfill(2)
    if name == "lowerRoman":
        return roman(value)
    if name == "upperRoman":
        return roman(value).upper()
    if name == "ordinal":
        return f"{value}{_ordinal_suffix(value)}"
    if name == "numberInDash":
        return f"- {value} -"
    if name == "hex":
        return f"{value:X}"
    if name == "hebrew1":
        return _hebrew(value)
    if name == "ideographTraditional":
        return _STEMS[value - 1] if value <= len(_STEMS) else str(value)
    if name == "ideographZodiac":
        return _BRANCHES[value - 1] if value <= len(_BRANCHES) else str(value)
    if name == "ideographZodiacTraditional":
        return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value <= 60 else str(value)
    if name in ("chineseCounting", "taiwaneseCounting"):
        # Counting up to ninety-nine, digit by digit from a hundred on (ECMA-376: 一○○).
        if value < 100:
            return _count(value, *_COUNTING["chineseCountingThousand"])
        return _by_digit(value, "○一二三四五六七八九")
    alphabet = _ALPHABETS.get(name)
    if alphabet is not None:
        rounds, place = divmod(value - 1, len(alphabet))
        return alphabet[place] * (rounds + 1) if rounds < _MAX_ROUNDS else str(value)
    block = _BLOCKS.get(name)
    if block is not None and value <= block[1]:
        return chr(block[0] + value - 1)
    if name in _DIGITS:
        return _by_digit(value, _DIGITS[name])
    if name in _COUNTING:
        return _count(value, *_COUNTING[name])
    return str(value)


def _ordinal_suffix(value: int) -> str:
    endings = WORDS["ordinal"]
    last = "others" if value % 100 in endings["teens"] else str(value % 10)
    return str(endings.get(last, endings["others"]))


def _by_digit(value: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(value))


def _count(value: int, digits: str, units: str, zeros: bool, full_ten: bool) -> str:
    """A number with signs for its powers of ten: 二十三, 一百零五."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = digits[0] if zeros and 0 < low < 1000 else ""
        rest = _count(low, digits, units, zeros, full_ten) if low else ""
        return _count(high, digits, units, zeros, full_ten) + units[3] + gap + rest
    out = ""
    skipped = False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit == 0:
            skipped = bool(out)
            continue
        if skipped and zeros:
            out += digits[0]
        skipped = False
        # 十 alone at the start; where zeros are not written (japanese), 百 and 千 stand alone too.
        bare = digit == 1 and power > 0 and not full_ten and (not zeros or (power == 1 and not out))
        out += ("" if bare else digits[digit]) + (units[power - 1] if power else "")
    return out


def _hebrew(value: int) -> str:
    out = ""
    for step, letters in _HEBREW:
        while value >= step:
            out += letters
            value -= step
    return out
