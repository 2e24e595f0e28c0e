"""The real parts that tests stand on: PostgreSQL and Temporal, started once, when the first test asks."""

import sys
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from runtime.devstack.binaries import temporal_binary
from runtime.devstack.postgres import Postgres
from runtime.devstack.temporal import NAMESPACE, TIME_SKIPPING_OPTIONS, search_attribute_options
from store.database import migrate
from tests.support.names import unique_name

TEMPLATE = "komek_template"
# A timer is else let ring up to a second late: so long each hop would take where time is skipped.
AT_ONCE = ("--dynamic-config-value", 'history.timerProcessorMaxTimeShift="10ms"')


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """One cluster for the whole session, quick and unsafe."""
    cluster = Postgres(tmp_path_factory.mktemp("postgres"), fast=True)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def template(postgres: Postgres) -> str:
    """Return the name of a migrated database that is only ever copied."""
    migrate.upgrade_database(postgres.create_database(TEMPLATE))
    return TEMPLATE


@pytest.fixture
def database_url(postgres: Postgres, template: str) -> Iterator[str]:
    """Return the address of a migrated database of the test's own."""
    name = unique_name("test")
    yield postgres.create_database(name, template)
    postgres.drop_database(name)


@pytest.fixture
def empty_database_url(postgres: Postgres) -> Iterator[str]:
    """Return the address of a database with nothing in it."""
    name = unique_name("test")
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    """The real server, in which time passes as it does for all of us."""
    environment = await WorkflowEnvironment.start_local(
        namespace=NAMESPACE,
        data_converter=pydantic_data_converter,
        dev_server_existing_path=str(temporal_binary()),
        dev_server_log_level="never",
        dev_server_extra_args=[*AT_ONCE, *search_attribute_options()],
    )
    async with environment:
        yield environment


@pytest.fixture(scope="session")
async def time_machine() -> AsyncIterator[WorkflowEnvironment]:
    """The real server, in which a workflow's own clock can be moved by `fast_forward(handle, by)`."""
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        namespace=NAMESPACE,
        data_converter=pydantic_data_converter,
        dev_server_existing_path=str(temporal_binary()),
        dev_server_log_level="never",
        dev_server_extra_args=[*TIME_SKIPPING_OPTIONS, *AT_ONCE, *search_attribute_options()],
    )
    async with environment:
        yield environment


@pytest.fixture
def task_queue() -> str:
    """Return a queue that only this test's workers and workflows know."""
    return unique_name("queue")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where a test was skipped: it hides a part that is missing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    """Let Temporal's threads end: the interpreter aborts at its exit while one still reaches for it."""
    if "temporalio" in sys.modules:
        time.sleep(0.5)
