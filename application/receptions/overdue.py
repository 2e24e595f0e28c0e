"""Which bodies have received nobody in the term of the law, or will not have by their schedule."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from application.dependencies import Needs
from domain.policy.policy import Organisation, Policy
from domain.rules.receptions import MONTHLY, Owed, Reception, owed, owes, rule_on
from domain.worktime.working_calendar import Calendar, calendar_for
from store.receptions import schedule


async def missing(
    needs: Needs, connection: AsyncConnection, policy: Policy, calendar: Calendar
) -> list[Owed]:
    """Return who is late or will be, the latest first; nobody where the law asks for no receptions."""
    now = needs.clock()
    rule = rule_on(needs.rulebooks, calendar.day(now), MONTHLY)
    if rule is None:
        return []
    known = policy.organisations
    bodies = [
        each
        for each in await schedule.led(connection)
        if each.organisation in known and owes(known[each.organisation])
    ]
    own: dict[str, list[Reception]] = defaultdict(list)
    for reception in await schedule.bearing(connection, now):
        own[reception.organisation].append(reception)
    found = [
        owed(each, own[each.organisation], rule, _of(calendar, known[each.organisation], each.since), now)
        for each in bodies
    ]
    return sorted((each for each in found if each.is_missing(now)), key=lambda each: each.due)


def article(needs: Needs, calendar: Calendar, rule: str) -> str:
    """Return where the law of today has this *rule* of receptions."""
    found = rule_on(needs.rulebooks, calendar.day(needs.clock()), rule)
    return found.citation.article if found else ""


def _of(country: Calendar, body: Organisation, since: datetime) -> Calendar:
    """Return the calendar of *body*: its *country*'s, with the days off of its own region."""
    return calendar_for(country, body.region, since)
