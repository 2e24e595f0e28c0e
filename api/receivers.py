"""Whom a command names must be there: what the rules cannot know, the directory does."""

from sqlalchemy.ext.asyncio import AsyncConnection

from api.deeds import Deed
from api.problems import Trouble
from api.rules import Rules
from api.scope import WORKERS, appeal_for
from domain import act_commands as a
from domain import commands as c
from domain.errors import Missing, UnknownOrganisation
from domain.people import Group, Person, works_in
from domain.plan import WORKER_OF, Step
from store import directory


async def check_receiver(deed: Deed, connection: AsyncConnection, command: c.PersonCommand) -> None:
    """Refuse a command that names an organisation, person or appeal which is not there."""
    match command:
        case c.Refer(step=step, to=str(to)) | c.OpenSideTask(step=step, to=str(to)):
            await _check_group(deed, connection, Group(to, WORKER_OF[step]))
        case a.Redirect(to=to) | a.RedirectPart(to=to):
            await _check_group(deed, connection, Group(to, WORKER_OF[Step.AGENCY]))
        case c.Reassign(group=group, holder=holder):
            await _check_group(deed, connection, group)
            staff = await directory.staff(connection, group.organisation) if holder else []
            if holder and not any(
                each.id == holder and each.active and works_in(_person(each), group) for each in staff
            ):
                raise Trouble("unknown_person", errors=[("holder", "wrong_value")])
        case c.Merge(into=into):
            try:
                line = await appeal_for(connection, deed.by, into)
            except Missing as error:
                raise Trouble("unknown_appeal", errors=[("into", "wrong_value")]) from error
            if line.outcome is not None:  # or two appeals could end in each other, and nobody be helped
                closed = {"outcome": line.outcome}
                raise Trouble("appeal_closed", errors=[("into", "wrong_value")], facts=closed)
        case _:
            pass


async def _check_group(deed: Deed, connection: AsyncConnection, group: Group) -> None:
    rules: Rules = deed.request.app.state.rules
    policy = await rules.policy(connection)
    if group.role not in WORKERS or not policy.organisation(group.organisation).staffs(group.role):
        raise UnknownOrganisation(organisation=group.organisation, role=group.role)


def _person(employee: directory.Employee) -> Person:
    return Person(employee.id, employee.organisation, employee.role, employee.region)
