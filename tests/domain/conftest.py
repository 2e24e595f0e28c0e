"""How hard the rules are tried: the same way each time; HYPOTHESIS_PROFILE=explore tries new ones."""

import os

from hypothesis import HealthCheck, Phase, settings

PHASES = [phase for phase in Phase if phase is not Phase.explain]  # which traces every line: slow before 3.12
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile("explore", deadline=None, phases=PHASES, suppress_health_check=QUIET)
settings.register_profile("prove", settings.get_profile("explore"), max_examples=1000)
settings.register_profile("steady", settings.get_profile("explore"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
