"""The masthead of a document is front matter, in each language; its title stands behind it."""

from __future__ import annotations

import pytest

from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from tests.textkit.docx_builder import docx, p, tbl, tc, tr

# Masthead of a document of a council; then title, its first heading and words.
COUNCIL = {
    "en": (
        "Council 2037|Geneva, 4–14 June 2037|Agenda item: ADM 3|Document C37/48-E|19 January 2037|Original: English",
        "Report by the Secretary-General|LAMPS OF THE HARBOUR",
        "Summary|This document is about lamps and wells.|1 Introduction|1.1 Lamps are lit.|1.2 Wells are dry.",
    ),
    "fr": (
        "Conseil 2037|Genève, 4-14 juin 2037|Point de l'ordre du jour: ADM 3|Document C37/48-F|19 janvier 2037|Original: anglais",
        "Rapport de la Secrétaire générale|LES LAMPES DU PORT",
        "Résumé|Le présent document traite des lampes.|1 Introduction|1.1 Les lampes sont allumées.|1.2 Les puits sont secs.",
    ),
    "es": (
        "Consejo 2037|Ginebra, 4-14 de junio de 2037|Punto del orden del día: ADM 3|Documento C37/48-S|19 de enero de 2037|Original: inglés",
        "Informe de la Secretaria General|LÁMPARAS DEL PUERTO",
        "Resumen|Este documento trata de las lámparas.|1 Introducción|1.1 Las lámparas están encendidas.|1.2 Los pozos están secos.",
    ),
    "ru": (
        "Совет 2037|Женева, 4–14 июня 2037 года|Пункт повестки дня: ADM 3|Документ C37/48-R|19 января 2037 года|Оригинал: английский",
        "Отчет Генерального секретаря|ЛАМПЫ ГАВАНИ",
        "Резюме|Этот документ о лампах и колодцах.|1 Введение|1.1 Лампы зажжены.|1.2 Колодцы сухие.",
    ),
    "ar": (
        "المجلس 2037|جنيف، 14-4 يونيو 2037|بند جدول الأعمال: ADM 3|الوثيقة C37/48-A|19 يناير 2037|الأصل: بالإنكليزية",
        "تقرير من الأمين العام|مصابيح الميناء",
        "ملخص|هذه الوثيقة عن المصابيح.|1 مقدمة|1.1 المصابيح مضاءة.|2.1 الآبار جافة.",
    ),
    "zh": (
        "2037年理事会|2037年6月4-14日，日内瓦|议项：ADM 3|文件 C37/48-C|2037年1月19日|原文：英文",
        "秘书长的报告|港口的灯",
        "概要|本文件涉及灯。|1 引言|1.1 灯已点亮。|1.2 井已干涸。",
    ),
}  # fmt: skip
# Masthead of a report of the United Nations, with the language and the name of an agenda item.
UNITED = {
    "en": "United Nations|A/91/66|General Assembly|Distr.: General|14 January 2037|English|Original: French|Ninety-first session|Item 16 of the preliminary list*|Lamps for development|Economic and Social Council|2037 session",
    "fr": "Nations Unies|A/91/66|Assemblée générale|Distr. générale|14 janvier 2037|Français|Original : anglais|Quatre-vingt-onzième session|Point 16 de la liste préliminaire*|Les lampes au service du développement|Conseil économique et social|Session de 2037",
    "es": "Naciones Unidas|A/91/66|Asamblea General|Distr. general|14 de enero de 2037|Español|Original: inglés|Nonagésimo primer período de sesiones|Tema 16 de la lista preliminar*|Las lámparas para el desarrollo|Consejo Económico y Social|Período de sesiones de 2037",
    "ru": "Организация Объединенных Наций|A/91/66|Генеральная Ассамблея|Distr.: General|14 January 2037|Russian|Original: English|Девяносто первая сессия|Пункт 16 первоначального перечня*|Лампы в целях развития|Экономический и Социальный Совет|Сессия 2037 года",
    "ar": "الأمم المتحدة|A/91/66|الجمعية العامة|Distr.: General|14 January 2037|Arabic|Original: English|الدورة الحادية والتسعون|البند 16 من القائمة الأولية*|المصابيح لأغراض التنمية|المجلس الاقتصادي والاجتماعي|دورة عام 2037",
    "zh": "联合国|A/91/66|大会|Distr.: General|14 January 2037|Chinese|Original: English|第九十一届会议|暂定项目表项目16*|灯促进发展|经济及社会理事会|2037年会议",
}  # fmt: skip


