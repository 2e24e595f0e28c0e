"""Duplicates: earlier appeals of the same applicant with the same text."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import EXTERNAL_ROLES, restrict_appeal_filter, visible_appeal
from application.context import CommandContext
from application.errors import UseCaseError
from domain.country.name_matching import skeleton
from domain.errors import Forbidden, NotFound
from domain.events import Fact, ReturnedToApplicant
from domain.identity.people import Person
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import ReturnGround
from domain.state.task import Outcome
from schemas.http.responses.records import DuplicateAppeal
from store import queries
from store.appeals import event_log, personal_data
from store.queries import AppealFilter, AppealRecord

MAX_DUPLICATES = 100


async def list_duplicates(
    connection: AsyncConnection, by: Person, line: AppealRecord
) -> list[DuplicateAppeal]:
    """Return the applicant's earlier appeals with the same text, as far as *by* may see them."""
    if by.role in EXTERNAL_ROLES:
        raise Forbidden(role=by.role)
    asked = restrict_appeal_filter(by, AppealFilter(applicant_of=line.id))
    earlier = await queries.appeal_page(connection, asked, before=line.id, limit=MAX_DUPLICATES)
    found = await personal_data.texts_of_appeals(
        connection, [(each.id, each.text) for each in (line, *earlier)]
    )
    texts = {text_id: body for (_, text_id), body in found.items()}
    same = await asyncio.to_thread(_same_texts, texts, line.text)  # long texts would hold the event loop
    return [DuplicateAppeal.model_validate(each) for each in earlier if each.text in same]


def _same_texts(texts: Mapping[UUID, str], own: UUID) -> frozenset[UUID]:
    """Return those of *texts* that are written like the *own* one."""
    wanted = skeleton(texts.get(own, ""))
    return frozenset(each for each, written in texts.items() if skeleton(written) == wanted)


async def check_identical_appeal(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, earlier: UUID, field: str
) -> None:
    """Raise UseCaseError about *field* where *earlier* is not an appeal that the command may name.

    It has to be of the same applicant, with the same body, and terminated; or returned as a repeat, where
    this one is attached to it.
    """
    errors = [(field, "invalid_value")]
    try:
        found = await visible_appeal(connection, ctx.by, earlier)
    except NotFound as error:
        raise UseCaseError("unknown_appeal", errors=errors) from error
    state = await event_log.load_appeal(connection, appeal)
    if state is None or not state.law.rules or state.legal.danger:
        return  # the rules refuse it
    is_same_applicant = await queries.is_same_applicant(connection, appeal, earlier)
    is_same_body = found.organisation == state.group.organisation
    rule, has_ended_so = RuleId.RETURN_IDENTICAL, found.outcome == Outcome.TERMINATED
    if field == "into":
        life = await event_log.facts_of_appeal(connection, earlier)
        rule, has_ended_so = RuleId.ATTACH_TO_FILE, _was_returned_as_repeat(life, found)
    if not (is_same_applicant and is_same_body and has_ended_so):
        raise UseCaseError(
            "appeal_not_identical", errors=errors, facts={"article": state.law.article_of(rule)}
        )


def _was_returned_as_repeat(life: Sequence[Fact], line: AppealRecord) -> bool:
    """Return whether the appeal was returned for repeating an earlier one."""
    returned = [fact.event for fact in life if isinstance(fact.event, ReturnedToApplicant)]
    return line.outcome == Outcome.RETURNED and returned[-1].ground is ReturnGround.IDENTICAL
