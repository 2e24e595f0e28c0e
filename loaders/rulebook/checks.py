"""What a rulebook's parts must be to each other: every check, each with the path of what is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.law.rulebook import Bound
from domain.worktime.terms import Unit
from loaders.rulebook.shape import Cited, Draft, KindShape, RuleShape
from loaders.toml.form import Fault, present, repeated
from loaders.toml.lines import Path


@dataclass(frozen=True)
class Checks:
    """One look at a draft. ``cut`` names the sections of which something is too broken to be seen."""

    draft: Draft
    cut: frozenset[str]

    def faults(self) -> Iterator[Fault]:
        """Yield all that is wrong."""
        for name in ("rules", "extensions", "procedures", "kinds"):
            yield from repeated(
                [((*at, "id"), each.id) for at, each in present(name, getattr(self.draft, name))]
            )
        yield from self._sources()
        for at, rule in present("rules", self.draft.rules):
            yield from _rule(at, rule)
        for at, extension in present("extensions", self.draft.extensions):
            yield from self._timed((*at, "limit"), extension.limit)
            yield from self._timed((*at, "notice"), extension.notice)
        for at, procedure in present("procedures", self.draft.procedures):
            for name in ("decisions", "terminations"):
                parts = enumerate(getattr(procedure, name))
                yield from repeated([((*at, name, place, "id"), each.id) for place, each in parts])
        for at, kind in present("kinds", self.draft.kinds):
            yield from self._kind(at, kind)

    def _sources(self) -> Iterator[Fault]:
        if self.draft.source is not None:
            yield from self._named(("source",), self.draft.source, "sources", self.draft.sources or {})
        for at, part in self._cited():
            yield from self._named((*at, "source"), part.source, "sources", self.draft.sources or {})

    def _cited(self) -> Iterator[tuple[Path, Cited]]:
        yield from present("rules", self.draft.rules)
        yield from present("kinds", self.draft.kinds)
        for at, procedure in present("procedures", self.draft.procedures):
            for place, decision in enumerate(procedure.decisions):
                yield (*at, "decisions", place), decision
            for place, ground in enumerate(procedure.terminations):
                yield (*at, "terminations", place), ground

    def _kind(self, at: Path, kind: KindShape) -> Iterator[Fault]:
        yield from self._timed((*at, "term"), kind.term)
        for name in ("unextended", "silence"):
            rule = getattr(kind, name)
            if rule is not None:
                yield from self._named((*at, name), rule, "rules", self._rules())
        if kind.extension is not None:
            known = [each.id for _, each in present("extensions", self.draft.extensions)]
            yield from self._named((*at, "extension"), kind.extension, "extensions", known)
        if (kind.extension is None) == (kind.unextended is None):
            yield at, "is either extended or not: write one of extension and unextended"
        ways = [each.id for _, each in present("procedures", self.draft.procedures)]
        yield from self._named((*at, "procedure"), kind.procedure, "procedures", ways)
        if kind.sort_of is not None:
            kinds = [each.id for _, each in present("kinds", self.draft.kinds) if each.sort_of is None]
            yield from self._named((*at, "sort_of"), kind.sort_of, "kinds", kinds)

    def _timed(self, at: Path, name: str) -> Iterator[Fault]:
        rule = self._rules().get(name)
        if rule is None:
            yield from self._named(at, name, "rules", self._rules())
        elif rule.term is None or rule.bound is not Bound.LATEST:
            yield at, f"{name} must be a rule with a term by whose end something must be done"

    def _named(self, at: Path, name: str, section: str, known: Iterable[str]) -> Iterator[Fault]:
        if section not in self.cut and name not in (names := list(known)):
            yield at, f"there is no {name} in {section}; there are {', '.join(names)}"

    def _rules(self) -> dict[str, RuleShape]:
        return {each.id: each for _, each in present("rules", self.draft.rules)}


def _rule(at: Path, rule: RuleShape) -> Iterator[Fault]:
    if rule.start is None and rule.term is not None:
        yield at, f"{rule.term} must be counted from something: write a start"
    if rule.start is None and rule.restart is not None:
        yield (*at, "restart"), "what restarts must have started: write a start"
    if rule.term is not None and rule.term.unit is Unit.SECONDS:
        yield (*at, "term"), f"{rule.term} is in seconds: no law counts them"