def _read(language: str, masthead: str) -> Text:
    _own, title, words = COUNCIL[language]
    lines = f"{masthead}\n{title}\n{words}".replace("|", "\n")
    return read_bytes(lines.encode(), language=language, name="report.txt")


@pytest.mark.parametrize("masthead", ["council", "united"])
@pytest.mark.parametrize("language", COUNCIL)
def test_a_masthead_is_front_matter(language: str, masthead: str) -> None:
    lines = COUNCIL[language][0] if masthead == "council" else UNITED[language]
    text = _read(language, lines)
    walked = list(text.walk())
    count = len(lines.split("|"))
    assert [each.text for each in walked[:count]] == lines.split("|")
    assert {each.kind for each in walked[:count]} == {"front"}
    assert [each.kind for each in walked[count : count + 3]] == ["title", "title", "heading"]


@pytest.mark.parametrize("language", COUNCIL)
def test_the_title_behind_a_masthead_tells_the_kind(language: str) -> None:
    text = _read(language, COUNCIL[language][0])
    assert text.kind == "report"
    assert text.title == COUNCIL[language][1].replace("|", " ")
    assert text.symbol.startswith("C37/48-")
    assert text.date == "2037-01-19"


def test_a_masthead_in_a_table_of_a_word_file() -> None:
    masthead = COUNCIL["en"][0].split("|")
    rows = tbl(*(tr(tc(p(line))) for line in masthead))
    title = "".join(p(line) for line in COUNCIL["en"][1].split("|"))
    body = "".join(p(line) for line in COUNCIL["en"][2].split("|"))
    text = read_bytes(docx(rows + title + body))
    assert [each.kind for each in text.walk()][:9] == ["front"] * 6 + ["title"] * 2 + ["heading"]
    assert text.title == "Report by the Secretary-General LAMPS OF THE HARBOUR"


def test_a_title_that_speaks_of_a_session_is_no_masthead() -> None:
    """Nothing but a symbol, the distribution or the original language shows a masthead."""
    text = read_bytes(
        b"Report of the fifth session\nLamps of the harbour\nSummary\nThis report is about lamps.\n"
        b"1 Introduction\n1.1 Lamps are lit.\n1.2 Wells are dry.\n",
        name="report.txt",
    )
    assert text.title == "Report of the fifth session Lamps of the harbour"


PLACE_AND_DATE = {
    "en": "Report of the Working Group on Access to Knowledge on its ninth meeting|(Fictional)|Port Lira, 23 October 2036",
    "ar": "تقرير الاجتماع التاسع|(نص خيالي)|بورت ليرا، 23 أكتوبر 2036",
    "zh": "第九次会议报告|（虚构）|2036年10月23日，利拉港",
    "ru": "Доклад о девятом собрании|(Вымышленный текст)|Порт-Лира, 23 октября 2036 года",
    "fr": "Rapport de la neuvième réunion|(Texte fictif)|Port Lira, 23 octobre 2036",
    "es": "Informe de la novena reunión|(Texto ficticio)|Puerto Lira, 23 de octubre de 2036",
}


@pytest.mark.parametrize("language", PLACE_AND_DATE)
def test_the_place_and_date_under_a_title_are_no_part_of_it(language: str) -> None:
    lines = [*PLACE_AND_DATE[language].split("|"), *COUNCIL[language][2].split("|")[2:]]
    text = read_bytes("\n".join(lines).encode(), language=language, name="report.txt")
    assert text.title == " ".join(PLACE_AND_DATE[language].split("|")[:2])
    assert text.date == "2036-10-23"
