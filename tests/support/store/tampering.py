"""Changes of stored events, which the database refuses to the product."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def tamper(connection: AsyncConnection, statement: str, **values: Any) -> None:
    """Execute *statement* without triggers, as only a superuser of the database can."""
    await connection.execute(text("SET session_replication_role = replica"))
    await connection.execute(text(statement), values)
    await connection.execute(text("SET session_replication_role = origin"))
