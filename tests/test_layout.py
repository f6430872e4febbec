"""How rooms are laid out: what contracts of imports cannot say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
PATHS = {
    path: ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(SOURCE.rglob("*.py"))
    if "migrations" not in path.parts
}
MODULES = set(PATHS.values())
# What Django or a plain library needs in one place: models of an application, the public face of the engine and of paper.
FRONTS = re.compile(r"majlis\.(\w+\.models|textkit\b.*|paper\b.*)")
# Reasons for an import inside a function that stand beside it; whole folders have theirs in pyproject.toml.
REASONS = ("heavy",)


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                yield whole if whole in MODULES else node.module


def is_view(module: str) -> bool:
    """Whether it is a module of views, and not the views of a text in the engine."""
    last = module.rpartition(".")[2]
    in_package = module.rpartition(".")[0].endswith(".views")
    return (last == "views" or last.endswith("_views") or in_package) and "textkit" not in module


def test_nothing_but_addresses_imports_from_views() -> None:
    wrong = [
        f"{module} imports {other}"
        for path, module in PATHS.items()
        for other in imports(path)
        if other in MODULES
        and is_view(other)
        and not module.endswith("urls")
        and not is_view(module)
    ]
    assert not wrong, "move what they share to tables, forms or queries"


def test_queries_import_nothing_that_draws() -> None:
    drawing = re.compile(r"majlis\.(look|paper)\b|\.(tables|views|forms)$|_(tables|views)$")
    wrong = [
        f"{module} imports {other}"
        for path, module in PATHS.items()
        if "queries" in module.split(".")
        for other in imports(path)
        if drawing.search(other)
    ]
    assert not wrong


def test_no_file_only_passes_on_what_others_define() -> None:
    wrong = []
    for path, module in PATHS.items():
        body = ast.parse(path.read_text(encoding="utf-8")).body
        own = [
            each
            for each in body
            if not isinstance(each, ast.Import | ast.ImportFrom | ast.Expr)
            and not (isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "__all__")
        ]
        passes_on = any(module.startswith("majlis") for module in imports(path))
        if passes_on and not own and not FRONTS.fullmatch(module) and path.stem != "__main__":
            wrong.append(module)
    assert not wrong


def test_an_import_inside_a_function_has_an_allowed_reason() -> None:
    for path in PATHS:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "noqa: PLC0415" in line:
                reason = line.partition("noqa: PLC0415 - ")[2]
                assert reason.startswith(REASONS), f"{path.relative_to(ROOT)}: {line.strip()}"
