"""The measures, on messages made by hand."""

from __future__ import annotations

import itertools
import math

import pytest

from nlu.evaluating import Seen, calibration_error, false_alarms, look_at, macro_f1, recall, report
from nlu.examples import Example
from nlu.model import Alarm, Trigger, Understanding
from nlu.pipeline import Pipeline

DANGER, CHILD = Trigger.DANGER, Trigger.CHILD


def _seen(
    wanted: str = "",
    given: str = "menu",
    *,
    carries: tuple[Trigger, ...] = (),
    near: str = "",
    sure: tuple[Trigger, ...] = (),
    doubted: tuple[Trigger, ...] = (),
    confidence: float = 1.0,
    lead: float = 0.0,
) -> Seen:
    alarms = (*(Alarm(each, "x") for each in sure), *(Alarm(each, "x", sure=False) for each in doubted))
    example = Example("text", "en", "plain", wanted, frozenset(carries), near, "en.yml, line 1")
    return Seen(example, Understanding("en", given, confidence, alarms), lead, 2.0)


def test_macro_f1_counts_every_intent_alike() -> None:
    seen = [_seen("menu", "menu"), _seen("menu", "menu"), _seen("menu", "menu"), _seen("back", "menu")]
    assert macro_f1(seen) == pytest.approx((2 * 3 / (3 + 4) + 0) / 2)


def test_macro_f1_leaves_out_what_was_written_for_a_trigger() -> None:
    assert macro_f1([_seen("menu", "menu"), _seen("", "back")]) == 1.0
    assert math.isnan(macro_f1([_seen("", "back")]))


def test_recall_counts_each_carried_trigger() -> None:
    seen = [_seen(carries=(DANGER, CHILD), sure=(DANGER,)), _seen(carries=(DANGER,), doubted=(DANGER,)), _seen(sure=(CHILD,))]
    assert recall(seen) == pytest.approx(2 / 3)
    assert recall(seen, sure=True) == pytest.approx(1 / 3)


def test_an_alarm_of_another_kind_is_not_heard() -> None:
    assert recall([_seen(carries=(DANGER,), sure=(CHILD,))]) == 0.0


def test_false_alarms_are_counted_apart_where_it_sounds_like_one() -> None:
    seen = [_seen(near="danger", sure=(DANGER,)), _seen(near="danger", doubted=(CHILD,)), _seen(), _seen(doubted=(DANGER,))]
    seen.append(_seen(carries=(DANGER,), sure=(DANGER, CHILD)))  # carries one: no false alarm is counted here
    assert false_alarms(seen, near=True) == 1.0
    assert false_alarms(seen, near=True, sure=True) == 0.5
    assert false_alarms(seen, near=False) == 0.5
    assert false_alarms(seen, near=False, sure=True) == 0.0


def test_confidence_that_is_as_often_right_is_calibrated() -> None:
    right, wrong = _seen("menu", "menu", confidence=0.5), _seen("menu", "back", confidence=0.5)
    assert calibration_error([right, wrong]) == pytest.approx(0.0)
    assert calibration_error([wrong, wrong]) == pytest.approx(0.5)
    assert calibration_error([_seen("menu", "back", confidence=1.0), right, wrong, wrong]) == pytest.approx((1 + 3 * (0.5 - 1 / 3)) / 4)
    assert calibration_error([]) == 0.0


def test_nothing_to_measure_is_not_a_number() -> None:
    assert math.isnan(recall([_seen()]))
    assert math.isnan(false_alarms([_seen(carries=(DANGER,))], near=False))


def test_a_report_prints_no_message() -> None:
    seen = [_seen("menu", "menu", lead=0.9), _seen("out_of_scope", "out_of_scope", lead=-0.5), _seen(carries=(DANGER,), sure=(DANGER,))]
    lines = list(report(seen))
    assert lines[0] == "3 messages"
    assert any(line.startswith("danger") and "  1.000   1.000   0.000   0.000" in line for line in lines)
    assert "out of scope: AUROC 1.000, recall 1.000 where 5% of the rest are refused" in lines
    assert "time: p50 2.00 ms, p99 2.00 ms" in lines
    assert not any("text" in line for line in lines)


def test_each_message_is_timed_and_stands_alone(understand: Pipeline) -> None:
    ticks = itertools.count()
    example = Example("they do not pay me at work", "en", "plain", "rights_pay", frozenset(), "", "en.yml, line 1")
    (seen,) = look_at(understand, [example], lambda: float(next(ticks)))
    assert seen.milliseconds == 1000.0
    assert seen.meaning == understand(example.text)
    assert seen.lead > 0
