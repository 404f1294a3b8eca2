from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.hours import ALWAYS, Hours, HoursError, load_hours
from escalation.model import Presence, Role, StaffId
from escalation.roster import is_open, opens_next, staffed

NOW = 1_795_405_200.0  # Monday 2026-11-23 03:40 UTC
MADRID = """\
offices:
  madrid:
    zone: Europe/Madrid
    languages:
      es: {mon-fri: "09:00-14:00, 16:00-20:00", sat: "10:00-14:00"}
      ar: {fri: "22:00-02:00"}
    holidays: [2026-12-25]
"""


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def hours_of(zone: str, spans: str, language: str = '"*"') -> Hours:
    return load_hours(f"offices: {{o: {{zone: {zone}, languages: {{{language}: {spans}}}}}}}", "hours.yml")


def a_desk(**changes: object) -> Presence:
    return replace(Presence(StaffId("ana"), Role.ADVOCATE, ("es",), paused=False, seen_at=NOW), **changes)  # type: ignore[arg-type]


def test_somebody_is_there_when_an_unpaused_desk_beat_within_a_minute() -> None:
    assert staffed([a_desk()], ALWAYS, "es", NOW + 60)
    assert not staffed([a_desk()], ALWAYS, "es", NOW + 60.1)
    assert not staffed([a_desk(paused=True)], ALWAYS, "es", NOW)
    assert not staffed([a_desk()], ALWAYS, "ar", NOW)
    assert staffed([a_desk(paused=True), a_desk(languages=("ar", "es"))], ALWAYS, "es-MX", NOW)
    assert staffed([a_desk()], ALWAYS, "", NOW)
    assert not staffed([], ALWAYS, "", NOW)


def test_a_clock_that_is_wrong_promises_nobody() -> None:
    assert staffed([a_desk(seen_at=NOW + 30)], ALWAYS, "es", NOW)
    assert not staffed([a_desk(seen_at=NOW + 3600)], ALWAYS, "es", NOW)


def test_a_case_for_a_supervisor_needs_one_there() -> None:
    assert not staffed([a_desk()], ALWAYS, "es", NOW, supervisor=True)
    assert staffed([a_desk(role=Role.SUPERVISOR)], ALWAYS, "es", NOW, supervisor=True)


def test_hours_only_limit() -> None:
    hours = load_hours(MADRID, "hours.yml")
    assert not staffed([a_desk(seen_at=NOW)], hours, "es", NOW)  # 04:40 in Madrid
    noon = at("2026-11-23T11:00")
    assert staffed([a_desk(seen_at=noon)], hours, "es", noon)
    assert not staffed([], hours, "es", noon)
    assert not staffed([a_desk(languages=("ar",), seen_at=noon)], hours, "ar", noon)


@pytest.mark.parametrize(
    ("language", "moment", "wanted"),
    [
        ("es", "2026-11-23T07:59:59", False),
        ("es", "2026-11-23T08:00", True),  # 09:00 in Madrid
        ("es", "2026-11-23T13:00", False),
        ("es", "2026-11-23T15:00", True),
        ("es-MX", "2026-11-28T09:30", True),
        ("es", "2026-11-29T11:00", False),  # Sunday
        ("es", "2026-12-25T11:00", False),  # holiday
        ("ar", "2026-11-27T21:00", True),
        ("ar", "2026-11-28T00:59", True),  # Saturday 01:59: Friday's shift
        ("ar", "2026-11-28T01:00", False),
        ("ar", "2026-11-26T22:00", False),
        ("ar", "2026-12-25T22:00", False),  # the shift would start on a holiday
        ("", "2026-11-28T00:30", True),
        ("ro", "2026-11-23T11:00", False),
    ],
)
def test_hours_by_office_language_and_holiday(language: str, moment: str, wanted: bool) -> None:
    assert is_open(load_hours(MADRID, "hours.yml"), language, at(moment)) is wanted


