"""Logs: a fixed event name and an allow-list of fields, on standard error; nothing a person wrote can get in.

Rules: a field that is not on the list is dropped; an exception is logged as its type and its place, never its text (texts quote
addresses and payloads); what libraries log is reduced to who said something and where; warnings, uncaught exceptions and forgotten
tasks go the same way; core dumps are off.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import resource
import sys
import threading
import warnings
from collections.abc import MutableMapping
from pathlib import PurePath
from types import TracebackType
from typing import Any

import structlog

FIELDS = frozenset({"event", "level", "timestamp", "code", "place", "count", "seconds", "channel", "outcome", "version", "rule", "setting"})
"""What may be in a log line. Everything else is dropped, whoever passes it."""

_NOT_DUMPABLE = 4  # PR_SET_DUMPABLE, prctl(2)


def set_up_logs(level: str = "info") -> None:
    """Make every way to a log keep the rules. Call it first, once per process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_allowed_fields,
            structlog.processors.LogfmtRenderer(key_order=("timestamp", "level", "event"), drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [LibraryHandler()]
    root.setLevel(logging.WARNING)
    # Libraries that install handlers or levels of their own when they are imported or started.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "aiogram", "aiohttp", "twilio", "sqlalchemy", "nats", "asyncio", "httpx"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
        logger.setLevel(logging.WARNING)
    logging.raiseExceptions = False  # a broken log call must not print its arguments
    logging.lastResort = None
    warnings.simplefilter("ignore")
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_exception("thread_failed", args.exc_value)
    sys.unraisablehook = lambda args: _log_exception("unraisable", args.exc_value)


def watch_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Keep forgotten tasks of this loop from printing what they held."""
    loop.set_debug(False)
    loop.set_exception_handler(lambda _loop, context: _log_exception("task_failed", context.get("exception")))


def forbid_core_dumps() -> None:
    """See that memory is not written to disk when the process dies."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_NOT_DUMPABLE, 0, 0, 0, 0)


def keep_allowed_fields(_logger: object, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list, and say only the type of what is no plain value."""
    return {
        name: value if isinstance(value, str | int | float | bool) else type(value).__name__
        for name, value in fields.items()
        if name in FIELDS and value is not None
    }


def place_of(error: BaseException | None) -> str:
    """Return file and line where an exception was raised: all that is ever logged of it besides its type."""
    trace = error.__traceback__ if error else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""


class LibraryHandler(logging.Handler):
    """Turns what a library logs into who and where. The message itself is never formatted."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log that a library said something."""
        error = record.exc_info[1] if record.exc_info else None
        place = f"{record.name}:{record.filename}:{record.lineno}"
        code = type(error).__name__ if error else record.levelname.lower()
        structlog.get_logger().warning("library", code=code, place=place)


def _log_exception(event: str, error: BaseException | None) -> None:
    structlog.get_logger().error(event, code=type(error).__name__, place=place_of(error))


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log_exception("crashed", error.with_traceback(trace))
