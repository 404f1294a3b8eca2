"""Decides whether an SMS may be sent, by country and by the parts that the day has left. What protects a person always goes.

Rules: pure; the caller keeps the day's count, in memory or in its metrics; a number goes in, a country comes out, and no number is in
any result. Parts, not messages, are what a carrier charges, so parts are counted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import phonenumbers

ALARM_PERCENTS = (80, 100)
"""Shares of the budget whose crossing alarms the operator, each once a day."""

_NOWHERE = ("001", "ZZ")  # phonenumbers: not geographic; unknown


class Reason(StrEnum):
    """Why a message is held back."""

    COUNTRY = "country"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`held` is None when it may be sent. `alarm_percent` is the share of the budget that this message crosses, 0 for none."""

    held: Reason | None = None
    alarm_percent: int = 0

    @property
    def send(self) -> bool:
        """True when the message may go."""
        return self.held is None


@dataclass(frozen=True, slots=True)
class Spending:
    """Parts sent on one day (UTC), and the highest share of the budget that was alarmed about. A new day starts at nothing."""

    day: str = ""
    parts: int = 0
    alarmed_percent: int = 0

    def on(self, now: float) -> Spending:
        """Return what was spent on the day of `now`."""
        day = datetime.fromtimestamp(now, UTC).date().isoformat()
        return self if day == self.day else Spending(day)

    def after(self, verdict: Verdict, parts: int) -> Spending:
        """Return the spending once a verdict was acted upon: its message sent or held, its alarm raised."""
        return Spending(self.day, self.parts + (parts if verdict.send else 0), max(self.alarmed_percent, verdict.alarm_percent))


def may_send(country: str, *, urgent: bool, parts: int, spent: Spending, budget: int, countries: Collection[str]) -> Verdict:
    """Decide about one message of `parts` parts, after `spent` today.

    `countries` are ISO codes, empty for all; `budget` is in parts a day, 0 for no limit. An urgent message (a safety reply, a live
    chat) always goes, whatever the country and the count, and still counts. A message that no longer fits alarms at 100 % too.
    """
    if not urgent and countries and country not in countries:
        return Verdict(Reason.COUNTRY)
    if budget <= 0:
        return Verdict()
    total = spent.parts + parts
    reached = max((share for share in ALARM_PERCENTS if total * 100 >= budget * share), default=0)
    alarm = reached if reached > spent.alarmed_percent else 0
    return Verdict(Reason.BUDGET if total > budget and not urgent else None, alarm)


def country_of(address: str) -> str:
    """Return the ISO code of a number's country, "" when it has none or is no number.

    A number of a range that is not in the tables yet counts to the main country of its calling code.
    """
    try:
        number = phonenumbers.parse(address, None)
    except phonenumbers.NumberParseException:
        return ""
    region = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(number.country_code or 0)
    return "" if region in _NOWHERE else region
