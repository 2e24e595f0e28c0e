"""The first operator's token, with which all other people are added through the API."""

import asyncio
import os
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Role
from loaders.policy import policy_files
from runtime.settings import Settings
from store.database.engine import create_engine
from store.reference import people
from store.reference.policies import synchronise_reference_data

OPERATOR_NAME = "Operator"
FILE_NAME = "first-token"


def first_operator_token(settings: Settings) -> str:
    """Return the token of the first operator, who is created if missing.

    The database stores only the token's digest, so the token itself is stored in the data folder.
    """
    return asyncio.run(_ensure_operator_token(settings, settings.data / FILE_NAME))


async def _ensure_operator_token(settings: Settings, kept: Path) -> str:
    engine = create_engine(settings.database_url, pool_size=2)
    try:
        async with engine.begin() as connection:
            known = await _valid_stored_token(connection, kept)
            return known or await _create_operator(connection, settings, kept)
    finally:
        await engine.dispose()


async def _valid_stored_token(connection: AsyncConnection, kept: Path) -> str | None:
    token = _read_token(kept)
    return token if token and await people.person_by_token(connection, token) else None


async def _create_operator(connection: AsyncConnection, settings: Settings, kept: Path) -> str:
    policy, calendar = policy_files.load_policy_with_calendar(settings.policies, settings.policy)
    await synchronise_reference_data(connection, policy, calendar)
    organisation = policy.fallback.organisation
    _person, token = await people.create_person(connection, OPERATOR_NAME, organisation, Role.OPERATOR)
    _write_token(kept, token)
    return token


def _read_token(kept: Path) -> str | None:
    try:
        return kept.read_text("utf-8").strip()
    except FileNotFoundError:
        return None


def _write_token(kept: Path, token: str) -> None:
    """Write *token* to a file that only its owner can read."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(token + "\n")
