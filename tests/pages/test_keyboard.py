"""Every kind of page by the keyboard alone, and without scripts; in Arabic, so from right to left.

The pages are shown as tests/pages/test_axe.py shows them. Of the pages of a room that are made of the same elements
one is walked; a page of very many stops at its beginning, in its middle and at its end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.support import WIDE, PageStage
from tests.pages.conftest import World
from tests.pages.test_axe import page_parameters
from tests.pages.test_every_page import visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LANGUAGE = "ar"
# A page of more stops is sampled: so many at its beginning, in its middle and at its end.
LONG, AT_THE_BEGINNING, IN_THE_MIDDLE, AT_THE_END = 150, 60, 20, 30
PRESSES = 20
# An element with its classes and, of a field, its type: what the style sheet can tell apart.
ELEMENT = re.compile(r"<([a-z][a-z0-9]*)\b([^>]*)>")
TOLD_APART = re.compile(r'\s(?:class|type|role|tabindex)="[^"]*"')


@pytest.fixture(scope="module")
def pages(world: World, django_db_blocker: Any) -> list[tuple[str, bytes]]:
    """Each kind of page: its name and what it answers."""
    with django_db_blocker.unblock():
        return [
            (each.url_name, visit(each, world, LANGUAGE)[0].getvalue())
            for each in page_parameters()
        ]


def elements_of(body: bytes) -> set[tuple[str, ...]]:
    """The elements that a page is made of, as far as the style sheet can tell them apart."""
    return {
        (tag, *sorted(TOLD_APART.findall(attributes)))
        for tag, attributes in ELEMENT.findall(body.decode())
    }


def unlike_pages(pages: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The pages with an element that none before them has in their room; the largest first, which have most of all."""
    known: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name, body in sorted(pages, key=lambda each: len(elements_of(each[1])), reverse=True):
        here, room = elements_of(body), name.partition(":")[0]
        if not here <= known[room]:
            known[room] |= here
            yield name, body


# What the Tab key should come to, in the order of the page; of radio buttons the one that takes it.
STOPS = """() => {
  const all = [...document.querySelectorAll(
    'a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex]')];
  const group = node => node.type === 'radio' && node.name
    ? all.filter(each => each.type === 'radio' && each.name === node.name
        && each.form === node.form && !each.disabled) : [node];
  window.stops = all.filter(node => node.type !== 'hidden' && !node.disabled && node.tabIndex >= 0
    && !node.closest('fieldset:disabled') && node.checkVisibility({ visibilityProperty: true })
    && node === (group(node).find(each => each.checked) || group(node)[0]));
  window.walked = [];
  window.again = false;
  document.addEventListener('focusin', event => {
    const node = event.target, style = getComputedStyle(node), box = node.getBoundingClientRect();
    if (window.walked.some(each => each.node === node)) window.again = true;
    window.walked.push({
      node, place: window.stops.indexOf(node), html: node.outerHTML.slice(0, 120),
      ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      seen: box.width * box.height > 1 && box.right > 0 && box.left < innerWidth });
  });
  return window.stops.map(node => node.outerHTML.slice(0, 120));
}"""
BEGIN_AT = """place => {
  window.stops[place].focus();
  window.walked = [];
  window.again = false;
}"""
WALKED = """() => ({ again: window.again,
  steps: window.walked.map(({ node, ...rest }) => rest) })"""
