"""One house for all tests of the API: each test brings its own appeals."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from runtime import policies
from runtime.embedded.postgres import Postgres
from runtime.settings import Settings
from tests.api.house import House, housed
from tests.support.names import fresh


@pytest.fixture(scope="session")
async def house(postgres: Postgres, template: str, temporal: WorkflowEnvironment) -> AsyncIterator[House]:
    """Open the house under the policy of the country."""
    name, queue = fresh("api"), fresh("queue")
    settings = Settings()
    policy, calendar = policies.load(settings.policies, "kazakhstan")
    async with housed(
        postgres.create_database(name, template), temporal.client, queue, policy, calendar
    ) as house:
        yield house
    postgres.drop_database(name)
