"""What is this installation's own: the key by which its processes seal the commands they send."""

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import select

from store.database.tables import InstallationRow


async def command_key(connection: AsyncConnection) -> bytes:
    """Return the key that seals commands; those who reach only Temporal do not know it."""
    return (await connection.execute(select(InstallationRow.command_key))).scalar_one()
