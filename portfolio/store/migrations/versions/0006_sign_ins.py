"""Sign-ins that were ended before their time; the last day that a person was here."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("seen_on", sa.Text(), nullable=True))
    op.create_table(
        "ended_sign_in",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_ended_sign_in")),
    )
