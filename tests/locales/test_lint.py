"""Lints: each is shown to catch what it is for, and to pass what is right."""

import pytest
from fluent.runtime import FluentBundle

from locales.lint import Issue, lint, missing_texts
from locales.readability import grade
from locales.texts import Texts, _Entry, _read


def build(**sources: str) -> Texts:
    bundles: dict[str, FluentBundle] = {}
    entries: dict[str, dict[str, _Entry]] = {}
    for tag, source in sources.items():
        bundles[tag] = FluentBundle([tag], use_isolating=False)
        entries[tag] = {}
        _read(f"{tag}/x.ftl", source, bundles[tag], entries[tag])
    return Texts(bundles, entries)


HEAD = "### status: drafted\n\ntry-again = Write again.\n"


def rules(texts: Texts, labels=()) -> set[str]:
    return {issue.rule for issue in lint(texts, labels)}


PROMISES = [
    ("en", "You are safe here."),
    ("en", "This chat is confidential."),
    ("en", "Don’t worry, we will help."),
    ("en", "You will get a visa."),
    ("en", "They will not be told. You won't be deported."),
    ("en", "Help is on the way."),
    ("en", "It leaves no trace."),
    ("en", "We cannot promise much. But you will be safe."),
    ("es", "Aquí estás a salvo."),
    ("es", "Todo va a estar bien."),
    ("es", "No te van a deportar."),
    ("es", "Este servicio es confidencial."),
    ("es", "Te darán una visa."),
    ("ar", "أنت بأمان الآن."),
    ("ar", "لن يعرف أحد بذلك."),
    ("ar", "ستحصلين على تأشيرة."),
    ("ar", "لا تقلقي أبدًا."),
    ("ar", "المحادثة سرية تامة."),
    ("ar", "نحن نضمن لك ذلك."),
]
HONEST = [
    ("en", "I can't promise that you will be safe."),
    ("en", "Is it safe to write?"),
    ("en", "Some people may get a visa. A lawyer can check."),
    ("es", "No puedo prometer que no te van a deportar."),
    ("es", "Una abogada puede revisar eso."),
    ("ar", "لا أستطيع أن أعد بذلك."),
    ("ar", "يمكن لمحام أن يراجع ذلك."),
]


def one_text(tag: str, text: str) -> Texts:
    return build(**{"en": HEAD, tag: f"{HEAD}a = {text}"})


@pytest.mark.parametrize(("tag", "text"), PROMISES)
def test_a_planted_promise_is_caught(tag, text):
    assert "a text must promise nothing" in rules(one_text(tag, text))


@pytest.mark.parametrize(("tag", "text"), HONEST)
def test_honest_words_pass(tag, text):
    assert "a text must promise nothing" not in rules(one_text(tag, text))


def test_the_shipped_texts_of_a_channel_break_no_rule(texts):
    own = [issue for issue in lint(texts) if "channel.ftl" in issue.where or ".yml" in issue.where]
    assert own == []


def test_missing_and_surplus_texts_and_arguments_are_named():
    found = list(missing_texts(build(en=HEAD + "a = A { $n }\nb = B", es=HEAD + "a = A { $m }\nc = C")))
    assert {(issue.language, issue.got) for issue in found} == {("es", "b"), ("es", "c"), ("es", "a $n"), ("es", "a $m")}


@pytest.mark.parametrize(
    ("source", "label", "rule"),
    [
        ("a = Call the police", "", "the first 100 characters must carry no give-away word"),
        ("a = Fine.\n    .sms = Call the police", "", "the first 100 characters must carry no give-away word"),
        ("a = Write HELP to go on.", "", "no carrier word may be asked for as an answer"),
        ("a = Cancel", "a", "no carrier word may be a choice"),
        ("a = " + "one " * 21 + "end.", "", "a sentence must have at most 20 words"),
        (
            "a = " + "Considerable administrative responsibilities necessitate immigration documentation. " * 3,
            "",
            "the reading grade must be at most 6",
        ),
        ("a = This label says far too much", "a", "a choice must have at most 24 characters"),
        ("a = It’s here", "", "a text for SMS must use plain quotes and dashes"),
        ("a = \u2066x\u2069", "", "no direction marks may go into an SMS"),
        ("a = " + "word. " * 90, "", "a text must fit 3 parts of SMS"),
    ],
)
def test_each_rule_catches_what_it_is_for(source, label, rule):
    assert rule in rules(build(en=HEAD + source), [label])


def test_a_text_without_status_is_named():
    assert Issue("en/x.ftl", "en", "every text must have a status", "try-again") in lint(build(en="try-again = Again."))


def test_an_empty_language_lacks_its_lists():
    found = lint(build(en=HEAD, sw=HEAD))
    assert {issue.where for issue in found} == {"sw/giveaway.yml", "sw/promises.yml"}


def test_grades_rise_with_hard_words():
    easy = "You can write to me. I will read it. You can go at any time."
    hard = "Subsequent documentation requirements notwithstanding, all applicants should ascertain their eligibility with qualified professionals."
    assert (grade(easy, "en") or 0) < 3
    assert (grade(hard, "en") or 0) > 12
    assert (grade("Puedes escribir aquí. Yo lo leo. Te puedes ir si tú lo quieres así.", "es") or 9) < 5
    assert (
        grade(
            "La documentación correspondiente requerirá autorización administrativa de las instituciones internacionales competentes y representativas",
            "es",
        )
        or 0
    ) > 10
    assert grade("one two three", "en") is None
    assert grade(easy, "ar") is None
