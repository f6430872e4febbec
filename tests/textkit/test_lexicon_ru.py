"""The Russian lexicon: every verb is found in a sentence, every pattern compiles and finds its words."""

from __future__ import annotations

import re

import pytest

from majlis.textkit.citations import find_citations
from majlis.textkit.dates import find_dates
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.openings import opening, opening_kind

PREAMBULAR = [
    ("recalling", "ссылаясь на свою резолюцию 85/211 о садах,"),
    ("recalling", "напоминая"),
    ("recalling", "вновь ссылаясь на Портовую декларацию,"),
    ("reaffirming", "вновь подтверждая свою приверженность садам,"),
    ("reaffirming", "подтверждая также, что сады принадлежат всем,"),
    ("affirming", "утверждая право садоводов на воду,"),
    ("reiterating", "вновь заявляя о важности дамб,"),
    ("recognizing", "признавая далее роль смотрителей,"),
    ("acknowledging", "выражая признание заслуг смотрителей,"),
    ("noting", "с глубокой озабоченностью отмечая, что вода прибывает,"),
    ("noting", "констатируя отсутствие карты террас,"),
    ("taking_note", "принимая к сведению доклад о террасах,"),
    ("taking_note", "принимая также к сведению записку о лампах,"),
    ("taking_into_account", "принимая во внимание состояние террас,"),
    ("considering", "учитывая,"),
    ("considering", "учитывая далее"),
    ("having_considered", "рассмотрев предложения округов,"),
    ("having_received", "заслушав заявление смотрителя,"),
    ("having_acted", "собравшись в Новой Гавани,"),
    ("bearing_in_mind", "имея в виду нужды островов,"),
    ("bearing_in_mind", "памятуя, что острова далеки,"),
    ("mindful", "памятуя о том, что острова далеки,"),
    ("aware", "отдавая себе полный отчет в последствиях прилива,"),
    ("aware", "осознавая опасность соли,"),
    ("conscious", "сознавая свою ответственность за сады,"),
    ("convinced", "будучи убеждена в пользе дамб,"),
    ("convinced", "твердо убежденный в пользе дамб,"),
    ("concerned", "будучи глубоко обеспокоена тем, что дамбы стары,"),
    ("concerned", "выражая свою глубокую и растущую озабоченность состоянием террас,"),
    ("alarmed", "будучи встревожена прорывом дамбы,"),
    ("guided", "руководствуясь целями Портовой декларации,"),
    ("acting", "действуя на основании главы III Портовой хартии,"),
    ("determined", "преисполненная решимости сберечь сады,"),
    ("determined", "будучи преисполнен решимости сберечь сады,"),
    ("determining", "определяя, что прорыв дамбы угрожает садам,"),
    ("emphasizing", "особо отмечая роль пчел,"),
    ("stressing", "подчеркивая важность календаря приливов,"),
    ("underlining", "обращая внимание на состояние ворот,"),
    ("welcoming", "с удовлетворением приветствуя открытие форума,"),
    ("commending", "высоко оценивая усилия смотрителей,"),
    ("appreciating", "выражая глубокую признательность смотрителям,"),
    ("paying_tribute", "воздавая должное смотрителям,"),
    ("congratulating", "поздравляя садоводов с урожаем,"),
    ("condemning", "решительно осуждая порчу дамб,"),
    ("deploring", "глубоко сожалея о гибели деревьев,"),
    ("regretting", "выражая сожаление по поводу задержки,"),
    ("regretting", "с сожалением отмечая задержку,"),
    ("desiring", "желая расширить сады,"),
    ("desiring", "стремясь расширить сады,"),
    ("believing", "полагая, что сады нужны всем,"),
    ("hoping", "надеясь на скорый отлив,"),
    ("hoping", "выражая надежду на скорый отлив,"),
    ("confirming", "удостоверившись в прочности дамб,"),
    ("declaring", "торжественно провозглашая Десятилетие садов,"),
    ("observing", "наблюдая рост солености,"),
    ("referring", "во исполнение решения 77 о лампах,"),
    ("supporting", "поддерживая усилия округов,"),
    ("rejecting", "отвергая засыпку эстуариев,"),
    ("calling", "настоятельно призывая беречь дамбы,"),
    ("expressing", "выражая свою волю сберечь сады,"),
    ("remaining", "оставаясь приверженной делу садов,"),
    ("remembering", "уважая обычаи островов,"),
    ("whereas", "поскольку дамбы стары,"),
]

