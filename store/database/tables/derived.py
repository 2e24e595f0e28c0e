"""Tables whose columns are the fields of a dataclass: declared once, there."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from sqlalchemy import String, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from schemas.wire.json_keys import JSON_KEYS, keys_of

T = TypeVar("T")


def table_of(
    columns: type[T], table: str, json_keys: Mapping[type, str] = JSON_KEYS, **details: Any
) -> type[T]:
    """Return the SQLModel table *table* with a column for each field of *columns*.

    *details* are the SQLModel fields of columns that are more than their type: keys, computed columns.
    """
    hints, keys = get_type_hints(columns), keys_of(columns, json_keys)
    namespace: dict[str, Any] = {
        "__tablename__": table,
        "__doc__": columns.__doc__,
        "__module__": columns.__module__,
        "__qualname__": columns.__qualname__,
        "__annotations__": {name: _column_type(hints[name]) for name in keys},
    }
    plain = {name: _column(hints[name], key) for name, key in keys.items() if name not in details}
    metaclass: Any = type(SQLModel)
    return cast("type[T]", metaclass(columns.__name__, (SQLModel,), namespace | plain | details, table=True))


def column_names(columns: type, json_keys: Mapping[type, str] = JSON_KEYS) -> list[str]:
    """Return the names of the columns for the fields of a dataclass, in their order: their JSON keys."""
    return list(keys_of(columns, json_keys).values())


def columns_of(table: type, record: type) -> list[Any]:
    """Return the columns of *table* that the fields of the dataclass *record* name, in their order."""
    return [getattr(table, field.name) for field in fields(cast("Any", record))]


def columns_except(table: type[SQLModel], *others: str) -> list[str]:
    """Return the names of the columns of *table* but for some, in their order."""
    columns = cast("Any", table).__table__.columns
    return [column.name for column in columns if column.name not in others]


def _column(hint: Any, key: str) -> Any:
    """Return the SQLModel field of a column called *key*; a tuple of ids or words is an array."""
    details: dict[str, Any] = {"sa_column_kwargs": {"name": key}}
    if get_origin(_without_none(hint)) is tuple:
        element, _ = get_args(_without_none(hint))
        details["sa_type"] = ARRAY(String if element is str else Uuid)
    if isinstance(hint, UnionType):
        details["default"] = None
    return Field(**details)


def _without_none(hint: Any) -> Any:
    return get_args(hint)[0] if isinstance(hint, UnionType) else hint


def _column_type(hint: Any) -> Any:
    """Return what SQLModel makes a column of: an enum is stored as its value."""
    kind = _without_none(hint)
    kind = str if isinstance(kind, type) and issubclass(kind, StrEnum) else kind
    return kind | None if isinstance(hint, UnionType) else kind
