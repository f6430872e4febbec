"""A site that can be started, without people and profile: what ``majlis up`` makes the first time costs much more.

Its tables are those of the tests. Run as a module it does what is left to the owner of the tables: kind, privileges,
static files.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from majlis.site import fingerprint
from majlis.site.configuration import load_configuration
from majlis.site.database_setup import set_up_database
from majlis.site.postgres import Cluster, program_path
from tests.site.site_process import ROOT, Site
from tests.support.accounts import account_for


def make_bare_site(site: Site, tables: str) -> None:
    """Make the data folder of a site; ``tables`` is the address of a database that has them."""
    configuration = load_configuration(site.environment())
    folder = configuration.folder
    folder.mkdir(parents=True)
    account = account_for(folder)
    account.take(folder)
    cluster = Cluster(folder, account)
    cluster.make(lambda _line: None)
    cluster.start()
    try:
        set_up_database(cluster, configuration.database_name)
        _copy_tables(tables, configuration.owner_url, site.data / "tables.dump")
        environment = site.environment() | {
            "DJANGO_SETTINGS_MODULE": "majlis.site.settings_owner",
            "PYTHONPYCACHEPREFIX": str(folder / "pycache"),
        }
        subprocess.run(
            [sys.executable, "-m", "tests.site.bare_site"],
            cwd=ROOT,
            env=environment,
            umask=0o077,
            check=True,
            **account.to_run_as(),
        )
    finally:
        cluster.stop()
    prepared = folder / "prepared"
    fingerprint.save_fingerprint(prepared, configuration.secret_key())
    account.take(prepared)


def _copy_tables(source: str, target: str, dump: Path) -> None:
    options = ["--format=custom", "--no-owner", "--no-privileges", "--exclude-extension=*"]
    subprocess.run(
        [program_path("pg_dump"), *options, f"--file={dump}", f"--dbname={source}"], check=True
    )
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    subprocess.run(
        [program_path("pg_restore"), *options, f"--dbname={target}", str(dump)], check=True
    )
    dump.unlink()


def main() -> None:
    """Mark the database, grant the privileges, gather the static files."""
    import django
    from django.core.management import call_command

    from majlis.site import installation, privileges

    configuration = load_configuration()
    django.setup()
    installation.record_kind(configuration)
    privileges.grant_privileges(configuration)
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    os.umask(0o077)
    main()
