from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.cases import (
    BEAT_LAPSE_SECONDS,
    CASE_WAIT_HOURS,
    MOVES,
    PAGE_AFTER_SECONDS,
    TRUTH_AFTER_SECONDS,
    Act,
    Due,
    IllegalMoveError,
    as_mermaid,
    due,
    emptied,
    move,
    next_due,
    truth_is_due,
)
from escalation.impact import NEVER_CLAIMED, SMALLEST_SHOWN, closing_counts, hide_small, is_count_name, wait_of
from escalation.model import Case, CaseId, CaseStatus, Outcome, StaffId, Urgency, Words

NOW = 1_795_405_200.0
ANA, BEA = StaffId("ana"), StaffId("bea")


def a_case(**changes: object) -> Case:
    case = Case(CaseId("c1"), NOW, Urgency.NOW, ("danger",), "es", "sms", words=Words.HELD)
    return replace(case, **changes)  # type: ignore[arg-type]


def claimed() -> Case:
    return move(a_case(), Act.CLAIM, now=NOW, staff=ANA)


def test_a_case_is_claimed_beaten_returned_claimed_again_and_closed() -> None:
    case = claimed()
    assert (case.status, case.claimed_by, case.beat_at) == (CaseStatus.CLAIMED, ANA, NOW)
    case = move(case, Act.BEAT, now=NOW + 20, staff=ANA)
    case = move(case, Act.BEAT, now=NOW + 10, staff=ANA)
    assert case.beat_at == NOW + 20
    case = move(case, Act.RETURN, now=NOW + 90)
    assert case == a_case(returns=1)
    case = move(move(case, Act.CLAIM, now=NOW, staff=BEA), Act.CLOSE, now=NOW, staff=BEA)
    assert case == emptied(a_case())


