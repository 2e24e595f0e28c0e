"""One intake, from what is sent to the talon that is given: at the counter, or where a head receives."""

from dataclasses import dataclass, replace

from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import rules_of
from api.http.idempotency import Deed, given_before, kept
from api.http.responses import talon_answer
from application.i18n import Words
from application.intake.build import planned, taken_in
from application.intake.complaint import complained_of
from application.intake.warnings import remarks
from application.presenters.talon import talon_receiver
from domain.decide.registration import Intake
from domain.identity.identifiers import Talon
from domain.identity.people import Person
from domain.policy.policy import Policy
from domain.policy.regions import History
from schemas.http.requests.intake import NewAppeal
from store.appeals import intake


@dataclass(frozen=True, slots=True)
class Host:
    """Who takes the appeal in; ``settling`` is who settles it here and now, if not who writes it down."""

    person: Person
    name: str
    settling: Person | None = None


async def plan(deed: Deed, connection: AsyncConnection, body: NewAppeal) -> Intake:
    """Return what is to be registered, all but its number. Raises a Refusal or Trouble where it cannot be."""
    rules = rules_of(deed.request)
    policy, calendar = await rules.policy(connection), await rules.calendar(connection)
    body, now = _in_region(body, policy, deed.needs.regions), deed.needs.clock()
    about = await complained_of(connection, body, now)
    return planned(body, policy, calendar, now, deed.needs.rulebooks, about)


async def take(
    deed: Deed, connection: AsyncConnection, body: NewAppeal, plan: Intake, host: Host
) -> Response:
    """Register what was planned and return its talon, or the one that was given before. Raises KeyReused."""
    words: Words = deed.request.app.state.words
    now = deed.needs.clock()
    today = now.astimezone(words.timezone).date()
    number = await intake.prepare(connection, deed.key, today.year)
    if not isinstance(number, Talon):
        return given_before(number)
    taken = taken_in(body, deed.by, replace(plan, number=str(number)), now, host.settling)
    receiver = talon_receiver(words, body.language, host.person, host.name)
    answer = kept(talon_answer(taken, receiver, remarks(body, today, late=plan.late)))
    taken = replace(taken, receiver=host.person.id)
    return given_before(await intake.take_in(connection, deed.key, taken, answer))


def _in_region(body: NewAppeal, policy: Policy, history: History) -> NewAppeal:
    """Return *body* with the code of the region that it names; of several, the reception's own."""
    reception = policy.organisations.get(body.reception)
    region = history.find(body.region, policy.regions, reception.region if reception else "")
    return body.model_copy(update={"region": region.id})
