"""Understanding as a whole: it never raises, says the same twice, and hears the words that move in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.model import INTENTS, Trigger
from nlu.pipeline import Pipeline, load_understanding
from nlu.words import CARRIER_WORDS, MOVES

LANGUAGES = ("ar", "en", "es")

ODD = (
    "", " ", "\x00", "\x00\x00 help \x00", "\ud800", "he\udfffhe is coming", "😀" * 10_000, "a" * 1_000_000, "kill " * 200_000,
    "\u202e\u2066he will kill me\u2069", "\u200f\u200b\u200d", "a\u0301" * 5_000, "ا" * 5_000, "١٢٣", "\r\n\r\n", "?" * 5_000,
    "(" * 3_000, "1to17", "$them ..", "_", "*", "<>|", "\ufeff", "h e l p", "\u1f00" * 100, "ﷺ" * 300, "İ" * 50, "𝓱𝓮𝓵𝓹", "9" * 5_000,
)  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("hint", ["", "en", "ar", "xx", "zh-Hant", "\x00"])
def test_no_text_raises(understand: Pipeline, text: str, hint: str) -> None:
    meaning = understand(text, hint)
    assert meaning.intent in INTENTS
    assert 0.0 <= meaning.confidence <= 1.0
    assert meaning.language in {*LANGUAGES, ""}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400), hint=st.sampled_from(["", *LANGUAGES, "fr"]))
def test_any_text_has_one_meaning(understand: Pipeline, text: str, hint: str) -> None:
    meaning = understand(text, hint)
    assert meaning == understand(text, hint)
    assert meaning.intent in INTENTS
    assert meaning.triggers == tuple(trigger for trigger in Trigger if trigger in meaning.triggers)


def _scrambled() -> st.SearchStrategy[str]:
    words = [
        "he",
        "is",
        "coming",
        "kill",
        "me",
        "اقتل",
        "نفسي",
        "عمري",
        "15",
        "ye2telni",
        "rah",
        "quiero",
        "morir",
        "?",
        "\n",
        "🙂",
        "ك",
        "no",
        "x" * 60,
    ]
    return st.lists(st.sampled_from(words), max_size=120).map(" ".join)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_scrambled())
def test_words_of_phrases_in_any_order_never_raise(understand: Pipeline, text: str) -> None:
    assert understand(text, "ar") == understand(text, "ar")


def test_alarms_name_the_rule_and_never_the_text(understand: Pipeline) -> None:
    meaning = understand("my name is zyxwvu and he said he will kill me", "en")
    assert Trigger.DANGER in meaning.triggers
    assert not any("zyxwvu" in alarm.rule for alarm in meaning.alarms)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("session", ["", *LANGUAGES])
def test_words_move_from_every_session(understand: Pipeline, tag: str, session: str) -> None:
    for move in MOVES:
        for word in understand.words.by_tag[tag][move]:
            ways = (word, word.upper(), f" {word}. ", f"{word}!") if word.isalpha() else (word,)
            for written in ways:
                meaning = understand(written, session)
                assert (meaning.intent, meaning.whole_word) == (move, True), f"{move} of {tag}"
                if session:
                    assert meaning.language == session


ZEROS = ["0", "٠", "۰", "०", "０", "0️⃣", "০", "๐", " 0 ", "0."]


@pytest.mark.parametrize("zero", ZEROS)
def test_zero_leaves_in_every_script(understand: Pipeline, zero: str) -> None:
    assert understand(zero).intent == "exit"
    assert understand.words.number(zero) == 0


@pytest.mark.parametrize(
    ("written", "number"), [("2", 2), ("٢", 2), ("۲", 2), ("२", 2), ("２", 2), ("2️⃣", 2), ("١٢", 12), ("two", 2), ("اتنين", 2), ("2.", 2)]
)
def test_numbers_of_every_script(understand: Pipeline, written: str, number: int) -> None:
    assert understand.words.number(written) == number


def test_the_word_we_offer_is_never_a_carriers(understand: Pipeline) -> None:
    for tag in LANGUAGES:
        for move in MOVES:
            offered = understand.words.by_tag[tag][move][0]
            assert offered.casefold() not in CARRIER_WORDS or move == "yes", f"{move} of {tag}"


PLAIN_QUESTIONS = [
    "who are you", "are you a bot", "who r u", "what is this", "is this free", "who can see my messages", "is anyone there",
    "quien eres", "eres un robot", "que es esto", "quien puede ver mis mensajes", "hay alguien ahi",
    "من انت", "هل انت بوت", "شو هالرقم", "مين يقدر يقرا رسائلي", "في حدا هون",
]  # fmt: skip


@pytest.mark.parametrize("question", PLAIN_QUESTIONS)
def test_plain_questions_change_nothing(understand: Pipeline, question: str) -> None:
    assert not {Trigger.OTHER_PERSON, Trigger.WATCHED} & set(understand(question).triggers)


@pytest.mark.parametrize("question", ["who is this", "whose number is this", "quien es", "de quien es este numero", "مين معي", "مين هذا"])
def test_who_is_this_is_a_doubt_and_no_more(understand: Pipeline, question: str) -> None:
    meaning = understand(question)
    assert [alarm.sure for alarm in meaning.alarms if alarm.trigger is Trigger.OTHER_PERSON] != []
    assert not any(alarm.sure for alarm in meaning.alarms)
    assert meaning.intent == "about"


CONTROLLERS = [
    "why are you texting my wife", "who is this writing to my girl", "this is her boss", "whose number is this and what did she say",
    "por que le escribes a mi esposa", "soy su jefe, que les dijo ella", "ليش بتراسل مرتي", "انا كفيلها مين هذا", "leish 3am te7ki ma3 marti",
]  # fmt: skip


@pytest.mark.parametrize("text", CONTROLLERS)
def test_somebody_else_at_the_phone_is_sure(understand: Pipeline, text: str) -> None:
    assert any(alarm.sure for alarm in understand(text).alarms if alarm.trigger is Trigger.OTHER_PERSON)


SURVIVORS = [
    "it is my boss who hits me", "my daughter told me to write", "please dont tell him i wrote", "he owes me money", "i am his wife and he beats me",
    "es mi jefe el que me pega", "mi hija me dijo que escribiera", "no le digas a el que escribi", "انا زوجته ويضربني", "بنتي قالت لي اكتب", "دفعت فلوس للمكتب",
]  # fmt: skip


@pytest.mark.parametrize("text", SURVIVORS)
def test_who_speaks_of_her_own_life_is_not_put_into_cover(understand: Pipeline, text: str) -> None:
    assert not any(alarm.sure for alarm in understand(text).alarms if alarm.trigger is Trigger.OTHER_PERSON)


INTENDED = [
    ("they do not pay me", "rights_pay"), ("can I stay in this country", "rights_stay"), ("I need somewhere to sleep", "find_shelter"),
    ("no me pagan", "rights_pay"), ("me quitaron el pasaporte", "rights_documents"), ("ما دفعوا لي", "rights_pay"), ("akhado jawazi", "rights_documents"),
    ("my boss took my passport", "rights_documents"), ("who are you", "about"), ("will you tell the police", "privacy"), ("i want a lawyer", "find_legal_help"),
    ("quiero cerrar el chat", "exit"), ("borra todo lo que escribi", "erase"), ("do you speak spanish", "change_language"), ("quiero ser voluntaria", "offer_help"),
    ("هل أستطيع البقاء في هذا البلد", "rights_stay"), ("أين أجد محامي", "find_legal_help"), ("كيف اهرب من البيت بامان", "safety_plan"),
    ("is my phone being tracked", "phone_safety"), ("busco a mi hermana", "looking_for_someone"), ("i think my neighbor keeps a maid locked", "report_concern"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intent"), INTENDED)
def test_needs_are_heard_surely(understand: Pipeline, text: str, intent: str) -> None:
    meaning = understand(text)
    assert (meaning.intent, meaning.confidence >= 0.6) == (intent, True)


@pytest.mark.parametrize(
    "text", ["i like pizza", "the weather is nice", "me gusta el futbol", "الطقس جميل", "احب القهوة", "blue car seven"]
)
def test_anything_else_is_unsure(understand: Pipeline, text: str) -> None:
    meaning = understand(text)
    assert meaning.confidence < 0.6


def test_asking_for_a_person_wins_over_the_intent(understand: Pipeline) -> None:
    meaning = understand("they do not pay me, let me talk to a real person", "en")
    assert meaning.intent == "human"
    assert Trigger.HUMAN in meaning.triggers


class Dummy:
    """Another classifier, as the trained engine will be."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def classify(self, text: str, language: str) -> tuple[str, float]:
        self.asked.append((text, language))
        return "rights_debt", 0.77


