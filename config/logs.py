"""Structured logs: for people on a console, or one JSON object a line. Nothing leaves without the redaction."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from config.redaction import redacted

QUIET = ("aiohttp.access", "aiogram.event", "alembic", "apscheduler", "asyncio", "httpx", "sqlalchemy")
"""Libraries that tell much: only their warnings, and with level debug everything but the access log."""


def set_up_logs(level: str = "info", style: str = "console", stream: TextIO | None = None) -> None:
    """Sends structlog and the standard library's logs to `stream` (standard error). `style`: console or json.

    Called once by the commands; a second call replaces the first."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_shared(),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_ending(style, out.isatty())],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.NOTSET if level == "debug" else logging.WARNING)
    logging.getLogger("aiohttp.access").disabled = True


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]


def _ending(style: str, colors: bool) -> list[Processor]:
    """The redaction stands here, behind everything that adds text and before what writes it."""
    if style == "json":
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        return [_redaction, stamp, structlog.processors.JSONRenderer(ensure_ascii=False)]
    stamp = structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False)
    plain = structlog.dev.plain_traceback
    return [_redaction, stamp, structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]


def _redaction(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {name: redacted(value, name) for name, value in event.items()}
