"""Alarms to the operator: a content-free post to `ALERT_URL`.

Rules: a fixed code and the time to the minute, nothing else; an alarm that cannot be delivered is counted and logged, and tried again by
whoever raised it.
"""

from __future__ import annotations

import httpx
import structlog

PAGE_SECONDS = 10.0
"""How long the receiver of an alarm may take."""


class Pager:
    """Posts alarms. Without a URL it logs them, which `doctor` warns about."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = httpx.AsyncClient(timeout=PAGE_SECONDS, follow_redirects=False, trust_env=False)

    async def page(self, code: str) -> bool:
        """Raise an alarm. Returns True when somebody took it."""
        structlog.get_logger().warning("alarm", code=code)
        if not self._url:
            return True  # the log is the only receiver there is
        try:
            answer = await self._client.post(self._url, json={"alarm": code})
        except httpx.HTTPError as error:
            structlog.get_logger().error("alarm_failed", code=type(error).__name__)
            return False
        return answer.is_success

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()
