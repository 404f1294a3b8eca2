"""Reads the parameters of a call, however it was posted, and checks them by building the method of aiogram that it names."""

from __future__ import annotations

import json
import types
import typing
from typing import Any

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiohttp import web
from pydantic import ValidationError

from tests.fakes.telegram_chats import RefusalError

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    kind.__api_method__.lower(): kind
    for kind in vars(aiogram.methods).values()
    if isinstance(kind, type) and issubclass(kind, TelegramMethod) and isinstance(kind.__api_method__, str)
}


async def read_params(request: web.Request, kind: type[TelegramMethod[Any]]) -> dict[str, Any]:
    """Read form, JSON, multipart or query string, and check them by building aiogram's method."""
    raw: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        raw.update(await request.json())
    else:
        raw.update({key: value for key, value in (await request.post()).items() if isinstance(value, str)})
    unknown = set(raw) - set(kind.model_fields)
    if unknown:
        raise RefusalError(400, f"Bad Request: unknown parameters {sorted(unknown)}")
    params = {key: value if _is_text(kind, key) else _decoded(value) for key, value in raw.items()}
    try:
        kind.model_validate(params)
    except ValidationError as error:
        raise RefusalError(400, f"Bad Request: {error.error_count()} parameters do not fit {kind.__api_method__}") from None
    return params


def _is_text(kind: type[TelegramMethod[Any]], key: str) -> bool:
    annotation = kind.model_fields[key].annotation
    options = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    return str in options and int not in options


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
