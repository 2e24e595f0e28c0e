"""The first schema, as 0001_first.sql declares it, and the partitions of the events."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = Path(__file__).with_suffix(".sql")
PARTITIONS = 16


def upgrade() -> None:
    op.execute(SCHEMA.read_text("utf-8"))
    for number in range(PARTITIONS):
        op.execute(
            f"CREATE TABLE events_{number:02} PARTITION OF events "
            f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
        )
