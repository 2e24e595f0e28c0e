"""The plans by which PostgreSQL carries out the statements of the store."""

from typing import Any

from sqlalchemy import ClauseElement
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection


async def explain(
    connection: AsyncConnection,
    statement: ClauseElement,
    values: dict[str, Any] | None = None,
    options: str = "ANALYZE, FORMAT JSON",
) -> list[dict[str, Any]]:
    """Return the nodes of the plan by which *statement* was carried out."""
    compiled = statement.compile(dialect=psycopg.dialect())  # type: ignore[no-untyped-call] # SQLAlchemy's own
    found = await connection.exec_driver_sql(
        f"EXPLAIN ({options}) {compiled}", {**compiled.params, **(values or {})}
    )
    nodes, waiting = [], [found.scalar_one()[0]["Plan"]]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting += node.get("Plans", [])
    return nodes
