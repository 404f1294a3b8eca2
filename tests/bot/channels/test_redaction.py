"""When a body is asked to be emptied again, and when that is given up and counted."""

from __future__ import annotations

from itertools import count

import pytest

from bot.channels.redaction import TRY_AT_SECONDS, next_try


def test_a_body_is_tried_for_48_hours_and_then_counted() -> None:
    waits = []
    for tries in count():
        if (wait := next_try(tries)) is None:
            break
        waits.append(wait)
    ages = [sum(waits[: index + 1]) for index in range(len(waits))]
    assert ages[:5] == [0, 60, 600, 3600, 6 * 3600]
    assert ages[-1] == 48 * 3600
    assert ages == sorted(ages) == list(TRY_AT_SECONDS)
    assert next_try(tries + 5) is None
    with pytest.raises(ValueError, match="tries"):
        next_try(-1)
