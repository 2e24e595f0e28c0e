"""The shape of a policy file: its keys and their accepted values."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from domain.country.titles import Titles
from domain.identity.people import Role
from domain.law.applicable_law import LegalTerm
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import TermStart
from domain.policy.plan import Limits, Specialty, Step
from domain.policy.policy import NATIONWIDE, Organisation, Region, Topic
from domain.policy.topic_fields import FieldChoice, FieldType, TopicField
from loaders.policy.clocks import (
    CallShape,
    EscalationShape,
    ReceiptClockShape,
    ScheduleShape,
    Shape,
    StepClocksShape,
    TaskClocksShape,
    UrgentClocksShape,
)
from loaders.policy.values import (
    Count,
    FieldId,
    FieldTypeName,
    OrganisationId,
    OrganisationRegion,
    PositiveTerm,
    RegionId,
    RoleName,
    Slug,
    SpecialtyName,
    StepName,
    Title,
    Version,
    check_complete,
    check_distinct,
    check_step_order,
)

EVERY_REGION = "*"
REGION_PLACEHOLDER = "{region}"


class TitlesShape(Shape):
    """Titles in three languages."""

    kk: Title = Field(description="the Kazakh title")
    ru: Title = Field(description="the Russian title")
    en: Title = Field(description="the English title")

    def titles(self, region: Titles | None = None) -> Titles:
        """Return the titles, with the region's title in place of its placeholder."""
        if region is None:
            return Titles(self.kk, self.ru, self.en)
        return Titles(
            self.kk.replace(REGION_PLACEHOLDER, region.kk),
            self.ru.replace(REGION_PLACEHOLDER, region.ru),
            self.en.replace(REGION_PLACEHOLDER, region.en),
        )


class LimitsShape(Shape):
    """The limits of extensions, waits, holds and reopenings."""

    information_term: PositiveTerm = Field(description="a term of at least one unit, as in 10wd")
    information_waits: Count = Field(description="a whole number from 0 to 99")
    hold: PositiveTerm = Field(description="a term of at least one unit, as in 10wd")
    extension: PositiveTerm = Field(description="a term of at least one unit, as in 2mo")
    extensions: Count = Field(description="a whole number from 0 to 99")
    reopening: PositiveTerm = Field(description="a term of at least one unit, as in 1mo")
    reopenings: Count = Field(description="a whole number from 0 to 99")

    def limits(self) -> Limits:
        """Return the limits."""
        return Limits(
            max_information_wait=self.information_term,
            max_information_requests=self.information_waits,
            max_hold=self.hold,
            max_extension=self.extension,
            max_extensions=self.extensions,
            reopening_period=self.reopening,
            max_reopenings=self.reopenings,
        )


class ProceduresShape(Shape):
    """The procedures that the policy provides where the law of an appeal does not."""

    article: str = Field(min_length=1, max_length=200, description="the regulation, as it is cited")
    redirect: PositiveTerm | None = Field(
        default=None, description="a term from the receipt, as in 3wd, in which a redirect is made"
    )
    defect_correction: bool = Field(default=False, description="true or false")

    def rules(self) -> tuple[LegalTerm, ...]:
        """Return the rules that switch the procedures on."""
        rules = []
        if self.redirect is not None:
            rules.append(LegalTerm(RuleId.REDIRECT, self.article, self.redirect, TermStart.RECEIVED))
        if self.defect_correction:
            rules.append(LegalTerm(RuleId.DEFECT_CORRECTION, self.article))
        return tuple(rules)


class RegionShape(Shape):
    """An oblast or a city of republican significance."""

    id: RegionId = Field(description="the first two digits of its KATO code, in quotes")
    titles: TitlesShape = Field(description="its name in kk, ru and en")

    def region(self) -> Region:
        """Return the region."""
        return Region(self.id, self.titles.titles())


class ThemeShape(Shape):
    """A group of topics."""

    id: Slug = Field(description="small Latin letters, digits and hyphens")
    titles: TitlesShape = Field(description="its name in kk, ru and en")


class OrganisationShape(Shape):
    """One organisation, or one in each region."""

    id: OrganisationId = Field(
        description="small Latin letters, digits and hyphens; {region} where each has one"
    )
    kind: Slug = Field(description="small Latin letters, digits and hyphens")
    region: OrganisationRegion = Field(
        default=NATIONWIDE, description="the id of a region, '*' for one in each, '' for the country"
    )
    titles: TitlesShape = Field(description="its name in kk, ru and en; {region} becomes the region's")
    roles: Annotated[list[RoleName], AfterValidator(check_distinct)] = Field(
        min_length=1, description=f"some of {', '.join(Role)}"
    )
    superior: OrganisationId | None = Field(
        default=None, description="the id of the organisation that decides on complaints against it"
    )

    def organisations(self, regions: Sequence[Region]) -> Iterator[Organisation]:
        """Yield the organisation, or that of each region."""
        roles, superior = tuple(self.roles), self.superior or ""
        if self.region != EVERY_REGION:
            yield Organisation(self.id, self.kind, self.region, self.titles.titles(), roles, superior)
            return
        for region in regions:
            name, above = (each.replace(REGION_PLACEHOLDER, region.id) for each in (self.id, superior))
            yield Organisation(name, self.kind, region.id, self.titles.titles(region.titles), roles, above)


