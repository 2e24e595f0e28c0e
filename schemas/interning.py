"""One plan and one calendar in memory for all the appeals that carry an equal one."""

from dataclasses import replace
from functools import lru_cache

from domain import workdays
from domain.appeal import Appeal
from domain.plan import Plan


def interned(appeal: Appeal) -> Appeal:
    """Return *appeal* with its plan and calendar shared with all equal ones."""
    return replace(appeal, plan=_shared(appeal.plan), calendar=workdays.intern(appeal.calendar))


@lru_cache(maxsize=4096)
def _shared(plan: Plan) -> Plan:
    return plan
