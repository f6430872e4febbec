"""Settings are read from the environment, or refused in one line that says how to mend it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import dj_database_url
import pytest
from hypothesis import given
from hypothesis import strategies as some

from majlis.site.configuration import SETTINGS, load_configuration
from majlis.site.setting_types import SETTING_TYPES, ConfigurationError

REAL = {"MAJLIS_DEMO": "0"}


def test_without_any_setting_it_is_a_demonstration_for_this_machine_only() -> None:
    made = load_configuration({})
    assert made.demo
    assert made.folder.name == "demo"
    assert made.database_name == "majlis_demo"
    assert made.own_cluster
    assert made.listen == "127.0.0.1"
    assert made.port == 8000
    assert made.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert made.public_address == "http://127.0.0.1:8000"


def test_nothing_is_shared_between_a_demonstration_and_a_real_site(tmp_path: Path) -> None:
    data = {"MAJLIS_DATA": str(tmp_path)}
    demo, real = load_configuration(data), load_configuration(data | REAL)
    assert not real.demo
    for name in ("folder", "files", "static", "database_name", "database_url", "owner_url"):
        assert getattr(demo, name) != getattr(real, name)
    assert not demo.folder.is_relative_to(real.folder)
    assert not real.folder.is_relative_to(demo.folder)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"MAJLIS_DEMO": "perhaps"}, '"perhaps" is not accepted. Accepted: 1 or 0.'),
        ({"MAJLIS_PORT": "http"}, '"http" is not a whole number.'),
        ({"MAJLIS_PORT": "70000"}, '"70000" is out of range.'),
        ({"MAJLIS_PORT": "٨٠٠٠"}, "is not a whole number."),
        ({"MAJLIS_WORKERS": "0"}, "is out of range."),
        ({"MAJLIS_UPLOAD_LIMIT": "20MB"}, "is not a whole number."),
        ({"MAJLIS_DATA": __file__}, "is a file."),
        (REAL | {"MAJLIS_LISTEN": "everywhere"}, "is not an IP address."),
        (REAL | {"MAJLIS_LISTEN": "0.0.0.0"}, "Set MAJLIS_ADDRESS too."),
        ({"MAJLIS_LISTEN": "0.0.0.0"}, "a demonstration is accessible from this machine only"),
        (
            {"MAJLIS_ADDRESS": "https://a.example"},
            "a demonstration is accessible from this machine",
        ),
        (REAL | {"MAJLIS_ADDRESS": "a.example"}, "does not start with https://"),
        (REAL | {"MAJLIS_ADDRESS": "https://a.example/path"}, "contains more than a scheme"),
        (REAL | {"MAJLIS_ADDRESS": "https://a_b.example"}, "does not contain a host name"),
        (REAL | {"MAJLIS_ADDRESS": "https://a.example:eighty"}, "is not a valid address"),
        ({"MAJLIS_PROXIES": "10.0.0.0/8, here"}, "is not valid ("),
        ({"DATABASE_URL": "mysql://a/b"}, "does not start with postgresql://"),
        ({"DATABASE_URL": "postgresql://a/"}, "does not name a database"),
        ({"DATABASE_OWNER_URL": "postgresql://a/b"}, "DATABASE_URL is missing"),
        ({"MAJLIS_BACKUP_DATABASE_URL": "postgresql://a/b"}, "DATABASE_URL is missing"),
        ({"MAJLIS_BACKUP_TO": "s3:bucket"}, "does not name a bucket"),
        ({"MAJLIS_BACKUP_TO": "s3://key:secret@bucket"}, "does not name a bucket"),
        ({"MAJLIS_BACKUP_TO": "s3://bucket?key=a"}, "contains more than a bucket"),
        ({"MAJLIS_BACKUP_TO": "s3://bucket?endpoint=a.example"}, "has an endpoint that does not"),
        ({"MAJLIS_BACKUP_KEEP": "7 days"}, "is not accepted. Accepted: numbers with d (days)"),
        ({"MAJLIS_BACKUP_KEEP": "7d 4d"}, "names a unit twice"),
        ({"MAJLIS_BACKUP_KEY": "age1" + "q" * 58}, "is not accepted. Accepted: a public key"),
        ({"MAJLIS_BACKUP_KEY": "AGE-SECRET-KEY-1Q"}, "is a secret key; only the public key"),
        ({"DATABASE_DIRECT_URL": "postgresql://a/b"}, "DATABASE_URL is missing"),
        ({"EMAIL_URL": "mail.example"}, "does not start with submission://"),
        ({"EMAIL_URL": "smtp:///"}, "does not name a host"),
        ({"MAJLIS_EMAIL_FROM": "Majlis"}, "is not an email address"),
        ({"MAJLIS_SECURITY_CONTACT": "the office"}, "is not an email address"),
        ({"MAJLIS_SECURITY_CONTACT": "https://"}, "is not a valid address"),
        ({"MAJLIS_LOG": "xml"}, '"xml" is not accepted. Accepted: line or json.'),
        ({"MAJLIS_METRICS_FROM": "10.0.0.0/8, here"}, "is not valid ("),
        ({"MAJLIS_METRICS_TOKEN": "short"}, "is shorter than 32 characters"),
        ({"SENTRY_DSN": "errors.example/1"}, "does not start with https:// or http:// and a host"),
        ({"SENTRY_DSN": "https://errors.example/1"}, "does not contain the key of a project"),
        (
            {"SENTRY_DSN": "https://key@errors.example/"},
            "does not end with the number of a project",
        ),
        ({"MAJLIS_SECRET_KEY": "short"}, "is shorter than 32 characters"),
        ({"MAJLIS_OLD_SECRET_KEYS": "k" * 40 + ",short"}, "contains a key shorter than 32"),
        ({"MAJLIS_PROT": "1"}, "unknown setting. The most similar accepted name is MAJLIS_PORT"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_line_that_says_what_is_accepted(
    environ: dict[str, str], words: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_configuration(environ)
    line = str(refused.value)
    assert words in line
    assert "\n" not in line
    assert any(line.startswith(name) for name in environ)
    assert "ccepted" in line or "Set " in line or "Remove this" in line


@pytest.mark.parametrize(
    "setting", [each for each in SETTINGS if each.secret], ids=lambda s: s.name
)
def test_a_secret_is_never_shown(setting: object) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_configuration({setting.name: "hush-hush"})  # type: ignore[attr-defined]
    assert "hush" not in str(refused.value)


@given(name=some.sampled_from([setting.name for setting in SETTINGS]), value=some.text(max_size=40))
def test_whatever_a_setting_holds_it_is_read_or_refused(name: str, value: str) -> None:
    try:
        load_configuration({name: value})
    except ConfigurationError as error:
        assert len(str(error).splitlines()) == 1


def test_every_setting_says_what_it_means_and_has_a_kind_and_a_valid_default() -> None:
    for setting in SETTINGS:
        assert setting.meaning
        assert setting.kind in SETTING_TYPES
        setting.read({})


def test_the_public_address_of_a_real_site_gives_its_host_and_origin() -> None:
    made = load_configuration(REAL | {"MAJLIS_ADDRESS": "https://Follow-Up.example/"})
    assert made.public_address == "https://follow-up.example"
    assert made.secure
    assert made.allowed_hosts[0] == "follow-up.example"
    assert made.trusted_origins == ["https://follow-up.example"]
    assert made.email_from == "majlis@follow-up.example"


def test_the_url_of_the_own_cluster_survives_any_path() -> None:
    made = load_configuration({"MAJLIS_DATA": "/srv/Les données/Ω"})
    parsed = dj_database_url.parse(made.database_url)
    assert parsed["HOST"] == "/srv/Les données/Ω/demo/run"
    assert (parsed["USER"], parsed["NAME"]) == ("majlis_app", "majlis_demo")
    assert dj_database_url.parse(made.owner_url)["USER"] == "majlis_owner"


def test_a_database_of_ones_own_is_used_for_both_roles_unless_an_owner_is_given() -> None:
    given_url = "postgresql://app@db.example/majlis"
    assert load_configuration(REAL | {"DATABASE_URL": given_url}).owner_url == given_url
    both = {"DATABASE_URL": given_url, "DATABASE_OWNER_URL": "postgresql://owner@db.example/majlis"}
    assert load_configuration(REAL | both).owner_url == both["DATABASE_OWNER_URL"]


def test_the_secret_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    made = load_configuration({"MAJLIS_DATA": str(tmp_path)})
    key = made.secret_key()
    assert len(key) >= 50
    assert (
        made.secret_key() == key == load_configuration({"MAJLIS_DATA": str(tmp_path)}).secret_key()
    )
    assert stat.S_IMODE((made.folder / "secret_key").stat().st_mode) == 0o600
    assert load_configuration({"MAJLIS_DATA": str(tmp_path)} | REAL).secret_key() != key
    assert [path.name for path in made.folder.iterdir()] == ["secret_key"]


def test_a_given_secret_key_is_kept_nowhere(tmp_path: Path) -> None:
    made = load_configuration({"MAJLIS_DATA": str(tmp_path), "MAJLIS_SECRET_KEY": "k" * 40})
    assert made.secret_key() == "k" * 40
    assert list(tmp_path.iterdir()) == []


def test_old_secret_keys_are_read_and_passed_on_without_the_present_one(tmp_path: Path) -> None:
    keys = {"MAJLIS_SECRET_KEY": "n" * 40, "MAJLIS_OLD_SECRET_KEYS": f"{'o' * 40}, {'n' * 40} ,"}
    given = {"MAJLIS_DATA": str(tmp_path)} | keys
    assert load_configuration({"MAJLIS_DATA": str(tmp_path)}).old_secret_keys == ()
    assert load_configuration(given).old_secret_keys == ("o" * 40, "n" * 40)
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from majlis.site import settings as s; print(s.SECRET_KEY_FALLBACKS)",
        ],
        env=os.environ | given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == repr(["o" * 40])
