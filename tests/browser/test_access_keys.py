"""Access keys of the review queue where the keyboard writes another script than Latin."""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import Browser

SCRIPT = files("majlis.mandates") / "static/mandates/extraction/shortcuts.js"
PAGE = """<button accesskey="a" onclick="this.dataset.done = 1 + Number(this.dataset.done || 0)">A</button>
<summary accesskey="r"></summary>"""
PRESS = """pressed => {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...pressed });
  document.body.dispatchEvent(event);
  return [document.querySelector('button').dataset.done ?? '', event.defaultPrevented];
}"""


@pytest.mark.parametrize(
    ("pressed", "done"),
    [
        ({"key": "ش", "code": "KeyA", "altKey": True}, True),
        ({"key": "\u0650", "code": "KeyA", "altKey": True, "shiftKey": True}, True),
        ({"key": "ф", "code": "KeyA", "altKey": True}, True),
        ({"key": "ش", "code": "KeyA", "altKey": True, "ctrlKey": True}, True),
        # What is typed is typed, and what the browser does itself is not done twice.
        ({"key": "ش", "code": "KeyA"}, False),
        ({"key": "a", "code": "KeyA", "altKey": True}, False),
        ({"key": "å", "code": "KeyA", "altKey": True, "ctrlKey": True}, False),
        ({"key": "ш", "code": "KeyI", "altKey": True}, False),
        ({"key": "ش", "code": "KeyA", "altKey": True, "repeat": True}, False),
    ],
)
def test_the_key_at_the_place_of_the_letter_does_it(
    browser: Browser, pressed: dict[str, object], done: bool
) -> None:
    page = browser.new_page()
    try:
        page.set_content(PAGE)
        page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
        assert page.evaluate(PRESS, pressed) == (["1", True] if done else ["", False])
    finally:
        page.close()
