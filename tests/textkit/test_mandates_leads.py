"""Paragraphs that lead to points: what they say of when holds for the points."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.mandates import mandates
from majlis.textkit.read import read_file

TEXTS = {
    "en": (
        "RESOLUTION 12 (Port Sel, 2030)\n"
        "Role of the Union\n"
        "The ITU Council,\n"
        "considering\n"
        "that lamps are old,\n"
        "resolves\n"
        "1\tto keep lamps,\n"
        "instructs the Secretary-General\n"
        "1\tby 1 March 2033:\n"
        "a)\tto submit a report on lamps to the Council;\n"
        "b)\tto update the database of lamps;\n"
        "2\tat its next session:\n"
        "a)\tto prepare a list of lamps.\n"
    ),
    "fr": (
        "RÉSOLUTION 12 (Port-Sel, 2030)\n"
        "Rôle de l'Union\n"
        "Le Conseil de l'UIT,\n"
        "considérant\n"
        "que les lampes sont vieilles,\n"
        "décide\n"
        "1\tde garder les lampes,\n"
        "charge le Secrétaire général\n"
        "1\td'ici au 1er mars 2033:\n"
        "a)\tde soumettre un rapport sur les lampes au Conseil;\n"
        "b)\tde mettre à jour la base de données des lampes;\n"
        "2\tà sa prochaine session:\n"
        "a)\td'élaborer une liste des lampes.\n"
    ),
    "es": (
        "RESOLUCIÓN 12 (Puerto Sal, 2030)\n"
        "Función de la Unión\n"
        "El Consejo de la UIT,\n"
        "considerando\n"
        "que las lámparas son viejas,\n"
        "resuelve\n"
        "1\tconservar las lámparas,\n"
        "encarga al Secretario General\n"
        "1\ta más tardar el 1 de marzo de 2033:\n"
        "a)\tque presente un informe sobre las lámparas al Consejo;\n"
        "b)\tque actualice la base de datos de las lámparas;\n"
        "2\ten su próxima reunión:\n"
        "a)\tque prepare una lista de lámparas.\n"
    ),
    "ru": (
        "РЕЗОЛЮЦИЯ 12 (Порт-Соль, 2030 г.)\n"
        "Роль Союза\n"
        "Совет МСЭ,\n"
        "учитывая,\n"
        "что лампы старые,\n"
        "решает\n"
        "1\tсохранить лампы,\n"
        "поручает Генеральному секретарю\n"
        "1\tдо 1 марта 2033 года:\n"
        "a)\tпредставить Совету отчет о лампах;\n"
        "b)\tобновить базу данных ламп;\n"
        "2\tна его следующей сессии:\n"
        "a)\tподготовить список ламп.\n"
    ),
    "zh": (
        "第12号决议（2030年，盐港）\n"
        "国际电联的作用\n"
        "国际电联理事会，\n"
        "考虑到\n"
        "灯具陈旧，\n"
        "做出决议\n"
        "1\t保留灯具，\n"
        "责成秘书长\n"
        "1\t在2033年3月1日前：\n"
        "a)\t向理事会提交关于灯具的报告；\n"
        "b)\t更新灯具数据库；\n"
        "2\t在其下一届会议上：\n"
        "a)\t编写灯具清单。\n"
    ),
    "ar": (
        "القرار 12 (ميناء الملح، 2030)\n"
        "دور الاتحاد\n"
        "إن مجلس الاتحاد الدولي للاتصالات،\n"
        "إذ يضع في اعتباره\n"
        "أن المصابيح قديمة،\n"
        "يقرر\n"
        "1\tأن يحتفظ الاتحاد بالمصابيح،\n"
        "يكلف الأمين العام\n"
        "1\tبحلول 1 مارس 2033:\n"
        " أ )\tبتقديم تقرير عن المصابيح إلى المجلس؛\n"
        "ب)\tبتحديث قاعدة بيانات المصابيح؛\n"
        "2\tفي دورته المقبلة:\n"
        " أ )\tبإعداد قائمة بالمصابيح.\n"
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_lead_that_only_says_when_asks_nothing_itself(language: str, tmp_path: Path) -> None:
    path = tmp_path / f"text.{language}.txt"
    path.write_text(TEXTS[language], encoding="utf-8")
    _, *found = mandates(read_file(path, language=language)).mandates
    report, database, listed = found
    assert {m.actors for m in found} == {("Secretary-General",)}
    assert {m.part_of for m in found} == {None}
    assert [m.deliverable for m in found] == ["report", "database", "document"]
    assert [m.deadline for m in found] == ["2033-03-01", "2033-03-01", None]
    assert report.occasion is database.occasion is None
    assert listed.occasion
    assert {m.witness_of["deadline"] for m in (report, database)} == {"instructs__para_1"}
    assert listed.witness_of["occasion"] == "instructs__para_2"


HEAD = "RESOLUTION 12 (Port Sel, 2030)\nThe ITU Council,\nnoting\nthat lamps are old,\n"


def of(tmp_path: Path, items: str) -> list[tuple[str, str | None]]:
    path = tmp_path / "text.en.txt"
    path.write_text(f"{HEAD}instructs the Secretary-General\n{items}", encoding="utf-8")
    return [
        (m.provision.removeprefix("instructs__"), m.deadline)
        for m in mandates(read_file(path)).mandates
    ]


def test_the_date_of_a_point_is_its_own(tmp_path: Path) -> None:
    items = "1\tby 1 March 2033:\na)\tto submit a report by 2032;\nb)\tto light the lamps.\n"
    assert of(tmp_path, items) == [
        ("para_1__point_a", "2032"),
        ("para_1__point_b", "2033-03-01"),
    ]


def test_details_are_due_with_what_they_are_part_of(tmp_path: Path) -> None:
    items = "1\tto light the lamps by 1 May 2033, and inter alia:\na)\tto clean them.\n"
    assert of(tmp_path, items) == [("para_1", "2033-05-01"), ("para_1__point_a", "2033-05-01")]


def test_of_two_dates_none_is_inherited(tmp_path: Path) -> None:
    items = (
        "1\tto light half the lamps by 2032 and all of them by 2034, and inter alia:\n"
        "a)\tto clean them.\n"
    )
    assert of(tmp_path, items)[1] == ("para_1__point_a", None)
