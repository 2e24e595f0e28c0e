"""docs/law.md: article → rule → test, printed from the rulebooks' files and the marks of the tests."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from tests.support.architecture.left_out import LEFT_OUT
from tests.support.pages import PROJECT_ROOT

RULEBOOKS_FOLDER = PROJECT_ROOT / "policies" / "rulebooks"
TESTS_FOLDER = PROJECT_ROOT / "tests"
PRINT_COMMAND = ".venv/bin/python -m tests.support.architecture.law_page > docs/law.md"

RULEBOOK_ONLY_TESTS = frozenset(
    {"tests/loaders/test_shipped_law.py", "tests/loaders/rulebook/test_load.py"}
)  # the rulebooks alone

PAGE_TEMPLATE = """# The law

The articles of the law, what they require, and the tests that prove it. This page is printed from
`policies/rulebooks/` and from the marks of the tests, and a test keeps it current. How to write a
rulebook, and the meaning of its terms: [rulebooks](rulebooks.md).

The provenance follows each entry: **v** verified, read in the text of the law; **s** secondary, from
other publications; **u** unverified, so a lawyer should check it. A dash: the law of that time has no such
rule as far as known. АППК is the Code № 350-VI of 29 June 2020. Nothing on this page is legal advice.

{states}

## Kazakhstan: implemented

Rules that every appeal follows, proven on running components; the latest text.

{carried}

## Kazakhstan: not implemented

Rules that are known and whose terms can be computed; a test, if any, proves the computation. Running
appeals do not follow them yet.

{waiting}

## Kazakhstan: left out

What articles 62 to 101 of the АППК demand beside that, and why no rule of Komek does it.

{left_out}

## Kazakhstan: kinds of appeals

A special kind has its term from another law. The decisions of each kind are in the rulebook.

{kinds}

## Examples of other countries

These rulebooks are examples. No appeal of an installation in Kazakhstan follows them.

{others}

## For review by a lawyer

Every entry that is not verified and has a note.

{notes}
"""


@dataclass(frozen=True)
class Proof:
    """A test that is marked with an article."""

    article: str
    file: str
    name: str

    def __str__(self) -> str:
        return f"[{self.name.removeprefix('test_').replace('_', ' ')}](../{self.file})"


def law_page() -> str:
    """Return docs/law.md."""
    books = load_rulebook_files()
    kazakhstan = {version: book for version, book in books.items() if book["country"] == "kz"}
    others = {version: book for version, book in books.items() if version not in kazakhstan}
    found = collect_proofs()
    return PAGE_TEMPLATE.format(
        states=_markdown_table(["version", "law", "in force from"], _version_rows(books)),
        carried=_rules_table(
            kazakhstan, [each for each in found if each.file not in RULEBOOK_ONLY_TESTS], carried=True
        ),
        waiting=_rules_table(kazakhstan, found, carried=False),
        left_out=_markdown_table(["АППК", "demands", "left out because"], [list(row) for row in LEFT_OUT]),
        kinds=_markdown_table(
            ["kind", "қазақша", "русский", "procedure", *kazakhstan], _kind_rows(kazakhstan)
        ),
        others="\n\n".join(
            _rules_table({version: book}, found, carried=False) for version, book in others.items()
        ),
        notes=_markdown_table(["version", "article", "note"], _note_rows(books)),
    )


def load_rulebook_files() -> dict[str, dict[str, Any]]:
    """Return the content of every rulebook by its version, Kazakhstan's in the order of their days."""
    books = [tomllib.loads(path.read_text("utf-8")) for path in RULEBOOKS_FOLDER.glob("*.toml")]
    books.sort(key=lambda each: (each["country"] != "kz", each["country"], each["effective"]))
    return {book["version"]: book for book in books}


def implemented_articles(found: list[Proof]) -> frozenset[str]:
    """Return the articles that appeals follow: those with a proof on more than the rulebooks themselves."""
    return frozenset(proof.article for proof in found if proof.file not in RULEBOOK_ONLY_TESTS)


def cited_articles() -> set[str]:
    """Return every article that a rulebook cites."""
    return {part["article"] for book in load_rulebook_files().values() for part in _citing_entries(book)}


