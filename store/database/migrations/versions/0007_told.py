"""What is told: also that one agency has referred an appeal to another, or a representative is no more."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TOLD = """
CREATE INDEX events_told_anew ON events (written, appeal, seq) WHERE type IN (
    'calendar_changed', 'closed', 'complaint_forwarded', 'danger_flagged', 'deemed_refused', 'defects_named',
    'extended', 'help_granted', 'information_requested', 'kind_changed', 'part_redirected',
    'preliminary_told', 'protocol_signed', 'recusal_decided', 'redirected', 'referred', 'registered',
    'reopened', 'representative_named', 'returned_to_applicant'
);
DROP INDEX events_told;
ALTER INDEX events_told_anew RENAME TO events_told;
"""


def upgrade() -> None:
    op.execute(TOLD)
