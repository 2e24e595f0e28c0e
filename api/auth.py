"""Who is asking: a person by a bearer token, or a citizen by a tracking code.

The one place that another way of signing in replaces.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from typing import Annotated

import structlog
from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncEngine

from application.dependencies import Needs
from application.errors import Trouble
from domain.errors import Forbidden, Missing
from domain.identity.identifiers import read_tracking_code
from domain.identity.people import Person, Role
from store import queries
from store.database.engine import at_once
from store.reference import people

FRESH_SECONDS = 3.0
MOST = 10_000
TOKEN = re.compile(r"kmk_[A-Za-z0-9_-]{20,200}")

bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A person's token: kmk_…")

Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
TrackingCode = Annotated[
    str | None, Header(alias="Tracking-Code", description="A citizen's, in place of a token.")
]


@dataclass(frozen=True, slots=True)
class _Known:
    """Whom a token belongs to, by name, and when that was learnt."""

    person: Person
    name: str
    learnt: float


class Tokens:
    """Remembers for a few seconds whom a token belongs to, so that a busy person costs few questions."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Ask the directory through *engine*."""
        self._engine = engine
        self._known: OrderedDict[bytes, _Known] = OrderedDict()

    async def owner(self, token: str) -> tuple[Person, str] | None:
        """Return whose *token* it is and their name, if it is anybody's who is active."""
        digest = sha256(token.encode()).digest()
        known = self._known.pop(digest, None)
        if known is None or monotonic() - known.learnt > FRESH_SECONDS:
            known = await self._ask(token)
        if known is None:
            return None
        self._known[digest] = known
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return known.person, known.name

    def forget(self) -> None:
        """Ask anew from now on: somebody's rights have changed."""
        self._known.clear()

    async def _ask(self, token: str) -> _Known | None:
        async with at_once(self._engine).connect() as connection:
            person = await people.person_by_token(connection, token)
            if person is None:
                return None
            names = await people.names(connection, [person.id])
        return _Known(person, names.get(person.id, ""), monotonic())


def needs_of(request: Request) -> Needs:
    """Return what the API was given."""
    needs: Needs = request.app.state.needs
    return needs


World = Annotated[Needs, Depends(needs_of)]


async def caller(request: Request, credentials: Credentials) -> Person:
    """Return who is asking. Raises Trouble where nobody known is."""
    tokens: Tokens = request.app.state.tokens
    written = credentials.credentials if credentials else ""
    owner = await tokens.owner(written) if TOKEN.fullmatch(written) else None
    if owner is None:
        raise Trouble("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    person, request.state.name = owner
    structlog.contextvars.bind_contextvars(person=str(person.id), organisation=person.organisation)
    return person


async def visitor(
    request: Request, credentials: Credentials, needs: World, tracking_code: TrackingCode = None
) -> Person:
    """Return who is asking about an appeal: somebody with a token, or the citizen with its tracking code.

    Raises Trouble where nobody known is, Missing where no appeal has this code.
    """
    if credentials is not None or tracking_code is None:
        return await caller(request, credentials)
    try:
        code = read_tracking_code(tracking_code)
    except ValueError as error:
        raise Missing from error
    async with at_once(needs.engine).connect() as connection:
        appeal = await queries.appeal_by(connection, tracking_code=code)
    if appeal is None:
        raise Missing
    return Person(appeal.id, "", Role.CITIZEN, appeal.region)


async def operator(person: Annotated[Person, Depends(caller)]) -> Person:
    """Return who is asking, if an operator. Raises Forbidden."""
    if person.role is not Role.OPERATOR:
        raise Forbidden(role=person.role)
    return person


Caller = Annotated[Person, Depends(caller)]
Visitor = Annotated[Person, Depends(visitor)]
Operator = Annotated[Person, Depends(operator)]
