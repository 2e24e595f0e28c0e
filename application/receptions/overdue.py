"""Officials whose reception is overdue by the law, or will be under their schedule."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.dependencies import Dependencies
from domain.law.rule_ids import RuleId
from domain.policy.policy import Organisation, Policy
from domain.rules.receptions import (
    Reception,
    ReceptionObligation,
    must_hold_receptions,
    reception_obligation,
    rule_on,
)
from domain.worktime.working_calendar import Calendar, calendar_for_appeal
from store.receptions import schedule


async def overdue_receptions(
    dependencies: Dependencies, connection: AsyncConnection, policy: Policy, calendar: Calendar
) -> list[ReceptionObligation]:
    """Return the overdue obligations, the latest first; none where the law requires no receptions."""
    now = dependencies.clock()
    rule = rule_on(dependencies.rulebooks, calendar.local_date(now), RuleId.PERSONAL_RECEPTION)
    if rule is None:
        return []
    known = policy.organisations
    officials = [
        each
        for each in await schedule.receiving_officials(connection)
        if each.organisation in known and must_hold_receptions(known[each.organisation])
    ]
    own: dict[UUID, list[Reception]] = defaultdict(list)
    for reception in await schedule.relevant_for_deadline(connection, now):
        own[reception.receiver].append(reception)
    found = [
        reception_obligation(
            each,
            own[each.person],
            rule,
            _calendar_of_body(calendar, known[each.organisation], each.since),
            now,
        )
        for each in officials
    ]
    return sorted((each for each in found if each.is_late_or_will_be(now)), key=lambda each: each.due)


def article_of_rule(dependencies: Dependencies, calendar: Calendar, rule: str) -> str:
    """Return the article of this *rule* of receptions in the law of today."""
    found = rule_on(dependencies.rulebooks, calendar.local_date(dependencies.clock()), rule)
    return found.citation.article if found else ""


def _calendar_of_body(country: Calendar, body: Organisation, since: datetime) -> Calendar:
    """Return the calendar of *body*: its *country*'s, with the days off of its own region."""
    return calendar_for_appeal(country, body.region, since)
