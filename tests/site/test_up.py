"""``majlis up`` as people meet it: it starts, says where, survives what befalls it, and ends whole."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from majlis.site.child_process import ChildProcess
from majlis.site.configuration import load_configuration
from majlis.site.lock import FolderLock
from majlis.site.sockets import MAX_PATH_LENGTH, SOCKET_NAME, socket_folder
from majlis.site.supervisor import Supervisor
from majlis.site.system_account import open_folder
from tests.site.site_process import (
    ROOT,
    Site,
    becomes_true,
    copy_data,
    new_folder,
    share_compiled,
)


def test_it_prints_the_address_on_a_line_of_its_own_and_ctrl_c_leaves_nothing(site: Site) -> None:
    site.start()
    assert site.said[-1] == site.address
    assert [each[:5] for each in site.said[-5:-1]] == ["Three", "  1. ", "  2. ", "  3. "]
    assert any(re.fullmatch(r"\[\d:\d\d\] Starting the site", line) for line in site.said)
    assert not [line for line in site.said if "\x1b" in line or "\r" in line]
    assert site.status() not in (0, 500)
    assert [each.info["name"] for each in site.processes()].count("postgres") > 1
    assert site.stop(signal.SIGINT) == 0
    assert site.nothing_is_left()
    assert not (site.folder / "cluster/postmaster.pid").exists()
    assert site.status() == 0


def test_termination_ends_it_as_ctrl_c_does_and_frees_its_lock(site: Site) -> None:
    assert FolderLock(site.folder).holder() is None
    site.start()
    held = FolderLock(site.folder).holder()
    assert held is not None
    assert held.address == site.address
    assert held.process == site.supervisor().pid
    assert site.stop(signal.SIGTERM) == 0
    assert site.nothing_is_left()
    assert FolderLock(site.folder).holder() is None


def test_the_database_keeps_what_it_acknowledged_and_is_reached_by_a_private_socket(
    running: Site,
) -> None:
    found = socket_folder(running.folder)
    assert found.stat().st_mode & 0o077 == 0
    assert running.folder.stat().st_mode & 0o077 == 0
    postmaster = running.child("cluster")
    listening = [each for each in postmaster.net_connections("inet") if each.status == "LISTEN"]
    assert listening == []
    checked = running.run("check", "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert '"name":"durability","state":"ok"' in checked.stdout
    assert '"name":"worker","state":"ok"' in checked.stdout
    assert '"name":"heavy worker","state":"ok"' in checked.stdout


def test_a_second_start_prepares_nothing_anew(running: Site) -> None:
    assert not [line for line in running.said if "Preparing" in line]


def test_two_on_one_folder_do_not_fight_the_second_says_where_the_first_is(running: Site) -> None:
    second = Site(running.data)
    done = second.run("up")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert (
        f"already running on the data folder {running.folder} at {running.address}" in done.stderr
    )
    assert running.status() not in (0, 500)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up its rights")
def test_under_root_everything_runs_without_rights(running: Site) -> None:
    running.supervisor()
    owners = {owner for each in running.processes() for owner in each.info["uids"]}
    assert owners == {running.folder.stat().st_uid}
    assert 0 not in owners


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up its rights")
@pytest.mark.slow
def test_no_name_in_the_folder_of_the_account_leads_root_elsewhere(site: Site) -> None:
    """Whoever has the account of the site replaces each name by a link to a file of root's, one after another."""
    closed = new_folder({})
    closed.chmod(0o700)
    victim = closed / "victim.conf"
    victim.write_text("as it was")
    victim.chmod(0o600)
    missing = closed / "missing.conf"
    before = victim.stat()
    # Names that end a start come one by one, the others together.
    turns = [["lock"], ["secret_key"], ["log"], ["run"], ["log/server.log"], ["log/postgres.log"]]
    turns.append(["prepared", "static", "files", "cluster/postmaster.pid", "log/worker.log"])
    turns[-1] += ["workers.heartbeat", "worker.heartbeat", "log/incidents.jsonl"]
    try:
        for number, names in enumerate(turns):
            _start_with_links(site, names, missing if number % 2 else victim)
            after = victim.stat()
            assert victim.read_text() == "as it was", names
            assert (after.st_uid, after.st_gid, after.st_mode) == (0, 0, before.st_mode), names
            assert after.st_mtime_ns == before.st_mtime_ns, names
            assert sorted(closed.iterdir()) == [victim], names
    finally:
        shutil.rmtree(closed)


def _start_with_links(site: Site, names: list[str], target: Path) -> None:
    """Start the site with links in the place of names, as far as it starts; then put the names back."""
    kept = []
    for name in names:
        place = site.folder / name
        if os.path.lexists(place):
            kept.append((place.rename(place.with_name(f"{place.name}.kept")), place))
        place.symlink_to(target)
    process = subprocess.Popen(
        site.command("up"), env=site.environment(), stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()  # the address, or the end
        time.sleep(0.5)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        process.stdout.close()
        for name in names:
            place = site.folder / name
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)
        for path, place in kept:
            path.rename(place)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root follows the links of others")
