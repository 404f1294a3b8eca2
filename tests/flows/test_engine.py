"""What `advance` keeps to, whatever it hears."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.alarms import ORDER
from flows.definition import Library
from flows.engine import advance
from flows.load import load_library
from flows.values import (
    Alert,
    DropCase,
    Exit,
    Found,
    Heard,
    HeardKind,
    Mode,
    Offer,
    OpenCase,
    PassWords,
    Query,
    Relay,
    Say,
    SetSecret,
    State,
    Step,
)  # fmt: skip
from locales import Texts, load_texts


@cache
def library() -> Library:
    return load_library()


@cache
def texts() -> Texts:
    return load_texts()


def step(state: State, heard: Heard, *, staffed: bool = True) -> Step:
    taken = advance(library(), texts(), state, heard)
    effects = list(taken.effects)
    while effects and isinstance(effects[-1], Query):
        query = effects.pop()
        taken = advance(library(), texts(), taken.state, heard, Found(staffed=staffed))
        effects += taken.effects
        assert isinstance(query, Query)
    return Step(taken.state, tuple(effects))


def text(written: str, **means: object) -> Heard:
    return Heard(HeardKind.TEXT, text=written, **means)  # type: ignore[arg-type] # the fields of Heard by name


def said(taken: Step) -> list[str]:
    return [effect.text for effect in taken.effects if isinstance(effect, Say)]


PLACES = sorted((flow.name, node.name) for flow in load_library().flows.values() for node in flow.nodes.values())
MODES = [mode for mode in Mode if mode is not Mode.COVER]

states = st.builds(
    lambda mode, place, brief, misses, country: State(
        mode=mode, flow=place[0], node=place[1], brief=brief, misses=misses, slots={"country": country} if country else {}
    ),
    st.sampled_from(MODES), st.sampled_from(PLACES), st.booleans(), st.integers(0, 3), st.sampled_from(["", "US", "DE", "FJ", "XX"]),
)  # fmt: skip
signs = st.lists(st.sampled_from([*ORDER, "watched"]), max_size=3, unique=True).map(tuple)
heards = st.builds(
    Heard, st.sampled_from(HeardKind), text=st.text(max_size=300), choice=st.integers(-2, 12), triggers=signs, doubtful=signs, sure=st.booleans(),
    word=st.booleans(), intent=st.sampled_from(["out_of_scope", "greet", "back", "erase", "find_shelter", "human", "unheard_of"]),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(states, heards)
def test_no_input_breaks_it_and_nothing_written_is_kept(state: State, heard: Heard) -> None:
    marked = Heard(heard.kind, text=heard.text + "\u2603canary", choice=heard.choice, intent=heard.intent, sure=heard.sure, word=heard.word,
                   triggers=heard.triggers, doubtful=heard.doubtful)  # fmt: skip
    taken = step(state, marked)
    assert "canary" not in repr(taken)
    assert "pending" not in taken.state.slots


@settings(max_examples=200, deadline=None)
@given(states, st.sampled_from(["0", "٠", "०", "０", " 0. ", "߀"]), signs)
def test_nought_leaves_from_everywhere_before_anything_else(state: State, nought: str, triggers: tuple[str, ...]) -> None:
    taken = step(state, text(nought, triggers=triggers))
    assert taken.effects == (Exit(),)
    assert taken.state == State()


@settings(max_examples=200, deadline=None)
@given(states, st.booleans())
def test_one_message_reaches_a_person(state: State, staffed: bool) -> None:
    taken = step(state, text("a person", intent="human", sure=True, word=True), staffed=staffed)
    assert any(isinstance(effect, OpenCase | Relay) for effect in taken.effects)
    if state.mode is not Mode.LIVE and not staffed and not state.brief:
        assert taken.state.mode is Mode.AFTER_HOURS
        assert {"person-away", "person-away-where"} & set(said(taken))


@settings(max_examples=300, deadline=None)
@given(states, heards)
def test_words_pass_only_as_the_answer_to_the_one_question(state: State, heard: Heard) -> None:
    passed = [effect for effect in step(state, heard).effects if isinstance(effect, PassWords)]
    assert not passed or (state.flow, state.node) == ("person", "consent")


@settings(max_examples=200, deadline=None)
@given(states, signs.filter(bool))
def test_somebody_watched_gets_few_words_and_no_menu(state: State, triggers: tuple[str, ...]) -> None:
    taken = step(state, text("he is near", triggers=(*triggers, "watched")))
    assert not any(isinstance(effect, Offer) for effect in taken.effects)
    assert all(line.startswith("brief-") for line in said(taken))
    assert taken.state.brief


@pytest.mark.parametrize("trigger", ["danger", "medical", "suicide"])
def test_the_number_comes_first_and_a_default_country_never_chooses_it(trigger: str) -> None:
    unknown = step(State(), text("now", triggers=(trigger,)))
    first = next(effect for effect in unknown.effects if isinstance(effect, Say))
    assert "112" in texts().text("en", first.text, first.args)
    known = step(State(slots={"country": "US"}), text("now", triggers=(trigger,)))
    assert next(effect.args["number"] for effect in known.effects if isinstance(effect, Say) and "number" in effect.args) == "911"


@pytest.mark.parametrize(
    "state", [State(flow="gone", node="away"), State(flow="menu", node="gone"), State(mode=Mode.QUEUE, flow="gone", node="x")]
)
@pytest.mark.parametrize("heard", [text("1"), text("qwertz"), Heard(HeardKind.STALE), Heard(HeardKind.CHOICE, choice=0)])
def test_a_state_of_another_version_is_met_kindly(state: State, heard: Heard) -> None:
    taken = step(state, heard)
    assert any(isinstance(effect, Alert) and "gone" not in effect.code.replace("menu/gone", "") for effect in taken.effects)
    assert said(taken)[0] == "try-again"
    assert taken.state.mode is state.mode
    assert taken.state.path.endswith("opening/hello")


def test_a_saved_question_to_the_world_that_was_never_answered_does_no_harm() -> None:
    asked = advance(library(), texts(), State(flow="menu", node="needs"), text("person", intent="human", sure=True))
    assert isinstance(asked.effects[-1], Query)
    later = step(asked.state, text("2"))
    assert said(later) == ["find-need"]
    assert "pending" not in later.state.slots


def test_a_state_is_left_as_it_was_given() -> None:
    state = State(flow="menu", node="needs", slots={"country": "US"})
    step(state, text("1"))
    assert state == State(flow="menu", node="needs", slots={"country": "US"})


def test_labels_are_understood_in_every_language_and_numbers_in_every_script() -> None:
    for written in ("Yes, now", "yes now", "1", "1.", "١", "१", "１"):
        assert said(step(State(flow="opening", node="hello"), text(written))) == ["opening-limits"], written


def test_a_label_that_sounds_like_a_wish_is_the_answer_that_it_was_offered_as() -> None:
    asked = State(mode=Mode.QUEUE, flow="person", node="consent")
    taken = step(asked, text("No person", intent="human", sure=True, triggers=("human",)))
    assert DropCase() in taken.effects
    assert not any(isinstance(effect, OpenCase) for effect in taken.effects)
    watched = replace(asked, brief=True)
    assert any(isinstance(effect, OpenCase) for effect in step(watched, text("A person", intent="human", sure=True)).effects)


def test_a_way_back_word_is_taken_though_it_may_sound_like_a_sign_and_a_sure_sign_comes_first() -> None:
    asked = State(flow="cover", node="word", slots={"channel": "telegram"})
    assert said(step(asked, text("blue kettle", doubtful=("recent_assault",)))) == ["cover-word-taken"]
    alarm = step(asked, text("he is here", triggers=("danger",)))
    assert not any(isinstance(effect, SetSecret) for effect in alarm.effects)
    assert OpenCase(("danger",)) in alarm.effects
    watched = step(replace(asked, brief=True), text("he is here", doubtful=("danger",)))
    assert OpenCase(("danger",)) in watched.effects


def test_what_is_only_the_likeliest_guess_neither_leaves_nor_hides_a_child() -> None:
    """A trained engine always names some intent. Erasing everything, or letting a child pass for a report, takes a sure one."""
    danger = text("he hits me", triggers=("danger",), intent="exit")
    watched = step(State(flow="menu", node="needs", brief=True), danger)
    assert OpenCase(("danger",)) in watched.effects
    live = State(mode=Mode.LIVE, flow="person", node="live")
    near = step(live, replace(danger, triggers=("danger", "watched")))
    assert Relay() in near.effects
    assert not any(isinstance(effect, Exit) for effect in (*watched.effects, *near.effects))
    assert "live-leave" not in said(step(live, text("hm", intent="exit")))
    child = text("i am 15", triggers=("child",), intent="report_concern")
    assert OpenCase(("child",)) in step(State(), child).effects
    for state in (State(flow="menu", node="needs", brief=True), replace(live, brief=True)):
        assert Exit() in step(state, text("i must leave this chat", intent="exit", sure=True, triggers=("watched",))).effects
    assert not any(isinstance(effect, OpenCase) for effect in step(State(), replace(child, sure=True)).effects)


def test_live_relays_and_a_now_trigger_raises_the_case() -> None:
    live = State(mode=Mode.LIVE, flow="person", node="live")
    assert step(live, text("hello")).effects == (Relay(),)
    taken = step(live, text("he is here", triggers=("danger",)))
    assert taken.effects[:2] == (OpenCase(("danger",)), Relay())
    assert said(taken) == ["live-emergency-unknown"]
    assert taken.state.mode is Mode.LIVE


def test_in_cover_nothing_is_said() -> None:
    for heard in (text("0"), text("help", triggers=("danger",)), Heard(HeardKind.START)):
        assert step(State(mode=Mode.COVER), heard) == Step(State(mode=Mode.COVER), ())


def test_whatever_may_be_guessed_has_a_name_to_be_shown_under() -> None:
    nameless = {intent for intent, hearing in library().hearings.items() if not hearing.label}
    assert nameless == {"menu"}  # a guess at the menu is the menu
    for intent in library().hearings.keys() - nameless:
        taken = step(State(flow="menu", node="needs"), text("hm", intent=intent))
        offer = taken.effects[-1]
        assert isinstance(offer, Offer)
        assert offer.labels[0] == library().hearings[intent].label


def nearest(intent: str, second: str) -> tuple[Step, tuple[str, ...]]:
    taken = step(State(flow="menu", node="needs"), text("hm", intent=intent, second=second))
    offer = taken.effects[-1]
    assert isinstance(offer, Offer)
    return taken, offer.labels[:-3]  # back, the menu and a person are always there


def test_two_guesses_lead_where_what_they_mean_leads() -> None:
    hearings = library().hearings
    for intent, second in permutations(sorted(hearings.keys() - {"menu"}), 2):
        expected = dict.fromkeys((hearings[intent].label, hearings[second].label))
        taken, labels = nearest(intent, second)
        assert labels == tuple(expected)
        for choice, meant in enumerate((intent, second)[: len(labels)]):
            chosen = step(taken.state, Heard(HeardKind.CHOICE, choice=choice)).state
            said_surely = step(State(flow="menu", node="needs"), text("it", intent=meant, sure=True)).state
            assert replace(chosen, stack=()) == replace(said_surely, stack=()), "the same place, with the same slots"


@pytest.mark.parametrize("second", ["", "out_of_scope", "yes", "menu", "human", "unheard_of", "rights_pay", "rights_debt"])
def test_a_second_guess_that_has_no_name_of_its_own_is_not_offered(second: str) -> None:
    taken, labels = nearest("rights_pay", second)
    assert labels == ("do-rights",)
    assert "second" not in taken.state.slots
    assert step(taken.state, text("yes", intent="yes", sure=True, word=True)).state.flow == "rights"


def test_a_new_guess_forgets_the_one_before() -> None:
    taken, _ = nearest("find_shelter", "rights_pay")
    taken = step(taken.state, text("hm", intent="find_medical"))
    assert isinstance(taken.effects[-1], Offer)
    assert taken.effects[-1].labels == ("do-need-doctor", "do-back", "do-menu", "do-person")


def test_what_is_sure_is_not_offered_beside_anything() -> None:
    taken = step(State(flow="menu", node="needs"), text("it", intent="find_shelter", second="rights_pay", sure=True))
    assert taken.state.flow == "find"


def test_yes_to_two_guesses_asks_which_and_then_offers_a_person() -> None:
    taken, labels = nearest("find_shelter", "rights_pay")
    yes = text("yes", intent="yes", sure=True, word=True)
    again = step(taken.state, yes)
    assert said(again) == ["lost-nearest"]
    assert isinstance(again.effects[-1], Offer)
    assert again.effects[-1].labels[:-3] == labels
    assert said(step(again.state, yes)) == ["lost-person"]


@pytest.mark.parametrize("first", ["danger", "medical", "suicide", "recent_assault"])
@pytest.mark.parametrize("staffed", [True, False])
def test_no_consent_is_asked_of_a_child_before_the_limits(first: str, staffed: bool) -> None:
    taken = step(State(slots={"country": "US"}), text("now", triggers=(first, "child")), staffed=staffed)
    for expected in ("child-limits", "person-consent"):
        offer = taken.effects[-1]
        assert isinstance(offer, Offer)
        taken = step(taken.state, Heard(HeardKind.CHOICE, choice=offer.labels.index("do-go-on")), staffed=staffed)
        assert said(taken)[0] == expected


def test_a_misunderstanding_asks_the_question_again() -> None:
    for flow, node, question in (
        ("menu", "needs", "menu-needs"),
        ("person", "consent", "person-consent"),
        ("erase", "confirm", "erase-confirm"),
    ):
        assert said(step(State(flow=flow, node=node), text("qwertz"))) == ["sys-miss", question]
    known = step(State(flow="danger", node="call", slots={"country": "US"}), text("qwertz"))
    assert [effect.args.get("number") for effect in known.effects if isinstance(effect, Say)] == [None, "911"]
