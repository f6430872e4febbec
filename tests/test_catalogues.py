"""The interface is complete in six languages: words, placeholders, markup, plural forms."""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import catalogues


@cache
def messages(language: str) -> list[tuple[str, Any]]:
    """Every message of every room in a language."""
    paths = {room: catalogues.path_of(room, language) for room in catalogues.rooms()}
    return [
        (room, message)
        for room, path in paths.items()
        if path.exists()
        for message in read_po(io.BytesIO(path.read_bytes()), locale=language)
        if message.id
    ]


@pytest.mark.parametrize("room", catalogues.rooms())
def test_the_catalogues_of_the_room_are_complete(room: str) -> None:
    assert catalogues.faults(room) == [], f"run: python tools/catalogues.py extract {room}"


def test_all_rooms_say_the_same_in_the_same_way() -> None:
    assert catalogues.clashes() == [], "choose one translation, or give the strings a context"


def test_two_rooms_that_say_the_same_differently_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def entry(room: str, text: str) -> None:
        path = tmp_path / room / "locale/fr/LC_MESSAGES/django.po"
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid ""\nmsgstr "Language: fr\\n"\n\n{text}\n', encoding="utf-8")
        (tmp_path / room / "apps.py").touch()

    monkeypatch.setattr(catalogues, "SOURCE", tmp_path)
    entry("one", 'msgid "Search"\nmsgstr "Recherche"')
    entry("two", 'msgctxt "button"\nmsgid "Search"\nmsgstr "Rechercher"')
    assert catalogues.clashes() == []
    entry("three", 'msgid "Search"\nmsgstr "Rechercher"')
    (clash,) = catalogues.clashes()
    assert "one: 'Recherche'; three: 'Rechercher'" in clash


# Signs that a writer of the language does not set so: a tanwin on the alif, the comma of another script,
# a plain space before a French colon, a thousands comma where a space that never breaks stands.
SLIPS = {
    "ar": r"\u064b|[\u0621-\u064a][,;?]|\d,\d{3}",
    "zh": r"[\u4e00-\u9fff](?:[,:;?!](?!\w)| ?\((?!http))",
    "fr": r"[\w»](?: ?[!?;]| ?:)(?:\s|$)|\d,\d{3}",
    "ru": r"\d,\d{3}",
    "es": r"\d,\d{3}",
}


@pytest.mark.parametrize("language", SLIPS)
def test_signs_are_set_as_the_language_sets_them(language: str) -> None:
    wrong = []
    for room, message in messages(language):
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        wrong += [f"{room}: {each}" for each in said if re.search(SLIPS[language], each)]
    assert wrong == []


