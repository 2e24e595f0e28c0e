"""The first token: how the first person gets in, who then lets in all others through the API."""

import asyncio
import os
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Role
from loaders.policy import policy_files
from runtime.settings import Settings
from store.database.engine import connect
from store.reference import people
from store.reference.policies import sync

NAME = "Operator"
KEPT = "first-token"


def first(settings: Settings) -> str:
    """Return the token of the first operator, who is entered if there is none with it.

    The database knows only a token's digest, so the token itself is kept in the data folder.
    """
    return asyncio.run(_first(settings, settings.data / KEPT))


async def _first(settings: Settings, kept: Path) -> str:
    engine = connect(settings.database_url, pool_size=2)
    try:
        async with engine.begin() as connection:
            known = await _known(connection, kept)
            return known or await _enter(connection, settings, kept)
    finally:
        await engine.dispose()


async def _known(connection: AsyncConnection, kept: Path) -> str | None:
    token = _read(kept)
    return token if token and await people.person_by_token(connection, token) else None


async def _enter(connection: AsyncConnection, settings: Settings, kept: Path) -> str:
    policy, calendar = policy_files.load(settings.policies, settings.policy)
    await sync(connection, policy, calendar)
    organisation = policy.fallback.organisation
    _person, token = await people.create_person(connection, NAME, organisation, Role.OPERATOR)
    _keep(kept, token)
    return token


def _read(kept: Path) -> str | None:
    try:
        return kept.read_text("utf-8").strip()
    except FileNotFoundError:
        return None


def _keep(kept: Path, token: str) -> None:
    """Keep *token* for its owner's eyes alone."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(token + "\n")
