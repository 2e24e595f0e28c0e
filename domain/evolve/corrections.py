"""The state of an appeal after a correction of what was registered."""

from dataclasses import replace
from typing import assert_never

from domain import events as e
from domain.state.appeal import Appeal


def evolve_correction(appeal: Appeal, event: e.CorrectionEvent) -> Appeal:
    """Return *appeal* as it is after *event*; its clocks and tasks stay as they are."""
    match event:
        case e.ApplicantCorrected():
            return appeal
        case e.TopicCorrected(topic=topic, plan=plan):
            origin = replace(appeal.origin, topic=topic, corrected_seq=appeal.seq)
            return replace(appeal, origin=origin, plan=plan)
        case e.RegionCorrected(region=region, plan=plan):
            origin = replace(appeal.origin, region=region, corrected_seq=appeal.seq)
            return replace(appeal, origin=origin, plan=plan)
        case _:
            assert_never(event)
