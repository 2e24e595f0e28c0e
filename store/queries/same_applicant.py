"""Appeals of the same applicant, identified by IIN or BIN, or by the name where one of them has neither."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.identity.people import Capacity
from store.database.tables import ApplicantRow

_own, _other = aliased(ApplicantRow), aliased(ApplicantRow)
PETITIONERS = (Capacity.APPLICANT, Capacity.MEMBER)


def _is_same_person() -> ColumnElement[bool]:
    own, other = _own, _other
    without_iin = or_(col(other.iin).is_(None), col(own.iin).is_(None))
    without_bin = or_(col(other.bin).is_(None), col(own.bin).is_(None))
    same_name = and_(col(other.search_name) == col(own.search_name), without_iin, without_bin)
    return or_(col(other.iin) == col(own.iin), col(other.bin) == col(own.bin), same_name)


def appeals_of_same_applicant(appeal: UUID) -> Select[UUID]:
    """Return the query for the appeals made by the applicant of *appeal*, itself among them."""
    both = and_(
        col(_own.capacity) == Capacity.APPLICANT,
        col(_other.capacity) == Capacity.APPLICANT,
        _is_same_person(),
    )
    return select(_other.appeal).join_from(_own, _other, both).where(_own.appeal == appeal)


async def covers_all_petitioners(connection: AsyncConnection, appeal: UUID, other: UUID) -> bool:
    """Return whether every petitioner of *appeal*, applicant or member, is one of the *other* too.

    False where *appeal* has none.
    """
    in_other = select(_other.appeal).where(
        _other.appeal == other, col(_other.capacity).in_(PETITIONERS), _is_same_person()
    )
    petitioners = select(func.coalesce(func.bool_and(in_other.correlate(_own).exists()), False)).where(
        _own.appeal == appeal, col(_own.capacity).in_(PETITIONERS)
    )
    return bool(await connection.scalar(petitioners))


async def is_same_applicant(connection: AsyncConnection, appeal: UUID, other: UUID) -> bool:
    """Return whether both appeals have the same applicant; never where one has none."""
    return bool(await connection.scalar(select(literal(other).in_(appeals_of_same_applicant(appeal)))))
