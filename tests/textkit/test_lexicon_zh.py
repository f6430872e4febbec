"""The Chinese lexicon: every verb is found in a sentence, every pattern compiles and finds its words."""

from __future__ import annotations

import re

import pytest

from majlis.textkit.citations import find_citations
from majlis.textkit.dates import find_dates
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.openings import opening, opening_kind

PREAMBULAR = [
    ("recalling", "回顾其关于园圃的第85/211号决议，"),
    ("recalling", "忆及"),
    ("recalling", "进一步忆及"),
    ("recalling", "又回顾《港口宣言》，"),
    ("reaffirming", "重申园圃属于所有人，"),
    ("affirming", "申明园丁用水的权利，"),
    ("reiterating", "再次强调海堤的重要性，"),
    ("recognizing", "认识到守望员的作用，"),
    ("recognizing", "赞赏地认识到守望员的作用，"),
    ("acknowledging", "承认海堤年久失修，"),
    ("noting", "注意到台阶没有地图，"),
    ("noting", "深为关切地注意到海水上涨，"),
    ("noting", "表示注意到关于台阶的报告，"),
    ("noting", "满意地注意到工作组的报告，"),
    ("taking_note", "知悉潮汐委员会的来函，"),
    ("taking_into_account", "虑及各岛的需要，"),
    ("taking_into_account", "顾及"),
    ("considering", "考虑到"),
    ("considering", "鉴于海堤年久失修，"),
    ("having_considered", "审议了沿海各区的提案，"),
    ("having_received", "听取了守望员的发言，"),
    ("having_acted", "举行了三次园丁会议，"),
    ("bearing_in_mind", "铭记各岛路途遥远，"),
    ("mindful", "注重各岛的需要，"),
    ("aware", "意识到盐分的危险，"),
    ("conscious", "深刻意识到对园圃的责任，"),
    ("convinced", "深信海堤有益，"),
    ("concerned", "深为关切海堤年久失修，"),
    ("concerned", "表示严重关切台阶的状况，"),
    ("concerned", "对台阶的状况深表关切，"),
    ("alarmed", "震惊于海堤决口，"),
    ("guided", "遵循《港口宪章》的宗旨，"),
    ("acting", "根据《港口宪章》第三章采取行动，"),
    ("determined", "决心保护园圃，"),
    ("determining", "认定海堤决口威胁园圃，"),
    ("emphasizing", "强调蜜蜂的作用，"),
    ("stressing", "着重指出潮汐历的重要性，"),
    ("underlining", "特别指出闸门的状况，"),
    ("welcoming", "欢迎论坛开幕，"),
    ("welcoming", "欣见论坛开幕，"),
    ("commending", "赞扬守望员的努力，"),
    ("appreciating", "表示深为赞赏守望员，"),
    ("appreciating", "感谢守望员，"),
    ("paying_tribute", "向港口守望员致敬，"),
    ("congratulating", "祝贺园丁丰收，"),
    ("condemning", "强烈谴责毁坏海堤，"),
    ("deploring", "痛惜树木枯死，"),
    ("regretting", "感到遗憾的是工程拖延，"),
    ("desiring", "渴望扩大园圃，"),
    ("believing", "认为人人需要园圃，"),
    ("hoping", "期待早日退潮，"),
    ("confirming", "证实海堤坚固，"),
    ("declaring", "庄严宣布园圃十年，"),
    ("observing", "观察到盐度上升，"),
    ("referring", "按照关于灯具的第77号决定，"),
    ("supporting", "支持各区的努力，"),
    ("rejecting", "反对填塞河口，"),
    ("calling", "敦促爱护海堤，"),
    ("expressing", "表示保护园圃的意愿，"),
    ("remaining", "始终重视园圃，"),
    ("remembering", "尊重各岛的习俗，"),
    ("whereas", "由于海堤年久失修，"),
]

