"""How many connections this process may hold open: every buyer's page is one, and the usual limit is 1,024."""

import resource

import structlog

log = structlog.get_logger(__name__)

ENOUGH = 65_536


def allow_many() -> int:
    """Raises our own soft limit as far as the system lets us, which needs no rights, and gives it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (ValueError, OSError) as why:  # macOS has a lower limit behind the one that it shows
        log.info("few connections at once", limit=soft, why=type(why).__name__)
        return soft
    return wanted
