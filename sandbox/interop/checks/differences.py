"""Finds the first difference of two facts."""

from typing import Any

# The clients keep different fractions: of seconds, of milliseconds since 1970, and of ratings.
TOLERANCES = {"seconds": 1, "start": 1, "mmr": 0.0015}


def difference(left: Any, right: Any, tolerance: float = 0) -> str | None:
    """Return the place and the values of the first difference, or None."""
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            return f"only one has {', '.join(sorted(left.keys() ^ right.keys()))}"
        pairs = [(key, left[key], right[key], TOLERANCES.get(key, tolerance)) for key in left]
    elif isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return f"{len(left)} and {len(right)} entries"
        pairs = [(index, *both, tolerance) for index, both in enumerate(zip(left, right))]
    elif left == right or _is_near(left, right, tolerance):
        return None
    else:
        return f"{left!r} and {right!r}"
    for key, one, other, near in pairs:
        found = difference(one, other, near)
        if found is not None:
            return f"{key}: {found}"
    return None


def _is_near(left: Any, right: Any, tolerance: float) -> bool:
    are_numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (left, right))
    return are_numbers and abs(left - right) <= tolerance