def test_when_it_opens_next() -> None:
    hours = load_hours(MADRID, "hours.yml")
    assert opens_next(hours, "es", NOW) == at("2026-11-23T08:00")
    assert opens_next(hours, "es", at("2026-11-23T12:00")) == at("2026-11-23T12:00")
    assert opens_next(hours, "es", at("2026-11-28T13:00")) == at("2026-11-30T08:00")
    assert opens_next(hours, "es", at("2026-12-24T19:30")) == at("2026-12-26T09:00")
    assert opens_next(hours, "ar", NOW) == at("2026-11-27T21:00")
    assert opens_next(hours, "ro", NOW) is None
    assert opens_next(ALWAYS, "ro", NOW) == NOW


def test_two_offices_hand_over_to_one_another() -> None:
    hours = load_hours(
        "offices:\n"
        '  manila: {zone: Asia/Manila, languages: {en: {daily: "08:00-20:00"}}}\n'
        '  lima: {zone: America/Lima, languages: {en: {daily: "07:00-19:00"}}}\n',
        "hours.yml",
    )
    assert all(is_open(hours, "en", NOW + hour * 3600) for hour in range(24))


# Berlin: 2026-03-29 02:00 → 03:00, 2026-10-25 03:00 → 02:00


def test_an_hour_that_is_skipped_is_not_missed() -> None:
    hours = hours_of("Europe/Berlin", '{sun: "02:30-12:00"}')
    assert not is_open(hours, "de", at("2026-03-29T00:59:59"))
    assert is_open(hours, "de", at("2026-03-29T01:00"))  # 03:00 by the wall
    assert opens_next(hours, "de", at("2026-03-28T20:00")) == at("2026-03-29T01:00")
    gone = hours_of("Europe/Berlin", '{sun: "02:15-02:45"}')
    assert opens_next(gone, "de", at("2026-03-28T20:00")) == at("2026-04-05T00:15")


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    hours = hours_of("Europe/Berlin", '{sun: "02:00-02:30"}')
    open_minutes = [minute for minute in range(240) if is_open(hours, "de", at("2026-10-24T23:00") + minute * 60)]
    assert open_minutes == [*range(60, 90), *range(120, 150)]
    assert opens_next(hours, "de", at("2026-10-25T00:30")) == at("2026-10-25T01:00")
    across = hours_of("Europe/Berlin", '{sun: "01:30-02:30"}')
    assert opens_next(across, "de", at("2026-10-25T00:45")) == at("2026-10-25T01:00")


def test_a_night_shift_over_a_change_of_the_clock_ends_by_the_wall() -> None:
    hours = hours_of("Europe/Berlin", '{sat: "22:00-06:00"}')
    assert is_open(hours, "de", at("2026-10-25T04:59"))
    assert not is_open(hours, "de", at("2026-10-25T05:00"))
    assert is_open(hours, "de", at("2026-03-29T03:59"))
    assert not is_open(hours, "de", at("2026-03-29T04:00"))


spans = st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30]), st.integers(0, 23), st.sampled_from([5, 20, 45]))
# Around the changes of the clock in 2026: Berlin, New York, Lord Howe (30 minutes), and a zone without any.
ZONES = {
    "Europe/Berlin": ("2026-03-28T12:00", "2026-10-24T12:00"),
    "America/New_York": ("2026-03-07T18:00", "2026-10-31T18:00"),
    "Australia/Lord_Howe": ("2026-04-04T06:00", "2026-10-03T06:00"),
    "Asia/Manila": ("2026-03-01T00:00", "2026-10-01T00:00"),
}


@given(data=st.data(), zone=st.sampled_from(sorted(ZONES)), span=spans, day=st.sampled_from(["daily", "sat", "sun", "sat-sun"]))
def test_opens_next_is_the_first_open_moment(data: st.DataObject, zone: str, span: tuple[int, int, int, int], day: str) -> None:
    hours = hours_of(zone, f'{{{day}: "{span[0]:02}:{span[1]:02}-{span[2]:02}:{span[3]:02}"}}')
    start = at(data.draw(st.sampled_from(ZONES[zone]))) + data.draw(st.integers(0, 36 * 60)) * 60
    found = opens_next(hours, "xx", start)
    assert found is not None
    assert found >= start
    assert is_open(hours, "xx", found)
    # Every span and every change of a clock lies on a multiple of five minutes.
    moments = range(int(start), int(min(found, start + 2 * 86400)), 300)
    assert not any(is_open(hours, "xx", moment) for moment in moments)
    assert found == start or not is_open(hours, "xx", found - 1)