OPERATIVE = [
    ("decides", "又决定设立一个小组；"),
    ("resolves", "做出决议"),
    ("resolves", "做出决议，责成秘书长"),
    ("instructs", "责成秘书长"),
    ("instructs", "进一步责成电信发展局主任"),
    ("directs", "训令守望员关闭闸门；"),
    ("demands", "要求立即关闭闸门；"),
    ("entrusts", "委托小组保存登记册；"),
    ("authorizes", "授权小组打开闸门；"),
    ("requests", "请秘书长召开园丁会议；"),
    ("requests", "在这方面请秘书长提交报告；"),
    ("requests", "还请秘书长提交报告；"),
    ("requests", "并请秘书长提交报告；"),
    ("calls_upon", "呼吁会员国支持园圃；"),
    ("urges", "促请会员国爱护海堤；"),
    ("appeals", "恳请捐助者慷慨解囊；"),
    ("invites", "又邀请各区参加；"),
    ("invites", "请成员国和部门成员"),
    ("recommends", "建议各区采用潮汐历；"),
    ("encourages", "鼓励自愿捐款；"),
    ("reaffirms", "重申园圃属于所有人；"),
    ("affirms", "申明园圃属于所有人；"),
    ("reiterates", "再次声明园圃属于所有人；"),
    ("recognizes", "认识到蜜蜂的作用；"),
    ("acknowledges", "承认海堤年久失修；"),
    ("recalls", "回顾《港口宣言》；"),
    ("notes", "关切地注意到盐度上升；"),
    ("takes_note", "表示注意到关于台阶的报告；"),
    ("welcomes", "欢迎论坛开幕；"),
    ("expresses", "表示保护园圃的意愿；"),
    ("emphasizes", "强调蜜蜂的作用；"),
    ("stresses", "着重指出闸门的重要性；"),
    ("underlines", "提请各区注意闸门的状况；"),
    ("condemns", "最强烈地谴责毁坏海堤；"),
    ("deplores", "痛惜树木枯死；"),
    ("regrets", "对工程拖延表示遗憾；"),
    ("commends", "赞扬守望员；"),
    ("congratulates", "祝贺园丁丰收；"),
    ("thanks", "感谢守望员；"),
    ("thanks", "对守望员的工作表示赞赏；"),
    ("endorses", "通过本决议附件所载准则；"),
    ("endorses", "核可植物清单；"),
    ("confirms", "证实登记册无误；"),
    ("considers", "认为海堤是必要的；"),
    ("declares", "宣布2040年为园圃年；"),
    ("determines", "规定闸门开启的时间；"),
    ("establishes", "设立守望员小组；"),
    ("supports", "支持各区的努力；"),
    ("looks_forward", "期待关于台阶的报告；"),
    ("remains", "表示打算继续这项工作；"),
    ("reminds", "提醒各区不得填塞河口；"),
    ("rejects", "反对填塞河口；"),
    ("concerned", "深为关切台阶的状况；"),
]


@pytest.mark.parametrize(("key", "sentence"), PREAMBULAR)
def test_preambular_openings(key: str, sentence: str) -> None:
    found = opening(sentence, "zh", prefer="preambular")
    assert found is not None and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("preambular", key)
    if sentence.endswith("，"):
        assert opening_kind(sentence, "zh") == "preambular"


@pytest.mark.parametrize(("key", "sentence"), OPERATIVE)
def test_operative_openings(key: str, sentence: str) -> None:
    found = opening(sentence, "zh", prefer="operative")
    assert found is not None and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("operative", key)
    assert opening_kind(sentence, "zh") == "operative"


def test_every_verb_has_a_sentence() -> None:
    lex = lexicon("zh")
    assert {key for key, _ in PREAMBULAR} == set(lex.table("preambular"))
    assert {key for key, _ in OPERATIVE} == set(lex.table("operative"))


@pytest.mark.parametrize(
    "line",
    ["决定性的一步", "通过区域委员会", "潮间带园圃", "大会，", "希望之岛", "特设小组", "愿景"],
)
def test_what_only_begins_like_an_opening(line: str) -> None:
    assert opening(line, "zh") is None


def test_forms_of_both_parts_are_written_alike() -> None:
    """A form opens both parts only where the two tables spell it in the same way."""

    def core(form: str) -> str:
        return re.sub(r"\(\?[=!][^()]*\)", "", form)

    lex = lexicon("zh")
    recitals = {form for forms in lex.table("preambular").values() for form in forms}
    orders = {form for entry in lex.table("operative").values() for form in entry["forms"]}
    cores = {core(form) for form in recitals} & {core(form) for form in orders}
    both = {core(form) for form in recitals & orders}
    assert len(both) > 200 and cores == both