# A message with the term has one of these in the other languages (as patterns of words): the renderings are
# those of the glossary, docs/reference/glossary.md.
TERMS = {
    "focal point": (
        "جه(?:ة|ات|تا|تي) (?:ال)?اتصال",
        "联系人",
        "points? de contact",
        "координатор",
        "coordinador",
    ),
    "content moderator": (
        "مشرف(?:و|ي|ين|ون)? (?:آخر |آخرين )?على المحتوى",
        "内容审核员",
        "modérateurs? de contenu",
        "модератор\\w* контента",
        "moderador(?:es)? de contenido",
    ),
    "(?<!by )delegate(?! step)(?!$)": ("مندوب", "代表", "délégué", "делегат", "delegad[oa]"),
    "secretariat": ("(?:ال|لل)أمانة|أمانت?", "秘书处", "secrétariat", "секретариат", "secretaría"),
    "action line": (
        "خط(?:وط)? (?:ال)?عمل",
        "行动方面",
        "grandes? orientations?",
        "направлени\\w+ деятельности",
        "líneas? de acción",
    ),
    "mandate": ("ولاي(?:ة|ات|ت)", "任务", "mandat", "мандат", "mandato"),
    "matrix": ("مصفوفة", "矩阵", "matrice", "матриц", "matriz"),
    "email address": (
        "عن(?:وان|اوين) (?:ال)?بريد|عنوانا للبريد|العنوان البريدي",
        "电子邮件地址|电子邮箱|邮箱地址",
        "adresses? électroniques?",
        "адрес\\w* электронной почты",
        "direcci(?:ón|ones) de correo|correo electrónico",
    ),
    "(?<!on )(?<!for the )(?<!closing )(?<!to )(?<!official )(?<!meeting )(?<!that )record(?!s? (?:the|a|an|another|its|until|that|which|one|it|says|end|step|decision|outcome|adoption|office)| of a meeting)": (
        "قيد|قيود",
        "记录",
        "fiche",
        "запис",
        "ficha",
    ),
    "overdue": ("متأخر|تأخر", "逾期", "en retard|retard", "просроч", "retraso"),
    "reported done": (
        "أُفيد بإنجاز|أُفيد بالإنجاز|الإبلاغ عن إنجاز",
        "已?报告完成|报告为?已完成",
        "exécution déclarée",
        "сообщен\\w+ о выполнении",
        "cumplimiento comunicado|comunica\\w* el cumplimiento",
    ),
    "lead entit(?:y|ies)": (
        "الجه(?:ة|ات) (?:المخاطبة أو )?الرائدة|جهة رائدة|جهات رائدة",
        "牵头(?:实体|%)",
        "chefs? de file",
        "ведущ\\w+ (?:и участвующие )?структур",
        "entidad(?:es)? encargadas?",
    ),
    "review set": (
        "مجموع(?:ة|ات|تا|تي) (?:ال)?استعراض|المجموعة",
        "审查组",
        "ensembles? d’examen|ensemble",
        "подбор(?:к|ок)",
        "conjuntos? de examen|conjunto",
    ),
    "progress statement": (
        "بيان(?:ات|ا|ان|ين)?(?: ال| )?مرحلي|البيان(?:ات)? المرحلي",
        "进展通报",
        "déclarations? d’avancement",
        "сообщени\\w+ о ходе выполнения",
        "declaraci(?:ón|ones) de avance",
    ),
    "deliverable": ("مخرج|مخرَج", "成果", "produit", "результат", "producto"),
    "audit log": (
        "سجل التدقيق",
        "审计日志",
        "journal d’audit",
        "журнал\\w* аудита",
        "bitácora de auditoría",
    ),
}


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_said_in_one_way(term: str) -> None:
    word = re.compile(rf"\b(?:{term})s?\b", re.IGNORECASE)
    told = []
    for language, said in zip(("ar", "zh", "fr", "ru", "es"), TERMS[term], strict=True):
        way = re.compile(said, re.IGNORECASE)
        for room, message in messages(language):
            english = message.id if isinstance(message.id, tuple | list) else (message.id,)
            if any(word.search(catalogues.PLACEHOLDER.sub("", each)) for each in english):
                words = [message.string] if isinstance(message.string, str) else message.string
                told += [f"{language}: {room}: {each}" for each in words if not way.search(each)]
    assert told == []


# What is wrong in print, by language: signs that the United Nations does not use in it.
PRINT = {
    "ar": r"[\u0600-\u06ff]\s?[,;?]",
    "zh": r"[\u3400-\u9fff][,:;?!()]|[,:;?!()][\u3400-\u9fff]|[\u3400-\u9fff] +[A-Za-z0-9]|[A-Za-z0-9] +[\u3400-\u9fff]|[：，。；、！？（）]\s|\s[：，。；、！？（）]|:\s|语言",
    "fr": r"[^\u00a0\u202f](?:[;?!»]|:(?!//))|«[^\u00a0\u202f]|[\"'“”]",
    "ru": r"[ёЁ\"“”]",
    "es": r"[\"“”]",
}
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")


@pytest.mark.parametrize("language", PRINT)
def test_the_signs_are_those_of_the_language(language: str) -> None:
    wrong = re.compile(PRINT[language])
    told = []
    for room, message in messages(language):
        words = [message.string] if isinstance(message.string, str) else message.string
        told += [f"{room}: {each}" for each in words if wrong.search(LINK.sub("", each))]
    assert told == []


