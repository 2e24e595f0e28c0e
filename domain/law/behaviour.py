"""Numbered behaviours: what a release does otherwise for the appeals that it registers.

An appeal keeps the number of the release that registered it, in its law. A release that changes what the
rules do adds a constant with one line and raises CURRENT; the rule then asks ``law.behaviour >= NUMBER``.
"""

BASELINE = 1  # the first release

CURRENT = BASELINE  # stamped on the law of each appeal that is registered now
