"""A rulebook's file is read whole, or refused with every error named by its line."""

from contextlib import suppress

import pytest
from hypothesis import given, settings

from domain.country.offices import Office
from domain.law.rulebook import Bound, Provenance, Rulebook
from domain.law.vocabulary import Procedure, TermStart
from domain.worktime.terms import Term
from loaders.rulebook.parse import RulebookErrors, load_rulebook
from loaders.rulebook.shape import CitedShape, Shape
from tests.support.loaders.broken_lines import with_broken_lines
from tests.support.pages import PROJECT_ROOT
from tests.support.scale import scaled

TRIAL = """\
version = "xx-1"
country = "xx"
law = "The Code"
effective = 2026-01-01
article = "The Code, 1"
provenance = "verified"
source = "code"

[sources]
code = "the code itself"
memory = "from memory"

[[rules]]
id = "base"
summary = "decide"
term = "15wd"
start = "registered"
restart = "received_by_competent"
article = "76(1)"
provenance = "verified"
source = "code"

[[rules]]
id = "extension"
summary = "extend at most until then"
term = "2mo"
start = "extended"
start_day_counts = true
article = "76(3)"
provenance = "unverified"
source = "memory"
note = "look it up"

[[rules]]
id = "hearing"
summary = "the act waits"
term = "3wd"
start = "preliminary_decision_announced"
bound = "earliest"
article = "73(1)"
provenance = "verified"
source = "code"

[[rules]]
id = "silence"
summary = "is a refusal"
article = "91(2)"
provenance = "secondary"
source = "code"

[[extensions]]
id = "usual"
limit = "extension"
notice = "base"
by = ["head"]

[[procedures]]
id = "general"

[[procedures.decisions]]
id = "act"
titles = { kk = "Акт", ru = "Акт", en = "Act" }
outcomes = ["resolved", "explained"]
favourable = true
article = "77"
provenance = "verified"
source = "code"

[[procedures.terminations]]
id = "withdrawn"
titles = { kk = "Қ", ru = "О", en = "W" }
by = ["deputy"]
article = "70"
provenance = "verified"
source = "code"

[[kinds]]
id = "application"
titles = { kk = "Ө", ru = "З", en = "A" }
procedure = "general"
term = "base"
extension = "usual"
deemed_refusal = "silence"
article = "4(1)1"
provenance = "verified"
source = "code"

[[kinds]]
id = "media"
titles = { kk = "М", ru = "М", en = "M" }
procedure = "general"
term = "base"
no_extension = "silence"
subtype_of = "application"
since = 2026-02-01
article = "4(2)"
provenance = "verified"
source = "code"
"""

# fmt: off
BROKEN = [
    ('version = "xx-1"', 'version = "XX"', '"XX"', "version: is not accepted; write small Latin letters"),
    ('country = "xx"', 'country = "kaz"', '"kaz"', "country: is not accepted; write two small letters"),
    ("effective = 2026-01-01", 'effective = "2026"', '"2026"', "effective: must be a valid date"),
    ("effective = 2026-01-01", "", "version", "effective: is missing; write a date"),
    ('law = "The Code"', 'lex = "The Code"', "lex", "lex: this key is not known here; there are version,"),
    ('provenance = "verified"\nsource = "code"\n\n[sources]',
     'provenance = "sure"\nsource = "code"\n\n[sources]', "sure",
     "provenance: must be 'verified', 'secondary' or 'unverified'"),
    ('source = "code"\n\n[sources]', 'source = "press"\n\n[sources]', "press",
     "source: there is no press in sources; there are code, memory"),
    ('code = "the code itself"', "code = 1", "code = 1", "sources.code: must be a valid string"),
    ('source = "memory"', 'source = "press"', "press",
     "rules[extension].source: there is no press in sources"),
    ('term = "15wd"', 'term = "15"', '"15"', "rules[base].term: '15' is not a term"),
    ('term = "15wd"', 'term = "15s"', '"15s"', "rules[base].term: 15s is in seconds: no law counts them"),
    ('start = "registered"', 'start = "born"', "born", "rules[base].start: must be 'received', 'registered'"),
    ('start = "extended"\n', "", '[[rules]]\nid = "extension"',
     "rules[extension]: 2mo must be counted from something: write a start"),
    ('term = "15wd"\nstart = "registered"\n', "", "restart", "rules[base].restart: what restarts must have"),
    ('bound = "earliest"', 'bound = "soon"', "soon", "rules[hearing].bound: must be 'latest' or 'earliest'"),
    ('summary = "decide"', 'summary = ""', 'summary = ""',
     "rules[base].summary: is not accepted; write the demand"),
    ('article = "76(1)"\n', "", '[[rules]]\nid = "base"',
     "rules[base].article: is missing; write the article"),
    ('id = "silence"', 'id = "base"', 'id = "base"\nsummary = "is', "rules[base].id: base is there already"),
    ('limit = "extension"', 'limit = "hearing"', "limit",
     "extensions[usual].limit: hearing must be a rule with a term by whose end"),
    ('notice = "base"', 'notice = "notes"', "notes", "extensions[usual].notice: there is no notes in rules"),
    ('by = ["head"]', 'by = ["king"]', "king", "extensions[usual].by[0]: must be 'head', 'deputy'"),
    ('by = ["head"]', "by = []", "by = []", "extensions[usual].by: List should have at least 1 item"),
    ('by = ["deputy"]', 'by = ["deputy", "deputy"]', 'by = ["deputy", ',
     "procedures[general].terminations[withdrawn].by: each may be named once"),
    ('"resolved", "explained"', '"answered"', '"answered"',
     "procedures[general].decisions[act].outcomes[0]: must be 'resolved', 'explained'"),
    ('"resolved", "explained"', "", "outcomes = []",
     "procedures[general].decisions[act].outcomes: List should have at least 1 item"),
    ('id = "act"', 'id = "An act"', "An act", "procedures[general].decisions[An act].id: is not accepted"),
    ('article = "70"\nprovenance = "verified"\nsource = "code"',
     'article = "70"\nprovenance = "verified"\nsource = "x"', 'source = "x"',
     "procedures[general].terminations[withdrawn].source: there is no x in sources"),
    ('term = "base"\nextension', 'term = "silence"\nextension', 'term = "silence"',
     "kinds[application].term: silence must be a rule with a term"),
    ('extension = "usual"', 'extension = "rare"', "rare",
     "kinds[application].extension: there is no rare in extensions; there are usual"),
    ('extension = "usual"\n', "", '[[kinds]]\nid = "application"',
     "kinds[application]: is either extended or not: write one of extension and no_extension"),
    ('no_extension = "silence"', 'no_extension = "noise"', "noise",
     "kinds[media].no_extension: there is no noise"),
    ('deemed_refusal = "silence"', 'deemed_refusal = "noise"', "noise",
     "kinds[application].deemed_refusal: there is no noise in rules"),
    ('procedure = "general"\nterm = "base"\nn', 'procedure = "petition"\nterm = "base"\nn', "petition",
     "kinds[media].procedure: there is no petition in procedures; there are general"),
    ('subtype_of = "application"', 'subtype_of = "media"', 'subtype_of = "media"',
     "kinds[media].subtype_of: there is no media in kinds; there are application"),
    ("since = 2026-02-01", "since = 2026", "since = 2026\n", "kinds[media].since: must be a valid date"),
]
# fmt: on


