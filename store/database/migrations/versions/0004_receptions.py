"""Personal receptions and who came."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RECEPTIONS = """
CREATE TABLE receptions (
    id uuid PRIMARY KEY,
    organisation varchar NOT NULL REFERENCES organisations (id),
    receiver uuid NOT NULL REFERENCES people (id),
    begins timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    place varchar NOT NULL,
    held boolean NOT NULL,
    cancelled boolean NOT NULL,
    approved_by uuid NOT NULL REFERENCES people (id),
    approved_at timestamptz NOT NULL,
    v smallint NOT NULL
);
CREATE INDEX receptions_by_time ON receptions (begins, id);
CREATE INDEX receptions_of_organisation ON receptions (organisation, begins, id);
CREATE INDEX receptions_of_receiver ON receptions (receiver, begins);

CREATE TABLE reception_changes (
    id uuid PRIMARY KEY,
    reception uuid NOT NULL REFERENCES receptions (id),
    change varchar NOT NULL,
    at timestamptz NOT NULL,
    by_person uuid NOT NULL,
    begins timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    place varchar NOT NULL,
    reason varchar,
    v smallint NOT NULL
);
CREATE INDEX reception_changes_of_reception ON reception_changes (reception, id);

CREATE TABLE reception_visits (
    reception uuid NOT NULL REFERENCES receptions (id),
    number integer NOT NULL,
    booked_at timestamptz,
    received_at timestamptz,
    appeal uuid,
    solved boolean,
    by_person uuid NOT NULL,
    v smallint NOT NULL,
    PRIMARY KEY (reception, number)
);
CREATE INDEX reception_visits_of_appeal ON reception_visits (appeal) WHERE appeal IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(RECEPTIONS)
