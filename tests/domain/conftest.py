"""How hard the rules are tried: always the same examples in CI, new ones on a desk."""

import os

from hypothesis import HealthCheck, Phase, settings

PHASES = [phase for phase in Phase if phase is not Phase.explain]  # which traces every line: slow before 3.12
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile("desk", deadline=None, phases=PHASES, suppress_health_check=QUIET)
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