SKIP = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  const target = node.hash && document.getElementById(node.hash.slice(1));
  return Boolean(target && target.closest('main')) && box.top >= 0 && box.left >= 0
    && box.right <= innerWidth && box.width > 20 && box.height > 10;
}"""


def walk_with_tab(page: Page, start: int, count: int) -> Iterator[str]:
    """Press Tab until so many stops were reached, the first of them this one; what goes wrong.

    The walk from the beginning goes on from the first stop, where the caller has pressed Tab once.
    """
    if start:
        page.evaluate(BEGIN_AT, start - 1)
    steps: list[dict[str, Any]] = []
    again = False
    while len(steps) < count and not again:
        before = len(steps)
        for _press in range(min(PRESSES, count - before + 3)):
            page.keyboard.press("Tab")
        walked = page.evaluate(WALKED)
        steps, again = walked["steps"], walked["again"]
        if len(steps) == before:
            yield f"the Tab key does not come further than {steps[-1:]}"
            return
    places = [each["place"] for each in steps if each["place"] >= 0][:count]
    for missed in sorted(set(range(start, start + count)) - set(places)):
        yield f"not reached: {page.evaluate('place => stops[place].outerHTML', missed)[:120]}"
    if any(a > b for a, b in pairwise(places)):
        yield f"not in the order of the page: {places}"
    for each in steps[:count]:
        if not each["ring"] or not each["seen"]:
            yield f"the focus does not show: {each['html']}"


def keyboard_faults(page: Page) -> Iterator[str]:
    """What goes wrong on a walk through a page with the Tab key."""
    stops = page.evaluate(STOPS)
    count = len(stops)
    if count < 3:
        yield f"there are only {count} stops"
        return
    page.keyboard.press("Tab")
    if not page.evaluate(SKIP):
        yield f"the first stop does not lead past the head of the page: {stops[0]}"
    if count <= LONG:
        yield from walk_with_tab(page, 0, count)
    else:
        yield from walk_with_tab(page, 0, AT_THE_BEGINNING)
        yield from walk_with_tab(page, count // 2, IN_THE_MIDDLE)
        yield from walk_with_tab(page, count - AT_THE_END, AT_THE_END)
    for _press in range(12):  # past the parts of a date, if it stands last
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement !== stops.at(-1)"):
            return
    yield f"the Tab key stays at the end: {stops[-1]}"


def test_every_kind_of_page_is_walked_with_the_tab_key(
    pages: list[tuple[str, bytes]], browser: Browser, stage: PageStage
) -> None:
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    told: list[str] = []
    walked = 0
    for name, body in unlike_pages(pages):
        stage.show(page, body)
        told += [f"{name}: {each}" for each in keyboard_faults(page)]
        walked += 1
    context.close()
    assert not told, "\n".join(told)
    assert walked > 30


# Pages whose forms and buttons only show how forms and buttons look.
SPECIMENS = {"look:parts"}
NOTHING_SHOWS = {"no heading shows", "no content shows"}
# What is wrong with a page where no script runs. What a fold holds is looked at as well.
WITHOUT_SCRIPTS = """() => {
  document.querySelectorAll('details').forEach(each => { each.open = true; });
  const visible = node => node.checkVisibility({ visibilityProperty: true });
  const name = node => (node.getAttribute('aria-label') || node.innerText || node.value
    || node.querySelector('img[alt]')?.alt || node.title || '').trim();
  const told = [], tell = (what, node) => told.push(`${what}: ${node.outerHTML.slice(0, 160)}`);
  const main = document.querySelector('main'), head = document.querySelector('h1');
  if (!head || !visible(head) || !head.innerText.trim()) told.push('no heading shows');
  if (!main || main.innerText.trim().length < 30) told.push('no content shows');
  for (const form of document.forms) {
    if (!visible(form)) continue;
    const sent = [...form.elements].filter(each => ['submit', 'image'].includes(each.type));
    if (!sent.some(each => visible(each) && name(each))) tell('a form without a button', form);
  }
  for (const node of document.querySelectorAll('button, input[type=button], [role=button]')) {
    const native = node.hasAttribute('popovertarget') || node.hasAttribute('commandfor');
    const works = node.form && node.type !== 'button' || native || node.matches('summary, a[href]');
    if (visible(node) && !works) tell('only a script makes it work', node);
    if (visible(node) && !name(node)) tell('a button without a name', node);
  }
  for (const node of document.querySelectorAll('a:not([href]), a[href="#"], a[href^="javascript:"]')) {
    if (visible(node) && !node.id && !node.hasAttribute('aria-current')) tell('a link to nowhere', node);
  }
  return told;
}"""


def test_every_kind_of_page_shows_and_sends_all_without_scripts(
    pages: list[tuple[str, bytes]], browser: Browser, stage: PageStage
) -> None:
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    told: list[str] = []
    for name, body in pages:
        stage.show(page, body)
        told += [
            f"{name}: {each}"
            for each in page.evaluate(WITHOUT_SCRIPTS)
            if name not in SPECIMENS or each in NOTHING_SHOWS
        ]
    context.close()
    assert not told, "\n".join(told)


PAGE = """<!doctype html><html lang="en"><title>Fictional</title><style>.bare { outline: none }</style>
<a href="#content">Skip</a><main id="content"><h1>A fictional page</h1>
<p>Words enough that something shows here, at last.</p><a href="/one/">One</a>{}</main></html>"""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('<a href="/b/" class="bare">Two</a>', "does not show"),
        ('<a href="/b/">Two</a><a href="/c/" tabindex="1">Three</a>', "not in the order"),
        (
            '<input id="t"><a href="/c/">Three</a><script>t.onkeydown = () => false</script>',
            "does not come further",
        ),
    ],
)
def test_a_walk_finds_what_is_wrong(wrong: str, said: str, browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.set_content(PAGE.replace("{}", wrong).replace(".bare", "a { outline-width: 3px } a.bare"))
    found = list(keyboard_faults(page))
    context.close()
    assert any(said in each for each in found), found


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('<form><input name="a"></form>', "a form without a button"),
        ('<form><button type="submit"></button></form>', "a form without a button"),
        ('<button type="button">Copy</button>', "only a script"),
        ('<form><button>Go</button><button type="button">Add</button></form>', "only a script"),
        ('<a href="#">Open</a>', "a link to nowhere"),
        ("", ""),
    ],
)
def test_what_only_a_script_makes_work_is_found(wrong: str, said: str, browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.set_content(PAGE.replace("{}", wrong))
    found = page.evaluate(WITHOUT_SCRIPTS)
    context.close()
    assert bool(found) is bool(said) and all(said in each for each in found[:1]), found
