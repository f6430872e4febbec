"""The title of a Chinese text below the line that says what it is and the note on how it was adopted."""

from __future__ import annotations

import pytest

from majlis.textkit.read import read_bytes

TITLE = "灯笼和通信技术促进发展"
BODY = (
    "{body}，\n回顾其2030年12月20日第85/211号决议，\n铭记岛上的园丁比其他人负担更重，\n"
    "1. 重申园圃属于所有照料园圃的人；\n2. 请秘书长向大会第九十届会议提交报告。\n第71次全体会议\n2033年12月20日\n"
)
NOTE = "[根据第二委员会的报告(A/88/401)通过]"
COVERS = {
    "masthead": f"联合国\nA/RES/88/210\n大会\nDistr.: General\n第八十八届会议\n议程项目16\n大会2033年12月20日决议\n{NOTE}\n88/210. {TITLE}",
    "symbol": f"大会2033年12月20日决议\n{NOTE}\nA/RES/88/210\n{TITLE}",
    "number alone": f"大会2033年12月20日决议\n{NOTE}\n88/210.\n{TITLE}",
    "without referral": f"2033年12月20日大会决议\n[未经发交主要委员会而通过(A/88/L.12和Add.1)]\n88/210\n{TITLE}",
    "wide stop": f"大会决议\n{NOTE}\n88/210．{TITLE}",
    "adopted": f"A/RES/88/210\n大会2033年12月20日通过的决议\n{NOTE}\n{TITLE}",
    "title first": f"88/210. {TITLE}\n大会2033年12月20日决议\n{NOTE}",
    "one line": f"大会2033年12月20日决议{NOTE}\nA/RES/88/210 {TITLE}",
    "no stop": f"大会2033年12月20日决议\n{NOTE}\n88/210 {TITLE}",
    "wide brackets": f"大会2033年12月20日决议\n（根据第二委员会的报告(A/88/401)通过）\n第88/210号决议\n{TITLE}",
    "recommendation": f"经济及社会理事会2033年7月22日决议\n[根据社会委员会的建议(E/2033/26)通过]\n2033/12. {TITLE}",
    "other organ": f"人权理事会2033年10月8日通过的决议\n51/12. {TITLE}",
}


@pytest.mark.parametrize("apart", [False, True], ids=["close", "apart"])
@pytest.mark.parametrize("cover", COVERS)
def test_the_title_is_found(cover: str, apart: bool) -> None:
    body = COVERS[cover][:8].partition("2033")[0].strip()
    body = body if body in ("经济及社会理事会", "人权理事会") else "大会"
    source = f"{COVERS[cover]}\n{BODY.format(body=body)}"
    text = read_bytes(source.replace("\n", "\n\n" if apart else "\n").encode(), language="zh")
    assert text.title == TITLE
    kinds = [p.kind for p in text.walk()]
    assert kinds.count("formula") == 1
    assert kinds.count("preambular") == 2
    assert kinds.count("operative") == 2
