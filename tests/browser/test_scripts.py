"""Letters of one script inside a page of another: they are whole, and their faces fit."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image, ImageChops

from majlis.look import stylesheet
from tests.browser.support import open_page

pytestmark = pytest.mark.slow

ARABIC = (
    "يدعو الدول الأعضاء إلى تقديم تقرير سنوي عن تنفيذ خطوط العمل بشأن الحق في المعرفة والتشجيع على ذلك "
    "<ins>قبل انعقاد الاجتماع المقبل للمجلس بثلاثة أشهر على الأقل، وبحيث يشمل ذلك جميع الجهات صاحبة المصلحة</ins> "
    "<del>في موعد يحدده الأمين العام بعد التشاور مع رؤساء أفرقة العمل وممثلي المناطق</del> "
    "<mark>وإلى المشاركة في المشاورات المفتوحة التي يجريها الفريق بجميع اللغات الرسمية</mark>"
)
SPAN = f'<span class="diff" lang="ar" dir="rtl">{ARABIC}</span>'
PLACES = {
    "table": f'<table class="rows"><tr><td>1</td><td>{SPAN}</td></tr></table>',
    "heading": f"<h1>{SPAN}</h1><h2>{SPAN}</h2><h3><bdi lang='ar' dir='rtl'>{ARABIC}</bdi></h3>",
    "list": f"<ul class='bullets'><li>{SPAN}</li><li><a href='#' lang='ar' dir='rtl'>{ARABIC}</a></li></ul>",
    "paragraph": f"<p class='serif'>{SPAN}</p><p lang='ar' dir='rtl'>{ARABIC}</p><p class='small'>{SPAN}</p>",
    "quotation": f"<blockquote class='quote'><q lang='ar' dir='rtl'>{ARABIC}</q></blockquote>",
    "text": f"<div class='texts body one diff'><div class='prov'><p lang='ar' dir='rtl'>{ARABIC}</p></div></div>",
}
BLACK = 110
"""The darkest channel of a pixel that belongs to a letter; every tint is far lighter."""
# The lines through and under words cross letters on purpose; the letters alone are looked at.
LETTERS = "*, ::before, ::after { color: #000 !important; text-decoration-line: none !important }"
NO_TINT = "ins, del, mark { background: none !important }"


def page_body(language: str, content: str, *styles: str, css: str = "") -> str:
    """A page with the style sheet of the site."""
    sheet = "\n".join([css or stylesheet.joined_css(), *styles])
    return (
        f"<!doctype html><html lang='{language}' dir='{'rtl' if language == 'ar' else 'ltr'}' data-theme='light'>"
        f"<head><meta charset='utf-8'><style>{sheet}</style></head>"
        f"<body><main id='main' style='inline-size: 30rem; padding: 2rem'>{content}</main></body></html>"
    )


def letters(page: Any) -> Image.Image:
    """The pixels of letters in a picture of the page, white on black."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
    return picture.point(lambda grey: 255 if grey <= BLACK else 0)


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_no_tint_covers_arabic_letters(browser: Any, language: str) -> None:
    cut: dict[str, int] = {}
    with open_page(browser, viewport={"width": 620, "height": 900}) as page:
        for place, content in PLACES.items():
            page.set_content(page_body(language, content, LETTERS, NO_TINT))
            whole = letters(page)
            page.set_content(page_body(language, content, LETTERS))
            shown = letters(page)
            assert whole.size == shown.size
            assert whole.histogram()[255] > 2_000, "there are letters to look at"
            lost = ImageChops.subtract(whole, shown).histogram()[255]
            if lost > whole.histogram()[255] / 200:
                cut[place] = lost
    assert cut == {}, "pixels of letters that a tint covers"


LATIN = "(CWG-WSIS&amp;SDG)"
TWO_SCRIPTS = '"DejaVu Sans"'
"""A face with Arabic and Latin letters, in place of those that other systems have: Times New Roman, Geeza Pro."""


def faces(page: Any, selector: str) -> set[str]:
    """The faces that Chromium takes for the letters of an element."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    devtools.detach()
    return {each["familyName"] for each in fonts}


@pytest.mark.parametrize("selector", ["h1 b", ".body b"])
def test_latin_words_in_arabic_have_the_face_of_latin_pages(browser: Any, selector: str) -> None:
    content = f"<h1>مجلس <b>{LATIN}</b></h1><div class='body'><p>مجلس <b>{LATIN}</b></p></div>"
    css = re.sub(
        r'"(Times New Roman|Geeza Pro|Simplified Arabic)"', TWO_SCRIPTS, stylesheet.joined_css()
    )
    with open_page(browser) as page:
        page.set_content(page_body("en", content.replace("مجلس", ""), css=css))
        latin = faces(page, selector)
        page.set_content(page_body("ar", content, css=css))
        assert faces(page, selector) == latin