def test_what_stays_of_a_closed_case_is_its_id_and_day() -> None:
    stays = emptied(a_case(opened_at=NOW + 0.5, supervisor=True, ranked_last=True, returns=2, paged_at=1.0, claimed_by=ANA, beat_at=2.0))
    assert stays == Case(CaseId("c1"), NOW // 86400 * 86400, Urgency.NEXT, (), "", "", status=CaseStatus.CLOSED)


@pytest.mark.parametrize(("status", "act"), list(product(CaseStatus, Act)))
def test_a_move_outside_the_table_raises_and_leaves_the_case_as_it_was(status: CaseStatus, act: Act) -> None:
    case = a_case(status=status, claimed_by=ANA if status is CaseStatus.CLAIMED else None)
    before = replace(case)
    known = {(line.start, line.act): line.end for line in MOVES}
    if (status, act) in known:
        assert move(case, act, now=NOW, staff=ANA).status is known[status, act]
    else:
        with pytest.raises(IllegalMoveError, match=f"{act} of a case that is {status}"):
            move(case, act, now=NOW, staff=ANA)
    assert case == before


@pytest.mark.parametrize("act", [Act.BEAT, Act.RETURN, Act.CLOSE])
def test_nobody_moves_somebody_elses_case(act: Act) -> None:
    with pytest.raises(IllegalMoveError, match="somebody else"):
        move(claimed(), act, now=NOW, staff=BEA)


def test_a_claim_names_somebody() -> None:
    with pytest.raises(IllegalMoveError, match="named"):
        move(a_case(), Act.CLAIM, now=NOW)


def test_a_page_is_noted_once_and_again_after_a_return() -> None:
    case = move(a_case(), Act.PAGE, now=NOW)
    assert move(case, Act.PAGE, now=NOW + 9).paged_at == NOW
    assert due(move(move(case, Act.CLAIM, now=NOW, staff=ANA), Act.RETURN, now=NOW), NOW + PAGE_AFTER_SECONDS) == (Due.PAGE,)


def test_an_urgent_case_is_paged_after_two_minutes_and_not_before() -> None:
    assert due(a_case(), NOW + PAGE_AFTER_SECONDS - 0.1) == ()
    assert due(a_case(), NOW + PAGE_AFTER_SECONDS) == (Due.PAGE,)
    assert due(a_case(urgency=Urgency.SOON), NOW + 3600) == ()
    assert due(a_case(paged_at=NOW), NOW + 3600) == ()
    assert next_due(a_case()) == NOW + PAGE_AFTER_SECONDS


def test_a_silent_claim_comes_back_after_a_minute() -> None:
    case = move(claimed(), Act.BEAT, now=NOW + 30, staff=ANA)
    assert due(case, NOW + 30 + BEAT_LAPSE_SECONDS - 1) == ()
    assert due(case, NOW + 30 + BEAT_LAPSE_SECONDS) == (Due.RETURN,)
    assert next_due(case) == NOW + 30 + BEAT_LAPSE_SECONDS


def test_a_waiting_case_expires_and_one_that_somebody_has_does_not() -> None:
    late = NOW + CASE_WAIT_HOURS * 3600
    assert due(a_case(paged_at=NOW), late) == (Due.EXPIRE,)
    assert due(a_case(paged_at=NOW), NOW + 3600, wait_hours=1) == (Due.EXPIRE,)
    assert next_due(a_case(paged_at=NOW)) == late
    assert Due.EXPIRE not in due(claimed(), late)
    assert due(emptied(a_case()), late) == ()
    assert next_due(emptied(a_case())) is None


def test_the_truth_is_due_to_whoever_waits_five_minutes_with_a_life_at_stake() -> None:
    assert not truth_is_due(a_case(), NOW + TRUTH_AFTER_SECONDS - 1)
    assert truth_is_due(a_case(), NOW + TRUTH_AFTER_SECONDS)
    assert not truth_is_due(claimed(), NOW + TRUTH_AFTER_SECONDS)
    assert not truth_is_due(a_case(urgency=Urgency.SOON), NOW + TRUTH_AFTER_SECONDS)


@given(
    urgency=st.sampled_from(Urgency),
    paged=st.booleans(),
    owned=st.booleans(),
    wait=st.floats(0, 50_000),
    hours=st.floats(0.1, 72),
)
def test_next_due_is_the_first_moment_at_which_anything_is_due(
    *, urgency: Urgency, paged: bool, owned: bool, wait: float, hours: float
) -> None:
    case = a_case(urgency=urgency, paged_at=NOW if paged else None)
    case = move(case, Act.CLAIM, now=NOW, staff=ANA) if owned else case
    at = next_due(case, wait_hours=hours)
    assert at is not None
    assert bool(due(case, NOW + wait, wait_hours=hours)) == (NOW + wait >= at)


def test_the_diagram_has_every_move() -> None:
    drawn = as_mermaid()
    assert all(f"{line.start} --> {line.end}: {line.act} (" in drawn for line in MOVES)
    assert drawn.count("-->") == len(MOVES) + 2


def test_a_closing_adds_to_fixed_names_only() -> None:
    names = closing_counts(a_case(returns=1), Outcome.REFERRED, NEVER_CLAIMED)
    assert names == (
        "case.channel.sms", "case.closed.referred", "case.language.es", "case.returned.yes",
        "case.trigger.danger", "case.urgency.0", "case.wait.never",
    )  # fmt: skip
    odd = closing_counts(a_case(language="+15550001234", channel="x y", triggers=("a\nb",)), Outcome.LEFT, wait_of(61))
    assert all(is_count_name(name) for name in odd)
    assert "case.wait.under_5m" in odd
    assert not any("1555" in name for name in odd)


def test_small_cells_are_hidden_and_cannot_be_worked_out() -> None:
    day = "2026-11-23"
    counts = {
        (day, "case.channel.sms"): 20, (day, "case.channel.telegram"): 3,
        (day, "case.closed.left"): 4, (day, "case.closed.referred"): 2, (day, "case.closed.supported"): 17,
        (day, "case.urgency.0"): 23, (day, "case.urgency.1"): 0,
    }  # fmt: skip
    shown = hide_small(counts)
    assert shown == {
        **counts,
        (day, "case.channel.sms"): None, (day, "case.channel.telegram"): None,
        (day, "case.closed.left"): None, (day, "case.closed.referred"): None,
    }  # fmt: skip


@given(st.dictionaries(st.tuples(st.sampled_from(["d1", "d2"]), st.sampled_from(["a.x", "a.y", "a.z", "b.x"])), st.integers(0, 30)))
def test_no_shown_cell_is_small_and_no_hidden_cell_is_alone(counts: dict[tuple[str, str], int]) -> None:
    shown = hide_small(counts)
    assert shown.keys() == counts.keys()
    assert all(amount is None or amount == 0 or amount >= SMALLEST_SHOWN for amount in shown.values())
    for day, group in product(["d1", "d2"], ["a", "b"]):
        cells = [key for key in counts if key[0] == day and key[1].startswith(group) and counts[key]]
        hidden = [key for key in cells if shown[key] is None]
        assert len(hidden) != 1 or len(cells) == 1
