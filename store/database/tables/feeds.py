"""Feeds: their items in order, those without a position yet, and the generations of the database."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity
from sqlmodel import Field, SQLModel


class FeedItemRow(SQLModel, table=True):
    """The event ``seq`` of an appeal in a feed. Positions of all feeds are one sequence without a gap."""

    __tablename__ = "feed_items"

    feed: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger, primary_key=True)
    appeal: UUID
    seq: int


class FeedQueueRow(SQLModel, table=True):
    """An item that has no position yet."""

    __tablename__ = "feed_queue"

    id: int = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    feed: str
    appeal: UUID
    seq: int


class FeedGenerationRow(SQLModel, table=True):
    """The items up to ``last_position`` that one start of a database server has assigned positions to.

    ``server`` identifies the start and the database. Generations share their past up to the last position of
    each.
    """

    __tablename__ = "feed_generations"

    began_at: datetime = Field(primary_key=True)
    server: str
    last_position: int = Field(sa_type=BigInteger)
