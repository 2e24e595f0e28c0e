"""Talon numbers of test databases: each begins at random, because they name workflows on one Temporal."""

from secrets import randbelow

import psycopg
from psycopg import sql
from sqlalchemy import make_url

YEARS = range(2020, 2032)
MAX_FIRST_NUMBER = 90_000_000


def start_talons_at_random(database_url: str) -> None:
    """Make the sequences of talon numbers of *database_url* begin at random."""
    first = 1 + randbelow(MAX_FIRST_NUMBER)
    url = make_url(database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        for year in YEARS:
            statement = sql.SQL("CREATE SEQUENCE {} START {}")
            connection.execute(statement.format(sql.Identifier(f"talon_numbers_{year}"), sql.Literal(first)))
