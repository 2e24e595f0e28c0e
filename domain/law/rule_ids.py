"""The ids of the statutory rules that the code reads."""

COMPLAINT_WINDOW, UNNAMED, COURT = "complaint_window", "complaint_window_unnamed", "court"


NO_SUPERIOR, WRITTEN = "no_superior", "written"


UNSUSPENDED, COUNT = "unsuspended", "count"


CONSIDERED = "acceptance"  # every appeal is considered: none ends in an answer to somebody else


HEARING, COMPLAINT_FORWARD, CORRECT_DEFECTS = "hearing", "complaint_forward", "mend"


TERMINATION_NOTICE, UNCONSIDERED_NOTICE = "termination_notice", "unconsidered_notice"
