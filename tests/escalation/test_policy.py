from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation import cases, page, policy
from escalation.model import Case, CaseId, CaseStatus, Role, Staff, StaffId, Urgency
from escalation.policy import (
    HEAD_START_SECONDS,
    MOVED_TODAY,
    RANKED_LAST_SECONDS,
    RULES,
    TABLE,
    First,
    can_take,
    first_of,
    in_order,
    merge,
    needs_supervisor,
    next_for,
    opens_case,
    rank,
    urgency_of,
)
from nlu.model import Trigger

NOW = 1_795_405_200.0
MINUTE = 60.0
PAGE = Path(__file__).parents[2] / "docs" / "escalation.md"


def a_case(name: str = "c1", urgency: Urgency = Urgency.NEXT, waited: float = 0.0, **changes: object) -> Case:
    return replace(Case(CaseId(name), NOW - waited, urgency, (), "es", "sms"), **changes)  # type: ignore[arg-type]


def a_member(name: str = "ana", role: Role = Role.ADVOCATE, languages: tuple[str, ...] = ("es",)) -> Staff:
    return Staff(StaffId(name), name, role, languages, "", "")


def ids(ranked: list[Case]) -> list[str]:
    return [case.id for case in ranked]


triggers = st.lists(st.sampled_from([rule.trigger for rule in TABLE]), max_size=6)
some_cases = st.lists(
    st.builds(
        a_case,
        name=st.integers(0, 999).map(str),
        urgency=st.sampled_from(Urgency),
        waited=st.integers(-600, 12 * 3600),
        returns=st.integers(0, 2),
        ranked_last=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda case: case.id,
)


def test_the_table_has_every_trigger_of_the_taxonomy_and_no_other() -> None:
    assert {rule.name for rule in TABLE} == set(Trigger)
    assert len(RULES) == len(TABLE)


@pytest.mark.parametrize(
    ("raised", "urgency", "first"),
    [
        (["danger"], Urgency.NOW, First.EMERGENCY_NUMBER),
        (["suicide"], Urgency.NOW, First.EMERGENCY_NUMBER),
        (["medical"], Urgency.NOW, First.EMERGENCY_NUMBER),
        (["recent_assault"], Urgency.NOW, First.MEDICAL_HELP),
        (["child"], Urgency.NOW, First.CHILD_LINE),
        (["detained"], Urgency.SOON, First.PERSON),
        (["family_threat"], Urgency.SOON, First.PERSON),
        (["moved_soon"], Urgency.SOON, First.PERSON),
        ([MOVED_TODAY], Urgency.NOW, First.PERSON),
        (["fled"], Urgency.SOON, First.PERSON),
        (["human"], Urgency.NEXT, First.PERSON),
        ([], Urgency.NEXT, First.PERSON),
        (["human", "fled", "danger"], Urgency.NOW, First.EMERGENCY_NUMBER),
        (["child", "recent_assault"], Urgency.NOW, First.MEDICAL_HELP),
        (["no such trigger"], Urgency.NOW, First.PERSON),
    ],
)
def test_urgency_and_what_comes_first(raised: list[str], urgency: Urgency, first: First) -> None:
    assert (urgency_of(raised), first_of(raised)) == (urgency, first)


def test_the_emergency_number_is_first_only_where_a_life_is_at_stake() -> None:
    assert {rule.trigger for rule in TABLE if rule.first is First.EMERGENCY_NUMBER} == {"danger", "suicide", "medical"}


def test_misunderstanding_and_signals_about_the_screen() -> None:
    assert urgency_of([], misunderstood=True) is Urgency.NEXT
    assert urgency_of(["fled"], misunderstood=True) is Urgency.SOON
    assert not opens_case(["watched", "other_person"])
    assert opens_case(["watched", "human"])


def test_a_reporter_naming_a_child_goes_to_the_report_door() -> None:
    assert not opens_case(["child"], reporter=True)
    assert opens_case(["child"])
    assert opens_case(["child", "danger"], reporter=True)
    assert urgency_of(["child", "human"], reporter=True) is Urgency.NEXT
    assert first_of(["child"], reporter=True) is First.PERSON


def test_only_a_supervisor_takes_harm_to_another() -> None:
    case = merge(a_case(), ["harm_other"])
    assert case.supervisor
    assert needs_supervisor(["human", "harm_other"])
    assert not can_take(a_member(), case)
    assert can_take(a_member(role=Role.SUPERVISOR), case)
    assert can_take(a_member(role=Role.ADMIN), case)


def test_who_speaks_the_language_can_take_it() -> None:
    assert can_take(a_member(languages=("pt",)), a_case(language="pt-BR"))
    assert can_take(a_member(languages=("PT_br",)), a_case(language="pt"))
    assert not can_take(a_member(languages=("es",)), a_case(language="ar"))
    assert can_take(a_member(languages=()), a_case(language=""))
    assert not can_take(replace(a_member(), disabled=True), a_case())


@given(first=triggers, then=triggers)
def test_a_case_only_grows_more_urgent(first: list[str], then: list[str]) -> None:
    case = merge(a_case(), first)
    grown = merge(case, then)
    assert grown.urgency <= case.urgency
    assert set(grown.triggers) >= set(case.triggers)
    assert grown.supervisor >= case.supervisor
    assert merge(grown, then) == grown
    assert replace(grown, urgency=case.urgency, triggers=case.triggers, supervisor=case.supervisor) == case


def test_a_case_keeps_the_taxonomys_names_most_pressing_first() -> None:
    assert merge(a_case(), ["human", MOVED_TODAY, "danger"]).triggers == ("danger", "moved_soon", "human")
    assert in_order(["zzz", "human", "aaa", "human"]) == ("human", "aaa", "zzz")


@given(queue=some_cases)
def test_everybody_is_ranked_once_and_in_one_order_on_every_machine(queue: list[Case]) -> None:
    ranked = rank(queue, NOW)
    assert sorted(ids(ranked)) == sorted(ids(queue))
    assert ranked == rank(reversed(queue), NOW)


@given(queue=some_cases)
def test_among_equals_the_returned_come_first_and_then_the_longest_wait(queue: list[Case]) -> None:
    for urgency in Urgency:
        equals = [case for case in rank(queue, NOW) if case.urgency is urgency and not case.ranked_last]
        assert equals == sorted(equals, key=lambda case: (case.returns == 0, min(case.opened_at, NOW), case.id))


def test_the_most_urgent_is_first_and_ageing_carries_everyone_forward() -> None:
    fresh = [a_case("next", Urgency.NEXT), a_case("soon", Urgency.SOON), a_case("now", Urgency.NOW)]
    assert ids(rank(fresh, NOW)) == ["now", "soon", "next"]
    assert ids(rank([a_case("soon", Urgency.SOON, 29 * MINUTE), a_case("now", Urgency.NOW)], NOW)) == ["now", "soon"]
    assert ids(rank([a_case("soon", Urgency.SOON, 31 * MINUTE), a_case("now", Urgency.NOW)], NOW)) == ["soon", "now"]
    assert ids(rank([a_case("next", Urgency.NEXT, 119 * MINUTE), a_case("now", Urgency.NOW)], NOW)) == ["now", "next"]
    assert ids(rank([a_case("next", Urgency.NEXT, 121 * MINUTE), a_case("now", Urgency.NOW)], NOW)) == ["next", "now"]


def test_a_returned_case_comes_to_the_front_of_its_urgency_and_no_further() -> None:
    queue = [a_case("old", Urgency.SOON, 600), a_case("back", Urgency.SOON, 10, returns=1), a_case("now", Urgency.NOW)]
    assert ids(rank(queue, NOW)) == ["now", "back", "old"]


def test_an_address_known_for_cases_that_were_not_genuine_is_last_and_still_served() -> None:
    queue = [a_case("doubted", Urgency.NOW, 3600, ranked_last=True), a_case("next", Urgency.NEXT)]
    assert ids(rank(queue, NOW)) == ["next", "doubted"]
    assert next_for(a_member(), queue[:1], NOW) == queue[0]
    assert RANKED_LAST_SECONDS < cases.CASE_WAIT_HOURS * 3600


@pytest.mark.parametrize("case", [a_case("x", Urgency.NEXT), a_case("x", Urgency.NEXT, ranked_last=True)])
def test_nobody_starves_under_a_stream_of_urgent_cases(case: Case) -> None:
    queue, taken = [case], 0.0
    for minute in range(12 * 60):
        now = NOW + minute * MINUTE
        queue.append(a_case(str(minute), Urgency.NOW, -minute * MINUTE))
        first = rank(queue, now)[0]
        queue.remove(first)
        if first.id == "x":
            taken = now
            break
    bound = HEAD_START_SECONDS[Urgency.NEXT] + (RANKED_LAST_SECONDS if case.ranked_last else 0)
    assert NOW < taken <= NOW + bound + 2 * MINUTE


def test_a_clock_that_runs_ahead_costs_nobody_their_place() -> None:
    queue = [a_case("ahead", Urgency.NOW, -9999), a_case("behind", Urgency.SOON)]
    assert ids(rank(queue, NOW)) == ["ahead", "behind"]


def test_next_is_ones_own_case_else_the_first_that_one_can_take() -> None:
    mine = a_case("mine", status=CaseStatus.CLAIMED, claimed_by=StaffId("ana"))
    theirs = a_case("theirs", Urgency.NOW, status=CaseStatus.CLAIMED, claimed_by=StaffId("bea"))
    arabic, spanish = a_case("arabic", Urgency.NOW, language="ar"), a_case("spanish", Urgency.SOON)
    assert next_for(a_member(), [theirs, arabic, spanish, mine], NOW) == mine
    assert next_for(a_member(), [theirs, arabic, spanish], NOW) == spanish
    assert next_for(a_member(languages=("es", "ar")), [theirs, arabic, spanish], NOW) == arabic
    assert next_for(a_member(languages=("ro",)), [theirs, arabic, spanish], NOW) is None
    assert next_for(a_member(), [replace(spanish, status=CaseStatus.CLOSED)], NOW) is None


def test_the_page_for_clinicians_is_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page.render(text) == text, "docs/escalation.md is old: run `python -m escalation.page docs/escalation.md`"
    assert policy.as_markdown() in text
    assert cases.as_mermaid() in text


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="policy"):
        page.render("no marks")