@pytest.mark.parametrize(
    ("words", "key"),
    [("责成秘书长", "instructs"), ("请秘书长", "requests"), ("邀请各区", "invites"),
     ("敦促会员国", "urges")],
)  # fmt: skip
def test_second_verbs(words: str, key: str) -> None:
    lex = lexicon("zh")
    match = lex.infinitives.match(words)
    assert match is not None
    assert lex.verb_of(match).key == key


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("在2038年4月1日前", "2038-04-01"),
        ("2030年12月20日第85/211号决议", "2030-12-20"),
        ("2031年11月", "2031-11"),
        ("到2037年底", "2037"),
        ("２０３７年３月９日", "2037-03-09"),
        ("2031年十一月", "2031-11"),
    ],
)
def test_dates(text: str, value: str) -> None:
    assert [found.value for found in find_dates(text, "zh")] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "回顾其2030年12月20日第85/211号和2033年11月4日第88/19号决议，",
            ["resolution 85/211", "resolution 88/19"],
        ),
        ("第812号决议（2030年，老码头，修订版）责成秘书长", ["resolution 812 (2030)"]),
        ("第77号决定", ["decision 77"]),
        (
            "第7042(2031)号和第7043(2031)号决议",
            ["resolution 7042 (2031)", "resolution 7043 (2031)"],
        ),
    ],
)
def test_citations(text: str, values: list[str]) -> None:
    assert [found.value for found in find_citations(text, "zh")] == values


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("秘书长", "Secretary-General"),
        ("成员国", "Member States"),
        ("所有会员国", "Member States"),
        ("部门成员", "Sector Members"),
        ("国际电联理事会", "ITU Council"),
        ("电信发展局主任", "Director of the Telecommunication Development Bureau"),
        ("其他局主任", "Directors of the Bureaux"),
        ("联合国开发计划署", "United Nations Development Programme"),
        ("大会", "General Assembly"),
        ("安全理事会", "Security Council"),
        ("区域委员会", "Regional commissions"),
        ("所有利益攸关方", "Stakeholders"),
        ("2038年全权代表大会", "ITU Plenipotentiary Conference"),
        ("联合国人权事务高级专员办事处", "High Commissioner for Human Rights"),
        ("教科文组织", "United Nations Educational, Scientific and Cultural Organization"),
    ],
)
def test_actors(words: str, key: str) -> None:
    spans = {
        name: match.end() - match.start()
        for name, pattern in lexicon("zh").named("actors")
        if (match := pattern.match(words))
    }
    assert spans[key] == len(words) == max(spans.values())


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("副秘书长", "Secretary-General"),
        ("安全理事会", "ITU Council"),
        ("大会主席", "General Assembly"),
        ("部门成员", "Members"),
        ("秘书长特别代表", "Secretary-General"),
    ],
)
def test_what_is_another_actor(words: str, key: str) -> None:
    assert not dict(lexicon("zh").named("actors"))[key].search(words)


@pytest.mark.parametrize(
    ("words", "period"),
    [("每年", "P1Y"), ("每两年", "P2Y"), ("每六个月", "P6M"), ("按季度", "P3M"), ("每四年", "P4Y"),
     ("每个月", "P1M")],
)  # fmt: skip
def test_recurrence(words: str, period: str) -> None:
    found = [key for key, pattern in lexicon("zh").named("recurrence") if pattern.search(words)]
    assert found == [period]


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("occasions", "patterns", "大会第九十三届会议"),
        ("occasions", "patterns", "2038年全权代表大会"),
        ("occasions", "patterns", "下届全权代表大会"),
        ("triggers", "patterns", "每当一座灯塔停止使用"),
        ("clauses", "expiry", "为期三年"),
        ("clauses", "renewal", "延长小组的任期"),
        ("clauses", "review", "审查本决议"),
        ("deliverables", "report", "最后报告"),
        ("deliverables", "roadmap", "路线图"),
        ("deliverables", "database", "登记册"),
        ("deliverables", "fund", "信托基金"),
        ("via", "markers", "通过"),
        ("recipients", "markers", "向"),
        ("lines", "annex", "附件二"),
        ("lines", "meeting", "第71次全体会议"),
        ("lines", "front", "议程项目"),
    ],
)
def test_tables(table: str, key: str, words: str) -> None:
    match = lexicon("zh").pattern(table, key).match(fold(words).text)
    assert match is not None and match.end() == len(words)


def test_an_annex_line_is_no_sentence_on_an_annex() -> None:
    annex = lexicon("zh").pattern("lines", "annex", start=True)
    assert annex.match("附件") and not annex.match("附件所载的准则应予遵守。")


def test_ordinals_by_parts() -> None:
    dates = lexicon("zh").table("dates")
    assert len(dates["ordinals"]) == 19 and len(dates["tens"]) == len(dates["tens_stem"]) == 10
    assert dates["tens_stem"][8] + dates["ordinals"][2] == "九十三"
    assert dates["tens"][7] == "八十"
