"""Reading of a rulebook file: the rulebook, or every error with its line."""

from collections.abc import Mapping

from domain.law.rulebook import Citation, Extension, Kind, Rule, Rulebook
from loaders.rulebook.checks import RulebookChecks
from loaders.rulebook.shape import KindShape, RulebookDraft
from loaders.toml.form import FileErrors, FileFormat, require, valid_items


class RulebookErrors(FileErrors):
    """A rulebook is invalid."""


RULEBOOK_FORMAT = FileFormat(
    RulebookDraft,
    tables=frozenset({"sources"}),
    lists=frozenset({"rules", "extensions", "procedures", "kinds"}),
    errors=RulebookErrors,
)


def load_rulebook(text: str, source: str) -> Rulebook:
    """Return the rulebook in *text*; *source* is its name in errors.

    Raises RulebookErrors with every error at once.
    """
    return _build_rulebook(
        RULEBOOK_FORMAT.read(text, source, lambda draft, cut: RulebookChecks(draft, cut).violations())
    )


def _build_rulebook(draft: RulebookDraft) -> Rulebook:
    """Return the rulebook of a draft without errors."""
    sources = {name: require(text) for name, text in require(draft.sources).items()}
    rules = {each.id: each.rule(sources) for _, each in valid_items("rules", draft.rules)}
    extensions = {
        each.id: Extension(rules[each.limit], rules[each.notice], tuple(each.by))
        for _, each in valid_items("extensions", draft.extensions)
    }
    kinds = [
        _build_kind(draft, each, sources, rules, extensions) for _, each in valid_items("kinds", draft.kinds)
    ]
    citation = Citation(
        require(draft.article), require(draft.provenance), sources[require(draft.source)], require(draft.note)
    )
    return Rulebook(
        version=require(draft.version),
        country=require(draft.country),
        law=require(draft.law),
        effective=require(draft.effective),
        citation=citation,
        kinds=tuple(kinds),
        rules=tuple(rules.values()),
    )


def _build_kind(
    draft: RulebookDraft,
    shape: KindShape,
    sources: Mapping[str, str],
    rules: Mapping[str, Rule],
    extensions: Mapping[str, Extension],
) -> Kind:
    way = next(each for _, each in valid_items("procedures", draft.procedures) if each.id is shape.procedure)
    return Kind(
        id=shape.id,
        titles=shape.titles.titles(),
        citation=shape.citation(sources),
        procedure=shape.procedure,
        term=rules[shape.term],
        decisions=tuple(each.decision(sources) for each in way.decisions),
        termination_grounds=tuple(each.termination(sources) for each in way.terminations),
        extension=extensions[shape.extension] if shape.extension else None,
        extension_bar=rules[shape.no_extension] if shape.no_extension else None,
        deemed_refusal=rules[shape.deemed_refusal] if shape.deemed_refusal else None,
        parent_kind=shape.subtype_of or "",
        since=shape.since,
    )