OPERATIVE = [
    ("decides", "постановляет далее учредить группу;"),
    ("resolves", "решает,"),
    ("resolves", "решает далее"),
    ("instructs", "поручает Генеральному секретарю"),
    ("instructs", "далее поручает Директору Бюро"),
    ("directs", "предписывает смотрителям закрыть ворота;"),
    ("demands", "требует немедленно закрыть ворота;"),
    ("entrusts", "возлагает на группу ведение реестра;"),
    ("authorizes", "уполномочивает группу открыть ворота;"),
    ("requests", "просит также Генерального секретаря созвать совещание;"),
    ("requests", "вновь просит Генерального секретаря созвать совещание;"),
    ("calls_upon", "призывает государства-члены поддержать сады;"),
    ("urges", "настоятельно призывает государства-члены беречь дамбы;"),
    ("appeals", "взывает к щедрости доноров;"),
    ("invites", "предлагает Государствам-Членам"),
    ("invites", "также предлагает округам принять участие;"),
    ("recommends", "рекомендует округам календарь приливов;"),
    ("encourages", "поощряет добровольные взносы;"),
    ("reaffirms", "вновь подтверждает, что сады принадлежат всем;"),
    ("affirms", "заявляет, что сады принадлежат всем;"),
    ("reiterates", "вновь заявляет о своем интересе к садам;"),
    ("recognizes", "признает роль пчел;"),
    ("acknowledges", "соглашается с тем, что дамбы стары;"),
    ("recalls", "ссылается на Портовую декларацию;"),
    ("notes", "с озабоченностью отмечает рост солености;"),
    ("takes_note", "с признательностью принимает к сведению доклад о террасах;"),
    ("welcomes", "приветствует открытие форума;"),
    ("expresses", "выражает свою волю сберечь сады;"),
    ("emphasizes", "особо отмечает роль пчел;"),
    ("stresses", "подчеркивает также важность ворот;"),
    ("underlines", "обращает внимание на состояние ворот;"),
    ("condemns", "самым решительным образом осуждает порчу дамб;"),
    ("deplores", "глубоко сожалеет по поводу гибели деревьев;"),
    ("regrets", "выражает сожаление по поводу задержки;"),
    ("commends", "воздает должное смотрителям;"),
    ("congratulates", "поздравляет садоводов;"),
    ("thanks", "выражает глубокую признательность смотрителям;"),
    ("endorses", "одобряет перечень растений;"),
    ("confirms", "удостоверяет подлинность реестра;"),
    ("considers", "считает, что дамбы нужны;"),
    ("declares", "провозглашает 2040 год Годом садов;"),
    ("determines", "устанавливает порядок открытия ворот;"),
    ("establishes", "учреждает группу смотрителей;"),
    ("supports", "поддерживает усилия округов;"),
    ("looks_forward", "с нетерпением ожидает доклада о террасах;"),
    ("remains", "выражает намерение продолжать эту работу;"),
    ("reminds", "предостерегает от засыпки эстуариев;"),
    ("rejects", "отвергает засыпку эстуариев;"),
    ("concerned", "глубоко обеспокоена состоянием террас;"),
]


@pytest.mark.parametrize(("key", "sentence"), PREAMBULAR)
def test_preambular_openings(key: str, sentence: str) -> None:
    found = opening(sentence, "ru")
    assert found is not None and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("preambular", key)
    assert opening_kind(sentence, "ru") == "preambular"


@pytest.mark.parametrize(("key", "sentence"), OPERATIVE)
def test_operative_openings(key: str, sentence: str) -> None:
    found = opening(sentence, "ru")
    assert found is not None and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("operative", key)
    assert opening_kind(sentence.capitalize(), "ru") == "operative"


def test_every_verb_has_a_sentence() -> None:
    lex = lexicon("ru")
    assert {key for key, _ in PREAMBULAR} == set(lex.table("preambular"))
    assert {key for key, _ in OPERATIVE} == set(lex.table("operative"))


