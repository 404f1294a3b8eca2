"""What the engine hears of an inbound message: the kinds, buttons, HELP, sure and doubtful signs, and languages that we do not speak."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hearing import answers_knock, hear
from bot.ports import EXIT_PAYLOAD, ChannelKind, Inbound, InboundKind
from bot.session import Session
from flows.values import Heard, HeardKind
from nlu.model import INTENTS, Alarm, Trigger, Understanding

SPOKEN = ("en", "es", "ar")
SESSION = Session("epoch", ChannelKind.TELEGRAM, "an address", language="en", question="question")
NOTHING = Understanding("en", "out_of_scope", 0.0)


def inbound(text="hello", kind=InboundKind.TEXT):
    return Inbound("id", kind, ChannelKind.TELEGRAM, "an address", 0.0, text)


def heard(text="hello", meaning=NOTHING, kind=InboundKind.TEXT, session=SESSION):
    return hear(session, inbound(text, kind), meaning, SPOKEN)


def sign(trigger, *, sure):
    return Alarm(trigger, "a rule", sure=sure)


# Languages


def test_a_language_with_texts_is_spoken_and_one_without_is_told_as_unserved():
    spoken = heard(meaning=replace(NOTHING, language="es"))
    assert (spoken.language, spoken.unserved) == ("es", "")
    mute = heard(meaning=replace(NOTHING, language="fr"))
    assert (mute.language, mute.unserved) == ("en", "fr"), "we go on in the language of the conversation"


def test_a_language_that_was_never_learned_stays_unserved():
    found = heard(meaning=Understanding("en", "repeat", 0.3, unserved="de"))
    assert (found.language, found.unserved) == ("en", "de")


def test_no_language_at_all_is_none_that_we_do_not_speak():
    found = heard(meaning=replace(NOTHING, language=""))
    assert (found.language, found.unserved) == ("", "")


@pytest.mark.parametrize("tag", ["fr", "ru", "zh", "hi", "uk", "pt", "ro", "tl", "vi"])
def test_what_is_meant_and_every_cry_for_help_is_heard_in_a_language_without_texts(tag):
    alarms = (sign(Trigger.DANGER, sure=True), sign(Trigger.CHILD, sure=False))
    found = heard(meaning=Understanding(tag, "find_shelter", 0.9, alarms))
    assert (found.intent, found.sure, found.triggers, found.doubtful) == ("find_shelter", True, ("danger",), ("child",))
    assert found.unserved == tag


def test_where_there_are_texts_in_a_language_it_is_not_unserved():
    assert hear(SESSION, inbound(), replace(NOTHING, language="fr"), (*SPOKEN, "fr")).unserved == ""


# Signs


def test_sure_and_doubtful_signs_are_told_apart_and_one_sure_rule_is_enough():
    alarms = (
        sign(Trigger.DANGER, sure=False), sign(Trigger.DANGER, sure=True), sign(Trigger.MEDICAL, sure=False), sign(Trigger.SUICIDE, sure=True),
    )  # fmt: skip
    found = heard(meaning=replace(NOTHING, alarms=alarms))
    assert found.triggers == ("danger", "suicide")
    assert found.doubtful == ("medical",)


@given(st.lists(st.builds(Alarm, st.sampled_from(Trigger), st.just("a rule"), sure=st.booleans())).map(tuple), st.sampled_from(INTENTS))
def test_no_sign_is_lost_and_none_is_both_sure_and_doubtful(alarms, intent):
    found = heard(meaning=Understanding("en", intent, 0.5, alarms))
    assert not set(found.triggers) & set(found.doubtful)
    assert set(found.triggers) == {each.trigger.value for each in alarms if each.sure}
    assert {*found.triggers, *found.doubtful} == {each.trigger.value for each in alarms}


@pytest.mark.parametrize(("confidence", "sure"), [(0.0, False), (0.59, False), (0.6, True), (1.0, True)])
def test_an_intent_acts_only_when_it_is_sure(confidence, sure):
    assert heard(meaning=Understanding("en", "find_shelter", confidence)).sure is sure


def test_the_second_guess_is_handed_on():
    found = heard(meaning=Understanding("en", "find_medical", 0.5, second="find_legal_help"))
    assert (found.intent, found.second, found.sure) == ("find_medical", "find_legal_help", False)


# Kinds


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (InboundKind.TEXT, "hello", HeardKind.TEXT),
        (InboundKind.EDITED, "hello", HeardKind.TEXT),
        (InboundKind.TEXT, " \n ", HeardKind.NOTHING),
        (InboundKind.MEDIA, "", HeardKind.NOTHING),
        (InboundKind.MEDIA, "look at this", HeardKind.TEXT),
        (InboundKind.START, "", HeardKind.START),
        (InboundKind.START, "from-a-poster", HeardKind.START),
        (InboundKind.OPT_IN, "START", HeardKind.START),
    ],
)
def test_each_kind_of_message_is_heard_as_what_it_is(kind, text, expected):
    assert heard(text, kind=kind).kind is expected


@pytest.mark.parametrize("kind", [InboundKind.START, InboundKind.OPT_IN, InboundKind.MEDIA])
@pytest.mark.parametrize("sure", [True, False])
def test_a_cry_for_help_behind_a_command_or_under_a_picture_is_heard_first(kind, sure):
    found = heard("he has a knife", replace(NOTHING, alarms=(sign(Trigger.DANGER, sure=sure),)), kind)
    assert found.kind is HeardKind.TEXT
    assert found.text == "he has a knife"


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_help_offers_a_person_whatever_was_understood(language):
    found = heard("INFO", replace(NOTHING, language="fr"), InboundKind.HELP, replace(SESSION, language=language))
    assert found == Heard(HeardKind.TEXT, intent="human", sure=True, word=True, language=language)


# Buttons


def test_a_button_of_this_question_is_its_choice():
    assert heard("epoch.question.2", kind=InboundKind.CHOICE) == Heard(HeardKind.CHOICE, choice=2, language="en")


@pytest.mark.parametrize(
    "payload",
    ["epoch.another.2", "another.question.2", "epoch.question", "epoch.question.", "epoch.question.-1", "epoch.question.x", "epoch.question.\u0662",
     "epoch..2", "", "...", "2"],
)  # fmt: skip
def test_any_other_button_is_stale(payload):
    assert heard(payload, kind=InboundKind.CHOICE) == Heard(HeardKind.STALE, language="en")


def test_before_any_question_no_button_is_good():
    assert heard("epoch..0", kind=InboundKind.CHOICE, session=replace(SESSION, question="")).kind is HeardKind.STALE


@pytest.mark.parametrize("session", [SESSION, replace(SESSION, epoch="another", question="")])
def test_the_button_that_leaves_does_so_from_any_session(session):
    found = heard(EXIT_PAYLOAD, kind=InboundKind.CHOICE, session=session)
    assert (found.intent, found.sure, found.word) == ("exit", True, True)


@given(st.text(max_size=40), st.sampled_from(list(Trigger)))
def test_a_button_says_nothing_but_its_place(payload, trigger):
    """What is behind a button was never written by the person: nothing that its letters could mean is heard."""
    found = heard(payload, replace(NOTHING, alarms=(sign(trigger, sure=True),)), InboundKind.CHOICE)
    assert found.text == ""
    assert not found.triggers
    assert not found.doubtful


# Answers to a knock


@pytest.mark.parametrize(
    ("text", "intent", "word", "said"),
    [
        ("1", "out_of_scope", False, "now"), ("\u0661.", "out_of_scope", False, "now"), ("yes", "yes", True, "now"), ("hello", "greet", True, "now"),
        ("2", "out_of_scope", False, "not_now"), ("no", "no", True, "not_now"), ("later", "later", True, "not_now"),
        ("yes he is gone", "yes", False, ""), ("i need a bed", "find_shelter", False, ""), ("3", "out_of_scope", False, ""),
    ],
)  # fmt: skip
def test_only_a_bare_answer_answers_a_knock(text, intent, word, said):
    assert answers_knock(Heard(HeardKind.TEXT, text=text, intent=intent, sure=True, word=word)) == said


@pytest.mark.parametrize("field", ["triggers", "doubtful"])
def test_a_sign_is_no_answer_to_a_knock(field):
    assert answers_knock(replace(Heard(HeardKind.TEXT, text="1", intent="yes", word=True), **{field: ("danger",)})) == ""
