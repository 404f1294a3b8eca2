"""Who is named, in what order, and who is not."""

from __future__ import annotations

import pytest

from flows.directory.find import LOOK_AHEAD, NEEDS
from flows.directory.model import Answers, Certainty, Kind, ServiceRow
from flows.directory.store import Directory, DirectoryError, find, load_seed, read_rows, write_rows
from flows.values import Found, Query

LAW = {Answers.POLICE, Answers.IMMIGRATION}
COUNTRIES = sorted({row.country for row in load_seed().rows})


@pytest.mark.parametrize("who", ["survivor", "minor"])
@pytest.mark.parametrize("need", sorted(set(NEEDS) - {"emergency"}))
def test_the_law_is_never_first_for_a_survivor(need: str, who: str) -> None:
    for country in COUNTRIES:
        found = find(Query("find", need=need, country=country, who=who), show_unverified=True, language="en").services
        answers = [service.answers in LAW for service in found]
        assert not answers or not answers[0], country
        assert answers == sorted(answers), country


def test_a_reporter_gets_only_lines_for_reporters_and_the_law_last() -> None:
    found = find(Query("find", need="report", country="GB", who="community_reporter"), show_unverified=True, language="en").services
    assert [service.answers for service in found][-1] is Answers.POLICE
    assert found[0].answers is Answers.CHARITY


def test_what_nobody_has_verified_is_hidden_on_a_real_channel_and_emergency_numbers_are_not() -> None:
    for country in COUNTRIES:
        assert find(Query("find", need="any", country=country), show_unverified=False, language="en") == Found()
        assert find(Query("find", need="emergency", country=country), show_unverified=False, language="en").services


def test_pages_follow_one_another() -> None:
    pages = [find(Query("find", need="any", country="US", skip=skip), show_unverified=True, language="en").services for skip in (0, 3)]
    assert len(pages[0]) == LOOK_AHEAD
    assert pages[0][3] == pages[1][0]


def test_a_line_in_her_language_comes_before_one_that_does_not_speak_it() -> None:
    def row(name: str, languages: str) -> ServiceRow:
        return ServiceRow(
            "ZZ", name, Kind.TRAFFICKING, Answers.CHARITY, "1", "", "", "24/7", languages, ("survivor",), "s", "", Certainty.VERIFIED
        )

    both = Directory([row("a", "English"), row("b", "English; Arabic")])
    found = both.find(Query("find", need="any", country="ZZ"), show_unverified=False, language="ar").services
    assert [service.name for service in found] == ["b", "a"]
    assert found[0].verified


def test_nothing_for_an_unknown_country() -> None:
    assert find(Query("find", need="any", country="XX"), show_unverified=True, language="") == Found()


def test_every_row_of_the_seed_says_where_it_comes_from_and_who_answers() -> None:
    rows = load_seed().rows
    assert len(rows) == 283
    assert all(row.source for row in rows)
    assert not any(row.verified for row in rows)
    assert all(row.answers in LAW for row in rows if row.kind is Kind.POLICE_TIP)


def test_a_directory_is_written_and_read_again() -> None:
    rows = load_seed().rows
    assert tuple(read_rows("again.csv", write_rows(rows))) == rows


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("usa,n,child,charity,1,,,,,,s,,source", "file.csv, line 2: country must be two capital letters (got 'usa')"),
        ("US,,child,charity,1,,,,,,s,,source", "file.csv, line 2: name must not be empty"),
        ("US,n,kids,charity,1,,,,,,s,,source", "file.csv, line 2: kind must be one of "),
        ("US,n,child,robot,1,,,,,,s,,source", "file.csv, line 2: answers must be one of "),
        ("US,n,child,charity,1,,,,,,s,,perhaps", "file.csv, line 2: certainty must be one of "),
        ("US,n", "file.csv, line 2: "),
    ],
)
def test_a_bad_row_says_where_and_what(line: str, fault: str) -> None:
    header = "country,name,kind,answers,phone,sms,website,hours,languages,serves,source,seen,certainty"
    with pytest.raises(DirectoryError) as refused:
        read_rows("file.csv", f"{header}\n{line}\n")
    assert str(refused.value).startswith(fault)
