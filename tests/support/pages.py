"""The pages that a reader sees, and the command lines, SQL and paths in them."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]
DOCS = PROJECT_ROOT / "docs"
PAGES = sorted([*PROJECT_ROOT.glob("*.md"), *DOCS.rglob("*.md")])

FENCED_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE_COMMAND = re.compile(r"`((?:\./dev|komek) [^`\n]+)`")


def page_text(name: str) -> str:
    """Return the text of the page *name* in docs/."""
    return (DOCS / name).read_text("utf-8")


def page_name(page: Path) -> str:
    """Return the path of *page* in the project."""
    return str(page.relative_to(PROJECT_ROOT))


def fenced_blocks(page: Path, language: str) -> Iterator[str]:
    """Yield the blocks of *page* in *language*."""
    for found, text in FENCED_BLOCK.findall(page.read_text("utf-8")):
        if found == language:
            yield text


def command_lines(page: Path) -> Iterator[tuple[str, ...]]:
    """Yield the words of each `./dev` or `komek` command line that *page* shows."""
    text = page.read_text("utf-8")
    for block in fenced_blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip().startswith(("./dev", "komek")):
                yield _words(line)
    for line in INLINE_COMMAND.findall(FENCED_BLOCK.sub("", text)):
        yield _words(line)


def _words(line: str) -> tuple[str, ...]:
    words = shlex.split(line, comments=True)
    return tuple(words[: words.index(">")] if ">" in words else words)
