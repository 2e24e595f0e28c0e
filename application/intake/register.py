"""One intake, from what is sent to the talon that is given: at the counter, or where a head receives."""

from dataclasses import dataclass, replace

from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import policy_cache_of
from api.http.idempotency import IdempotentRequest, replay_response, serialise_response
from api.http.responses import talon_response
from application.i18n import MessageCatalogs
from application.intake.build import build_intake, plan_intake
from application.intake.complaint import resolve_contested_appeal
from application.intake.warnings import intake_warnings
from application.presenters.talon import present_talon_receiver
from domain.decide.registration import Intake
from domain.identity.identifiers import Talon
from domain.identity.people import Person
from domain.policy.policy import Policy
from domain.policy.regions import RegionHistory
from schemas.http.requests.intake import NewAppealBody
from store.appeals import intake


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes the appeal in; ``settling`` is who settles it here and now, if not who writes it down."""

    person: Person
    name: str
    settled_by: Person | None = None


async def plan_registration(
    deed: IdempotentRequest, connection: AsyncConnection, body: NewAppealBody
) -> Intake:
    """Return what is to be registered, all but its number. Raises a Refusal or Trouble where it cannot be."""
    rules = policy_cache_of(deed.request)
    policy, calendar = await rules.policy(connection), await rules.calendar(connection)
    body, now = _with_region_code(body, policy, deed.dependencies.region_history), deed.dependencies.clock()
    about = await resolve_contested_appeal(connection, body, now)
    return plan_intake(body, policy, calendar, now, deed.dependencies.rulebooks, about)


async def register_planned_appeal(
    deed: IdempotentRequest, connection: AsyncConnection, body: NewAppealBody, plan: Intake, host: Receiver
) -> Response:
    """Register what was planned and return its talon, or the one that was given before. Raises KeyReused."""
    words: MessageCatalogs = deed.request.app.state.words
    now = deed.dependencies.clock()
    today = now.astimezone(words.timezone).date()
    number = await intake.draw_talon_number(connection, deed.key, today.year)
    if not isinstance(number, Talon):
        return replay_response(number)
    taken = build_intake(body, deed.by, replace(plan, number=str(number)), now, host.settled_by)
    receiver = present_talon_receiver(words, body.language, host.person, host.name)
    answer = serialise_response(talon_response(taken, receiver, intake_warnings(body, today, late=plan.late)))
    taken = replace(taken, receiver=host.person.id)
    return replay_response(await intake.save_intake(connection, deed.key, taken, answer))


def _with_region_code(body: NewAppealBody, policy: Policy, history: RegionHistory) -> NewAppealBody:
    """Return *body* with the code of the region that it names; of several, the reception's own."""
    reception = policy.organisations.get(body.reception)
    region = history.resolve(body.region, policy.regions, reception.region if reception else "")
    return body.model_copy(update={"region": region.id})
