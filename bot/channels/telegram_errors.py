"""Turns what goes wrong with Telegram into what to do about it: any exception of a call becomes one `SendError`, or one short code.

Rules: only the type of an exception and a few fixed phrases of Telegram's are looked at; no text of theirs is passed on or logged.

    answer of Telegram                              what to do
    429                                             BusyError(retry_after)
    401, 404 (the token is wrong or revoked)        BusyError(60): nothing was sent; the operator is told
    403; 400 chat not found, user deactivated       GoneError
    other 400, 413                                  RefusedError(code)
    no connection at all                            BusyError(5): nothing was sent, so a last line is still sent later
    5xx, time-out, reset, an answer nobody can read UnsureError
"""

from __future__ import annotations

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError

from bot.ports import BusyError, GoneError, RefusedError, SendError, UnsureError

NO_CONNECTION_SECONDS = 5.0
BAD_TOKEN_SECONDS = 60.0

_log = structlog.get_logger()

_CODES: tuple[tuple[type[Exception], str], ...] = (
    (TelegramRetryAfter, "busy"),
    (TelegramMigrateToChat, "migrated"),
    (TelegramUnauthorizedError, "unauthorized"),
    (TelegramNotFound, "no_such_bot"),
    (TelegramConflictError, "conflict"),
    (TelegramForbiddenError, "forbidden"),
    (TelegramBadRequest, "bad_request"),
    (TelegramEntityTooLarge, "too_large"),  # aiogram counts it among network errors
    (TelegramNetworkError, "network"),
    (TelegramServerError, "server"),
    (ClientDecodeError, "unreadable"),
)

# Phrases of the published Bot API server, lower case, and our word for them.
_GONE_PHRASES = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid", "input_user_deactivated")
_REFUSED_PHRASES = (
    ("message to delete not found", "not_found"),
    ("message can't be deleted", "kept"),
    ("message is too long", "too_long"),
    ("text is empty", "empty"),
    ("button_data_invalid", "bad_button"),
)


def code_of(error: BaseException) -> str:
    """Return a fixed word for what went wrong, fit for a log."""
    if isinstance(error, TelegramNetworkError) and _never_connected(error):
        return "no_connection"
    for kind, code in _CODES:
        if isinstance(error, kind):
            return code
    return "other"


def remedy(error: Exception, call: str) -> SendError:  # noqa: PLR0911 - one return for each row of the table above
    """Return what the caller should do about a failed `call` (a method of the Bot API)."""
    code = code_of(error)
    phrase = str(error.message).lower() if isinstance(error, TelegramAPIError) else ""  # None where an answer gave no reason
    match code:
        case "busy":
            assert isinstance(error, TelegramRetryAfter)
            return BusyError(float(max(1, error.retry_after)))
        case "no_connection":
            return BusyError(NO_CONNECTION_SECONDS)
        case "unauthorized" | "no_such_bot":
            _log.error("telegram_token_refused", place=call, code=code)
            return BusyError(BAD_TOKEN_SECONDS)
        case "forbidden":
            return GoneError()
        case "bad_request":
            if any(known in phrase for known in _GONE_PHRASES):
                return GoneError()
            return RefusedError(next((word for known, word in _REFUSED_PHRASES if known in phrase), code))
        case "too_large" | "migrated":
            return RefusedError(code)
        case "other" if phrase.startswith("too many requests"):  # 429 that forgot to say how long
            return BusyError(NO_CONNECTION_SECONDS)
        case _:
            _log.warning("telegram_answer_lost", place=call, code=code)
            return UnsureError()


def _never_connected(error: BaseException) -> bool:
    return isinstance(error.__cause__, ClientConnectorError)
