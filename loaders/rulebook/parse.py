"""A rulebook's file, read: the rulebook itself, or every error in it, each with its line."""

from collections.abc import Mapping

from domain.law.rulebook import Citation, Extension, Kind, Rule, Rulebook
from loaders.rulebook.checks import Checks
from loaders.rulebook.shape import Draft, KindShape
from loaders.toml.form import FileErrors, Form, present, there


class RulebookErrors(FileErrors):
    """A rulebook that cannot be used."""


FORM = Form(
    Draft,
    tables=frozenset({"sources"}),
    lists=frozenset({"rules", "extensions", "procedures", "kinds"}),
    errors=RulebookErrors,
)


def load_rulebook(text: str, source: str) -> Rulebook:
    """Return the rulebook that *text* writes down; *source* is what errors call it.

    Raises RulebookErrors with every error at once.
    """
    return _built(FORM.read(text, source, lambda draft, cut: Checks(draft, cut).faults()))


def _built(draft: Draft) -> Rulebook:
    """Return the rulebook of a draft in which nothing is wrong."""
    sources = {name: there(text) for name, text in there(draft.sources).items()}
    rules = {each.id: each.rule(sources) for _, each in present("rules", draft.rules)}
    extensions = {
        each.id: Extension(rules[each.limit], rules[each.notice], tuple(each.by))
        for _, each in present("extensions", draft.extensions)
    }
    kinds = [_kind(draft, each, sources, rules, extensions) for _, each in present("kinds", draft.kinds)]
    citation = Citation(
        there(draft.article), there(draft.mark), sources[there(draft.source)], there(draft.note)
    )
    return Rulebook(
        version=there(draft.version),
        country=there(draft.country),
        law=there(draft.law),
        effective=there(draft.effective),
        citation=citation,
        kinds=tuple(kinds),
        rules=tuple(rules.values()),
    )


def _kind(
    draft: Draft,
    shape: KindShape,
    sources: Mapping[str, str],
    rules: Mapping[str, Rule],
    extensions: Mapping[str, Extension],
) -> Kind:
    way = next(each for _, each in present("procedures", draft.procedures) if each.id is shape.procedure)
    return Kind(
        id=shape.id,
        titles=shape.titles.titles(),
        citation=shape.citation(sources),
        procedure=shape.procedure,
        term=rules[shape.term],
        decisions=tuple(each.decision(sources) for each in way.decisions),
        terminations=tuple(each.termination(sources) for each in way.terminations),
        extension=extensions[shape.extension] if shape.extension else None,
        unextended=rules[shape.unextended] if shape.unextended else None,
        silence=rules[shape.silence] if shape.silence else None,
        sort_of=shape.sort_of or "",
        since=shape.since,
    )
