"""Files broken at random: whatever stands in some of their lines, reading them must not crash."""

from hypothesis import strategies as st

REPLACEMENT_VALUES = ("", "1", '"x"', "[]", "[1]", "{}", "{ x = 1 }", '[{ id = "a" }]', "true", "[[]]")


def with_broken_lines(text: str) -> st.SearchStrategy[str]:
    """Return *text* with one to four of its lines blank, or with another value."""
    lines = text.splitlines()

    def spoilt(places: list[int], value: str) -> str:
        keys = {place: lines[place].partition("=")[0] for place in places}
        changed = {place: f"{key} = {value}" if value and key else "" for place, key in keys.items()}
        return "\n".join(changed.get(place, line) for place, line in enumerate(lines))

    places = st.lists(st.integers(0, len(lines) - 1), min_size=1, max_size=4)
    return st.builds(spoilt, places, st.sampled_from(REPLACEMENT_VALUES))