def test_another_classifier_takes_the_place_of_the_phrases() -> None:
    dummy = Dummy()
    understand = load_understanding(["en"], dummy)
    meaning = understand("he will kill me tonight for the money", "en")
    assert (meaning.intent, meaning.confidence) == ("rights_debt", 0.77)
    assert Trigger.DANGER in meaning.triggers, "safety stays as reviewed"
    assert understand("exit", "en").intent == "exit"
    assert dummy.asked == [("he will kill me tonight for the money", "en")], "words that move are not asked about"


def test_a_new_language_needs_only_a_folder(data: Path) -> None:
    folder = data / "sw"
    folder.mkdir()
    (folder / "words.yml").write_text("exit: [ondoka]\nhuman: [mtu]\n", "utf-8")
    (folder / "safety.yml").write_text("danger:\n  - ataniua\n", "utf-8")
    (folder / "intents.yml").write_text("rights_pay:\n  - hawanilipi mshahara\n", "utf-8")
    understand = Pipeline()
    assert understand.tags == ("ar", "en", "es", "sw")
    assert understand("ondoka", "en").intent == "exit"
    assert Trigger.DANGER in understand("leo ataniua", "en").triggers
    assert understand("hawanilipi mshahara wangu", "sw").intent == "rights_pay"
    assert understand("hawanilipi mshahara wangu kabisa", "").language == "sw"


@pytest.mark.parametrize(("text", "intent"), [("this is about my boss", "rights_work"), ("passport", "rights_documents")])
def test_a_hint_is_weak_and_not_nothing(understand: Pipeline, text: str, intent: str) -> None:
    meaning = understand(text, "en")
    assert (meaning.intent, 0 < meaning.confidence < 0.6) == (intent, True)
