"""What the law needs to know of people, appeals and their parts."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    return
