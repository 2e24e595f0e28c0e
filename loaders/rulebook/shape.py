"""The shape of a rulebook file: its keys and their accepted values."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from domain.country.offices import Office
from domain.law.rulebook import Bound, Citation, Decision, Provenance, Rule, TerminationGround
from domain.law.vocabulary import Procedure, TermStart
from loaders.policy.shape import TitlesShape
from loaders.policy.values import Offset, Slug, Title, check_distinct
from loaders.toml.form import STRICT_CONFIG

EntryId = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=60)]
Country = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
StartName = Annotated[TermStart, Field(strict=False)]
BoundName = Annotated[Bound, Field(strict=False)]
ProvenanceName = Annotated[Provenance, Field(strict=False)]
OfficeName = Annotated[Office, Field(strict=False)]
ProcedureName = Annotated[Procedure, Field(strict=False)]
OutcomeName = Literal["resolved", "explained", "refused", "terminated"]

ID_HINT = "small Latin letters, digits and underscores"
RULE_ID_HINT = "the id of one of the [[rules]]"
START_HINT = f"one of {', '.join(TermStart)}"
OFFICES_HINT = f"some of {', '.join(Office)}"
OUTCOMES_HINT = "some of resolved, explained, refused, terminated"


class Shape(BaseModel):
    """A part of the file."""

    model_config = STRICT_CONFIG


class CitedShape(Shape):
    """An entry that cites the law."""

    article: Title = Field(description="the article, as in 'АППК 76(1)'")
    provenance: ProvenanceName = Field(description=f"one of {', '.join(Provenance)}")
    source: EntryId = Field(description="one of the [sources]")
    note: str = Field(default="", description="what a lawyer should know besides")

    def citation(self, sources: Mapping[str, str]) -> Citation:
        """Return the citation with its source."""
        return Citation(self.article, self.provenance, sources[self.source], self.note)


class RuleShape(CitedShape):
    """A requirement of the law, usually with a term."""

    id: EntryId = Field(description=ID_HINT)
    summary: Title = Field(description="the demand in a few English words")
    term: Offset | None = Field(default=None, description="a term, as in 15wd")
    start: StartName | None = Field(default=None, description=START_HINT)
    restart: StartName | None = Field(default=None, description=START_HINT)
    start_day_counts: bool = Field(default=False, description="true where the day of the start is the first")
    bound: BoundName = Field(default=Bound.LATEST, description=f"one of {', '.join(Bound)}")
    information: bool = Field(default=False, description="true where no code reads the rule, only people do")

    def rule(self, sources: Mapping[str, str]) -> Rule:
        """Return the rule."""
        return Rule(
            id=self.id,
            summary=self.summary,
            citation=self.citation(sources),
            term=self.term,
            start=self.start,
            restart=self.restart,
            start_day_counts=self.start_day_counts,
            bound=self.bound,
            is_information=self.information,
        )


class ExtensionShape(Shape):
    """Authority and limits of extensions."""

    id: EntryId = Field(description=ID_HINT)
    limit: EntryId = Field(description=RULE_ID_HINT)
    notice: EntryId = Field(description=RULE_ID_HINT)
    by: Annotated[list[OfficeName], AfterValidator(check_distinct)] = Field(
        min_length=1, description=OFFICES_HINT
    )


class DecisionShape(CitedShape):
    """A decision in which a procedure may end."""

    id: EntryId = Field(description=ID_HINT)
    titles: TitlesShape = Field(description="its name in kk, ru and en")
    outcomes: Annotated[list[OutcomeName], AfterValidator(check_distinct)] = Field(
        min_length=1, description=OUTCOMES_HINT
    )
    favourable: bool = Field(default=False, description="true where it gives what was asked for")
    unforwarded: bool = Field(default=False, description="true where the body complained of makes it itself")

    def decision(self, sources: Mapping[str, str]) -> Decision:
        """Return the decision."""
        return Decision(
            id=self.id,
            titles=self.titles.titles(),
            citation=self.citation(sources),
            outcomes=tuple(self.outcomes),
            is_favourable=self.favourable,
            by_respondent=self.unforwarded,
        )


class TerminationShape(CitedShape):
    """A ground on which a procedure ends without a decision on the merits."""

    id: EntryId = Field(description=ID_HINT)
    titles: TitlesShape = Field(description="its name in kk, ru and en")
    by: Annotated[list[OfficeName], AfterValidator(check_distinct)] = Field(
        default=[], description=OFFICES_HINT
    )

    def termination(self, sources: Mapping[str, str]) -> TerminationGround:
        """Return the ground."""
        return TerminationGround(self.id, self.titles.titles(), self.citation(sources), tuple(self.by))


class ProcedureShape(Shape):
    """A procedure of the law with its decisions."""

    id: ProcedureName = Field(description=f"one of {', '.join(Procedure)}")
    decisions: list[DecisionShape] = Field(min_length=1, description="[[procedures.decisions]]")
    terminations: list[TerminationShape] = Field(default=[], description="[[procedures.terminations]]")


class KindShape(CitedShape):
    """A kind of appeals, or a special kind."""

    id: EntryId = Field(description=ID_HINT)
    titles: TitlesShape = Field(description="its name in kk, ru and en")
    procedure: ProcedureName = Field(description="the id of one of the [[procedures]]")
    term: EntryId = Field(description=RULE_ID_HINT)
    extension: EntryId | None = Field(default=None, description="the id of one of the [[extensions]]")
    no_extension: EntryId | None = Field(default=None, description=RULE_ID_HINT)
    deemed_refusal: EntryId | None = Field(default=None, description=RULE_ID_HINT)
    subtype_of: EntryId | None = Field(default=None, description="the id of another of the [[kinds]]")
    since: date | None = Field(default=None, description="a date, as in 2024-04-04")


class RulebookDraft(Shape):
    """The whole file, with None for parts that are too broken to be checked further."""

    version: Slug | None = Field(description="small Latin letters, digits and hyphens, as the file is called")
    country: Country | None = Field(description="two small letters, as in kz")
    law: Title | None = Field(description="what the law is called")
    effective: date | None = Field(description="a date, as in 2026-01-01")
    article: Title | None = Field(description="what has put this state of the law into force")
    provenance: ProvenanceName | None = Field(
        description=f"how surely that date is known: one of {', '.join(Provenance)}"
    )
    source: EntryId | None = Field(description="one of the [sources]")
    note: str | None = Field(default="", description="what a lawyer should know besides")
    sources: dict[EntryId, Title | None] | None = Field(
        description="names of texts, and where they are found"
    )
    rules: list[RuleShape | None] | None = Field(description="[[rules]]")
    extensions: list[ExtensionShape | None] | None = Field(default=[], description="[[extensions]]")
    procedures: list[ProcedureShape | None] | None = Field(description="[[procedures]]")
    kinds: list[KindShape | None] | None = Field(description="[[kinds]]")
