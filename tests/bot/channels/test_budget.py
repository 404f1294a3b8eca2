"""Which SMS may go: countries, the day's parts, alarms once a day; and what protects a person always."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.budget import Reason, Spending, Verdict, country_of, may_send

DAY = 86_400.0
countries = st.sets(st.sampled_from(("US", "MX", "GB")))
counts = st.integers(0, 300)


def ask(
    spent: Spending, *, country: str = "US", urgent: bool = False, parts: int = 1, budget: int = 100, only: set[str] | None = None
) -> Verdict:
    return may_send(country, urgent=urgent, parts=parts, spent=spent, budget=budget, countries=only or set())


def spend(budget: int, *parts: int, urgent: bool = False) -> tuple[list[int], Spending]:
    """Send one message after the other; return the alarms and what was spent."""
    spent, alarms = Spending().on(0), []
    for count in parts:
        verdict = ask(spent, parts=count, budget=budget, urgent=urgent)
        alarms += [verdict.alarm_percent] if verdict.alarm_percent else []
        spent = spent.after(verdict, count)
    return alarms, spent


def test_alarms_once_at_80_and_once_at_100_percent() -> None:
    assert spend(100, *[1] * 150) == ([80, 100], Spending("1970-01-01", 100, 100))
    assert spend(100, *[3] * 60)[0] == [80, 100], "the first that no longer fits alarms too, and only once"
    assert spend(2, 1, 1) == ([100], Spending("1970-01-01", 2, 100))


def test_a_message_that_does_not_fit_is_held_and_spends_nothing() -> None:
    assert ask(Spending(parts=99), parts=3) == Verdict(Reason.BUDGET, 100)
    assert ask(Spending(parts=99), parts=1).send
    assert Spending("d", 99).after(Verdict(Reason.BUDGET, 100), 3) == Spending("d", 99, 100)


def test_a_new_day_starts_at_nothing_and_may_alarm_again() -> None:
    spent = Spending("1970-01-01", 100, 100)
    assert spent.on(DAY - 1) is spent
    assert spent.on(DAY) == Spending("1970-01-02")
    assert ask(spent.on(DAY), parts=80).alarm_percent == 80


def test_no_budget_is_no_limit_and_no_list_is_all_countries() -> None:
    assert ask(Spending(parts=10**9), budget=0) == Verdict()
    assert ask(Spending(), country="", only=set()).send
    assert ask(Spending(), country="GB", only={"US"}) == Verdict(Reason.COUNTRY)
    assert ask(Spending(), country="", only={"US"}) == Verdict(Reason.COUNTRY)


@given(counts, counts, st.integers(1, 10), countries, st.sampled_from(("US", "GB", "DE", "")))
def test_what_protects_a_person_always_goes(spent: int, budget: int, parts: int, only: set[str], country: str) -> None:
    assert ask(Spending(parts=spent), country=country, urgent=True, parts=parts, budget=budget, only=only).send


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=80), st.integers(1, 100))
def test_only_urgent_messages_pass_the_budget_and_no_alarm_comes_twice(messages: list[tuple[int, bool]], budget: int) -> None:
    spent, alarms, urgent_parts = Spending(), [], 0
    for parts, urgent in messages:
        verdict = ask(spent, parts=parts, budget=budget, urgent=urgent)
        spent = spent.after(verdict, parts)
        urgent_parts += parts if urgent else 0
        alarms += [verdict.alarm_percent] if verdict.alarm_percent else []
        assert spent.parts <= budget + urgent_parts
    assert alarms == sorted(set(alarms))
    assert (spent.parts * 100 < budget * 80) or alarms


def test_a_number_gives_its_country_and_nothing_else() -> None:
    assert country_of("+12025550101") == "US"
    assert country_of("+16135550101") == "CA"
    assert country_of("+447700900123") == "GB"
    assert country_of("+5215512345678") == "MX"
    assert country_of("+380501234567") == "UA"
    assert country_of("+15005550006") == "US", "an unknown range counts to the main country of its code"
    assert country_of("+88216123456") == ""
    assert country_of("+999123456") == ""
    assert country_of("nonsense") == ""
