"""Consistency checks between the parts of a rulebook, each with the path of the error."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.law.rule_ids import RuleId
from domain.law.rulebook import CARRIED_RULES, Bound
from domain.law.vocabulary import TermStart
from domain.worktime.terms import Unit
from loaders.rulebook.shape import CitedShape, KindShape, RulebookDraft, RuleShape
from loaders.toml.form import Violation, duplicate_ids, valid_items
from loaders.toml.lines import Path


@dataclass(frozen=True)
class RulebookChecks:
    """The checks of one draft. ``cut`` names sections that are too broken to be checked."""

    draft: RulebookDraft
    broken_sections: frozenset[str]

    def violations(self) -> Iterator[Violation]:
        """Yield all errors."""
        for name in ("rules", "extensions", "procedures", "kinds"):
            yield from duplicate_ids(
                [((*at, "id"), each.id) for at, each in valid_items(name, getattr(self.draft, name))]
            )
        yield from self._check_sources()
        for at, rule in valid_items("rules", self.draft.rules):
            yield from _check_rule(at, rule)
            yield from self._check_rule_is_read(at, rule)
        for at, extension in valid_items("extensions", self.draft.extensions):
            yield from self._check_rule_has_term((*at, "limit"), extension.limit)
            yield from self._check_rule_has_term((*at, "notice"), extension.notice)
        for at, procedure in valid_items("procedures", self.draft.procedures):
            for name in ("decisions", "terminations"):
                parts = enumerate(getattr(procedure, name))
                yield from duplicate_ids([((*at, name, place, "id"), each.id) for place, each in parts])
        for at, kind in valid_items("kinds", self.draft.kinds):
            yield from self._check_kind(at, kind)

    def _check_sources(self) -> Iterator[Violation]:
        if self.draft.source is not None:
            yield from self._check_reference(
                ("source",), self.draft.source, "sources", self.draft.sources or {}
            )
        for at, part in self._cited_shapes():
            yield from self._check_reference(
                (*at, "source"), part.source, "sources", self.draft.sources or {}
            )

    def _cited_shapes(self) -> Iterator[tuple[Path, CitedShape]]:
        yield from valid_items("rules", self.draft.rules)
        yield from valid_items("kinds", self.draft.kinds)
        for at, procedure in valid_items("procedures", self.draft.procedures):
            for place, decision in enumerate(procedure.decisions):
                yield (*at, "decisions", place), decision
            for place, ground in enumerate(procedure.terminations):
                yield (*at, "terminations", place), ground

    def _check_kind(self, at: Path, kind: KindShape) -> Iterator[Violation]:
        yield from self._check_rule_has_term((*at, "term"), kind.term)
        for name in ("no_extension", "deemed_refusal"):
            rule = getattr(kind, name)
            if rule is not None:
                yield from self._check_reference((*at, name), rule, "rules", self._rules_by_id())
        if kind.extension is not None:
            known = [each.id for _, each in valid_items("extensions", self.draft.extensions)]
            yield from self._check_reference((*at, "extension"), kind.extension, "extensions", known)
        if (kind.extension is None) == (kind.no_extension is None):
            yield at, "is either extended or not: write one of extension and no_extension"
        ways = [each.id for _, each in valid_items("procedures", self.draft.procedures)]
        yield from self._check_reference((*at, "procedure"), kind.procedure, "procedures", ways)
        if kind.subtype_of is not None:
            kinds = [each.id for _, each in valid_items("kinds", self.draft.kinds) if each.subtype_of is None]
            yield from self._check_reference((*at, "subtype_of"), kind.subtype_of, "kinds", kinds)

    def _check_rule_has_term(self, at: Path, name: str) -> Iterator[Violation]:
        rule = self._rules_by_id().get(name)
        if rule is None:
            yield from self._check_reference(at, name, "rules", self._rules_by_id())
        elif rule.term is None or rule.bound is not Bound.LATEST:
            yield at, f"{name} must be a rule with a term by whose end something must be done"

    def _check_rule_is_read(self, at: Path, rule: RuleShape) -> Iterator[Violation]:
        """Yield that no code reads *rule*, though it is not marked as information; or that code reads it."""
        if self.broken_sections & {"rules", "extensions", "kinds"}:
            return  # what would refer to the rule may be missing
        is_read = rule.id in CARRIED_RULES or rule.id in self._referenced_rules()
        if not is_read and not rule.information:
            known = ", ".join(sorted(CARRIED_RULES - self._rules_by_id().keys()))
            yield (
                (*at, "id"),
                (
                    f"nothing reads {rule.id}: write information = true, or use one of the ids that switch "
                    f"something on ({known}), or refer to it in a kind or an extension"
                ),
            )
        if is_read and rule.information:
            yield (*at, "information"), f"{rule.id} is read: leave information out"

    def _referenced_rules(self) -> frozenset[str]:
        extensions = [each for _, each in valid_items("extensions", self.draft.extensions)]
        kinds = [each for _, each in valid_items("kinds", self.draft.kinds)]
        named = (
            *((each.limit, each.notice) for each in extensions),
            *((each.term, each.no_extension, each.deemed_refusal) for each in kinds),
        )
        return frozenset(each for names in named for each in names if each is not None)

    def _check_reference(
        self, at: Path, name: str, section: str, known: Iterable[str]
    ) -> Iterator[Violation]:
        if section not in self.broken_sections and name not in (names := list(known)):
            yield at, f"there is no {name} in {section}; there are {', '.join(names)}"

    def _rules_by_id(self) -> dict[str, RuleShape]:
        return {each.id: each for _, each in valid_items("rules", self.draft.rules)}


def _check_rule(at: Path, rule: RuleShape) -> Iterator[Violation]:
    if rule.start is None and rule.term is not None:
        yield at, f"{rule.term} must be counted from something: write a start"
    if rule.id in CARRIED_RULES:
        yield from _check_starts(at, rule, RuleId(rule.id).starts)
    if rule.start is None and rule.restart is not None:
        yield (*at, "restart"), "what restarts must have started: write a start"
    if rule.term is not None and rule.term.unit is Unit.SECONDS:
        yield (*at, "term"), f"{rule.term} is in seconds: no law counts them"


def _check_starts(at: Path, rule: RuleShape, known: frozenset[TermStart]) -> Iterator[Violation]:
    for key in ("start", "restart"):
        start = getattr(rule, key)
        if start is not None and start not in known:
            yield (
                (*at, key),
                f"the term of {rule.id} is not counted from {start}; from {', '.join(sorted(known))}",
            )
