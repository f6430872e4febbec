"""Flattened texts in five more languages (Arabic: ``test_flattened``): decoded, or left as they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from majlis.textkit.flattened import decode, detect_flattened
from majlis.textkit.flattened.words import doubled_prepositions
from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import Text, View, spans_of
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from majlis.textkit.views import view

TEXTS = Path(__file__).parent / "texts"
SPACED = ("en", "fr", "es", "ru")


@dataclass(frozen=True)
class Sample:
    """A fictional text: flattened, as it is now, and as it was."""

    flat: str
    new: str
    old: str


SAMPLES = {
    "en": Sample(
        """RESOLUTION 941 (REV. NEW HARBOUR, 2034)
Care of lighthouses
The ITU Council,
recalling
a)	Resolution 812 on lamps,
instructs the Secretary-General
1	to print the register;
2	to print the maps;
23	to mend the bells among between the harbours;
34	to keep the seeds,;
5	to count the ropes,
encourages invites Member States
1	to mind the lamps;
2	to give money.
""",
        """RESOLUTION 941 (REV. NEW HARBOUR, 2034)
Care of lighthouses
The ITU Council,
recalling
a)	Resolution 812 on lamps,
instructs the Secretary-General
1	to print the register;
2	to print the maps;
3	to mend the bells between the harbours;
4	to keep the seeds;
5	to count the ropes,
invites Member States
1	to mind the lamps;
2	to give money.
""",
        """RESOLUTION 941 (REV. NEW HARBOUR, 2034)
Care of lighthouses
The ITU Council,
recalling
a)	Resolution 812 on lamps,
instructs the Secretary-General
1	to print the register;
2	to mend the bells among the harbours;
3	to keep the seeds,
encourages Member States
1	to mind the lamps;
2	to give money.
""",
    ),
    "fr": Sample(
        """RÉSOLUTION 941 (RÉV. PORT-NEUF, 2034)
Entretien des phares
Le Conseil de l'UIT,
rappelant
a)	la Résolution 812, relative aux lampes,
charge le Secrétaire général
1	d'imprimer le registre;
2	d'imprimer les cartes;
23	de réparer les cloches dans sur les quais;
34	de garder les graines,;
5	de compter les cordes,
encourage invite les États Membres
1	à surveiller les lampes;
2	à donner de l'argent.
""",
        """RÉSOLUTION 941 (RÉV. PORT-NEUF, 2034)
Entretien des phares
Le Conseil de l'UIT,
rappelant
a)	la Résolution 812, relative aux lampes,
charge le Secrétaire général
1	d'imprimer le registre;
2	d'imprimer les cartes;
3	de réparer les cloches sur les quais;
4	de garder les graines;
5	de compter les cordes,
invite les États Membres
1	à surveiller les lampes;
2	à donner de l'argent.
""",
        """RÉSOLUTION 941 (RÉV. PORT-NEUF, 2034)
Entretien des phares
Le Conseil de l'UIT,
rappelant
a)	la Résolution 812, relative aux lampes,
charge le Secrétaire général
1	d'imprimer le registre;
2	de réparer les cloches dans les quais;
3	de garder les graines,
encourage les États Membres
1	à surveiller les lampes;
2	à donner de l'argent.
""",
    ),
    "es": Sample(
        """RESOLUCIÓN 941 (REV. PUERTO NUEVO, 2034)
Cuidado de los faros
El Consejo de la UIT,
recordando
a)	la Resolución 812, sobre las lámparas,
encarga al Secretario General
1	que imprima el registro;
2	que imprima los mapas;
23	que repare las campanas con mediante cuerdas nuevas;
34	que guarde las semillas,;
5	que cuente los remos,
alienta invita a los Estados Miembros
1	a vigilar las lámparas;
2	a donar fondos.
""",
        """RESOLUCIÓN 941 (REV. PUERTO NUEVO, 2034)
Cuidado de los faros
El Consejo de la UIT,
recordando
a)	la Resolución 812, sobre las lámparas,
encarga al Secretario General
1	que imprima el registro;
2	que imprima los mapas;
3	que repare las campanas mediante cuerdas nuevas;
4	que guarde las semillas;
5	que cuente los remos,
invita a los Estados Miembros
1	a vigilar las lámparas;
2	a donar fondos.
""",
        """RESOLUCIÓN 941 (REV. PUERTO NUEVO, 2034)
Cuidado de los faros
El Consejo de la UIT,
recordando
a)	la Resolución 812, sobre las lámparas,
encarga al Secretario General
1	que imprima el registro;
2	que repare las campanas con cuerdas nuevas;
3	que guarde las semillas,
alienta a los Estados Miembros
1	a vigilar las lámparas;
2	a donar fondos.
""",
    ),
    "ru": Sample(
        """РЕЗОЛЮЦИЯ 941 (ПЕРЕСМ. НОВАЯ ГАВАНЬ, 2034 Г.)
Уход за маяками
Совет МСЭ,
напоминая
a)	Резолюцию 812 о лампах,
поручает Генеральному секретарю
1	напечатать реестр;
2	напечатать карты;
23	починить колокола для среди гаваней;
34	хранить семена,;
5	сосчитать канаты,
призывает предлагает Государствам-Членам
1	следить за лампами;
2	вносить средства.
""",
        """РЕЗОЛЮЦИЯ 941 (ПЕРЕСМ. НОВАЯ ГАВАНЬ, 2034 Г.)
Уход за маяками
Совет МСЭ,
напоминая
a)	Резолюцию 812 о лампах,
поручает Генеральному секретарю
1	напечатать реестр;
2	напечатать карты;
3	починить колокола среди гаваней;
4	хранить семена;
5	сосчитать канаты,
предлагает Государствам-Членам
1	следить за лампами;
2	вносить средства.
""",
        """РЕЗОЛЮЦИЯ 941 (ПЕРЕСМ. НОВАЯ ГАВАНЬ, 2034 Г.)