class FieldChoiceShape(Shape):
    """One of the values of a choice."""

    id: FieldId = Field(description="small Latin letters, digits and underscores")
    titles: TitlesShape = Field(description="its name in kk, ru and en")


class TopicFieldShape(Shape):
    """A field of a topic."""

    id: FieldId = Field(description="small Latin letters, digits and underscores")
    titles: TitlesShape = Field(description="its name in kk, ru and en")
    type: FieldTypeName = Field(description=f"one of {', '.join(FieldType)}")
    required: bool = Field(default=False, description="true where an appeal on the topic must state it")
    choices: list[FieldChoiceShape] = Field(
        default=[], max_length=200, description="the values of a choice, as in { id = .., titles = .. }"
    )

    def topic_field(self) -> TopicField:
        """Return the field."""
        choices = tuple(FieldChoice(each.id, each.titles.titles()) for each in self.choices)
        return TopicField(self.id, self.titles.titles(), self.type, self.required, choices)


class TopicShape(Shape):
    """A topic of appeals."""

    id: Slug = Field(description="small Latin letters, digits and hyphens")
    theme: Slug = Field(description="the id of one of the [[themes]]")
    titles: TitlesShape = Field(description="its name in kk, ru and en")
    competent: Slug = Field(description="an organisation, or a kind with one organisation in every region")
    steps: Annotated[list[StepName], AfterValidator(check_step_order)] = Field(
        default=[Step.RECEPTION, Step.AGENCY], description=f"some of {', '.join(Step)}, in this order"
    )
    specialists: Annotated[list[SpecialtyName], AfterValidator(check_distinct)] = Field(
        default=list(Specialty), description=f"some of {', '.join(Specialty)}, the usual one first"
    )
    sponsor: Slug | None = Field(
        default=None, description="an organisation or a kind, in place of the usual one"
    )
    receipt: bool = Field(default=False, description="true where the appeal waits until the help has arrived")
    budgets: dict[StepName, PositiveTerm] = Field(
        default={}, description='terms by step, as in { agency = "3wd" }'
    )
    fields: list[TopicFieldShape] = Field(
        default=[], max_length=50, description="what an appeal states beside its text, as tables"
    )

    def topic(self) -> Topic:
        """Return the topic."""
        return Topic(
            id=self.id,
            theme=self.theme,
            titles=self.titles.titles(),
            competent=self.competent,
            steps=tuple(self.steps),
            specialists=tuple(self.specialists),
            sponsor=self.sponsor or "",
            awaits_receipt=self.receipt,
            budgets=self.budgets,
            fields=tuple(each.topic_field() for each in self.fields),
        )


class PolicyDraft(Shape):
    """The whole file, with None for parts that are too broken to be checked further."""

    name: Slug | None = Field(description="small Latin letters, digits and hyphens, as the file is called")
    version: Version | None = Field(description="year and number in quotes, as in '2026.1'")
    calendar: str | None = Field(description="the version of a calendar, in quotes")
    fallback: Slug | None = Field(description="the organisation of the fallback queue")
    law: str | None = Field(default="", description="the country whose rulebooks appeals run by, as in kz")
    sponsor: Slug | None = Field(
        description="an organisation, or a kind with one organisation in every region"
    )
    specialists: (
        Annotated[dict[SpecialtyName, Slug | None], AfterValidator(check_complete(Specialty))] | None
    ) = Field(description=f"organisations or kinds for each of {', '.join(Specialty)}")
    statute: ScheduleShape | None = Field(description="budget, warnings and ladder of the whole appeal")
    ladders: dict[str, EscalationShape | None] | None = Field(description="sections as in [ladders.usual]")
    steps: Annotated[dict[StepName, StepClocksShape | None], AfterValidator(check_complete(Step))] | None = (
        Field(description=f"sections for each of {', '.join(Step)}")
    )
    side: TaskClocksShape | None = Field(description="the section of side tasks")
    urgent: UrgentClocksShape | None = Field(
        default=None, description="the section of crimes and threats to safety"
    )
    receipt: ReceiptClockShape | None = Field(
        default=None, description="the section of the wait for the help"
    )
    calls: list[CallShape | None] | None = Field(default=None, description="[[calls]]")
    limits: LimitsShape | None = Field(description="the section of limits")
    procedures: ProceduresShape | None = Field(
        default=None, description="the section of procedures that the law may lack"
    )
    regions: list[RegionShape | None] | None = Field(description="[[regions]]")
    themes: list[ThemeShape | None] | None = Field(description="[[themes]]")
    organisations: list[OrganisationShape | None] | None = Field(description="[[organisations]]")
    topics: list[TopicShape | None] | None = Field(description="[[topics]]")
