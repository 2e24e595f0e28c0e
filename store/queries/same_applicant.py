"""Earlier appeals of the same applicant, known by IIN or BIN, or by the name where one of them gave none."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_IS_SAME_APPLICANT = """(
    other.iin = own.iin OR other.bin = own.bin OR (
        other.folded = own.folded
        AND (other.iin IS NULL OR own.iin IS NULL) AND (other.bin IS NULL OR own.bin IS NULL)
    )
)"""
OF_SAME_APPLICANT = f"""
    SELECT other.appeal FROM applicants AS own JOIN applicants AS other
    ON own.capacity = 'applicant' AND other.capacity = 'applicant' AND {_IS_SAME_APPLICANT}
    WHERE own.appeal = :applicant_of
"""  # noqa: S608 - our own words
_IS_PETITIONER = "capacity IN ('applicant', 'member')"
_SELECT_COVERS_ALL_PETITIONERS = text(f"""
SELECT coalesce(bool_and(EXISTS (
    SELECT FROM applicants AS other
    WHERE other.appeal = :other AND other.{_IS_PETITIONER} AND {_IS_SAME_APPLICANT}
)), false) FROM applicants AS own WHERE own.appeal = :appeal AND own.{_IS_PETITIONER}
""")  # noqa: S608 - our own words
_SELECT_IS_SAME_APPLICANT = text(f"SELECT :other IN ({OF_SAME_APPLICANT})")


async def covers_all_petitioners(connection: AsyncConnection, appeal: UUID, other: UUID) -> bool:
    """Tell whether all who ask in *appeal*, alone or together, ask in the *other* too; nobody is not all."""
    return bool(await connection.scalar(_SELECT_COVERS_ALL_PETITIONERS, {"appeal": appeal, "other": other}))


async def is_same_applicant(connection: AsyncConnection, appeal: UUID, other: UUID) -> bool:
    """Tell whether the same applicant speaks in both appeals; in one without a name nobody does."""
    return bool(await connection.scalar(_SELECT_IS_SAME_APPLICANT, {"applicant_of": appeal, "other": other}))
