"""All servers of a site share one folder of uploaded files; another folder is refused."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from majlis.site import installation
from majlis.site.checks import OK, WRONG, operation
from majlis.site.configuration import Configuration, load_configuration
from majlis.site.errors import SiteError
from majlis.site.files_folder import MARKER_NAME, find_problem
from majlis.site.models import Installation

pytestmark = pytest.mark.django_db

KEY = "a key that both servers of the site have, of no use elsewhere"


@pytest.fixture
def configuration(tmp_path: Path, settings: Any) -> Configuration:
    """A real site with a folder of files beside its data."""
    settings.MAJLIS_FILES = tmp_path / "shared"
    return load_configuration(
        {
            "MAJLIS_DEMO": "0",
            "MAJLIS_DATA": str(tmp_path / "one"),
            "MAJLIS_FILES": str(tmp_path / "shared"),
            "MAJLIS_SECRET_KEY": KEY,
        }
    )


def other_server(tmp_path: Path, files: Path) -> Configuration:
    """A second server of the site, with a data folder of its own."""
    return load_configuration(
        {
            "MAJLIS_DEMO": "0",
            "MAJLIS_DATA": str(tmp_path / "two"),
            "MAJLIS_FILES": str(files),
            "MAJLIS_SECRET_KEY": KEY,
        }
    )


def test_files_are_in_the_data_folder_or_where_the_setting_says(
    configuration: Configuration, tmp_path: Path
) -> None:
    assert configuration.files == tmp_path / "shared"
    assert load_configuration({"MAJLIS_DATA": str(tmp_path)}).files == tmp_path / "demo/files"


def test_a_second_server_needs_the_same_folder(
    configuration: Configuration, tmp_path: Path
) -> None:
    installation.record_kind(configuration)
    installation.record_kind(configuration)
    assert operation.files(configuration.files).state == OK
    installation.record_kind(other_server(tmp_path, configuration.files))
    (tmp_path / "own").mkdir()
    for folder in (tmp_path / "own", tmp_path / "absent"):
        with pytest.raises(SiteError, match="is not the folder in which this site has its upload"):
            installation.record_kind(other_server(tmp_path, folder))
        found = operation.files(folder)
        assert found.state == WRONG and "MAJLIS_FILES" in found.mend
    assert list((tmp_path / "own").iterdir()) == []


def test_the_folder_of_another_site_is_refused(
    configuration: Configuration, tmp_path: Path
) -> None:
    installation.record_kind(configuration)
    Installation.objects.update(identity="f" * 32)
    with pytest.raises(SiteError, match="belongs to another site"):
        installation.record_kind(configuration)
    Installation.objects.update(identity="")  # a new site, which has not been started yet
    with pytest.raises(SiteError, match="belongs to another site"):
        installation.record_kind(configuration)
    assert Installation.objects.get().identity == ""


def test_a_moved_site_goes_on_after_what_the_message_says(
    configuration: Configuration, tmp_path: Path
) -> None:
    installation.record_kind(configuration)
    shutil.move(tmp_path / "shared", tmp_path / "moved")
    assert find_problem(tmp_path / "moved") is None
    (tmp_path / "moved" / MARKER_NAME).unlink()
    problem = find_problem(tmp_path / "moved")
    assert problem is not None
    words = problem.mend.rstrip(".").split()
    identity, place = words[words.index("write") + 1], words[-1]
    Path(place).write_text(identity, encoding="ascii")
    assert find_problem(tmp_path / "moved") is None


def test_a_folder_that_cannot_be_written_is_told(
    configuration: Configuration, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    blocked = load_configuration(
        {"MAJLIS_DEMO": "0", "MAJLIS_DATA": str(tmp_path), "MAJLIS_FILES": str(tmp_path / "file/x")}
    )
    with pytest.raises(SiteError, match="cannot be (read|written)"):
        installation.record_kind(blocked)
    assert Installation.objects.get().identity == ""
