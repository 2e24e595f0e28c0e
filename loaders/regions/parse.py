"""Reading of a country's former regions: the history, or every error with its line."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from domain.policy.regions import FormerRegion, NewRegion, RegionHistory, RegionNicknames
from loaders.policy.shape import TitlesShape
from loaders.policy.values import RegionId, Title, check_distinct
from loaders.rulebook.shape import EntryId, ProvenanceName, Shape
from loaders.toml.form import FileErrors, FileFormat, Violation, valid_items

REGION_ID_HINT = "the first two digits of its KATO code, in quotes"


class RegionsErrors(FileErrors):
    """A file of former regions is invalid."""


class SourcedShape(Shape):
    """An entry about a region with its provenance."""

    id: RegionId = Field(description=REGION_ID_HINT)
    provenance: ProvenanceName = Field(description="verified, secondary or unverified")
    source: EntryId = Field(description="one of the [sources]")
    note: str = Field(default="", description="what is worth knowing besides")


class FormerRegionShape(SourcedShape):
    """A former name or code."""

    titles: TitlesShape = Field(description="its name in kk, ru and en")
    since: date | None = Field(default=None, description="its first day, as in 2019-03-23")
    until: date = Field(description="its last day, as in 2022-09-16")
    heirs: Annotated[list[RegionId], AfterValidator(check_distinct)] = Field(
        min_length=1, description="the ids of the regions that it is today"
    )


class FormedRegionShape(SourcedShape):
    """A region formed later."""

    since: date = Field(description="its first day, as in 2022-06-08")
    out_of: RegionId = Field(description=REGION_ID_HINT)


class RegionAliasShape(SourcedShape):
    """Other names of a region."""

    names: Annotated[list[Title], AfterValidator(check_distinct)] = Field(
        min_length=1, description="short or older names without a known period"
    )


class RegionsDraft(Shape):
    """The whole file, with None for parts that are too broken to be checked further."""

    sources: dict[EntryId, Title | None] | None = Field(
        description="names of texts, and where they are found"
    )
    former: list[FormerRegionShape | None] | None = Field(default=[], description="[[former]]")
    formed: list[FormedRegionShape | None] | None = Field(default=[], description="[[formed]]")
    called: list[RegionAliasShape | None] | None = Field(default=[], description="[[called]]")


REGIONS_FORMAT = FileFormat(
    RegionsDraft,
    tables=frozenset({"sources"}),
    lists=frozenset({"former", "formed", "called"}),
    errors=RegionsErrors,
)


def load_regions(text: str, source: str) -> RegionHistory:
    """Return the history in *text*; *source* is its name in errors.

    Raises RegionsErrors with every error at once.
    """
    draft = REGIONS_FORMAT.read(text, source, _violations)
    former = [
        FormerRegion(each.id, each.titles.titles(), each.until, tuple(each.heirs), each.since)
        for _, each in valid_items("former", draft.former)
    ]
    formed = [NewRegion(each.id, each.since, each.out_of) for _, each in valid_items("formed", draft.formed)]
    called = [RegionNicknames(each.id, tuple(each.names)) for _, each in valid_items("called", draft.called)]
    return RegionHistory(tuple(former), tuple(formed), tuple(called))


def _violations(draft: RegionsDraft, cut: frozenset[str]) -> Iterator[Violation]:
    known = draft.sources or {}
    sections = ("former", draft.former), ("formed", draft.formed), ("called", draft.called)
    for at, each in (line for name, section in sections for line in valid_items(name, section)):
        if "sources" not in cut and each.source not in known:
            yield (*at, "source"), f"there is no {each.source} in sources; there are {', '.join(known)}"
    for at, was in valid_items("former", draft.former):
        if was.since is not None and was.since > was.until:
            yield (*at, "until"), f"{was.until} is before {was.since}, its first day"
    for at, new in valid_items("formed", draft.formed):
        if new.id == new.out_of:
            yield (*at, "out_of"), f"{new.id} was not formed out of itself"