# A colon that a template sets itself, and a blank after a string that ends with one: French sets no such colon,
# and in Chinese no such blank. `{% colon %}`, `{% named %}` and `{% gap %}` know what each language sets.
COLON = re.compile(
    r"(?:%\}|\}\}|>):\s"
    r"|(?::\"(?: context \"[^\"]*\")? %\}|:\{% endblocktranslate %\})(?:</\w+>)* "
)
TRANSLATED = re.compile(r"\{% blocktranslate.*?%\}(.*?)(?=\{% endblocktranslate %\})", re.DOTALL)


def colons(text: str) -> list[str]:
    """Where a template sets a colon, or a blank after one, for all languages alike."""
    spoken = TRANSLATED.sub(lambda found: ":" if found[1].rstrip().endswith(":") else "", text)
    return [spoken[max(0, found.start() - 40) : found.end()] for found in COLON.finditer(spoken)]


def test_templates_leave_colons_to_the_language() -> None:
    for bad in (
        '{% translate "You read:" %} {{ languages }}',
        '<strong>{% translate "You read:" %}</strong> <bdi>',
        "{% blocktranslate %}{{ n }} more:{% endblocktranslate %} {{ url }}",
        "{{ label }}: {{ value }}",
        '<span class="vh">: {{ name }}</span>',
        '{% translate "deleted" %}: </span>',
    ):
        assert colons(bad), bad
    for good in (
        '{% translate "You read:" %}{% gap %}{{ languages }}',
        "{% blocktranslate %}{{ label }}: {{ value }}{% endblocktranslate %} {{ more }}",
        '{% translate "Open this link:" %}\n\n{{ link }}',
    ):
        assert not colons(good), good
    paths = [each for end in ("html", "txt") for each in catalogues.SOURCE.rglob(f"*.{end}")]
    assert len(paths) > 100
    assert [fault for path in paths for fault in colons(path.read_text(encoding="utf-8"))] == []


def english() -> list[tuple[str, Any]]:
    """Every message of every room, with its English."""
    return messages("en")


