"""How far a share of votes may be trusted. Pure."""

from math import sqrt

_Z = 1.96
"""Of nineteen cases in twenty."""


def likely(helped: int, votes: int) -> tuple[float, float]:
    """Between these the true share lies, very likely (Wilson's interval); of no votes at all anywhere."""
    if not votes:
        return 0.0, 1.0
    share, spread = helped / votes, _Z * _Z / votes
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(share * (1 - share) / votes + spread / (4 * votes))
    return max(0.0, middle - half), min(1.0, middle + half)
