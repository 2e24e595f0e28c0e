"""The PostgreSQL that Komek starts by itself: whole after any death, and at home in Kazakh."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from runtime.devstack.binaries import postgres_binaries
from runtime.devstack.os_user import user_unprivileged
from runtime.devstack.postgres import Postgres
from runtime.devstack.process import is_running
from runtime.errors import ActionableError

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Postgres]:
    cluster = Postgres(tmp_path / "postgres")
    yield cluster
    cluster.stop()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def remember(url: str, word: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS words (word text)")
        connection.execute("INSERT INTO words VALUES (%s)", [word])


def test_it_finds_a_kazakh_word_by_its_parts(postgres: Postgres) -> None:
    assert ask(postgres.url("postgres"), "SELECT similarity('Қазақстан', 'Қазақстанның') > 0.5") is True
    assert ask(postgres.url("postgres"), "SELECT lower('ӘҒҚҢӨҰҮҺІ') = 'әғқңөұүһі'") is True


def test_it_listens_on_the_loopback_behind_a_password(postgres: Postgres) -> None:
    assert ask(postgres.url("postgres"), "SHOW listen_addresses") == "127.0.0.1"
    assert stat.S_IMODE((postgres.folder / "password").stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://komek:guess@127.0.0.1:{postgres.port}/komek")


def test_it_keeps_what_was_written_over_a_stop(cluster: Postgres) -> None:
    cluster.start()
    remember(cluster.url(), "талон")
    cluster.stop()
    assert not cluster.process.is_alive()
    cluster.start()
    assert ask(cluster.url(), "SELECT word FROM words") == "талон"


def test_it_keeps_what_was_written_over_kill_9(cluster: Postgres) -> None:
    cluster.start()
    remember(cluster.url(), "талон")
    os.kill(cluster.process.pid, signal.SIGKILL)
    cluster.start()
    assert ask(cluster.url(), "SELECT word FROM words") == "талон"


def test_stale_pid_file_of_another_process_is_ignored(cluster: Postgres) -> None:
    cluster.start()
    cluster.stop()
    (cluster.folder / "cluster" / "postmaster.pid").write_text(f"{os.getpid()}\n", "utf-8")
    cluster.start()
    assert cluster.process.is_alive()


def test_half_a_cluster_is_made_again(cluster: Postgres) -> None:
    (cluster.folder / "cluster.new" / "base").mkdir(parents=True)
    cluster.start()
    assert ask(cluster.url(), "SELECT current_database()") == "komek"


def test_it_ends_when_the_one_who_started_it_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from runtime.devstack.postgres import Postgres;"
        "server = Postgres(Path(sys.argv[1])); server.start();"
        "print(server.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        assert is_running(pid, str(tmp_path))
        starter.kill()
    deadline = time.monotonic() + 10
    while is_running(pid, str(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(pid, str(tmp_path))


def test_a_cluster_of_another_version_is_refused_with_a_way_out(cluster: Postgres) -> None:
    cluster.start()
    cluster.stop()
    (cluster.folder / "cluster" / "PG_VERSION").write_text("11\n", "utf-8")
    with pytest.raises(ActionableError, match=r"PostgreSQL 11 wrote .* set KOMEK_PG_BIN"):
        cluster.start()


def test_a_folder_without_programs_is_refused_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOMEK_PG_BIN", str(tmp_path))
    with pytest.raises(ActionableError, match="has no initdb and postgres"):
        Postgres(tmp_path / "postgres").start()


def test_a_copy_of_a_database_is_a_database_of_its_own(postgres: Postgres) -> None:
    remember(postgres.create_database("first"), "бірінші")
    second = postgres.create_database("second", "first")
    remember(second, "екінші")
    assert ask(second, "SELECT count(*) FROM words") == 2
    assert ask(postgres.url("first"), "SELECT count(*) FROM words") == 1
    for name in ("first", "second"):
        postgres.drop_database(name)


@needs_root
def test_root_runs_postgres_as_an_unprivileged_user(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    package = postgres_binaries().parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, closed / folder.name)
    closed.chmod(0o700)
    owner = user_unprivileged(closed / package.name / "pginstall" / "bin")
    cluster = Postgres(tmp_path / "postgres", owner=owner)
    cluster.start()
    remember(cluster.url(), "талон")
    assert Path(f"/proc/{cluster.process.pid}").stat().st_uid == 65534
    cluster.stop()

    again = Postgres(tmp_path / "postgres")  # finds by itself whose the folder is
    again.start()
    assert Path(f"/proc/{again.process.pid}").stat().st_uid == 65534
    assert ask(again.url(), "SELECT word FROM words") == "талон"
    again.stop()
    shutil.rmtree(owner.binaries.parents[2])