def forms_of(message: Any) -> tuple[str, ...]:
    """The English forms of a message: one, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def test_short_messages_have_a_context() -> None:
    """A word or two can be read in several senses: the context tells translators which one is meant."""
    bare = [
        f"{room}: {message.id}"
        for room, message in english()
        if not message.context and len(forms_of(message)[0].split()) <= 2
    ]
    assert bare == []


def test_no_message_is_long() -> None:
    """At most 25 words, all sentences of a message together; few are longer than 14."""
    lengths = [len(each.split()) for _room, message in english() for each in forms_of(message)]
    assert max(lengths) <= 25
    assert sum(length > 14 for length in lengths) <= 40


# Words that only their author understands, and clauses in the place of a noun.
OBSCURE = re.compile(
    r"\b(?:since long|anew|meanwhile|all the same|be it that|let go|parted|mended)\b"
    r"|\b(?:is|are|was|were) told\b|\bstands?\b(?! for)|\b(?:taken|brought|joined) (?:back|away|in|with)\b"
    r"|\bwho (?:leads|is asked|was asked)\b|\bwhat (?:is in|came|comes|becomes|waits)\b"
    r"|\b(?:nobody|nothing|somebody)\b|\b(?:is|it is) kept\b|\b(?:found|written|asked) so\b"
    r"|\bof (?:which|whom)\b|\bwrite (?:the|a|an|your|it)\b|\bempty (?:it|this)\b|\. Empty:"
    r"|\(optional\)|\be-mail|\b(?:don|can|isn|doesn|won)['’]t\b|[a-z]'[a-z]",
    re.IGNORECASE,
)


def test_messages_are_in_plain_english() -> None:
    obscure = [
        f"{room}: {each}"
        for room, message in english()
        for each in forms_of(message)
        if OBSCURE.search(each) and each != "(optional)"  # the mark beside a label: tests/look
    ]
    assert obscure == []


# A number before a word that it counts. Numbers after a colon, and those of records, need no plural forms.
COUNTED = re.compile(
    r"%\((?:n|count|total|days|left|shown|all|hours|limit|done|whole|kept)\)s (?!of\b)[a-z]"
)


def test_counts_have_plural_forms() -> None:
    singular = [
        f"{room}: {message.id}"
        for room, message in english()
        if isinstance(message.id, str) and COUNTED.search(message.id)
    ]
    assert singular == []


def test_arabic_forms_of_none_one_and_two_say_the_number_in_words() -> None:
    wrong = [
        f"{room}: {form}"
        for room, message in messages("ar")
        if isinstance(message.string, tuple)
        for form in message.string[:3]
        if re.search(r"\(%\((?!share)\w+\)s\)", form)
    ]
    assert wrong == []


# A label beside a date or a number: languages need a colon, or one message with a placeholder.
GLUED = re.compile(
    r"\{% (?:translate|trans) [^%]*%\}\s+\{\{[^}]*\|(?:date|date_words|moment|moment_words|number)\s*\}\}"
)


def test_templates_glue_no_word_to_a_date_or_number() -> None:
    assert GLUED.search('{% translate "from" %} {{ each.since|date }}')
    assert not GLUED.search('{% translate "From" as label %}{% named label each.since|date %}')
    glued = [
        f"{path.name}: {found.group(0)}"
        for end in ("html", "txt")
        for path in catalogues.SOURCE.rglob(f"*.{end}")
        for found in GLUED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert glued == []


def translated_pieces(tree: ast.AST) -> Iterator[str]:
    """F-strings in which a translated message is followed by a blank and another value."""
    names = ("_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext", "npgettext")
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr):
            continue
        for first, gap, after in zip(node.values, node.values[1:], node.values[2:], strict=False):
            if (
                isinstance(first, ast.FormattedValue)
                and isinstance(gap, ast.Constant)
                and str(gap.value).isspace()
                and isinstance(after, ast.FormattedValue)
                and any(
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Name)
                    and call.func.id in names
                    for call in ast.walk(first)
                )
            ):
                yield ast.unparse(node)


def test_code_glues_no_word_to_a_value() -> None:
    assert list(translated_pieces(ast.parse("f\"{_('Registration')} {number}\"")))
    glued = [
        f"{path.name}: {found}"
        for path in catalogues.SOURCE.rglob("*.py")
        for found in translated_pieces(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert glued == []


def test_the_check_sees_what_is_missing_and_what_is_broken(tmp_path: Path) -> None:
    class Message:
        fuzzy = False

        def __init__(self, string: object) -> None:
            self.string = string

    broken = catalogues._faults
    assert broken(None, "Save", "fr") == ["is not in the catalogue"]
    assert broken(Message(""), "Save", "fr") == ["has no words"]
    assert broken(Message("%(x)s"), "Save %(count)s", "fr")
    assert broken(Message("Garder"), "Save %(count)s", "fr")
    assert broken(Message("Garder <b>"), "Save <em>", "fr") == ["markup differs"]
    assert broken(Message(("un", "deux")), ("one", "many"), "ar") == ["has 2 plural forms, not 6"]
    assert broken(
        Message(("", "صف", "صفان", "%(n)s", "%(n)s", "%(n)s")), ("%(n)s row", "%(n)s rows"), "ar"
    )
    assert not broken(Message("Garder"), "Save", "fr")


def test_no_catalogue_lies_where_no_room_is(capsys: pytest.CaptureFixture[str]) -> None:
    lying = {path.parents[2] for path in catalogues.SOURCE.rglob("django.po")}
    assert lying <= {catalogues.SOURCE / room / "locale" for room in catalogues.rooms()}
    assert catalogues.main(["extract", "comments"]) == 2
    assert "no such room" in capsys.readouterr().out