def collect_proofs() -> list[Proof]:
    """Return every mark of every test, in the order of the files."""
    return [proof for path in sorted(TESTS_FOLDER.rglob("test_*.py")) for proof in _proofs_in_file(path)]


def _proofs_in_file(path: Path) -> Iterator[Proof]:
    file = str(path.relative_to(PROJECT_ROOT))
    for top in ast.parse(path.read_text("utf-8")).body:
        around = top.decorator_list if isinstance(top, ast.ClassDef) else []
        for each in top.body if isinstance(top, ast.ClassDef) else [top]:
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                for mark in chain(around, each.decorator_list):
                    yield from (Proof(article, file, each.name) for article in _marked_articles(mark))


def _marked_articles(mark: ast.expr) -> Iterator[str]:
    """Yield the article of one decorator, if it is a mark of the law."""
    match mark:
        case ast.Call(func=ast.Attribute(attr="law"), args=[ast.Constant(value=str(article))]):
            yield article
        case _:
            return


def _version_rows(books: Mapping[str, Any]) -> Iterator[list[str]]:
    for version, book in books.items():
        yield [f"`{version}`", book["law"], f"{book['effective']} {_mark_cell(book)}"]


def _rules_table(books: Mapping[str, Any], found: list[Proof], *, carried: bool) -> str:
    """Return the table of the rules that are, or are not, implemented, with a column for each of *books*."""
    rows: dict[str, dict[str, Any]] = {}
    for version, book in books.items():
        for rule in book["rules"]:
            if (rule["article"] in implemented_articles(found)) is carried:
                rows.setdefault(rule["id"], {})[version] = rule
    lines = []
    for versions in rows.values():
        latest = list(versions.values())[-1]
        proven = [str(proof) for proof in found if proof.article == latest["article"]]
        cells = [_due_text(versions[each]) if each in versions else "—" for each in books]
        lines.append([latest["article"], latest["summary"], *cells, "; ".join(dict.fromkeys(proven))])
    return _markdown_table(["article", "requirement", *books, "proven by"], lines)


def _kind_rows(books: Mapping[str, Any]) -> Iterator[list[str]]:
    known = {kind["id"]: kind for book in books.values() for kind in book["kinds"]}
    for name, kind in known.items():
        titles = kind["titles"]
        cells = [_term_cell(book, name) for book in books.values()]
        yield [f"`{name}`: {titles['en']}", titles["kk"], titles["ru"], kind["procedure"], *cells]


def _term_cell(book: Mapping[str, Any], name: str) -> str:
    kind = next((each for each in book["kinds"] if each["id"] == name), None)
    if kind is None:
        return "—"
    term = next(each for each in book["rules"] if each["id"] == kind["term"])
    extended = "may be extended" if "extension" in kind else "not extended"
    since = f", since {kind['since']}" if "since" in kind else ""
    return f"{term['term']}, {extended}{since} {_mark_cell(term)}"


def _note_rows(books: Mapping[str, Any]) -> Iterator[list[str]]:
    seen = set()
    for version, book in books.items():
        for part in [book, *_citing_entries(book)]:
            row = (version, part["article"], part.get("note", ""))
            if part["provenance"] != "verified" and row[2] and row not in seen:
                seen.add(row)
                yield [f"`{version}`", f"{row[1]} {_mark_cell(part)}", row[2]]


def _citing_entries(book: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from book["rules"]
    yield from book["kinds"]
    for procedure in book["procedures"]:
        yield from procedure["decisions"]
        yield from procedure.get("terminations", [])


def _due_text(rule: Mapping[str, Any]) -> str:
    """Return the due time in the notation of the file."""
    if "start" not in rule:
        return f"✓ {_mark_cell(rule)}"
    term = rule.get("term", "a reasonable term")
    first = ", the first day counts" if rule.get("start_day_counts") else ""
    earliest = "not before " if rule.get("bound") == "earliest" else ""
    return f"{earliest}{term} from `{rule['start']}`{first} {_mark_cell(rule)}"


def _mark_cell(part: Mapping[str, Any]) -> str:
    return f"**{part['provenance'][0]}**"


def _markdown_table(head: list[str], rows: Iterator[list[str]] | list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("  |", " |") for line in lines)


if __name__ == "__main__":
    print(law_page(), end="")  # noqa: T201 - it prints the page
