"""Texts: never an id on a screen, whatever is missing."""

import pytest
from fluent.runtime import FluentBundle
from hypothesis import given
from hypothesis import strategies as st

from locales import texts as module
from locales.texts import Status, Texts, TextsError, isolate, load_texts


def build(**sources: str) -> Texts:
    bundles: dict[str, FluentBundle] = {}
    entries: dict[str, dict[str, module._Entry]] = {}
    for tag, source in sources.items():
        bundles[tag] = FluentBundle([tag], use_isolating=False)
        entries[tag] = {}
        module._read(f"{tag}/x.ftl", source, bundles[tag], entries[tag])
    return Texts(bundles, entries)


EN = "try-again = Sorry, write again.\nhello = Hi { $name }\nlong = A long text.\n    .sms = Short.\nonly = Only here."
ES = "try-again = Perdona, escribe otra vez.\nlong = Un texto largo."
AR = "try-again = عذرا.\nhello = أهلا { $name }"


@pytest.fixture
def small() -> Texts:
    return build(en=EN, es=ES, ar=AR)


def test_the_text_in_its_language_and_its_short_form(small):
    assert small.text("en", "long") == "A long text."
    assert small.text("en", "long", sms=True) == "Short."
    assert small.text("es", "long", sms=True) == "Un texto largo."
    assert small.missing == 0


def test_a_regional_tag_gets_its_language_without_counting(small):
    assert small.text("es-MX", "long") == "Un texto largo."
    assert small.missing == 0


def test_missing_in_the_language_is_said_in_the_fallback_and_counted(small):
    assert small.text("es", "only") == "Only here."
    assert small.missing == 1
    assert small.text("es", "only") == "Only here."
    assert small.missing == 2, "a missing text must not hide in the cache"


def test_missing_everywhere_is_a_kind_sentence_in_the_language(small):
    assert small.text("es", "no-such-id") == "Perdona, escribe otra vez."
    assert small.text("vi", "no-such-id") == "Sorry, write again."
    assert small.missing == 2


def test_a_missing_argument_is_never_shown_as_its_name(small):
    said = small.text("en", "hello")
    assert said == "Sorry, write again."
    assert small.missing == 1
    assert small.text("en", "hello", {"name": "Sam"}) == "Hi Sam"


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_id_and_no_tag_ever_breaks_it(tag, id_):
    small = build(en=EN)
    assert small.text(tag, id_) in {"Sorry, write again.", "A long text.", "Only here."}


def test_right_to_left_text_keeps_latin_runs_in_order_on_telegram_only(small):
    assert small.text("ar", "hello", {"name": "+1 888 373 7888"}) == "أهلا \u2066+1 888 373 7888\u2069"
    assert small.text("ar", "hello", {"name": "+1 888 373 7888"}, sms=True) == "أهلا +1 888 373 7888"
    assert small.text("en", "hello", {"name": "+1 888"}) == "Hi +1 888"


def test_isolates_are_balanced_and_leave_single_digits_alone():
    assert isolate("1 نعم") == "1 نعم"
    assert isolate("اكتب 1 أو TALK الآن") == "اكتب 1 أو \u2066TALK\u2069 الآن"
    assert isolate("Hello مرحبا") == "Hello مرحبا"


def test_status_of_message_beats_status_of_file():
    texts = build(en="### Texts.\n### status: drafted\n\n# status: native-checked\na = A\n\nb = B\n")
    assert texts.status("en", "a") is Status.NATIVE_CHECKED
    assert texts.status("en", "b") is Status.DRAFTED


@pytest.mark.parametrize(
    "source", ["a = { $x", "a = A\na = B", "### status: perfect\na = A"], ids=["no Fluent", "an id twice", "an unknown status"]
)
def test_a_broken_file_is_refused_by_name(source):
    with pytest.raises(TextsError, match=r"en/x\.ftl"):
        build(en=source)


def test_only_the_wanted_languages_and_the_fallback_are_loaded():
    assert load_texts(["es"]).languages == ("en", "es")
    with pytest.raises(TextsError, match="xx"):
        load_texts(["xx"])


def test_languages_are_found_from_the_folders(texts):
    assert texts.languages[0] == "en"
    assert set(texts.languages) >= {"en", "es", "ar"}


def test_plurals_follow_the_language(texts):
    for tag in texts.languages:
        said = {texts.text(tag, "erased-receipt", {"done": count}) for count in (0, 1, 5)}
        assert len(said) == 3
    assert texts.missing == 0
