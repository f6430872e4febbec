"""Commands that root runs give up its rights before they touch what belongs to the account of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from majlis.cli import main
from majlis.site import account_process, command_database
from majlis.site.errors import SiteError


@pytest.mark.parametrize(
    "arguments",
    [
        ["make-administrator", "ada@example.org"],
        ["reset-second-step", "ada@example.org"],
        ["import", "texts"],
        ["check"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_becomes_the_account_of_the_site_before_anything_else(
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def become(*_arguments: Any, **_options: Any) -> list[Path]:
        raise SiteError("The account comes first.", "Try again.")

    monkeypatch.setattr(account_process, "become_account_of", become)
    for name in ("running_database", "set_up_django"):
        monkeypatch.setattr(command_database, name, lambda *_: pytest.fail("too early"))
    monkeypatch.setenv("MAJLIS_DATA", str(tmp_path))
    monkeypatch.setenv("MAJLIS_DEMO", "0")
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    assert "The account comes first." in capfd.readouterr().err
