"""Texts that are crafted to cost much: each family is a small generator of a text of any size.

A family repeats one thing that some rule of the text engine looks at, as often as the size allows. Sizes
are bytes of UTF-8. All words are of an invented assembly.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
_FORMULA = {
    "ar": "إن الجمعية العامة،",
    "zh": "大会，",
    "en": "The General Assembly,",
    "fr": "L’Assemblée générale,",
    "ru": "Генеральная Ассамблея,",
    "es": "La Asamblea General,",
}
_RECITAL = {
    "ar": "إذ تشير إلى قرارها 68/198،",
    "zh": "回顾第68/198号决议，",
    "en": "Recalling its resolution 68/198,",
    "fr": "Rappelant sa résolution 68/198,",
    "ru": "ссылаясь на свою резолюцию 68/198,",
    "es": "Recordando su resolución 68/198,",
}
_REQUEST = {
    "ar": "تطلب إلى الأمين العام أن يقدم تقريرا",
    "zh": "请秘书长提交报告",
    "en": "Requests the Secretary-General to report",
    "fr": "Prie le Secrétaire général de faire rapport",
    "ru": "просит Генерального секретаря представить доклад",
    "es": "Pide al Secretario General que informe",
}
_REQUESTS = {
    "ar": "، وتطلب إلى الأمين العام أن يقدم تقريرا إلى المجلس بحلول 3 مايو 2031",
    "zh": "，请秘书长在2031年5月3日之前向理事会提交报告",
    "en": " and requests the Secretary-General to report to the Council by 3 May 2031",
    "fr": " et prie le Secrétaire général de faire rapport au Conseil avant le 3 mai 2031",
    "ru": " и просит Генерального секретаря представить Совету доклад до 3 мая 2031 года",
    "es": " y pide al Secretario General que informe al Consejo antes del 3 de mayo de 2031",
}
_DECLARED = {
    "ar": "إعلان المصابيح\n\n1. ونطلب إلى الأمين العام أن يقدم تقريرا",
    "zh": "灯具宣言\n\n1. 我们请秘书长提交报告",
    "en": "DECLARATION ON LAMPS\n\n1. We request the Secretary-General to report",
    "fr": "DÉCLARATION SUR LES LAMPES\n\n1. Nous prions le Secrétaire général de faire rapport",
    "ru": "ДЕКЛАРАЦИЯ О ЛАМПАХ\n\n1. Мы просим Генерального секретаря представить доклад",
    "es": "DECLARACIÓN SOBRE LAS LÁMPARAS\n\n1. Pedimos al Secretario General que informe",
}
_WE = {
    "ar": "، ونلتزم بالعمل، وندعو الدول الأعضاء إلى الاجتماع",
    "zh": "，我们承诺开展工作，并请会员国举行会议",
    "en": ", we commit, by 2031, to act, and call on Member States to meet",
    "fr": ", nous nous engageons à agir et demandons aux États Membres de se réunir",
    "ru": ", мы обязуемся действовать и призываем государства-члены собраться",
    "es": ", nos comprometemos a actuar y pedimos a los Estados Miembros que se reúnan",
}
_PROSE = {
    "ar": "المصابيح التي أبقاها الحراس ليلا ",
    "zh": "看守人夜里点着的灯",
    "en": "the lamps that the wardens held ",
    "fr": "les lampes que les gardiens tenaient ",
    "ru": "лампы, которые держали смотрители ",
    "es": "las lámparas que tenían los guardianes ",
}
_JOINED = {
    "ar": " والأمين العام",
    "zh": "和秘书长",
    "en": " and the Secretary-General",
    "fr": " et le Secrétaire général",
    "ru": " и Генеральный секретарь",
    "es": " y el Secretario General",
}
_AND = {"ar": "، و", "zh": "和，", "en": " and,", "fr": " et,", "ru": " и,", "es": " y,"}
_CITED = {
    "ar": " القرار 68/198",
    "zh": "第68/198号决议",
    "en": " resolution 68/198",
    "fr": " résolution 68/198",
    "ru": " резолюция 68/198",
    "es": " resolución 68/198",
}
_DATE = {
    "ar": " 3 مايو 2031",
    "zh": "2031年5月3日",
    "en": " 3 May 2031",
    "fr": " 3 mai 2031",
    "ru": " 3 мая 2031 года",
    "es": " 3 de mayo de 2031",
}
_ANNEX = {
    "ar": "المرفق",
    "zh": "附件",
    "en": "Annex",
    "fr": "Annexe",
    "ru": "Приложение",
    "es": "Anexo",
}
_PARAGRAPH_OF = {
    "ar": " الفقرة 1 من",
    "zh": "第1段的",
    "en": " of paragraph 1",
    "fr": " du paragraphe 1",
    "ru": " пункта 1",
    "es": " del párrafo 1",
}


@dataclass(frozen=True, slots=True)
class Family:
    """A crafted family: its language, and a function from a size in bytes to a text."""

    language: str
    text: Callable[[int], str]


def full(pieces: Iterable[str], size: int) -> str:
    """As many of the pieces as fit in so many bytes of UTF-8."""
    found: list[str] = []
    left = size
    for piece in pieces:
        left -= len(piece.encode())
        if left < 0:
            break
        found.append(piece)
    return "".join(found)


def repeated(words: str, lead: str = "", tail: str = "\n") -> Callable[[int], str]:
    """Words again and again, after a lead that stands once."""
    each = len(words.encode())
    around = len((lead + tail).encode())
    return lambda size: lead + words * max(1, (size - around) // each) + tail


def counted(line: Callable[[int], str], lead: str = "") -> Callable[[int], str]:
    """Lines that differ by their number, from 1."""
    return lambda size: lead + full(map(line, itertools.count(1)), size - len(lead.encode()))


def resolution(language: str, words: str, *, lead: str = "") -> Callable[[int], str]:
    """One long operative paragraph of a resolution: what it requests, and some words again and again."""
    opening = f"{_FORMULA[language]}\n\n{_RECITAL[language]}\n\n1. {lead or _REQUEST[language]}"
    return repeated(words, opening, ";\n")


def _of_language(code: str) -> dict[str, Callable[[int], str]]:
    """The families of one language by name."""
    head = f"{_FORMULA[code]}\n\n{_RECITAL[code]}\n\n"
    return {
        "requests in a paragraph": resolution(code, _REQUESTS[code]),
        "what we request and commit to": repeated(_WE[code], _DECLARED[code], ".\n"),
        "sentences in which we request": repeated(_WE[code][1:] + ". ", _DECLARED[code] + ". "),
        "requests in a sentence": repeated(_REQUEST[code] + _REQUESTS[code]),
        "a verb again and again": resolution(code, " " + _REQUEST[code]),
        "numbered requests": counted(lambda n: f"{n}. {_REQUEST[code]}{_DATE[code]};\n", head),
        "requests without numbers": repeated(f"{_REQUEST[code]};\n", head),
        "recitals": repeated(f"{_RECITAL[code]}\n", f"{_FORMULA[code]}\n"),
        "recitals in a line": repeated(f"{_RECITAL[code]} ", f"{_FORMULA[code]} "),
        "prose in a paragraph": resolution(code, " " + _PROSE[code]),
        "prose without a stop": repeated(_PROSE[code]),
        "prose in sentences": repeated(f"{_PROSE[code].strip()}. "),
        "prose in lines": repeated(f"{_PROSE[code].strip()}.\n"),
        "prose in bare lines": repeated(f"{_PROSE[code].strip()}\n"),
        "names joined": resolution(code, _JOINED[code]),
        "conjunctions": resolution(code, _AND[code]),
        "conjunctions alone": repeated(_AND[code].replace(",", "").replace("，", "")),
        "citations": resolution(code, _CITED[code] + ","),
        "citations in lines": repeated(_CITED[code].strip() + "\n"),
        "dates": resolution(code, _DATE[code] + ","),
        "dates in lines": repeated(_DATE[code].strip() + "\n"),
        "paragraphs of paragraphs": resolution(code, _PARAGRAPH_OF[code]),
        "annex lines": repeated(_ANNEX[code] + "\n"),
        "numbered annexes": counted(lambda n: f"{_ANNEX[code]} {n}\n"),
        "annexes with a formula": counted(lambda n: f"{_ANNEX[code]} {n}\n\n{_FORMULA[code]}\n\n"),
        "formulas": repeated(_FORMULA[code] + "\n"),
        "a formula in every line": repeated(f"{_FORMULA[code]} {_REQUEST[code]};\n"),
        "points of a paragraph": repeated(
            f"(a) {_PROSE[code].strip()};\n", f"{head}1. {_REQUEST[code]}:\n"
        ),
        "quoted requests": resolution(code, f" “{_REQUEST[code]}”,"),
    }


_HEAD = f"{_FORMULA['en']}\n\n{_RECITAL['en']}\n\n"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LINES = {
    "1. a": "1. a\n",
    "1. a, 1. b": "1. a\n1. b\n",
    "1) a": "1) a\n",
    "1 a": "1 a\n",
    "(a) a": "(a) a\n",
    "a. b": "a. b\n",
    "(i) (a) 1.": "1. a\n(a) b\n(i) c\n",
    "(i) a": "(i) a\n",
    "I. a": "I. a\n",
    "A.": "A.\n",
    "II above a name": "II\nHanging gardens\n",
    "1.1.1 a": "1. a\n1.1 b\n1.1.1 c\n",
    "9.9.9.9 a": "9.9.9.9 a\n",
    "- a": "- a\n",
    "• a": "• a\n",
    "an empty label": "1.\n(a)\n",
    "capital lines": "LAMPS\n",
    "capital letters": "A B C\n",
    "capital sentences": "THE LAMPS OF THE HARBOUR\n",
    "Title Lines": "Lamps Of The Harbour\n",
    "annex in capitals": "ANNEX 1 Lamps of the harbour\n",
    "annex I": "Annex I\n",
    "contents": "Lamps of the harbour ........ 12\n",
    "contents with tabs": "Lamps of the harbour\t12\n",
    "contents heading": "Contents\n",
    "headings of contents with entries": "Contents\nLamps 1\nGates 2\nWells 3\n",
    "Resolution 12/7": "Resolution 12/7\n",
    "Resolution 12/7. Gates": "Resolution 12/7. Gates\n",
    "12/7. Gates": "12/7. Gates\n",
    "A/RES/70/1": "A/RES/70/1\n",
    "Distr.: General": "Distr.: General\n",
    "Agenda item 1": "Agenda item 1\n",
    "Original: English": "Original: English\n",
    "meeting lines": "12th plenary meeting\n",
    "ADD": "ADD\n",
    "MOD ABC/4/1": "MOD ABC/4/1\n",
    "ADD and a formula": "ADD\nThe General Assembly,\n",
    "Reasons": "Reasons: none\n",
    "decides": "resolves\n",
    "resolves 1 that": "resolves 1 that lamps burn\n",
    "resolves and items": "resolves\n1 that lamps burn\n2 to mend lamps\n",
    "instructs the Secretary-General": "instructs the Secretary-General\n1 to report\n",
    "footnote bodies": "* See A/RES/70/1.\n",
    "footnote lines": "1 See A/RES/70/1.\n",
    "notes called": "Lamps burn.1\n1 See gates.\n",
    "[1: …]": "Lamps [footnoteRef: 1]1 burn [1: See gates]\n",
    "[bookmark: a]": "[bookmark: a] lamps\n",
    "displaced brackets": "the lamps ABC)) burn\n",
    "rulers": "-----\n",
    "stars": "* * *\n",
    "questions": "Do the lamps burn?\n",
    "a colon at the end": "Lamps of the harbour:\n",
    "1. a colon at the end": "1. Lamps of the harbour:\n",
    "a semicolon at the end": "lamps of the harbour;\n",
    "a comma at the end": "lamps of the harbour,\n",
    "quotes opened": "“lamps of the harbour\n",
    "1. “a": "1. “Lamps\n",
    "quotes closed": "lamps of the harbour”\n",
    "brackets opened": "[lamps of the harbour\n",
    "brackets closed": "lamps of the harbour]\n",
    "[brackets]": "[lamps of the harbour]\n",
    "lines of one word": "lamps\n",
    "lines of one capital": "LAMPS;\n",
    "wrapped lines": "the lamps that the wardens held through the night and presented to the\n",
    "wrapped lines with hyphens": "the lamps that the wardens held through the night and presented-\n",
    "indented lines": "    the lamps that the wardens held through the night and presented\n",
    "lines that close with commas": (
        "the lamps that the wardens held through the night and presented,\n"
    ),
    "tabbed lines": "\ta\tb\tc\n",
    "PP and OP": "PP1 Recalling lamps,\nOP1 Requests lamps;\n",
    "OP1": "OP1 Requests lamps;\n",
    "Chinese sections": "一、灯\n（一）门\n",
    "Arabic letters": "أ ) المصابيح\nب ) الأبواب\n",
    "Russian letters": "а) лампы\nб) ворота\n",
    "We, the ministers": "We, the ministers of the harbour,\n",
    "the Assembly decides": "The General Assembly decides to mend the lamps.\n",
    "persons agree": "The meeting agreed that the secretariat should report.\n",
    "was requested": "The secretariat was requested to report to the Council.\n",
    "decision and its body": "12/7. Gates\nThe General Assembly, having met, decides to mend them.\n",
    "terms of reference": "Terms of reference\n1. Mend the lamps.\n",
    "review clauses": "1. Decides to review the present resolution in 2031;\n",
    "expiry clauses": "1. Decides that its mandate shall end on 3 May 2031;\n",
}
_CODES = {
    "Arabic letters": "ar",
    "Chinese sections": "zh",
    "Russian letters": "ru",
}
_PARAGRAPHS = {
    "and": " and",
    "and,": ", and",
    "to": " to",
    "to report": " to report",
    "of the": " of the",
    "that": " that",
    "the": " the",
    "by": " by",
    "by 2031": " by 2031",
    "in 2031": ", in 2031",
    "shall": " shall",
    "should report": " should report",
    "who": " which",
    "a, ": " a,",
    "a; ": " a;",
    "a: ": " a:",
    "a. ": " a.",
    "A. ": " Lamps burn.",
    "commas": ",",
    "semicolons": ";",
    "colons": ":",
    "stops": ".",
    "ellipses": "…",
    "(a)(b)(c)": "(a)(b)(c)",
    "(i) (ii)": " (i) (ii)",
    "roman numerals": " XVIII",
    "small roman numerals": " xviii",
    "1.1.1": " 1.1.1",
    "decimals": " 3.14",
    "digits": "1",
    "digits apart": " 1",
    "percent": " 12%",
    "68/198": " 68/198,",
    "strokes": "/",
    "A/RES/70/1": " A/RES/70/1",
    "A/RES/70/1,": " A/RES/70/1,",
    "A/A/A": "A/",
    "resolutions 1/1 and 2/2": ", 68/198 and 69/204",
    "resolutions of years": " resolution 2231 (2015),",
    "decisions": " decision 12/COP.3,",
    "articles": " article 4,",
    "paragraph 1": " paragraph 1,",
    "paragraphs 1 to 4": " paragraphs 1 to 4 of",
    "session": " at its seventieth session,",
    "sessions": " at the next session of the Council,",
    "every year": " every year,",
    "every two years": " every two years",
    "within 30 days": " within 30 days of",
    "until 2031": " until 31 December 2031",
    "month names": " May",
    "weekdays and dates": " on 3 May",
    "Member States": " Member States,",
    "names": " the Council,",
    "capital words": " Lamps",
    "capitals": " LAMPS",
    "CamelCase": "LampsGates",
    "Secretary-General": " the Secretary-General",
    "Secretary-General,": " the Secretary-General,",
    "and invites": " and invites the Council to report,",
    "invites": " invites",
    "invites,": ", invites",
    "encourages Member States": ", encourages Member States",
    "while noting": ", while noting lamps",
    "in order to": " in order to",
    "as appropriate": ", as appropriate",
    "inter alia": ", inter alia,",
    "including": " including",
    "in consultation with": " in consultation with the Council",
    "through the Council": " through the Council",
    "a report on": " a report on",
    "a report to the Council": " a report to the Council",
    "quotes": " “a”",
    "quotes opened": " “a",
    "quotes closed": " a”",
    "straight quotes": ' "a"',
    "apostrophes": "'",
    "possessives": " lamp’s",
    "guillemets": " « a »",
    "guillemets opened": " « a",
    "brackets": " (a)",
    "brackets opened": " (a",
    "brackets closed": " a)",
    "open brackets": "(",
    "closed brackets": ")",
    "pairs of brackets": "()",
    "square brackets": " [a]",
    "square brackets opened": " [a",
    "square brackets alone": "[",
    "[a][b]": "[a][b]",
    "[footnoteRef: 1]": "[footnoteRef: 1]",
    "[1: a": "[1: a",
    "[bookmark: ": "[bookmark: ",
    "A))": " AB))",
    "hyphens": "-",
    "hyphenated": "a-",
    "hyphenated words": " lamp-gate",
    "dashes": " – ",
    "long dashes": "—",
    "underscores": "_",
    "stars": "*",
    "emphasis": " *a*",
    "plus": "+",
    "footnote marks": " lamp1",
    "footnote signs": " lamp¹",
    "note signs": " lamp*",
    "tabs": "\t",
    "tabs apart": " a\t",
    "spaces": "  ",
    "spaces apart": "     a",
    "no-break spaces": "\u00a0",
    "ideographic spaces": "\u3000",
    "form feeds": "a\f",
    "vertical tabs": "a\v",
    "returns": "a lamp\r",
    "line separators": "a lamp\u2028",
    "zero width": "\u200b",
    "zero width apart": "a\u200b",
    "zero width in words": "l\u200ba\u200bm\u200bp\u200b ",
    "directional marks": "a\u200f \u200e",
    "embeddings": "\u202aa\u202c",
    "isolates": "\u2067a\u2069 ",
    "soft hyphens": "la\u00admp ",
    "soft hyphens alone": "\u00ad",
    "combining marks": "a\u0301",
    "one letter with marks": "\u0301",
    "byte order marks": "\ufeff",
    "private use": "\ue000",
    "emoji": "👩‍🌾 ",
    "letters": "a",
    "capital letters": "A",
    "letters apart": " a",
    "capital letters apart": " A",
    "long words": " " + _LETTERS * 20,
    "e-mail addresses": " warden@example.org",
    "at signs": "@",
    "a@": "a@",
    "URLs": " https://example.org/lamps?gate=1",
    "long URLs": "/lamps",
    "a.b.c": "a.",
    "www.": "www.",
    "tags": " <b>a</b>",
    "entities": " &amp;",
    "backslashes": "\\",
    "pipes": " | a",
    "equals": " = ",
    "question marks": "?",
    "exclamation marks": " Lamps!",
    "No. 1": " No. 1",
    "e.g.": " e.g. lamps",
    "U.N.": " U.N.",
    "first": " first",
    "first,": " first, second,",
    "three": " three",
    "money": " $1,000",
    "thousands": " 1,000,000",
    "times": " 10.30 a.m.",
    "ranges": " 1–6",
    "years": " 2031",
    "2030–2031": " 2030–2031",
    "ISO dates": " 2031-05-03",
    "numbered in a line": " 1. a",
    "(a) points in a line": " (a) to report;",
    "that clauses": ", that the Council shall report",
    "decides that": " decides that the Council shall report,",
    "agreed": " the meeting agreed that",
    "was requested": ", and the secretariat was requested to report",
    "was requested to": " was requested to",
    "members are invited to": ", and members are invited to",
    "bodies": " of the General Assembly",
    "renews": " to extend the mandate of the panel",
    "ends": " shall end",
    "reviews": " to review the present resolution",
    "its mandate": " its mandate",
    "letters of scripts": " a б م 中",
}
_FOREIGN = {
    "zh": {
        "Chinese without stops": "灯",
        "Chinese commas": "，",
        "Chinese pauses": "灯、",
        "Chinese stops": "灯。",
        "Chinese semicolons": "灯；",
        "Chinese numbers": "一",
        "Chinese digits": "１",
        "Chinese report": "报告",
        "Chinese please": "请",
        "Chinese of": "的",
        "Chinese and": "和",
        "Chinese until": "之前",
        "Chinese in": "在",
        "Chinese decides": "决定",
        "Chinese council": "理事会",
        "Chinese Member States": "会员国",
        "Chinese titles": "《灯》",
        "Chinese titles opened": "《灯",
        "Chinese quotes": "“灯”",
        "Chinese quotes opened": "“灯",
        "Chinese brackets": "（灯）",
        "Chinese labels": "（一）",
        "Chinese years": "2031年",
        "Chinese decisions": "第1号决定",
        "Chinese sessions": "第七十届会议",
    },
    "ar": {
        "Arabic without stops": "مصباح ",
        "Arabic letters joined": "ب",
        "Arabic and": "و",
        "Arabic and apart": " و",
        "Arabic commas": "،",
        "Arabic semicolons": " أ؛",
        "Arabic that": " أن",
        "Arabic to": " إلى",
        "Arabic the": " ال",
        "Arabic vowels": "بَ",
        "Arabic tatweel": "بـ",
        "Arabic digits": " ١٢",
        "Arabic labels": " أ)",
        "Arabic report": " تقريرا",
        "Arabic secretary": " الأمين العام",
        "Arabic in": " في",
    },
    "ru": {
        "Russian and": " и",
        "Russian which": ", которые",
        "Russian that": ", чтобы",
        "Russian yo": "ё",
        "Russian report": " доклад",
        "Russian in": " в",
        "Russian letters": "д",
        "Russian capitals": " ДОМ",
        "Russian numbers": " № 1",
    },
    "fr": {
        "French of": " de",
        "French of the": " de l’",
        "French et": " et",
        "French que": " que",
        "French à": " à la",
        "French elisions": "d’",
        "French accents": "é",
        "French quotes": " « lampe »,",
        "French report": " un rapport",
    },
    "es": {
        "Spanish of": " de",
        "Spanish que": " que",
        "Spanish y": " y",
        "Spanish a la": " a la",
        "Spanish questions": "¿lámpara?",
        "Spanish report": " un informe",
    },
}


_ITU = f"{_FORMULA['en']}\n\nconsidering\n1 lamps,\nresolves\n"
# What asks a rule to look back to the start of a text, or on to its end, again and again.
_LOOKS_BACK = {
    "clauses behind a formula": repeated(" A,", "The General Assembly, Recalling lamps,", " A;\n"),
    "clauses of a decision": repeated(" a,", "12/7. Gates\nThe General Assembly", " a.\n"),
    "clauses of a first line": repeated(" a,", "The General Assembly", " a.\n"),
    "lines before a formula": repeated(
        "Lamps of the harbour burn.\n", "", f"{_HEAD}1. Requests lamps;\n"
    ),
    "bodies before a formula": repeated(
        "General Assembly and Security Council lamps\n", "", f"{_HEAD}1. Requests lamps;\n"
    ),
    "one annex again and again": repeated(f"Annex 1\n\n{_FORMULA['en']}\n\n1. a;\n\n"),
    "annexes in annexes": repeated("Annex 1\nlamps\n", f"Annex 1\n{_FORMULA['en']}\n"),
    "items in one line": counted(lambda n: f"{n} to report on lamps; ", _ITU),
    "items in one line that name": counted(lambda n: f"{n} the Council to report; ", _ITU),
    "comma and semicolon": counted(lambda n: f"{n}. a,;\n"),
    "comma and semicolon, 1.": repeated("1. a,;\n3. a,;\n"),
    "comma and semicolon, numbers": counted(lambda n: f"{n * 7919 % 1000}. a,;\n"),
    "comma and semicolon, fused": counted(lambda n: f"{n % 800}{n % 800 + 1}. a,;\n"),
    "gaps in numbers": counted(
        lambda n: f"{n % 900}. a\n" if n % 900 else "Lamps\n950. a\n", "Lamps\n"
    ),
    "gaps in many lists": counted(lambda n: f"({n % 9 + 2 * (n % 9 == 5)}) a\n"),
    "clauses glued": repeated("1. lamps burn all night;gates open at last\n"),
    "prepositions doubled": repeated(" of to lamps", f"{_HEAD}1. Requests a,;\n2. a,;\n3. a,; "),
    "dates and citations": resolution("en", " 3 May 2031 resolution 68/198"),
    "years and citations": resolution("en", " 2031 resolution 68/198, 2031/4"),
    "requests quoted in a recital": repeated(
        " resolution 68/198, in which it requested the Secretary-General to report,",
        f"{_FORMULA['en']}\n\nRecalling",
        "\n\n1. Requests lamps;\n",
    ),
    "through many": counted(
        lambda n: f" through the Lamp{n} Panel,", f"{_HEAD}1. {_REQUEST['en']}"
    ),
    "through groups": resolution("en", " through the Working Group on lamps"),
    "to many": counted(
        lambda n: f" to Study Group {n} by 3 May 2031,", f"{_HEAD}1. {_REQUEST['en']}"
    ),
    "to many at sessions": counted(
        lambda n: f" to Study Group {n} at its 2031 session and",
        f"{_HEAD}1. Requests the Secretary-General to submit a report",
    ),
    "decides to extend": resolution(
        "en", ", and decides to extend its mandate until 3 May 2031", lead="Decides to meet"
    ),
    "decides to review": resolution(
        "en", ", and decides to review the present resolution", lead="Decides to meet"
    ),
    "decides that it ends": resolution(
        "en",
        ", and decides that the panel shall end its work on 3 May 2031",
        lead="Decides to meet",
    ),
    "pronouns": resolution("en", ", and requests him to report"),
    "pronouns behind names": resolution("en", " and the Council, and requests him to report"),
    "names behind a verb": resolution(
        "en", " and the Council", lead="Requests the Secretary-General"
    ),
    "asked before points": repeated(
        " The meeting requested the secretariat to report, and the Council was requested to meet.",
        "12. The meeting met.",
        " It requested the secretariat:\n(a) to report;\n",
    ),
    "articles before a colon": repeated(
        " the", f"{_HEAD}1. Requests the Lamp Union", ":\n(a) to report;\n"
    ),
    "what sets off": resolution("en", ", if a lamp fails, and requests the Council to meet"),
    "what sets off, first": resolution(
        "en", " and requests the Council to meet", lead="If a lamp fails, requests the Council"
    ),
    "numbers with hyphens": repeated("1-", "resolution ", "\n"),
    "numbers with stops": repeated("1.", "resolution ", "\n"),
    "numbers with strokes": repeated("1/", "resolution ", "\n"),
    "letters with strokes": repeated("A/1", "A/", "\n"),
    "notes never closed": repeated("[1: a", "[footnoteRef: 1] ", "\n"),
    "notes and calls": counted(lambda n: f"[footnoteRef: {n}]{n} [{n}: a] "),
    "headings at the end of lines": repeated("1 lamps, a, b, c, d, instructs the Council\n", _ITU),
    "headings at the end of long lines": repeated(
        f"1 lamps{', a' * 500}, instructs the Council\n", _ITU
    ),
    "dots before a number": repeated("." * 390 + "a1\n"),
    "dots and blanks before a number": repeated(". " * 195 + "a1\n"),
    "headings of terms of reference": repeated(
        "Lamps\nThe lamps burn all night at the gate.\n", "Terms of reference of the Lamp Panel\n"
    ),
    "groups": resolution("en", " the Working Group"),
    "occasions": resolution("en", " at its next session"),
    "occasions and requests": resolution(
        "en", " at its next session and requests the Council to meet at the 2031 session"
    ),
    "a point and its points": repeated("(i) to report;\n", f"{_HEAD}1. Requests:\n(a) to meet:\n"),
    "quotations in lists": repeated(
        "a) lamps,\nb) that Resolution 12 instructed:\ninvites members\n1 to meet\n", _ITU
    ),
    "footnotes of a paragraph": repeated(" lamps1,", f"{_HEAD}1. Requests", ";\n\n1/ See A/1/2.\n"),
    "marks behind a letter": repeated("\u0301", f"{_HEAD}1. Requests the Council to report on a"),
}


def _all() -> Iterator[tuple[str, Family]]:
    for name, line in _LINES.items():
        code = _CODES.get(name, "en")
        yield f"lines: {name}", Family(code, repeated(line))
        yield f"operative lines: {name}", Family(code, repeated(line, _HEAD))
    for name, words in _PARAGRAPHS.items():
        yield f"paragraph: {name}", Family("en", repeated(words))
        yield f"request: {name}", Family("en", resolution("en", words))
        yield f"points: {name}", Family("en", repeated(words, f"{_HEAD}1. {_REQUEST['en']}:\n(a) "))
    for code, table in _FOREIGN.items():
        for name, words in table.items():
            yield f"paragraph: {name}", Family(code, repeated(words))
            yield f"request: {name}", Family(code, resolution(code, words))
            yield f"lines: {name}", Family(code, repeated(f"{words.strip() * 4}\n"))
    for code in LANGUAGES:
        for name, text in _of_language(code).items():
            yield f"{code} {name}", Family(code, text)
    yield from _counted()
    for name, text in _LOOKS_BACK.items():
        yield f"looks back: {name}", Family("en", text)


def _counted() -> Iterator[tuple[str, Family]]:
    """Lines whose numbers count, or whose words differ."""
    lines: dict[str, Callable[[int], str]] = {
        "counted": lambda n: f"{n}. a\n",
        "counted requests": lambda n: f"{n}. Requests the wardens to mend lamp {n};\n",
        "counted words": lambda n: f"lamp{n} gate{n} well{n}\n",
        "counted capitals": lambda n: f"LAMP {n}\n",
        "counted letters": lambda n: f"({_LETTERS[n % 26]}) a\n",
        "counted sections": lambda n: f"{n}.1 a\n{n}.2 b\n",
        "deeper and deeper": lambda n: "1." * min(n, 6) + f"{n} a\n",
        "nested points": lambda n: f"{n}. a:\n(a) b:\n(i) c;\n",
        "counted annexes": lambda n: f"Annex {n}\n1. a\n",
        "counted contents": lambda n: f"Lamp {n} ..... {n % 10_000}\n",
        "counted headings": lambda n: f"Lamp {n}\n\nThe lamp number {n} burns.\n\n",
        "counted notes": lambda n: f"Lamp {n} burns.{n % 100}\n{n % 100} See gate {n}.\n",
        "counted resolutions": lambda n: f"Resolution {n}/7\n\nThe General Assembly,\n\n1. a;\n\n",
        "counted blank lines": lambda n: f"a{n}\n" + "\n" * (n % 7),
        "counted lengths": lambda n: "lamp " * (n % 60) + "\n",
        "counted languages": lambda n: (
            "Lamps burn.\n", "Les lampes brûlent.\n", "灯亮着。\n", "Лампы горят.\n",
            "المصابيح تضيء.\n", "Las lámparas arden.\n",
        )[n % 6],
    }  # fmt: skip
    for name, line in lines.items():
        yield f"lines: {name}", Family("en", counted(line))
        yield f"operative lines: {name}", Family("en", counted(line, _HEAD))
    crlf = "Lamps burn.\r\n\r\n"
    yield "lines: CRLF", Family("en", repeated(crlf))
    yield "lines: empty", Family("en", repeated("\n", "a", "a\n"))
    yield "lines: blanks", Family("en", repeated(" \n", "a", "a\n"))
    yield "paragraph: counted words", Family("en", counted(lambda n: f"lamp{n} "))
    yield "paragraph: counted citations", Family("en", counted(lambda n: f"resolution {n}/1, "))
    yield (
        "request: counted names",
        Family("en", counted(lambda n: f" the Lamp{n} Council and", _HEAD + "1. Requests")),
    )


FAMILIES: dict[str, Family] = dict(_all())
"""All families by name."""
