"""A world of its own for each story."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from loaders.policy import policy_files
from runtime.settings import Settings
from tests.api.conftest import house  # noqa: F401 - a fixture
from tests.journeys.world import Simulation, open_simulation


@pytest.fixture
async def world(database_url: str, time_machine: WorkflowEnvironment) -> AsyncIterator[Simulation]:
    """Open Komek under the policy of the country, on the eve of Nauryz at ten."""
    policy, calendar = policy_files.load_policy_with_calendar(Settings().policies, "kazakhstan")
    async with open_simulation(database_url, time_machine, policy, calendar) as world:
        yield world
