"""The line of each key in a TOML text, for error messages."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

Path = tuple[str | int, ...]

_TOKEN_PATTERN = re.compile(
    r"""
    (?P<blank>[ \t\r]+|\#[^\n]*)
  | (?P<newline>\n)
  | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*')
  | (?P<mark>[\[\]{}=,.])
  | (?P<bare>[^\s\[\]{}=,."'\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def lines_of(text: str) -> dict[Path, int]:
    """Return the line of every table, key and item of *text*, which must be valid TOML."""
    reader = _LineReader(list(_tokens(text)))
    reader.read_document()
    return reader.lines


def line_at(lines: dict[Path, int], path: Path) -> int:
    """Return the line of *path*, or of the nearest enclosing element."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN_PATTERN.finditer(text):
        if match.lastgroup is not None and match.lastgroup != "blank":
            yield _Token(match.lastgroup, match[0], line)
        line += match[0].count("\n")


@dataclass
class _LineReader:
    """Reads the tokens once, without validation: tomllib has validated them."""

    tokens: list[_Token]
    lines: dict[Path, int] = field(default_factory=dict)
    _position: int = 0
    _item_counts: Counter[Path] = field(default_factory=Counter)

    def read_document(self) -> None:
        """Read headers and the pairs below them."""
        table: Path = ()
        while self._skip_newlines():
            if self._peek() == "[":
                table = self._read_header()
            else:
                self._read_pair(table)

    def _read_header(self) -> Path:
        opened = self._next_token()
        many = self._peek() == "["
        if many:
            self._next_token()
        path = self._resolve_key(self._read_key())
        if many:
            self._item_counts[path] += 1
            path = (*path, self._item_counts[path] - 1)
        while self._peek() == "]":
            self._next_token()
        self._record_line(path, opened.line)
        return path

    def _resolve_key(self, key: Path) -> Path:
        """Return *key* with the index of the latest item in each list of tables on its way."""
        path: Path = ()
        for part in key[:-1]:
            path = (*path, part)
            if path in self._item_counts:
                path = (*path, self._item_counts[path] - 1)
        return (*path, key[-1])

    def _read_pair(self, table: Path) -> None:
        line = self.tokens[self._position].line
        path = (*table, *self._read_key())
        self._next_token()  # the equals sign
        self._record_line(path, line)
        self._read_value(path)

    def _read_key(self) -> Path:
        parts = [_unquoted(self._next_token())]
        while self._peek() == ".":
            self._next_token()
            parts.append(_unquoted(self._next_token()))
        return tuple(parts)

    def _read_value(self, path: Path) -> None:
        match self._peek():
            case "[":
                self._read_list(path)
            case "{":
                self._read_inline_table(path)
            case _:
                while self._position < len(self.tokens) and self._peek() not in {"\n", ",", "]", "}"}:
                    self._next_token()

    def _read_list(self, path: Path) -> None:
        self._next_token()
        number = 0
        while self._skip_newlines() and self._peek() != "]":
            if self._peek() == ",":
                self._next_token()
                number += 1
            else:
                self._record_line((*path, number), self.tokens[self._position].line)
                self._read_value((*path, number))
        self._next_token()

    def _read_inline_table(self, path: Path) -> None:
        self._next_token()
        while self._skip_newlines() and self._peek() != "}":
            if self._peek() == ",":
                self._next_token()
            else:
                self._read_pair(path)
        self._next_token()

    def _record_line(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _skip_newlines(self) -> bool:
        """Skip newline tokens; return whether a token is left."""
        while self._position < len(self.tokens) and self._peek() == "\n":
            self._next_token()
        return self._position < len(self.tokens)

    def _peek(self) -> str:
        return self.tokens[self._position].text

    def _next_token(self) -> _Token:
        self._position += 1
        return self.tokens[self._position - 1]


def _unquoted(token: _Token) -> str:
    return token.text if token.kind == "bare" else token.text[1:-1]