def test_root_follows_no_link_of_another_user_to_the_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "real").mkdir()
    own, foreign = tmp_path / "own", tmp_path / "foreign"
    own.symlink_to("real")
    foreign.symlink_to(tmp_path / "real")
    os.lchown(foreign, 12345, 12345)
    with open_folder(own / "data", create=True) as descriptor:
        assert os.path.samestat(os.fstat(descriptor), (tmp_path / "real/data").stat())
    with (
        pytest.raises(OSError, match="link of another user"),
        open_folder(foreign / "more", create=True),
    ):
        pass
    assert not (tmp_path / "real/more").exists()
    loop = tmp_path / "loop"
    loop.symlink_to("loop")
    with pytest.raises(OSError), open_folder(loop):
        pass


def test_the_password_of_the_owner_does_not_reach_server_and_worker(tmp_path: Path) -> None:
    secret = "postgresql://owner:OWNERSECRET@127.0.0.1:1/majlis"
    settings = {"MAJLIS_DATA": str(tmp_path), "DATABASE_OWNER_URL": secret, "DATABASE_URL": secret}
    supervisor = Supervisor(load_configuration(settings), print)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        patch.setattr(ChildProcess, "start", lambda _child: None)
        child = supervisor._start_child("server", "majlis.site.server")
        assert "OWNERSECRET" in supervisor._environment()["DATABASE_OWNER_URL"]
    assert "DATABASE_OWNER_URL" not in child.environment
    assert child.environment["DATABASE_URL"] == secret


def test_many_pages_at_once_share_few_connections_to_the_database(running: Site) -> None:
    with ThreadPoolExecutor(12) as readers:
        answers = list(readers.map(running.status, ["en/texts/"] * 150))
    assert set(answers) == {200}
    open_now = [
        each
        for each in running.child("cluster").children(recursive=True)
        if "majlis" in (said := " ".join(each.cmdline())) and "[local]" in said
    ]
    assert 0 < len(open_now) <= 40


def test_a_port_that_is_taken_is_one_line_that_names_another(site: Site) -> None:
    with socket.create_server(("127.0.0.1", site.port)):
        done = site.run("up")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {site.port} is in use" in done.stderr
    assert f"make up MAJLIS_PORT={site.port + 1}" in done.stderr
    assert site.nothing_is_left()


def test_a_wrong_setting_is_one_line(site: Site) -> None:
    wrong = Site(site.data, MAJLIS_WORKERS="many")
    done = wrong.run("up")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "MAJLIS_WORKERS" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("content", ["{ours}\n", "1\n{cluster}\n0\n5432\n\n\n\nready\n", "rubbish"])
def test_a_stale_pid_file_does_not_bar_the_start(site: Site, content: str) -> None:
    stale = site.folder / "cluster/postmaster.pid"
    stale.write_text(content.format(ours=os.getpid(), cluster=site.folder / "cluster"))
    site.start()
    site.stop()
    assert os.getpid()  # whose number the file named: it was not touched


@pytest.mark.slow
def test_when_the_supervisor_is_killed_all_ends_and_the_next_start_works(site: Site) -> None:
    site.start()
    site.stop(signal.SIGKILL)
    site.start()  # at once, while the earlier database may still be ending
    assert site.status() not in (0, 500)
    site.stop()
    assert site.nothing_is_left()


@pytest.mark.slow
def test_when_everything_is_killed_at_once_the_next_start_works(site: Site) -> None:
    site.start()
    site.end()
    assert site.nothing_is_left()
    assert (site.folder / "cluster/postmaster.pid").exists()
    site.start()
    assert site.status() not in (0, 500)
    site.stop()


@pytest.mark.slow
def test_a_part_that_is_killed_is_started_again(site: Site) -> None:
    site.start()
    names = {
        "cluster": "The database ended and was restarted",
        "site.server": "The server ended and was restarted",
        "worker_group": "The worker ended and was restarted",
    }
    for victim, words in names.items():
        killed = site.child(victim)
        killed.kill()
        site.wait_for(words)
        assert site.child(victim).pid != killed.pid
        assert site.answers_again()
        assert site.process is not None
        assert site.process.poll() is None
    # A process of the server that answers, or of the worker, where the one above it stays.
    for above in ("site.server", "worker_group"):
        parent = site.child(above)
        assert becomes_true(lambda parent=parent: len(parent.children()) >= 2)
        forked = parent.children()[0]
        forked.kill()
        assert becomes_true(lambda parent=parent: len(parent.children()) >= 2)
        assert becomes_true(lambda forked=forked: not forked.is_running())
        assert site.answers_again()
        assert site.child(above).pid == parent.pid
    checked = site.run("check", "--json")
    for words in ("ends of the database: 1", "processes that ended: 3"):
        assert words in checked.stdout
    site.stop()
    assert site.nothing_is_left()


