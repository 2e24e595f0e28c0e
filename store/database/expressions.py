"""SQL expressions that keep a statement's text the same for any values, so that it is prepared once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col


def one_of(column: Any, values: Iterable[object]) -> ColumnElement[bool]:
    """Return that *column* equals one of *values*, which are one parameter however many they are."""
    return col(column) == any_(literal(list(values), ARRAY(column.type)))
