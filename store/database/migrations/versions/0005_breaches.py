"""Where the time went, to be added up by organisation, region and topic."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LEDGER = """
CREATE TABLE ledger (
    appeal uuid NOT NULL,
    organisation varchar NOT NULL,
    holds boolean NOT NULL,
    elapsed interval NOT NULL,
    working interval NOT NULL,
    paused interval NOT NULL,
    idle interval NOT NULL,
    off_hours interval NOT NULL,
    late interval NOT NULL,
    extended interval NOT NULL,
    breached integer NOT NULL,
    breached_steps integer NOT NULL,
    whose varchar,
    since timestamptz,
    late_from timestamptz,
    PRIMARY KEY (appeal, organisation)
) WITH (fillfactor = 85);
CREATE INDEX ledger_of_organisation ON ledger (organisation, appeal);

ALTER TABLE appeals ADD settled integer NOT NULL DEFAULT 0;
CREATE INDEX appeals_unsettled ON appeals (id) WHERE settled < seq;
"""


def upgrade() -> None:
    op.execute(LEDGER)
