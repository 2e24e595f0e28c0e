"""Where the time went, to be added up by organisation, region and topic."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    return
