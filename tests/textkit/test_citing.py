"""Whose text a citation names, by the words beside it."""

from __future__ import annotations

import pytest

from majlis.textkit.citations import find_citations
from majlis.textkit.citing import CitedBody, cited_bodies, is_of_kind

WTSA = "World Telecommunication Standardization Assembly"
WTDC = "World Telecommunication Development Conference"
PP, COUNCIL, GA = "ITU Plenipotentiary Conference", "ITU Council", "General Assembly"
OWN = "own"
LISTED = {
    "en": "Council of Tides",
    "fr": "Conseil des marées",
    "es": "Consejo de las Mareas",
    "ru": "Совет приливов",
    "ar": "مجلس المد والجزر",
    "zh": "潮汐理事会",
}
# words with citations, and the body of each
CITING = {
    "en": [
        ("Resolution 75 (Rev. Hammamet, 2016) of the World Telecommunication Standardization Assembly", [WTSA]),
        ("Resolution 8 (Port Lira, 2021) of the Council, on the ferry of books;", ["council"]),
        ("Resolution 151 (Rev. Dubai, 2018) of this conference, on management", [OWN]),
        ("Recalling its resolution 85/211", [OWN]),
        ("General Assembly resolution 70/125", [GA]),
        ("WTSA Resolution 75", [WTSA]),
        ("Decision 77 of the ITU Council, as amended", [COUNCIL]),
        ("Resolution 140 (Rev. Bucharest, 2022) and 71 (Rev. Bucharest, 2022) of the Plenipotentiary Conference", [PP, PP]),
        ("Council Resolutions 1332 (Rev. 2023) and 1334 (Rev. 2023); and Resolution 30 (Rev. Kigali, 2022) of WTDC", ["council", "council", WTDC]),
        ("Resolution 3 of the Council of Tides", ["7"]),
        ("Security Council resolution 1325 (2000) and Resolution 7 of the Lamp Council", ["Security Council", "other"]),
        ("that Resolution 7 (Port Sel, 2028) instructs the Council", [""]),
    ],
    "fr": [
        ("la Résolution 75 (Rév. Hammamet, 2016) de l'Assemblée mondiale de normalisation des télécommunications", [WTSA]),
        ("la Résolution 8 (Port Lira, 2021) du Conseil, relative au bac des livres;", ["council"]),
        ("la Résolution 151 (Rév. Dubaï, 2018) de la présente Conférence", [OWN]),
        ("Rappelant ses résolutions 85/211 et 88/19", [OWN, OWN]),
        ("la résolution 70/125 de l’Assemblée générale", [GA]),
        ("Résolution 3 du Conseil des marées", ["7"]),
    ],
    "es": [
        ("la Resolución 75 (Rev. Hammamet, 2016) de la Asamblea Mundial de Normalización de las Telecomunicaciones", [WTSA]),
        ("la Resolución 8 (Puerto Lira, 2021) del Consejo, relativa a la barca de los libros;", ["council"]),
        ("la Resolución 151 de la presente Conferencia", [OWN]),
        ("Recordando sus resoluciones 85/211 y 88/19", [OWN, OWN]),
        ("la resolución 70/125 de la Asamblea General", [GA]),
        ("la Resolución 3 del Consejo de las Mareas", ["7"]),
    ],
    "ru": [
        ("Резолюцию 75 (Пересм. Хаммамет, 2016 г.) Всемирной ассамблеи по стандартизации электросвязи", [WTSA]),
        ("Резолюцию 8 (Порт Лира, 2021 г.) Совета о книжном пароме;", ["council"]),
        ("Резолюцию 151 (Пересм. Дубай, 2018 г.) настоящей Конференции", [OWN]),
        ("ссылаясь на свои резолюции 85/211 и 88/19", [OWN, OWN]),
        ("резолюция Генеральной Ассамблеи 70/125", [GA]),
        ("Резолюции 3 Совета приливов", ["7"]),
    ],
    "ar": [
        ("القرار 75 (المراجَع في الحمامات، 2016) للجمعية العالمية لتقييس الاتصالات", [WTSA]),
        ("القرار 8 (بورت ليرا، 2021) للمجلس بشأن عبّارة الكتب؛", ["council"]),
        ("القرار 151 (المراجَع في دبي، 2018) لهذا المؤتمر", [OWN]),
        ("إذ تشير إلى قراريها 85/211 و 88/19", [OWN, OWN]),
        ("قرار الجمعية العامة للأمم المتحدة 70/125", [GA]),
        ("القرارات 140 (المراجَع في بوخارست، 2022) و172 (المراجَع في غوادالاخارا، 2010) لمؤتمر المندوبين المفوضين", [PP, PP]),
        ("القرار 140 (المراجَع في بوخارست، 2022) لمؤتمر المندوبين المفوضين وقراري المجلس 1332 (المعدّل في 2023) و1334 (المعدّل في 2023)", [PP, "council", "council"]),
        ("القرار 3 لمجلس المد والجزر", ["7"]),
    ],
    "zh": [
        ("世界电信标准化全会第75号决议（2016年，哈马马特，修订版）", [WTSA]),
        ("理事会关于图书渡轮的第8号决议（2021年，利拉港）；", ["council"]),
        ("本届大会第151号决议（2018年，迪拜，修订版）", [OWN]),
        ("回顾其第85/211号和第88/19号决议", [OWN, OWN]),
        ("大会第70/125号决议", [GA]),
        ("全权代表大会关于小船信号的第812号决议（2030年，老码头，修订版）；", [PP]),
        ("潮汐理事会第3号决议", ["7"]),
    ],
}  # fmt: skip


def _said(body: CitedBody) -> str:
    return body.name or (OWN if body.own else body.kind)


@pytest.mark.parametrize(
    ("language", "words", "bodies"),
    [(language, *row) for language, rows in CITING.items() for row in rows],
)
def test_the_words_beside_a_citation_tell_its_body(
    language: str, words: str, bodies: list[str]
) -> None:
    found = find_citations(words, language)
    listed = [("7", LISTED[language])]
    assert [_said(each) for each in cited_bodies(words, language, found, listed)] == bodies


@pytest.mark.parametrize(
    ("name", "kind", "language", "fits"),
    [
        ("Harbour Council", "council", "en", True),
        ("Council of Tides", "council", "en", True),
        ("Council Working Group on Tides", "council", "en", False),
        ("Groupe de travail du Conseil", "council", "fr", False),
        ("Совет приливов", "council", "ru", True),
        ("مجلس المد والجزر", "council", "ar", True),
        ("潮汐理事会", "council", "zh", True),
        ("Plenipotentiary Conference", "conference", "en", True),
        ("Conférence de plénipotentiaires", "council", "fr", False),
    ],
)
def test_a_body_is_of_a_kind_by_its_name(name: str, kind: str, language: str, fits: bool) -> None:
    assert is_of_kind(name, kind, language) is fits
