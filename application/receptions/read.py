"""The schedule of personal receptions as it is read: by staff, by the public, and by those with oversight."""

from datetime import datetime, timedelta
from uuid import UUID

from application import pagination
from application.dependencies import Dependencies
from application.presenters.receptions import present_reception, present_reception_change, present_visit
from application.receptions import overdue
from domain.country.languages import Language
from domain.errors import Forbidden, NotFound
from domain.identity.people import Person, Role
from domain.law.rule_ids import RuleId
from domain.policy.policy import Policy
from schemas.http.receptions import (
    OverdueReceptionPage,
    OverdueReceptionView,
    PublicReceptionPage,
    PublicReceptionView,
    PublicScheduleParams,
    ReceptionDetailView,
    ReceptionListParams,
    ReceptionPage,
)
from store.database.engine import autocommit
from store.receptions import schedule, visits
from store.receptions.schedule import ScheduleFilter

DEFAULT_SCHEDULE_SPAN = timedelta(days=92)
MAX_PUBLIC_RECEPTIONS = 200
OVERSIGHT_ROLES = frozenset({Role.OPERATOR, Role.HEAD, Role.SUPERVISOR})
PAGING_PARAMETERS = {"limit", "cursor"}


async def list_receptions(dependencies: Dependencies, asked: ReceptionListParams) -> ReceptionPage:
    """Return a page of the schedule, in order of time."""
    question = asked.model_dump(exclude=PAGING_PARAMETERS)
    after = _position_of(question, asked.cursor)
    async with autocommit(dependencies.engine).connect() as connection:
        found = await schedule.schedule_page(
            connection, _schedule_filter(dependencies, asked), after, asked.limit + 1
        )
    items = [present_reception(each, dependencies.clock()) for each in found[: asked.limit]]
    if len(found) <= asked.limit:
        return ReceptionPage(items=items)
    last = items[-1]
    return ReceptionPage(
        items=items, next_cursor=pagination.encode_cursor(question, last.begins_at.isoformat(), str(last.id))
    )


async def public_schedule(
    dependencies: Dependencies, language: Language, asked: PublicScheduleParams
) -> PublicReceptionPage:
    """Return when and where the heads of an organisation receive people, without their names."""
    async with autocommit(dependencies.engine).connect() as connection:
        policy = await dependencies.policy_cache.policy(connection)
        organisation = policy.organisation(asked.organisation)
        found = await schedule.schedule_page(
            connection, _schedule_filter(dependencies, asked), None, MAX_PUBLIC_RECEPTIONS
        )
    title = getattr(organisation.titles, language)
    items = [
        PublicReceptionView(
            organisation=organisation.id,
            organisation_title=title,
            post=dependencies.catalogs.post_title(language, each.receiver_role, each.receiver_office),
            begins_at=each.reception.begins,
            ends_at=each.reception.ends,
            place=each.reception.place,
            cancelled=each.reception.cancelled,
        )
        for each in found
    ]
    return PublicReceptionPage(items=items)


async def list_overdue_receptions(dependencies: Dependencies, by: Person) -> OverdueReceptionPage:
    """Return the officials below *by* whose reception is or will be overdue. Raises Forbidden."""
    if by.role not in OVERSIGHT_ROLES:
        raise Forbidden(role=by.role)
    async with autocommit(dependencies.engine).connect() as connection:
        policy = await dependencies.policy_cache.policy(connection)
        calendar = await dependencies.policy_cache.calendar(connection)
        found = await overdue.overdue_receptions(dependencies, connection, policy, calendar)
    article = overdue.article_of_rule(dependencies, calendar, RuleId.PERSONAL_RECEPTION)
    now = dependencies.clock()
    items = [
        OverdueReceptionView(
            organisation=each.organisation,
            official=each.official,
            counts_from=each.counted_from,
            last_held_at=each.last_held_at,
            due_at=each.due,
            next_planned_at=each.next_planned_at,
            overdue=each.is_late(now),
            article=article,
        )
        for each in found
        if _oversees(by, each.organisation, policy)
    ]
    return OverdueReceptionPage(items=items)


async def read_reception(dependencies: Dependencies, by: Person, name: UUID) -> ReceptionDetailView:
    """Return a reception with its changes and visits. Raises NotFound where *by* may not see its visits."""
    async with autocommit(dependencies.engine).connect() as connection:
        policy = await dependencies.policy_cache.policy(connection)
        line = await schedule.reception_details(connection, name)
        if line is None or not _may_see_visits(by, line.reception.organisation, policy):
            raise NotFound
        changes = await schedule.changes_of_reception(connection, name)
        found = await visits.visits_of_reception(connection, name)
    return ReceptionDetailView(
        **present_reception(line, dependencies.clock()).model_dump(),
        changes=[present_reception_change(each) for each in changes],
        visits=[present_visit(each) for each in found],
    )


def _schedule_filter(dependencies: Dependencies, asked: PublicScheduleParams) -> ScheduleFilter:
    since = asked.begins_from or dependencies.clock()
    return ScheduleFilter(since, asked.begins_before or since + DEFAULT_SCHEDULE_SPAN, asked.organisation)


def _position_of(question: dict[str, object], cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        begins, last = pagination.decode_cursor(question, cursor)
        position = datetime.fromisoformat(begins), UUID(last)
    except ValueError as error:
        raise pagination.invalid_cursor() from error
    if position[0].tzinfo is None:
        raise pagination.invalid_cursor()
    return position


def _oversees(by: Person, organisation: str, policy: Policy) -> bool:
    """Return whether *by* oversees *organisation*: an operator all, a head those of the region."""
    if by.role is Role.HEAD:
        return policy.organisation(organisation).region == by.region
    return by.role is Role.OPERATOR or by.organisation == organisation


def _may_see_visits(by: Person, organisation: str, policy: Policy) -> bool:
    is_own = by.organisation == organisation and by.role is not Role.INTEGRATOR
    return is_own or (by.role in OVERSIGHT_ROLES and _oversees(by, organisation, policy))
