"""The scripts of deploy/ do what they say, on a real PostgreSQL and a real Temporal."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from runtime.devstack.binaries import postgres_binaries, temporal_binary
from runtime.devstack.postgres import Postgres
from runtime.temporal_client import missing_search_attributes, register_search_attributes
from tests.support.pages import PROJECT_ROOT
from tests.support.unique_names import unique_name

DEPLOY = PROJECT_ROOT / "deploy"


def run(script: str, **environment: str) -> None:
    done = subprocess.run(
        ["sh", str(DEPLOY / script)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def bare_server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A server as PostgreSQL's image makes it: its superuser is postgres, and nothing of ours is there."""
    cluster = Postgres(tmp_path, fast=True)
    cluster.start()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE postgres SUPERUSER LOGIN PASSWORD 'made-up'")
    address = conninfo_to_dict(cluster.url("postgres")) | {"user": "postgres", "password": "made-up"}
    with psycopg.connect(make_conninfo("", **address), autocommit=True) as connection:
        connection.execute("DROP DATABASE komek")
        connection.execute("ALTER ROLE komek RENAME TO somebody")
    yield {name: str(value) for name, value in address.items()}
    cluster.stop()


def test_each_owner_has_its_databases_and_no_other(bare_server: dict[str, str]) -> None:
    run(
        "postgres/databases.sh",
        PATH=f"{postgres_binaries()}:{os.environ['PATH']}",
        PGHOST=bare_server["host"],
        PGPORT=bare_server["port"],
        PGPASSWORD=bare_server["password"],
        POSTGRES_USER="postgres",
        APPEALS_PASSWORD="of-appeals",
        TEMPORAL_PASSWORD="of-temporal",
    )

    def enter(user: str, password: str, database: str) -> None:
        address = bare_server | {"user": user, "password": password, "dbname": database}
        with psycopg.connect(make_conninfo("", **address)) as connection:
            connection.execute("CREATE TABLE mine (id int)")

    enter("komek", "of-appeals", "komek")
    enter("temporal", "of-temporal", "temporal")
    enter("temporal", "of-temporal", "temporal_visibility")
    for user, password, database in (
        ("komek", "of-appeals", "temporal"),
        ("komek", "of-appeals", "temporal_visibility"),
        ("temporal", "of-temporal", "komek"),
    ):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            enter(user, password, database)


async def test_namespace_is_made_once_and_takes_search_attributes(
    temporal: WorkflowEnvironment,
) -> None:
    address, namespace = temporal.client.service_client.config.target_host, unique_name("ns")
    for _ in range(2):
        run(
            "temporal/namespace.sh",
            PATH=f"{temporal_binary().parent}:{os.environ['PATH']}",
            TEMPORAL_ADDRESS=address,
            TEMPORAL_NAMESPACE=namespace,
            TEMPORAL_RETENTION="30d",
        )
    client = await Client.connect(address, namespace=namespace)
    await register_search_attributes(client)
    await register_search_attributes(client)
    assert await missing_search_attributes(client) == {}
