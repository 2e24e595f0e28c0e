"""The counter: an appeal comes in, a talon goes out. Temporal is not asked."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.complaining import complained_of
from api.deeds import Doing, given_before, kept
from api.language import Words
from api.problems import Trouble
from api.registering import check_counter, planned, taken_in
from api.remarking import remarks
from api.rules import Rules
from api.showing import talon_answer, talon_receiver
from domain.numbers import Talon
from domain.policy import Policy
from domain.regions import History
from schemas.intake import NewAppeal
from schemas.views import Talon as TalonView
from store import intake
from store.engine import at_once
from store.errors import KeyReused

router = APIRouter(prefix="/v1/appeals", tags=["appeals"])


@router.post("", status_code=201, response_model=TalonView)
async def register_appeal(request: Request, body: NewAppeal, deed: Doing) -> Response:
    """Register an appeal and give its talon; with `here_and_now` also settle it in the same visit."""
    rules: Rules = request.app.state.rules
    words: Words = request.app.state.words
    now = deed.needs.clock()
    async with at_once(deed.needs.engine).connect() as connection:
        policy = await rules.policy(connection)
        check_counter(deed.by, body.reception)
        body = _in_region(body, policy, deed.needs.regions)
        about = await complained_of(connection, body, now)
        plan = planned(body, policy, await rules.calendar(connection), now, deed.needs.rulebooks, about)
        try:
            number = await intake.prepare(connection, deed.key, now.astimezone(words.timezone).year)
            if not isinstance(number, Talon):
                return given_before(number)
            taken = taken_in(body, deed.by, replace(plan, number=str(number)), now)
            receiver = talon_receiver(words, body.language, deed.by, request.state.name)
            odd = remarks(body, now.astimezone(words.timezone).date(), late=plan.late)
            answer = kept(talon_answer(taken, receiver, odd))
            return given_before(await intake.take_in(connection, deed.key, taken, answer))
        except KeyReused as error:
            raise Trouble("idempotency_key_reused") from error


def _in_region(body: NewAppeal, policy: Policy, history: History) -> NewAppeal:
    """Return *body* with the code of the region that it names; of several, the reception's own."""
    reception = policy.organisations.get(body.reception)
    region = history.find(body.region, policy.regions, reception.region if reception else "")
    return body.model_copy(update={"region": region.id})
