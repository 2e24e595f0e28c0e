"""Histories of workflow runs, recorded once for each release and replayed by every later one."""
