"""domain.law.rule_ids."""

WINDOW, UNNAMED, COURT = "complaint_window", "complaint_window_unnamed", "court"


NO_SUPERIOR, WRITTEN = "no_superior", "written"


UNSUSPENDED, COUNT = "unsuspended", "count"


CONSIDERED = "acceptance"  # every appeal is considered: none ends in an answer to somebody else


HEARING, FORWARD, MEND = "hearing", "complaint_forward", "mend"


TERMINATED, UNCONSIDERED = "termination_notice", "unconsidered_notice"
