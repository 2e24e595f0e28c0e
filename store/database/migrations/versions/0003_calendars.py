"""Calendars that change, and what follows from it."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHANGES = """
ALTER TABLE calendars
    ADD family varchar GENERATED ALWAYS AS (regexp_replace(version, '-[^-]*$', '')) STORED,
    ADD base varchar UNIQUE REFERENCES calendars (version),
    ADD change jsonb,
    ADD ordered_by jsonb;
ALTER TABLE appeals ADD due_estimated boolean NOT NULL DEFAULT false;
"""


def upgrade() -> None:
    op.execute(CHANGES)
