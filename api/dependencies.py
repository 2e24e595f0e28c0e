"""api.dependencies."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection

from api.http.problems import language_of
from application.dependencies import Needs
from application.presenters.notice_text import Teller
from application.policy_cache import Rules
from application.presenters.decisions import Reader


def rules_of(request: Request) -> Rules:
    """Return the rules in force."""
    rules: Rules = request.app.state.rules
    return rules


def reader_of(request: Request) -> Reader:
    """Return who is answered."""
    needs: Needs = request.app.state.needs
    return Reader(needs.rulebooks, language_of(request))


async def teller_of(request: Request, connection: AsyncConnection) -> Teller:
    """Return who puts it into words for *request*."""
    policy = await rules_of(request).policy(connection)
    needs: Needs = request.app.state.needs
    return Teller(request.app.state.words, policy, needs.rulebooks, reader_of(request))
