"""Counts tries so that work which is repeated after a crash counts once."""

from collections.abc import Sequence
from datetime import timedelta

from core.ports import Attempts
from core.step import NewWork


async def count_once(
    attempts: Attempts, new: NewWork, what: str, scopes: Sequence[str], limit: int, within: timedelta
) -> timedelta | None:
    """None: go on; otherwise how long to wait. A refusal stays one. Raises: StoreUnavailable."""
    counted = [f"{what}:done:{new.id}"]
    if await attempts.take(counted, 1, timedelta(days=1)) is not None:
        return None
    wait = await attempts.take(scopes, limit, within)
    if wait is not None:
        await attempts.forget(counted)
    return wait
