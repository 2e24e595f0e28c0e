"""Numbered behaviours: changes of the rules that apply to the appeals registered since a release.

An appeal keeps the number of the release that registered it, in its law. A release that changes what the
rules do adds a constant with one line and raises CURRENT; the rule then asks ``law.behaviour >= NUMBER``.
"""

BASELINE = 1  # the first release

CURRENT = BASELINE  # stamped on the law of each appeal that is registered now
