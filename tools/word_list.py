"""The words that Komek's code and pages avoid, and the form of its log events.

`python -m tools.word_list` prints the number of findings per package; `python -m tools.word_list PATH ...`
prints each finding below these paths as `file:line: word`. The exit status is 1 if there is any finding.
"""

import ast
import io
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[1]

_EVERYWHERE = """
    somebody nobody whoever whom told tell tells telling teller untold said speak speaks spoke anew
    reckon reckons reckoned reckoning thrift house door doors trouble troubles deed deeds
    obey obeys obeyed obeying mend mends mended unmended mending sweep sweeps sweeper swept
    ring rings rang settler
"""
_IDENTIFIERS = "give gives given giving gave twin twins"  # fine in prose, not for executing a command
FORBIDDEN_EVERYWHERE = frozenset(_EVERYWHERE.split())
FORBIDDEN_IDENTIFIERS = FORBIDDEN_EVERYWHERE | frozenset(_IDENTIFIERS.split())
FORBIDDEN_PHRASES = re.compile(
    r"\b(?:go|goes|going|went|gone) on\b(?! leave)|\bstands? (?:above|still)\b|\bof which\b|\bhere and now\b",
    re.IGNORECASE,
)

# Where a word of the list is the right one: the path begins with the first, the word is the second.
ALLOWED = {
    ("tools/word_list.py", "*"): "the list itself",
    ("tests/architecture/test_word_list.py", "*"): "proves the list",
    ("tests/", "given"): "hypothesis names its decorator so",
    ("domain/country/languages.py", "said"): "one of the commonest English words",
    ("LICENSE", "*"): "the text of the licence",
}

PROSE_SUFFIXES = frozenset({".md", ".svg", ".toml", ".yaml", ".yml", ".sh", ".html", ".po", ".mako"})
SKIPPED = (
    ".venv/", ".boot/", ".komek/", ".git/", "uv.lock", "tests/replay/histories/", "tests/fixtures/",
    "application/locale/kk/", "application/locale/ru/", "runtime/demo/sample/",
)  # fmt: skip
LOG_LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
LOG_EVENT = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
WORD = re.compile(r"[A-Za-z]+")
IDENTIFIER_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@dataclass(frozen=True, order=True)
class Finding:
    """One place where a word or a log event has to change."""

    file: str
    line: int
    text: str

    @property
    def package(self) -> str:
        """Return the top-level folder, or the file itself where it has none."""
        return self.file.partition("/")[0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def findings(root: Path = PROJECT_ROOT, below: Iterable[str] = ("",)) -> list[Finding]:
    """Return every finding in the files of *root* whose paths start with one of *below*."""
    prefixes = tuple(below)
    found: set[Finding] = set()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name.startswith(prefixes) and not _is_skipped(name) and path.is_file():
            found.update(each for each in _findings_in_file(path, name) if not _is_allowed(each))
    return sorted(found)


def _is_skipped(name: str) -> bool:
    return name.startswith(SKIPPED) or "__pycache__" in name or "/." in f"/{name}"


def _is_allowed(finding: Finding) -> bool:
    return any(
        finding.file.startswith(path) and word in ("*", finding.text.partition(" ")[0])
        for path, word in ALLOWED
    )


def _findings_in_file(path: Path, name: str) -> Iterator[Finding]:
    if path.suffix == ".py" or name == "dev":
        yield from _findings_in_python(path.read_text("utf-8"), name)
    elif path.suffix in PROSE_SUFFIXES or name == "Makefile":
        yield from _findings_in_text(path.read_text("utf-8"), name)


def _findings_in_python(source: str, name: str) -> Iterator[Finding]:
    """Yield the findings in identifiers, comments and strings; of tests only docstrings among the strings."""
    checked_strings = _docstring_lines(source) if name.startswith("tests/") else None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        line = token.start[0]
        if token.type == tokenize.NAME:
            for part in IDENTIFIER_PART.findall(token.string):
                if part.lower() in FORBIDDEN_IDENTIFIERS:
                    yield Finding(name, line, f"{part.lower()} in the name {token.string}")
        elif token.type == tokenize.COMMENT or (
            token.type == tokenize.STRING and (checked_strings is None or line in checked_strings)
        ):
            yield from _findings_in_text(token.string, name, line)
    yield from _log_event_findings(source, name)


def _docstring_lines(source: str) -> set[int]:
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return {
        node.body[0].lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None
    }


def _log_event_findings(source: str, name: str) -> Iterator[Finding]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=receiver, attr=level), args=[ast.Constant(value=str(event)), *_]
            ) if level in LOG_LEVELS and "log" in ast.unparse(receiver).lower():
                if not LOG_EVENT.fullmatch(event):
                    yield Finding(name, node.lineno, f"log event {event!r} is not snake_case")


def _findings_in_text(text: str, name: str, first_line: int = 1) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), first_line):
        for word in WORD.findall(line.replace("_", " ")):
            if word.lower() in FORBIDDEN_EVERYWHERE:
                yield Finding(name, number, word.lower())
        for phrase in FORBIDDEN_PHRASES.findall(line):
            yield Finding(name, number, phrase.lower())


def main(paths: list[str]) -> int:
    """Print the findings below *paths*, or their number per package, and return the exit status."""
    found = findings(below=paths or ("",))
    if paths:
        print(*found, sep="\n", end="\n" if found else "")
    else:
        for package, number in sorted(Counter(each.package for each in found).items()):
            print(f"{number:6} {package}")
    print(f"word list: {len(found)} findings" if found else "word list: passed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
