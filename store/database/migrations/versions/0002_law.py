"""What the law needs to know of people, appeals and their parts."""

from alembic import op
from sqlalchemy import Connection, text

from domain.text.name_matching import skeleton

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


LIVES = """
ALTER TABLE appeals ADD kind varchar, ADD rulebook varchar, ADD parent uuid, ADD urgent boolean,
    ADD deemed_refused_at timestamptz, ADD complaint_about uuid, ADD complaint_late boolean;
CREATE INDEX appeals_parts ON appeals (parent) WHERE parent IS NOT NULL;
CREATE INDEX appeals_complaints ON appeals (complaint_about) WHERE complaint_about IS NOT NULL;
CREATE INDEX appeals_closed_watched ON appeals (id) WHERE NOT open AND next_alarm_at IS NOT NULL;
ALTER TABLE tasks ADD duty varchar, ADD rule_id varchar, ADD urgent boolean, ADD barred uuid[];
ALTER TABLE people ADD office varchar;
CREATE TABLE rulebooks (
    version varchar PRIMARY KEY,
    digest bytea NOT NULL,
    document jsonb NOT NULL,
    at timestamptz NOT NULL,
    v smallint NOT NULL
);
"""
PEOPLE = """
ALTER TABLE applicants ADD bin varchar, ADD born date, ADD command uuid;
CREATE INDEX applicants_by_bin ON applicants (bin, appeal) WHERE bin IS NOT NULL;
"""
NOTICES = """
CREATE SEQUENCE restores MINVALUE 0;
CREATE FUNCTION writing() RETURNS bigint LANGUAGE sql STABLE
-- Transactions are counted anew where a dump is restored, so the restores are counted above them.
AS 'SELECT last_value << 40 | pg_current_xact_id()::text::bigint FROM restores';
ALTER TABLE events ADD written bigint NOT NULL DEFAULT writing();
CREATE INDEX events_told ON events (written, appeal, seq) WHERE type IN (
    'calendar_changed', 'closed', 'complaint_forwarded', 'danger_flagged', 'deemed_refused', 'defects_named',
    'extended', 'help_granted', 'information_requested', 'kind_changed', 'part_redirected',
    'preliminary_told', 'protocol_signed', 'recusal_decided', 'redirected', 'registered', 'reopened',
    'returned_to_applicant'
);
"""
NAMED = text("SELECT appeal, place, name FROM applicants")
REFOLD = text("UPDATE applicants SET folded = :folded WHERE appeal = :appeal AND place = :place")


def upgrade() -> None:
    op.execute(LIVES)
    op.execute(PEOPLE)
    op.execute(NOTICES)
    _fold_names_anew(op.get_bind())


def _fold_names_anew(connection: Connection) -> None:
    """Write what names are searched by as `domain.names` has it now."""
    named = connection.execute(NAMED, execution_options={"yield_per": 1000})
    for people in named.partitions():
        rows = [
            {"appeal": each.appeal, "place": each.place, "folded": skeleton(each.name)} for each in people
        ]
        connection.execute(REFOLD, rows)