def read(text: str) -> Rulebook:
    return load_rulebook(text, "xx-1.toml")


def line_of(text: str, what: str) -> int:
    return text[: text.index(what)].count("\n") + 1


def test_a_sound_file_becomes_a_rulebook() -> None:
    book = read(TRIAL)
    base, extension, hearing, silence = book.rules
    application, media = book.kinds

    assert (base.term, base.start, base.restart) == (
        Term.parse("15wd"),
        TermStart.REGISTERED,
        TermStart.RECEIVED_BY_COMPETENT,
    )
    assert extension.start_day_counts
    assert extension.citation.provenance is Provenance.UNVERIFIED
    assert (extension.citation.source, extension.citation.note) == ("from memory", "look it up")
    assert hearing.bound is Bound.EARLIEST
    assert silence.term is None
    assert application.extension is not None
    assert application.extension.limit is extension
    assert application.deemed_refusal is silence
    assert application.decisions[0].outcomes == ("resolved", "explained")
    assert application.decisions[0].is_favourable
    assert application.termination_grounds[0].offices == (Office.DEPUTY,)
    assert media.procedure is Procedure.GENERAL
    assert media.parent_kind == "application"
    assert media.extension_bar is silence


@pytest.mark.parametrize(("old", "new", "where", "says"), BROKEN)
def test_an_error_is_named_with_its_line(old: str, new: str, where: str, says: str) -> None:
    assert TRIAL.count(old) == 1, f"{old!r} stands {TRIAL.count(old)} times in the trial rulebook"
    text = TRIAL.replace(old, new)

    with pytest.raises(RulebookErrors) as refused:
        read(text)

    expected = f"xx-1.toml:{line_of(text, where)}: {says}"
    found = refused.value.errors
    assert any(each.startswith(expected) for each in found), "\n".join([expected, *found])


def test_all_errors_are_reported_once() -> None:
    text = (
        TRIAL.replace('"15wd"', '"15"').replace('by = ["head"]', 'by = ["king"]').replace("2026-02-01", "1")
    )

    with pytest.raises(RulebookErrors) as refused:
        read(text)

    locations = [error.split(": ")[1] for error in refused.value.errors]
    assert locations == ["rules[base].term", "extensions[usual].by[0]", "kinds[media].since"]


def test_an_empty_file_lacks_everything_but_what_may_be_left_out() -> None:
    with pytest.raises(RulebookErrors) as refused:
        read("")
    assert len(refused.value.errors) == 11


@settings(max_examples=scaled(50, 500), deadline=None)
@given(with_broken_lines(TRIAL))
def test_broken_input_is_reported_and_never_crashes(text: str) -> None:
    with suppress(RulebookErrors):
        read(text)


def test_every_key_of_a_rulebook_is_explained() -> None:
    page = (PROJECT_ROOT / "docs" / "rulebooks.md").read_text("utf-8")
    shapes = [*Shape.__subclasses__(), *CitedShape.__subclasses__()]
    keys = {key for shape in shapes for key in shape.model_fields}

    assert {key for key in keys if f"`{key}`" not in page} == set()


def test_every_word_of_a_rulebook_is_explained() -> None:
    page = (PROJECT_ROOT / "docs" / "rulebooks.md").read_text("utf-8")
    words = [*Provenance, *Procedure, *TermStart, *Bound, *Office]

    assert [word for word in words if f"`{word}`" not in page] == []
