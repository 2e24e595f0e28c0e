"""Whose time it is round the clock: all hours of what is urgent count, so it is reckoned anew."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

URGENT = """
ALTER TABLE ledger ADD urgent boolean;
UPDATE appeals SET settled = 0 WHERE urgent;
"""


def upgrade() -> None:
    op.execute(URGENT)
