"""Keep the catalogues of the interface: ``extract ROOM``, ``check [ROOM…]``, ``compile``.

``extract`` reads every string of a room's code and templates and brings its six catalogues up to
date: new strings are added without words, what is no longer said is dropped. ``check`` says what is
missing or broken and exits with 1; of all rooms it also says where two of them translate the same
differently, because the site merges their catalogues. It needs no program beside Python.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

from majlis.kernel.languages import LANGUAGE_CODES
from majlis.site.catalogue_files import SOURCE
from majlis.site.catalogues import compile_stale

# How each language counts, as in the Unicode CLDR (French and Spanish without the form for millions,
# which Django's own catalogues leave out too).
PLURALS = {
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"),
    "zh": (1, "0"),
    "en": (2, "(n != 1)"),
    "fr": (2, "(n > 1)"),
    "ru": (
        3,
        "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2",
    ),
    "es": (2, "(n != 1)"),
}
KEYWORDS = (
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
)
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%%|%[sd]|\{[a-z_]*\}")
MARKUP = re.compile(r"</?[a-z][^>]*>")


def strings(room: str) -> Iterator[tuple[str | None, str | tuple[str, str], str]]:
    """(context, msgid or (singular, plural), where) for every string of the room."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    folder = SOURCE / room
    within = [SOURCE / each for each in rooms() if each.startswith(f"{room}/")]
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("templates/**/*.*")]):
        if path.suffix not in (".py", ".html", ".txt", ".xml") or "migrations" in path.parts:
            continue
        if any(path.is_relative_to(inner) for inner in within):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = re.sub(r"\bu(['\"])", r"\1", templatize(text))
            text = "\n".join(" ".join(calls(line)) for line in text.splitlines())
        found = extract_python(
            io.BytesIO(text.encode()), dict.fromkeys(KEYWORDS), [], {"encoding": "utf-8"}
        )
        for line, name, arguments, _comments in found:
            given: Any = arguments if isinstance(arguments, tuple) else (arguments,)
            where = f"{path.relative_to(SOURCE)}:{line}"
            kept: list[str] = [each for each in given if isinstance(each, str)]
            if not kept or not kept[-1]:
                continue
            context = kept.pop(0) if "pgettext" in name else None
            yield context, (kept[0], kept[1]) if str(name).startswith("n") else kept[0], where


CALL = re.compile(
    r"(?:npgettext|ngettext|pgettext|gettext|_)\((?:\s*(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?|\s*count\s*,?)+\)"
)


def calls(line: str) -> list[str]:
    """The calls that ``templatize`` made of a template's line; the rest of it is no code."""
    return [found.group(0) + ";" for found in CALL.finditer(line)]


def path_of(room: str, language: str) -> Path:
    """Where a room's catalogue of a language is."""
    return SOURCE / room / "locale" / language / "LC_MESSAGES" / "django.po"


def extract(room: str) -> None:
    """Bring the six catalogues of the room up to date."""
    wanted: dict[tuple[str | None, str], Any] = {}
    for context, msgid, _where in strings(room):
        key = (context, msgid[0] if isinstance(msgid, tuple) else msgid)
        if not isinstance(wanted.get(key), tuple):
            wanted[key] = msgid
    for language in LANGUAGE_CODES:
        path = path_of(room, language)
        old = (
            read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog()
        )
        count, rule = PLURALS[language]
        new = Catalog(
            locale=language, project="Majlis", fuzzy=False, header_comment=f"# {language}"
        )
        for (context, said), words in sorted(
            wanted.items(), key=lambda each: (each[0][1], each[0][0] or "")
        ):
            kept = old.get(said, context)
            string: Any = kept.string if kept is not None else ""
            if isinstance(words, tuple) and not isinstance(string, tuple | list):
                string = ("",) * count
            elif isinstance(words, str) and not isinstance(string, str):
                string = ""  # it was counted before, and is not any more
            if language == "en" and not any(string):
                string = words
            flags = ["python-format"] if "%" in said and PLACEHOLDER.search(said) else []
            new.add(words, string, context=context, flags=flags)
        path.parent.mkdir(parents=True, exist_ok=True)
        with io.BytesIO() as stream:
            write_po(stream, new, width=0, omit_header=True, no_location=True, sort_output=False)
            body = stream.getvalue().decode()
        head = (
            f'msgid ""\nmsgstr ""\n"Project-Id-Version: Majlis\\n"\n"Language: {language}\\n"\n'
            '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
            '"Content-Transfer-Encoding: 8bit\\n"\n'
            f'"Plural-Forms: nplurals={count}; plural={rule};\\n"\n\n'
        )
        path.write_text(head + body, encoding="utf-8")


