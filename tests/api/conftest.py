"""One house for all tests of the API, in which each brings its own appeals; and a house to run wild in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from temporalio.testing import WorkflowEnvironment

from loaders.policy import policy_files
from runtime.devstack.postgres import Postgres
from runtime.settings import Settings
from tests.api.house import ApiHarness, open_harness
from tests.support.names import unique_name
from tests.support.talons import start_talons_at_random


@pytest.fixture(scope="session")
async def house(
    postgres: Postgres, template: str, temporal: WorkflowEnvironment
) -> AsyncIterator[ApiHarness]:
    """Open the house that all share."""
    async with own_house(postgres, template, temporal) as house:
        yield house


@pytest.fixture
async def wild_house(
    postgres: Postgres, template: str, temporal: WorkflowEnvironment
) -> AsyncIterator[ApiHarness]:
    """Open a house of the test's own, in which anything may be broken and anybody sent away."""
    async with own_house(postgres, template, temporal) as house:
        yield house


@asynccontextmanager
async def own_house(
    postgres: Postgres, template: str, temporal: WorkflowEnvironment
) -> AsyncIterator[ApiHarness]:
    """Open a house on a database and a queue of its own, under the policy of the country."""
    name, queue = unique_name("api"), unique_name("queue")
    policy, calendar = policy_files.load_policy_with_calendar(Settings().policies, "kazakhstan")
    url = postgres.create_database(name, template)
    start_talons_at_random(url)
    async with open_harness(url, temporal.client, queue, policy, calendar) as house:
        yield house
    postgres.drop_database(name)
