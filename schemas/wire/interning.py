"""One plan and one calendar in memory for all the appeals that carry an equal one."""

from dataclasses import replace
from functools import lru_cache

from domain.policy.plan import Plan
from domain.state.appeal import Appeal
from domain.worktime import working_calendar


def with_shared_plan(appeal: Appeal) -> Appeal:
    """Return *appeal* with its plan and calendar shared with all equal ones."""
    return replace(appeal, plan=_shared_plan(appeal.plan), calendar=working_calendar.intern(appeal.calendar))


@lru_cache(maxsize=4096)
def _shared_plan(plan: Plan) -> Plan:
    return plan