Уход за маяками
Совет МСЭ,
напоминая
a)	Резолюцию 812 о лампах,
поручает Генеральному секретарю
1	напечатать реестр;
2	починить колокола для гаваней;
3	хранить семена,
призывает Государствам-Членам
1	следить за лампами;
2	вносить средства.
""",
    ),
    "zh": Sample(
        """第941号决议（2034年，新港，修订版）
灯塔的养护
国际电联理事会，
忆及
a)	第812号决议（灯具），
责成秘书长
1	印发登记册；
2	印发地图；
23	修理各港口的钟；
34	保存种子，；
5	清点缆绳，
请各成员国
1	看管灯具；
2	捐献资金。
""",
        """第941号决议（2034年，新港，修订版）
灯塔的养护
国际电联理事会，
忆及
a)	第812号决议（灯具），
责成秘书长
1	印发登记册；
2	印发地图；
3	修理各港口的钟；
4	保存种子；
5	清点缆绳，
请各成员国
1	看管灯具；
2	捐献资金。
""",
        """第941号决议（2034年，新港，修订版）
灯塔的养护
国际电联理事会，
忆及
a)	第812号决议（灯具），
责成秘书长
1	印发登记册；
2	修理各港口的钟；
3	保存种子，
请各成员国
1	看管灯具；
2	捐献资金。
""",
    ),
}


def read(source: str, language: str) -> Text:
    blocks, notes = read_plain(source)
    return build(blocks, language, notes=notes)


SIDES: tuple[View, View] = ("accept", "reject")


def shown(text: Text) -> list[tuple[str, str, str]]:
    return [(p.kind, p.number, p.text) for p in text.walk()]


@pytest.mark.parametrize("language", SAMPLES)
def test_a_flattened_text_is_decoded_both_ways(language: str) -> None:
    sample = SAMPLES[language]
    decoded = decode(read(sample.flat, language))
    assert shown(view(decoded, "accept")) == shown(read(sample.new, language))
    assert shown(view(decoded, "reject")) == shown(read(sample.old, language))
    items = [p for p in decoded.walk() if p.kind == "operative"][:5]
    assert [(p.number, p.old_number, p.change) for p in items] == [
        ("1", None, None),
        ("2", None, "inserted"),
        ("3", "2", None if language == "zh" else "changed"),
        ("4", "3", "changed"),
        ("5", None, "inserted"),
    ]


@pytest.mark.parametrize("language", SAMPLES)
def test_its_new_and_its_old_text_are_no_flattened_ones(language: str) -> None:
    for source in (SAMPLES[language].new, SAMPLES[language].old):
        clean = read(source, language)
        assert not detect_flattened(clean)
        assert decode(clean) is clean


@pytest.mark.parametrize("language", SPACED)
def test_the_old_preposition_goes_and_the_new_one_stays(language: str) -> None:
    prepositions = lexicon(language).words("flattened", "prepositions")
    decoded = decode(read(SAMPLES[language].flat, language))
    third = [p for p in decoded.walk() if p.kind == "operative"][2]
    changed = [(op, words.strip()) for op, words in spans_of(third.runs) if op != "="]
    assert [op for op, _ in changed] == ["-", "+"]
    assert {words for _, words in changed} <= set(prepositions)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "the matters referred to in the report, as called for by the Council, from among them",
        ),
        ("en", "a delay of between two and four weeks, entered into between the ports"),
        (
            "fr",
            "avec pour objectif d'ouvrir les quais, par exemple vers chez eux, pour dans dix ans",
        ),
        ("fr", "l'accord entre en vigueur et la mer entre dans le port, de par la loi"),
        (
            "es",
            "además de en los muelles, por entre las boyas, para con los puertos, con en torno a diez",
        ),
        ("es", "un puerto bajo en carbono, para que entre en vigor, en contra durante el año"),
        ("ru", "с в целом малой глубиной, для по меньшей мере двух гаваней, из-за ветра"),
        ("ru", "работа по-прежнему идёт, за исключением одного порта, от порта к порту"),
        ("zh", "关于在港口 对于 在 各国之间"),
    ],
)
def test_prepositions_that_may_stand_together(language: str, words: str) -> None:
    assert doubled_prepositions(words, language) == []


@pytest.mark.parametrize("path", sorted(TEXTS.rglob("*.txt")), ids=lambda path: path.name)
def test_no_clean_text_holds_prepositions_in_a_row(path: Path) -> None:
    language = next((part for part in path.name.split(".") if part in SAMPLES), "")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if language and doubled_prepositions(line, language)] == []


def test_the_example_in_the_manual_is_decoded_as_it_says() -> None:
    manual = Path(__file__).parents[2] / "docs/explanation/flattened-changes.md"
    example = manual.read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    decoded = decode(read(example, "en"))
    verbs = {
        side: [(p.number, p.text.split()[0]) for p in view(decoded, side).walk()] for side in SIDES
    }
    assert verbs == {
        "accept": [("1", "Decides"), ("2", "Requests"), ("3", "Urges"), ("4", "Invites")],
        "reject": [("1", "Decides"), ("2", "Encourages"), ("3", "Invites")],
    }
    assert [p.text.split()[-3] for p in view(decoded, "accept").walk()][-1] == "between"
    noun = "Requests the Secretary-General to report at its fourth fifth session."
    longer = decode(read(f"{example}45. {noun}", "en"))
    assert {[*view(longer, side).walk()][-1].text for side in SIDES} == {noun}
