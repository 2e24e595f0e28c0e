"""The shipped policy, with one reception that belongs to an administrative body."""

from dataclasses import replace

from domain.identity.people import Role
from domain.policy.policy import Policy
from domain.worktime.working_calendar import Calendar
from loaders.policy.policy_files import load_policy_with_calendar
from runtime.settings import Settings

BODY_WITH_COUNTER = "reception-61"


def policy_with_counter_of_body() -> tuple[Policy, Calendar]:
    """Return the policy of the country, whose reception in Turkistan has officers, and so may decide."""
    policy, calendar = load_policy_with_calendar(Settings().policies, "kazakhstan")
    counter = policy.organisations[BODY_WITH_COUNTER]
    body = replace(counter, roles=(*counter.roles, Role.OFFICER))
    return replace(policy, organisations={**policy.organisations, body.id: body}), calendar
