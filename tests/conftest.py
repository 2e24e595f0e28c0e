"""The real parts that tests stand on: PostgreSQL and Temporal, started once, when the first test asks."""

import gc
import os
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
from tests.support.scale import SCALE_VARIABLE, WHOLE
from tests.support.unique_names import unique_name

pytest_plugins = [
    "tests.support.fixtures.api",
    "tests.support.fixtures.database",
    "tests.support.fixtures.hypothesis_profiles",
    "tests.support.fixtures.journeys",
    "tests.support.fixtures.policies",
    "tests.support.fixtures.workflows",
]

TEMPLATE = "komek_template"
# Temporal fires timers up to a second late by default, which would slow down each skip of time.
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
    """The real server, in real time."""
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


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the gate and of the long proofs."""
    parser.addoption("--all", action="store_true", help="fail if a test is skipped because a part is missing")
    parser.addoption("--prove", action="store_true", help="run long proofs at their whole size")


def pytest_configure(config: pytest.Config) -> None:
    """Set the size of long proofs before any test module is imported."""
    if config.getoption("--prove"):
        os.environ[SCALE_VARIABLE] = WHOLE


def pytest_collection_finish() -> None:
    """Spare the collector what lives as long as the session: tests and libraries, most of the memory."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the gate if a test was skipped, since a skipped test hides a missing part."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter is not None and reporter.stats.get("skipped")
    if skipped and session.config.getoption("--all") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name what was left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.write_sep("-", f"left out: {len(skipped)} tests, because this machine lacks a part")
        for each in skipped:
            terminalreporter.write_line(f"{each.nodeid}: {each.longrepr[2]}")
        if config.getoption("--all"):
            terminalreporter.write_line("failed: --all does not allow tests to be left out")


def pytest_unconfigure() -> None:
    """Let Temporal's threads end: the interpreter aborts at its exit while one still reaches for it."""
    if "temporalio" in sys.modules:
        time.sleep(0.5)