@pytest.mark.parametrize(
    "line", ["Генеральная Ассамблея,", "Сады приливной зоны", "Первая часть", "совещание садоводов"]
)
def test_what_is_no_opening(line: str) -> None:
    assert opening(line, "ru") is None


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("поручить Генеральному секретарю", "instructs"),
        ("просить Совет", "requests"),
        ("предложить Государствам-Членам", "invites"),
        ("настоятельно призвать", "urges"),
    ],
)
def test_second_verbs(words: str, key: str) -> None:
    lex = lexicon("ru")
    match = lex.infinitives.match(words)
    assert match is not None
    assert lex.verb_of(match).key == key


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("до 1 апреля 2038 года", "2038-04-01"),
        ("от 20 декабря 2030 г.", "2030-12-20"),
        ("в мае 2031 года", "2031-05"),
        ("к концу 2037 года", "2037"),
        ("с 3 по 7 июня 2036 года", "2036-06-03/2036-06-07"),
        ("9 МАРТА 2037 ГОДА", "2037-03-09"),
    ],
)
def test_dates(text: str, value: str) -> None:
    assert [found.value for found in find_dates(text, "ru")] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "ссылаясь на резолюции 85/211 от 20 декабря 2030 года и 88/19 от 4 ноября 2033 года",
            ["resolution 85/211", "resolution 88/19"],
        ),
        ("Резолюцию 812 (Пересм. Старый Причал, 2030 г.)", ["resolution 812 (2030)"]),
        ("Решение 77 Совета", ["decision 77"]),
        ("в резолюции Совета Безопасности 7042 (2031)", ["resolution 7042 (2031)"]),
    ],
)
def test_citations(text: str, values: list[str]) -> None:
    assert [found.value for found in find_citations(text, "ru")] == values


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Генерального секретаря", "Secretary-General"),
        ("Государствам-Членам", "Member States"),
        ("всеми государствами-членами", "Member States"),
        ("Членам Сектора", "Sector Members"),
        ("Совету МСЭ", "ITU Council"),
        ("Директору Бюро развития электросвязи",
         "Director of the Telecommunication Development Bureau"),
        ("Директорам трех Бюро", "Directors of the Bureaux"),
        ("Программе развития Организации Объединенных Наций",
         "United Nations Development Programme"),
        ("Генеральной Ассамблее", "General Assembly"),
        ("Советом Безопасности", "Security Council"),
        ("региональными комиссиями", "Regional commissions"),
        ("всем заинтересованным сторонам", "Stakeholders"),
        ("Полномочной конференции 2038 года", "ITU Plenipotentiary Conference"),
        ("исследовательским комиссиям", "Study groups"),
        ("Верховного комиссара по правам человека", "High Commissioner for Human Rights"),
        ("ЮНЕСКО", "United Nations Educational, Scientific and Cultural Organization"),
    ],
)  # fmt: skip
def test_actors_inflected(words: str, key: str) -> None:
    folded = fold(words).text
    spans = {
        name: match.end() - match.start()
        for name, pattern in lexicon("ru").named("actors")
        if (match := pattern.match(folded))
    }
    assert spans[key] == len(folded) == max(spans.values())


@pytest.mark.parametrize(
    ("words", "period"),
    [("ежегодно", "P1Y"), ("раз в два года", "P2Y"), ("каждые шесть месяцев", "P6M"),
     ("ежеквартально", "P3M"), ("на каждой сессии", "P1Y"), ("раз в четыре года", "P4Y")],
)  # fmt: skip
def test_recurrence(words: str, period: str) -> None:
    assert [key for key, pattern in lexicon("ru").named("recurrence") if pattern.search(words)] == [
        period
    ]


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("occasions", "patterns", "на своей девяносто третьей сессии"),
        ("occasions", "patterns", "Полномочной конференции 2038 года"),
        ("occasions", "patterns", "следующей полномочной конференции"),
        ("triggers", "patterns", "всякий раз, когда прорвана дамба"),
        ("clauses", "expiry", "сроком на три года"),
        ("clauses", "renewal", "продлить мандат группы"),
        ("clauses", "review", "включить в предварительную повестку дня своей сессии пункт о садах"),
        ("deliverables", "report", "заключительный доклад"),
        ("deliverables", "roadmap", "дорожной карты"),
        ("deliverables", "database", "реестр"),
        ("deliverables", "fund", "Целевой фонд"),
        ("via", "markers", "через"),
        ("lines", "annex", "Приложение II"),
        ("lines", "meeting", "71-е пленарное заседание"),
        ("lines", "front", "Резолюция, принятая"),
    ],
)
def test_tables(table: str, key: str, words: str) -> None:
    match = lexicon("ru").pattern(table, key).match(fold(words).text)
    assert match is not None and match.end() == len(words)


def test_ordinals_by_parts() -> None:
    dates = lexicon("ru").table("dates")
    assert len(dates["ordinals"]) == 19 and len(dates["tens"]) == len(dates["tens_stem"]) == 10
    assert re.fullmatch(f"{dates['tens_stem'][8]} {dates['ordinals'][2]}", "девяносто третьей")
    assert re.fullmatch(dates["ordinals"][17], "восемнадцатой")
    assert re.fullmatch(dates["tens"][7], "восьмидесятую")
    assert not any(re.fullmatch(form, "пятидесятой") for form in dates["ordinals"])
