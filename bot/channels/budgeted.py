"""An SMS channel that keeps to the operator's countries and daily budget.

Rules: what is urgent always goes; the day's parts are counted in memory and forgotten at a restart; alarms carry no number.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence

from bot.channels.budget import Spending, country_of, may_send
from bot.ports import Channel, ChannelKind, Clock, Erased, Outbound, RefusedError, Sent
from locales.sms import parts


class BudgetedSms:
    """Wraps a channel. `alarm` is called with a fixed code when a share of the budget is reached."""

    def __init__(
        self, channel: Channel, clock: Clock, *, budget_parts: int, countries: Collection[str], alarm: Callable[[str], Awaitable[object]]
    ) -> None:
        self.kind = ChannelKind.SMS
        self.channel = channel
        self._clock = clock
        self._budget = budget_parts
        self._countries = countries
        self._alarm = alarm
        self._spent = Spending()

    async def send(self, message: Outbound) -> Sent:
        """Send, if the country and the day's budget allow it.

        Raises: as `Channel.send`; RefusedError("country") or RefusedError("budget") when it is held back.
        """
        count = parts(message.text).parts
        spent = self._spent.on(self._clock.now())
        verdict = may_send(
            country_of(message.address),
            urgent=message.urgent,
            parts=count,
            spent=spent,
            budget=self._budget,
            countries=self._countries,
        )
        self._spent = spent.after(verdict, count)
        if verdict.alarm_percent:
            await self._alarm(f"sms_budget_{verdict.alarm_percent}")
        if verdict.held is not None:
            raise RefusedError(verdict.held.value)
        return await self.channel.send(message)

    async def erase(self, address: str, ids: Sequence[str], *, whole: bool) -> Erased:
        """Erase: deleting is never held back."""
        return await self.channel.erase(address, ids, whole=whole)

    async def close(self) -> None:
        """Close the channel."""
        await self.channel.close()
