"""The database engine: one pool of connections with limited waits, which never lends a dead connection."""

import select
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from store.database.watched_connection import WatchedConnection

CONNECT_TIMEOUT_SECONDS = 3
POOL_TIMEOUT_SECONDS = 5.0  # for a connection that other requests use
SESSION_SETTINGS = {
    "timezone": "UTC",
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "random_page_cost": "1.1",  # as on any solid-state disk: lists are read in an index's order, not sorted
}
SOCKET_SETTINGS = {
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


def create_engine(database_url: str, *, pool_size: int = 10) -> AsyncEngine:
    """Return the engine for the database at *database_url* (postgresql://…). No connection is opened yet."""
    options = " ".join(f"-c {name}={value}" for name, value in SESSION_SETTINGS.items())
    engine = create_async_engine(
        sqlalchemy_url(database_url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        connect_args={
            "async_creator_fn": WatchedConnection.connect,
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "options": options,
            **SOCKET_SETTINGS,
        },
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "checkout", _check_connection_alive)
    return engine


def autocommit(engine: AsyncEngine) -> AsyncEngine:
    """Return *engine* with each statement as its own transaction: no BEGIN, no COMMIT."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def repeatable_read(engine: AsyncEngine) -> AsyncEngine:
    """Return *engine* with transactions in which all queries see the same moment."""
    return engine.execution_options(isolation_level="REPEATABLE READ")


def sqlalchemy_url(database_url: str) -> str:
    """Return *database_url* in SQLAlchemy's form, with psycopg as the driver."""
    scheme, separator, rest = database_url.partition("://")
    if not separator or scheme.split("+")[0] not in ("postgresql", "postgres"):
        raise ValueError("a database URL begins with postgresql://")
    return f"postgresql+psycopg://{rest}"


async def is_ready(engine: AsyncEngine) -> bool:
    """Return whether the database answers."""
    try:
        async with autocommit(engine).connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (DBAPIError, OSError, TimeoutError):
        return False
    return True


def _check_connection_alive(
    connection: Any, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Replace all connections of the pool where the server has closed this one.

    An idle connection has nothing to read unless the server has closed it; the check costs no round trip.
    """
    poll = select.poll()
    poll.register(connection.driver_connection, select.POLLIN)
    if poll.poll(0):
        raise InvalidatePoolError