@pytest.mark.slow
def test_a_worker_that_ends_again_and_again_never_ends_the_server(site: Site) -> None:
    site.start()
    assert site.process is not None
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for each in site.children("worker_group"):
            with contextlib.suppress(psutil.Error):
                each.kill()
        time.sleep(0.1)
        assert site.process.poll() is None
    assert site.status() == 200
    assert becomes_true(
        lambda: '"name":"worker","state":"ok"' in site.run("check", "--json").stdout
    )
    site.stop()
    assert site.nothing_is_left()


@pytest.mark.slow  # each run starts one from nothing under its own account: tests/site/conftest.py
def test_an_ordinary_user_starts_it_from_nothing(fresh: Site) -> None:
    fresh.start()
    assert any("Creating the database" in line for line in fresh.said)
    tables = [line.rpartition(": ")[2] for line in fresh.said if "Creating tables: " in line]
    assert tables[0].startswith("0 of ")
    assert re.fullmatch(r"(\d+) of \1", tables[-1])
    loaded = [re.search(r"Loading the demonstration: (\d+) of (\d+)", line) for line in fresh.said]
    steps = [(int(found[1]), int(found[2])) for found in loaded if found]
    assert len(steps) > 10 and steps == sorted(steps)
    assert steps[0][0] == 0 and steps[-1][0] >= steps[-1][1] - 10
    times = [re.match(r"\[(\d+):(\d\d)\] ", line) for line in fresh.said]
    seconds = [int(found[1]) * 60 + int(found[2]) for found in times if found]
    assert max(after - before for before, after in pairwise(seconds)) <= 6
    owners = {each.info["uids"].real for each in fresh.processes()}
    assert owners == {fresh.user.get("user", os.geteuid())}
    assert (fresh.folder / "secret_key").stat().st_uid in owners
    fresh.stop()
    assert fresh.nothing_is_left()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root owns such a folder")
def test_a_folder_that_is_closed_to_the_account_is_opened_for_going_through_only(
    site: Site,
) -> None:
    closed = new_folder({})
    closed.chmod(0o700)
    moved = Site(closed / "deep" / "data")
    try:
        moved.data.parent.mkdir()
        copy_data(site.data, moved.data)
        moved.start()
        assert any(f"now has access through the folder {closed}" in line for line in moved.said)
        listing = subprocess.run(
            ["ls", closed], check=False, capture_output=True, user=moved.folder.stat().st_uid
        )
        assert listing.returncode != 0
        moved.stop()
    finally:
        moved.end()
        shutil.rmtree(closed, ignore_errors=True)


@pytest.mark.slow
def test_a_path_that_is_too_long_for_a_socket_works_all_the_same(site: Site) -> None:
    top = new_folder({})
    top.chmod(0o755)
    long = Site(top / ("a-long-name-" * 5) / ("اسم طويل" * 4))
    try:
        long.data.parent.mkdir(parents=True)
        copy_data(site.data, long.data)
        shutil.rmtree(long.folder / "run")  # the folder of the socket, which fitted
        assert len(os.fsencode(long.folder / "run" / SOCKET_NAME)) > MAX_PATH_LENGTH
        long.start()
        found = socket_folder(long.folder)
        assert len(os.fsencode(found / SOCKET_NAME)) <= MAX_PATH_LENGTH
        assert found.stat().st_mode & 0o077 == 0
        long.stop()
        long.start()
        assert socket_folder(long.folder) == found
        long.stop()
    finally:
        long.end()
        shutil.rmtree(socket_folder(long.folder), ignore_errors=True)
        shutil.rmtree(top, ignore_errors=True)


@pytest.mark.slow
def test_a_real_site_has_a_folder_and_a_database_of_its_own(
    site: Site,
) -> None:
    real = Site(site.data, MAJLIS_DEMO="0")
    try:
        share_compiled(site, real)
        real.start("--real")
        assert real.folder != site.folder
        assert real.folder.is_dir()
        assert any(line.startswith("The site is running") for line in real.said)
        real.stop()
    finally:
        real.end()
        shutil.rmtree(real.folder, ignore_errors=True)


def test_make_up_starts_it_and_ends_with_make(site: Site) -> None:
    """The Makefile's own line, with this interpreter's environment in the place of a new one."""
    venv = Path(sys.prefix)
    if not (venv / "bin/majlis").exists():
        pytest.skip("majlis is not installed in this environment")
    command = ["make", "up", "UV=true", f"VENV={venv}", f"MAJLIS_PORT={site.port}"]
    site.start(command=command)
    assert site.said[-1] == site.address
    assert site.process is not None
    site.stop(signal.SIGKILL)  # make itself: what it started must not stay behind
    assert site.nothing_is_left()
    assert becomes_true(lambda: site.status() == 0)


def test_make_up_passes_on_what_kind_of_site_is_meant() -> None:
    done = subprocess.run(
        ["make", "-n", "up", "DEMO=0", "UV=true"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "MAJLIS_DEMO='0'" in done.stdout
