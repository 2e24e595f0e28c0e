"""Where each key of a TOML text stands, so that an error can name its line."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

Path = tuple[str | int, ...]

_TOKEN = re.compile(
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
    reader = _Reader(list(_tokens(text)))
    reader.document()
    return reader.lines


def line_at(lines: dict[Path, int], path: Path) -> int:
    """Return the line of *path*, or of the nearest thing around it that is written down."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup is not None and match.lastgroup != "blank":
            yield _Token(match.lastgroup, match[0], line)
        line += match[0].count("\n")


@dataclass
class _Reader:
    """Walks over the tokens once. Checks nothing: tomllib has done so."""

    tokens: list[_Token]
    lines: dict[Path, int] = field(default_factory=dict)
    _at: int = 0
    _counts: Counter[Path] = field(default_factory=Counter)

    def document(self) -> None:
        """Read headers and the pairs below them."""
        table: Path = ()
        while self._skip_newlines():
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        opened = self._take()
        many = self._peek() == "["
        if many:
            self._take()
        path = self._resolved(self._key())
        if many:
            self._counts[path] += 1
            path = (*path, self._counts[path] - 1)
        while self._peek() == "]":
            self._take()
        self._found(path, opened.line)
        return path

    def _resolved(self, key: Path) -> Path:
        """Return *key* with the number of the latest item behind each list of tables it leads through."""
        path: Path = ()
        for part in key[:-1]:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return (*path, key[-1])

    def _pair(self, table: Path) -> None:
        line = self.tokens[self._at].line
        path = (*table, *self._key())
        self._take()  # the equals sign
        self._found(path, line)
        self._value(path)

    def _key(self) -> Path:
        parts = [_plain(self._take())]
        while self._peek() == ".":
            self._take()
            parts.append(_plain(self._take()))
        return tuple(parts)

    def _value(self, path: Path) -> None:
        match self._peek():
            case "[":
                self._list(path)
            case "{":
                self._inline_table(path)
            case _:
                while self._at < len(self.tokens) and self._peek() not in {"\n", ",", "]", "}"}:
                    self._take()

    def _list(self, path: Path) -> None:
        self._take()
        number = 0
        while self._skip_newlines() and self._peek() != "]":
            if self._peek() == ",":
                self._take()
                number += 1
            else:
                self._found((*path, number), self.tokens[self._at].line)
                self._value((*path, number))
        self._take()

    def _inline_table(self, path: Path) -> None:
        self._take()
        while self._skip_newlines() and self._peek() != "}":
            if self._peek() == ",":
                self._take()
            else:
                self._pair(path)
        self._take()

    def _found(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _skip_newlines(self) -> bool:
        """Go to the next token that is none; tell whether there is one."""
        while self._at < len(self.tokens) and self._peek() == "\n":
            self._take()
        return self._at < len(self.tokens)

    def _peek(self) -> str:
        return self.tokens[self._at].text

    def _take(self) -> _Token:
        self._at += 1
        return self.tokens[self._at - 1]


def _plain(token: _Token) -> str:
    return token.text if token.kind == "bare" else token.text[1:-1]
