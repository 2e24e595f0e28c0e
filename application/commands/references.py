"""What the rules cannot know: that whom a command names is there, who stands above, whether the same ask."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import rules_of
from api.http.idempotency import Deed
from application.access_scope import appeal_for
from application.errors import Trouble
from domain import commands as c
from domain.errors import Missing
from domain.identity.people import Group, works_in
from domain.policy.plan import WORKER_OF, Step
from domain.policy.routing import superior_of
from domain.procedure.decision.decision import SENT_BACK
from store import queries
from store.appeals import event_log
from store.queries import AppealLine
from store.reference import people


async def check_receiver(deed: Deed, connection: AsyncConnection, command: c.PersonCommand) -> None:
    """Refuse a command that names an organisation or a person who is not there."""
    match command:
        case c.Refer(step=step, to=str(to)) | c.OpenSideTask(step=step, to=str(to)):
            await _check_workers(deed, connection, Group(to, WORKER_OF[step]))
        case c.Redirect(to=to) | c.RedirectPart(to=to):
            await _check_workers(deed, connection, Group(to, WORKER_OF[Step.AGENCY]))
        case c.Reassign(group=group, holder=holder):
            await _check_workers(deed, connection, group, "organisation")
            staff = await people.staff(connection, group.organisation) if holder else []
            if holder and not any(
                each.id == holder and each.active and works_in(each.person, group) for each in staff
            ):
                raise Trouble("unknown_person", errors=[("holder", "wrong_value")])
        case _:
            pass


async def under(deed: Deed, connection: AsyncConnection, command: c.TaskCommand) -> c.TaskCommand:
    """Return *command* that knows who stands above the body to which it sends the work."""
    match command:
        case c.Refer(to=str(to)) | c.Redirect(to=to) | c.RedirectPart(to=to):
            return replace(command, superior=await _above(deed, connection, to))
        case c.Reassign(group=group):
            return replace(command, superior=await _above(deed, connection, group.organisation))
        case _:
            return command


async def goes_on(
    deed: Deed, connection: AsyncConnection, appeal: UUID, command: c.AppealCommand
) -> c.AppealCommand:
    """Return *command* that knows of other appeals what it needs.

    One that merges: whether all who ask are answered there. One that reopens: when a complaint about it was
    sent back. Raises Trouble where the appeal to merge into is closed, unless this command was obeyed before.
    """
    if isinstance(command, c.Reopen):
        return replace(command, sent_back=await _sent_back(deed, connection, appeal))
    if not isinstance(command, c.Merge):
        return command
    into = await _goes_on_in(deed, connection, command.into)
    if into.outcome is not None:  # or two appeals could end in each other, and nobody be helped
        facts = await event_log.facts(connection, appeal)
        if all(fact.command != deed.id for fact in facts):
            closed = {"outcome": into.outcome}
            raise Trouble("appeal_closed", errors=[("into", "wrong_value")], facts=closed)
    answered = await _is_answered(connection, appeal, into.id)
    return replace(command, answered_there=answered, number=into.number)


async def _sent_back(deed: Deed, connection: AsyncConnection, appeal: UUID) -> datetime | None:
    """Return when a complaint about *appeal* was last sent back, for its body to begin again."""
    family = await queries.family(connection, await appeal_for(connection, deed.by, appeal))
    judged = [await event_log.appeal(connection, each.id) for each in family.complaints]
    sent = [each.closed_at for each in judged if each and each.legal.decision == SENT_BACK]
    return max((each for each in sent if each), default=None)


async def _above(deed: Deed, connection: AsyncConnection, organisation: str) -> Group | None:
    return superior_of(await rules_of(deed.request).policy(connection), organisation)


async def _is_answered(connection: AsyncConnection, appeal: UUID, other: UUID) -> bool:
    """Tell whether all who ask in *appeal* ask in the *other* too, by the same procedure and due no later."""
    here, there = await event_log.appeal(connection, appeal), await event_log.appeal(connection, other)
    if not (here and there and here.plan.law and there.plan.law and here.statute_due and there.statute_due):
        return False
    as_soon = there.statute_due <= here.statute_due
    alike = there.plan.law.procedure is here.plan.law.procedure
    return as_soon and alike and await queries.same_people(connection, appeal, other)


async def _goes_on_in(deed: Deed, connection: AsyncConnection, into: UUID) -> AppealLine:
    try:
        return await appeal_for(connection, deed.by, into)
    except Missing as error:
        raise Trouble("unknown_appeal", errors=[("into", "wrong_value")]) from error


async def _check_workers(deed: Deed, connection: AsyncConnection, group: Group, field: str = "to") -> None:
    policy = await rules_of(deed.request).policy(connection)
    policy.workers(group.organisation, group.role, field)
