"""The line of every key of a TOML text."""

import tomllib

import pytest

from loaders.toml.lines import line_at, lines_of

PUZZLE = '''
# = [
a.b = 1 # ]
["quoted key".'other']
c = """
[not.a.table]
d = 1
"""
d = [ # list
  {e = "]", f.g = 1}, # }

  [1,
   2026-01-01 10:00:00, 1.5], \'\'\'
  x = ,\'\'\',
]
[[h]]
[h.i]
j = "\\"k"
[[h]]
[[h.l]]
[[h.l]]
m = {n = {}, o = []}
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a", "b"), 3),
        (("quoted key", "other", "c"), 5),
        (("quoted key", "other", "d", 0, "f", "g"), 10),
        (("quoted key", "other", "d", 1, 0), 12),
        (("quoted key", "other", "d", 1, 2), 13),
        (("quoted key", "other", "d", 2), 13),
        (("h",), 16),
        (("h", 0, "i", "j"), 18),
        (("h", 1), 19),
        (("h", 1, "l", 1), 21),
        (("h", 1, "l", 1, "m", "o"), 22),
        (("h", 1, "l", 1, "m", "nothing", 5), 22),
        (("nowhere",), 1),
    ],
)
def test_every_key_of_a_toml_text_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert tomllib.loads(PUZZLE)
    assert line_at(lines_of(PUZZLE), path) == line
