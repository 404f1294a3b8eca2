"""Each thing that aiogram raises, and what is to be done about it."""

from __future__ import annotations

import aiogram.exceptions as their
import pytest
import structlog
from aiogram.methods import GetMe

from bot.channels.telegram_errors import code_of, remedy
from bot.ports import BusyError, GoneError, RefusedError, SendError, UnsureError

CALL = GetMe()
CASES: list[tuple[Exception, type[SendError], str]] = [
    (their.TelegramRetryAfter(CALL, "x", 3), BusyError, "busy"),
    (their.TelegramAPIError(CALL, "Too Many Requests: x"), BusyError, "other"),
    (their.TelegramUnauthorizedError(CALL, "x"), BusyError, "unauthorized"),
    (their.TelegramNotFound(CALL, "x"), BusyError, "no_such_bot"),
    (their.TelegramForbiddenError(CALL, "x"), GoneError, "forbidden"),
    (their.TelegramBadRequest(CALL, "Bad Request: chat not found"), GoneError, "bad_request"),
    (their.TelegramBadRequest(CALL, "Bad Request: PEER_ID_INVALID"), GoneError, "bad_request"),
    (their.TelegramBadRequest(CALL, "Bad Request: message is too long"), RefusedError, "bad_request"),
    (their.TelegramBadRequest(CALL, "Bad Request: x"), RefusedError, "bad_request"),
    (their.TelegramEntityTooLarge(CALL, "x"), RefusedError, "too_large"),
    (their.TelegramMigrateToChat(CALL, "x", 1), RefusedError, "migrated"),
    (their.TelegramNetworkError(CALL, "x"), UnsureError, "network"),
    (their.TelegramServerError(CALL, "x"), UnsureError, "server"),
    (their.RestartingTelegram(CALL, "x"), UnsureError, "server"),
    (their.TelegramConflictError(CALL, "x"), UnsureError, "conflict"),
    (their.ClientDecodeError("x", ValueError("x"), "x"), UnsureError, "unreadable"),
    (their.TelegramAPIError(CALL, "x"), UnsureError, "other"),
    (TypeError("x"), UnsureError, "other"),
]


@pytest.mark.parametrize(("error", "expected", "code"), CASES, ids=[f"{type(error).__name__}-{code}" for error, _, code in CASES])
def test_each_error_has_its_remedy(error: Exception, expected: type[SendError], code: str) -> None:
    with structlog.testing.capture_logs():
        assert type(remedy(error, "sendMessage")) is expected
    assert code_of(error) == code


def test_every_error_of_the_library_is_in_the_table() -> None:
    """A new release may bring a new kind: it must be looked at, not fall through."""
    kinds = {kind for kind in vars(their).values() if isinstance(kind, type) and issubclass(kind, their.TelegramAPIError)}

    assert kinds == {type(error) for error, _, _ in CASES if isinstance(error, their.TelegramAPIError)}
