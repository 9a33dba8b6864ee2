"""Counts tries so that work which is repeated after a crash counts once."""

from collections.abc import Sequence
from datetime import timedelta

from core.ports import Attempts
from core.step import NewWork

_KEPT = timedelta(days=1)


async def count_once(
    attempts: Attempts, new: NewWork, what: str, scopes: Sequence[str], limit: int, within: timedelta
) -> timedelta | None:
    """None: go on; otherwise how long to wait. A refusal stays one. Raises: StoreUnavailable."""
    counted = _mark(new, what)
    if await attempts.take(counted, 1, _KEPT) is not None:
        return None
    wait = await attempts.take(scopes, limit, within)
    if wait is not None:
        await attempts.forget(counted)
    return wait


async def is_counted(attempts: Attempts, new: NewWork, what: str) -> bool:
    """Has this work been counted before? Raises: StoreUnavailable."""
    return await attempts.wait(_mark(new, what), 1, _KEPT) is not None


def account_scope(account: str) -> str:
    """Where the failed proofs of a whole channel account are counted."""
    return f"proof:account:{account}"


def _mark(new: NewWork, what: str) -> list[str]:
    return [f"{what}:done:{new.id}"]
