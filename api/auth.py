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
from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncEngine

from api.http.problems import ApiError
from application.dependencies import Dependencies
from domain.errors import Forbidden, NotFound
from domain.identity.identifiers import parse_tracking_code
from domain.identity.people import Person, Role
from store import queries
from store.database.engine import autocommit
from store.reference import people

TOKEN_CACHE_SECONDS = 3.0
MAX_CACHED_TOKENS = 10_000
TOKEN_PATTERN = re.compile(r"kmk_[A-Za-z0-9_-]{20,200}")

bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A person's token: kmk_…")
tracking_code_header = APIKeyHeader(
    name="Tracking-Code",
    auto_error=False,
    scheme_name="tracking_code",
    description="The tracking code on the talon: the citizen reads and acts on this appeal.",
)

Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
TrackingCode = Annotated[str | None, Security(tracking_code_header)]


@dataclass(frozen=True, slots=True)
class _CachedOwner:
    """The owner of a token, with their name, and when it was read."""

    person: Person
    name: str
    cached_at: float


class TokenCache:
    """Caches the owners of tokens for a few seconds, to save queries."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Ask the directory through *engine*."""
        self._engine = engine
        self._cache: OrderedDict[bytes, _CachedOwner] = OrderedDict()

    async def owner(self, token: str) -> tuple[Person, str] | None:
        """Return whose *token* it is and their name, if it is anybody's who is active."""
        digest = sha256(token.encode()).digest()
        known = self._cache.pop(digest, None)
        if known is None or monotonic() - known.cached_at > TOKEN_CACHE_SECONDS:
            known = await self._look_up(token)
        if known is None:
            return None
        self._cache[digest] = known
        while len(self._cache) > MAX_CACHED_TOKENS:
            self._cache.popitem(last=False)
        return known.person, known.name

    def invalidate(self) -> None:
        """Empty the cache, because the rights of a person have changed."""
        self._cache.clear()

    async def _look_up(self, token: str) -> _CachedOwner | None:
        async with autocommit(self._engine).connect() as connection:
            person = await people.person_by_token(connection, token)
            if person is None:
                return None
            names = await people.names_by_id(connection, [person.id])
        return _CachedOwner(person, names.get(person.id, ""), monotonic())


def dependencies_of(request: Request) -> Dependencies:
    """Return the dependencies of the API."""
    dependencies: Dependencies = request.app.state.dependencies
    return dependencies


Deps = Annotated[Dependencies, Depends(dependencies_of)]


async def caller(request: Request, credentials: Credentials) -> Person:
    """Return who is asking. Raises ApiError without a known token, and for a citizen's tracking code."""
    if credentials is None and tracking_code_header.model.name in request.headers:
        raise ApiError("not_for_citizens")
    tokens: TokenCache = request.app.state.tokens
    written = credentials.credentials if credentials else ""
    owner = await tokens.owner(written) if TOKEN_PATTERN.fullmatch(written) else None
    if owner is None:
        raise ApiError("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    person, request.state.name = owner
    structlog.contextvars.bind_contextvars(person=str(person.id), organisation=person.organisation)
    return person


async def staff_or_citizen(
    request: Request, credentials: Credentials, dependencies: Deps, tracking_code: TrackingCode
) -> Person:
    """Return the caller: a person with a token, or the citizen with the appeal's tracking code.

    Raises ApiError without a known token, Missing where no appeal has this code.
    """
    if credentials is not None or tracking_code is None:
        return await caller(request, credentials)
    try:
        code = parse_tracking_code(tracking_code)
    except ValueError as error:
        raise NotFound from error
    async with autocommit(dependencies.engine).connect() as connection:
        appeal = await queries.appeal_by(connection, tracking_code=code)
    if appeal is None:
        raise NotFound
    return Person(appeal.id, "", Role.CITIZEN, appeal.region)


async def operator(person: Annotated[Person, Depends(caller)]) -> Person:
    """Return who is asking, if an operator. Raises Forbidden."""
    if person.role is not Role.OPERATOR:
        raise Forbidden(role=person.role)
    return person


Caller = Annotated[Person, Depends(caller)]
StaffOrCitizen = Annotated[Person, Depends(staff_or_citizen)]
Operator = Annotated[Person, Depends(operator)]
