"""SQL statements counted in PostgreSQL's own log, for a database user whose every statement is logged."""

import re
from collections import Counter
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

STATEMENT_LINE = re.compile(r" LOG:  (?:statement|execute [^:]*):\s+(\w+)")
LOGGED_USER = "watched"


def logged_user_url(database_url: str) -> str:
    """Return the URL of *database_url* for the user whose statements the server logs."""
    url = make_url(database_url)
    user, password = sql.Identifier(LOGGED_USER), sql.Literal(str(url.password))
    with psycopg.connect(database_url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOGGED_USER]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN SUPERUSER PASSWORD {}").format(user, password))
            connection.execute(sql.SQL("ALTER ROLE {} SET log_statement = 'all'").format(user))
    return url.set(username=LOGGED_USER).render_as_string(hide_password=False)


def statement_counts(log: Path, begun: int) -> Counter[str]:
    """Return the number of statements by first word in *log* after position *begun*."""
    with log.open(encoding="utf-8", errors="replace") as written:
        written.seek(begun)
        return Counter(STATEMENT_LINE.findall(written.read()))