@pytest.mark.parametrize(
    ("text", "line", "field", "got"),
    [
        ("", 1, "(file)", "nothing"),
        ("never", 1, "(file)", "never"),
        ("a: [", 1, "(file)", ""),
        ("offices:\n  a: 3", 2, "offices.a", "3"),
        ("offices: []", 1, "offices", "a list"),
        ("offices:\n  a:\n    zone: UTC", 3, "offices.a", "zone"),
        ("offices:\n  a:\n    zone: Mars/Base\n    languages: {es: {mon: 24h}}", 3, "offices.a.zone", "Mars/Base"),
        ("offices:\n  a:\n    zone: ../etc/passwd\n    languages: {es: {mon: 24h}}", 3, "offices.a.zone", "../etc/passwd"),
        ("offices:\n  a:\n    zone: UTC\n    languages: {Spanish!: {mon: 24h}}", 4, "offices.a.languages.Spanish!", "Spanish!"),
        ("offices:\n  a:\n    zone: UTC\n    languages:\n      es: {someday: 24h}", 5, "offices.a.languages.es.someday", "someday"),
        ("offices:\n  a:\n    zone: UTC\n    languages:\n      es: {mon: 9-5}", 5, "offices.a.languages.es.mon", "9-5"),
        ("offices:\n  a:\n    zone: UTC\n    languages:\n      es: {mon: '09:00-09:00'}", 5, "offices.a.languages.es.mon", "09:00-09:00"),
        ("offices:\n  a:\n    zone: UTC\n    languages:\n      es: {mon: '09:00-24:30'}", 5, "offices.a.languages.es.mon", "09:00-24:30"),
        ("offices:\n  a:\n    zone: UTC\n    languages:\n      es: {mon-wed: 24h, tue: 24h}", 5, "offices.a.languages.es.tue", "tue"),
        ("offices:\n  a:\n    zone: UTC\n    zone: UTC\n    languages: {es: {mon: 24h}}", 4, "offices.a", "zone"),
        ("offices:\n  a:\n    zone: UTC\n    hollidays: []\n    languages: {es: {mon: 24h}}", 4, "offices.a", "hollidays"),
        (
            "offices:\n  a:\n    zone: UTC\n    languages: {es: {mon: 24h}}\n    holidays: [25.12.2026]",
            5,
            "offices.a.holidays",
            "25.12.2026",
        ),
        (
            "offices:\n  a:\n    zone: UTC\n    languages: {es: {mon: 24h}}\n    holidays: [2026-02-30]",
            5,
            "offices.a.holidays",
            "2026-02-30",
        ),
    ],
)
def test_an_error_names_file_line_field_rule_and_what_was_given(text: str, line: int, field: str, got: str) -> None:
    with pytest.raises(HoursError) as wrong:
        load_hours(text, "hours.yml")
    assert (wrong.value.file, wrong.value.line, wrong.value.field) == ("hours.yml", line, field)
    assert got in wrong.value.got
    assert str(wrong.value).startswith(f"hours.yml:{line}: {field}: ")


@given(st.text() | st.text(alphabet="offices: {}[]&*!|>-\n\"'#azones0129,mon"))
def test_whatever_a_file_holds_it_is_hours_or_one_error(text: str) -> None:
    with suppress(HoursError):
        assert isinstance(load_hours(text, "hours.yml"), Hours)


def test_the_word_always_and_its_shape() -> None:
    assert load_hours("always\n", "hours.yml") is ALWAYS
    assert load_hours(MADRID, "hours.yml").offices[0].name == "madrid"
    assert is_open(hours_of("UTC", "{daily: 24h}"), "xx", NOW)
    assert not is_open(hours_of("UTC", "{daily: closed}"), "xx", NOW)
    assert opens_next(hours_of("UTC", "{daily: closed}"), "xx", NOW) is None
    assert is_open(hours_of("UTC", "{fri-mon: 24h}"), "xx", NOW)