def faults(room: str) -> list[str]:
    """What is missing or broken in the catalogues of a room, one line each."""
    wanted = {}
    for context, msgid, where in strings(room):
        wanted[context, msgid[0] if isinstance(msgid, tuple) else msgid] = (msgid, where)
    told = []
    for language in LANGUAGE_CODES:
        path = path_of(room, language)
        if not path.exists():
            if wanted:
                told.append(f"{room}/{language}: there is no catalogue")
            continue
        catalogue = read_po(io.BytesIO(path.read_bytes()), locale=language)
        for (context, key), (msgid, where) in wanted.items():
            message = catalogue.get(key, context)
            told += [
                f"{language}: {where}: {key!r}: {each}"
                for each in _faults(message, msgid, language)
            ]
        said = {
            (each.context, each.id[0] if isinstance(each.id, tuple) else each.id)
            for each in catalogue
            if each.id
        }
        told += [f"{language}: {room}: {key!r}: is said nowhere" for _c, key in said - set(wanted)]
    return told


def _faults(message: Any, msgid: str | tuple[str, str], language: str) -> list[str]:
    if message is None:
        return ["is not in the catalogue"]
    plural = isinstance(msgid, tuple)
    texts = list(message.string) if isinstance(message.string, tuple | list) else [message.string]
    if message.fuzzy or not all(texts):
        return ["has no words"]
    if plural and len(texts) != PLURALS[language][0]:
        return [f"has {len(texts)} plural forms, not {PLURALS[language][0]}"]
    told = []
    allowed = set(PLACEHOLDER.findall(msgid[1] if plural else str(msgid)))
    for text in texts:
        there = set(PLACEHOLDER.findall(text))
        # Zero, one and two of Arabic may be words without the number.
        missing = set() if plural else allowed - there
        if there - allowed or missing:
            told.append(f"placeholders differ: {sorted(there ^ allowed)}")
        if sorted(MARKUP.findall(text)) != sorted(
            MARKUP.findall(msgid[1] if plural else str(msgid))
        ):
            told.append("markup differs")
    return told


def clashes() -> list[str]:
    """What two rooms say differently under one context and msgid, one line each.

    At run time one catalogue of a language is made of all rooms, so that one of the two would be shown
    in both. Where the meaning differs, the strings need a context.
    """
    told = []
    for language in LANGUAGE_CODES:
        said: dict[tuple[str | None, str], dict[Any, list[str]]] = {}
        for room in rooms():
            path = path_of(room, language)
            if not path.exists():
                continue
            for message in read_po(io.BytesIO(path.read_bytes()), locale=language):
                if message.id:
                    one: Any = message.id
                    words: Any = message.string
                    key = (message.context, one if isinstance(one, str) else one[0])
                    words = words if isinstance(words, str) else tuple(words)
                    said.setdefault(key, {}).setdefault(words, []).append(room)
        for (context, msgid), ways in said.items():
            if len(ways) > 1:
                where = "; ".join(f"{', '.join(each)}: {words!r}" for words, each in ways.items())
                about = f" ({context})" if context else ""
                told.append(f"{language}: {msgid!r}{about} is said differently: {where}")
    return told


def rooms() -> list[str]:
    """Every application of ours, as ``kernel`` or ``commons/notices``: each has its own catalogues."""
    return sorted(str(path.parent.relative_to(SOURCE)) for path in SOURCE.rglob("apps.py"))


def main(arguments: list[str]) -> int:
    """Run one of the three; return the exit status."""
    verb, *names = arguments or ["check"]
    if verb == "compile":
        compile_stale()
        return 0
    unknown = [name for name in names if name not in rooms()]
    if unknown:
        print(f"no such room: {', '.join(unknown)}. Name one of {', '.join(rooms())}.")
        return 2
    told = []
    for room in names or rooms():
        if verb == "extract":
            extract(room)
        told += faults(room)
    if not names:
        told += clashes()
    print("\n".join(told) or "complete")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
