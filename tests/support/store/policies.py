"""tests.support.store.policies."""

import pytest

from domain.policy.policy import Policy
from domain.worktime.working_calendar import Calendar
from loaders.policy.policy_files import load_policy_with_calendar
from tests.support.pages import PROJECT_ROOT

POLICIES = PROJECT_ROOT / "policies"


@pytest.fixture(scope="module")
def shipped_policy() -> tuple[Policy, Calendar]:
    return load_policy_with_calendar(POLICIES, "kazakhstan")
