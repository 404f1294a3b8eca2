"""Check every text of every language against the rules that protect whoever reads it.

Rules: each check is a small function that gives issues; an issue names file, id, language, rule and what was found (an id or a word
of our own lists); nothing is mended here. `quietline check` runs all of them and fails on any.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from locales.fold import fold
from locales.lists import word_list
from locales.lockscreen import SHOWN, gives_away
from locales.readability import grade, sentences, words
from locales.sms import fold_gsm, is_gsm, parts
from locales.texts import FALLBACK, Arg, Texts

MAX_SENTENCE_WORDS = 20
MAX_GRADE = 6.0
MAX_LABEL = 24
"""Characters of a button: what a small phone shows without cutting it."""
MAX_SMS_PARTS = 3

CARRIER_WORDS = frozenset(
    "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT START YES UNSTOP HELP INFO ARRET".split()  # noqa: SIM905 - reads like the providers' list
)
"""Words that a carrier or Twilio acts on before we see them (support.twilio.com 223134027): never asked for as an answer."""

SCREEN_FILES = frozenset({"desk.ftl", "demo.ftl"})
"""Texts of web pages for staff and for the demo: nobody's phone shows them, so only their ids and arguments are checked."""

_ISOLATES = frozenset("\u2066\u2067\u2068\u2069\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_CURLY = frozenset("’‘“”„…–—")
_SAMPLE = 3
"""Stands in for every argument: a count reads well, and a name would hide what our own words say."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One broken rule: where, in which language, which rule, and what was found there."""

    where: str
    language: str
    rule: str
    got: str


@dataclass(frozen=True, slots=True)
class _Text:
    """One text with what it says for sample arguments, in its long and its short form."""

    tag: str
    id: str
    where: str
    said: str
    short: str
    is_label: bool

    def issue(self, rule: str, got: object) -> Issue:
        return Issue(self.where, self.tag, rule, str(got))


Rule = Callable[[_Text], Iterator[Issue]]


def lint(texts: Texts, labels: Collection[str] = ()) -> tuple[Issue, ...]:
    """Run all checks over all languages. `labels` are the ids that flows use on buttons.

    A label never opens a message, so the lock-screen rule is kept for it by whoever renders the message.
    """
    found = [*missing_texts(texts), *missing_lists(texts), *missing_status(texts)]
    for tag in texts.languages:
        for text in _formatted(texts, tag, frozenset(labels)):
            for rule in RULES:
                found.extend(rule(text))
    return tuple(found)


def on_screen_only(texts: Texts, tag: str, id_: str) -> bool:
    """Say whether a text stands on a web page for staff or the demo, so that no phone ever shows it."""
    return texts.file(tag, id_).rpartition("/")[2] in SCREEN_FILES


def missing_texts(texts: Texts) -> Iterator[Issue]:
    """Every language has the ids, arguments and values of the fallback language, and no others."""
    wanted = texts.ids(FALLBACK)
    for tag in texts.languages:
        for id_ in sorted(wanted - texts.ids(tag)):
            yield Issue(texts.file(FALLBACK, id_), tag, "the text must be there in every language", id_)
        for id_ in sorted(texts.ids(tag) - wanted):
            yield Issue(texts.file(tag, id_), tag, f"the text must be there in {FALLBACK} too", id_)
        for id_ in sorted(texts.ids(tag) & wanted):
            for name in sorted(texts.arguments(tag, id_) ^ texts.arguments(FALLBACK, id_)):
                yield Issue(texts.file(tag, id_), tag, f"arguments must be those of {FALLBACK}", f"{id_} ${name}")


def missing_lists(texts: Texts) -> Iterator[Issue]:
    """Every language has a list of give-away words and one of promises."""
    for tag in texts.languages:
        for name in ("giveaway", "promises"):
            if word_list(tag, name) is None:
                yield Issue(f"{tag}/{name}.yml", tag, "every language must have this list", "no file")


def missing_status(texts: Texts) -> Iterator[Issue]:
    """Every text says how far it was reviewed."""
    for tag in texts.languages:
        for id_ in sorted(texts.ids(tag)):
            if texts.status(tag, id_) is None:
                yield Issue(texts.file(tag, id_), tag, "every text must have a status", id_)


def give_away(text: _Text) -> Iterator[Issue]:
    """The first characters of any message carry no give-away word."""
    if text.is_label:
        return
    for form in dict.fromkeys((text.said, text.short)):
        word = gives_away(form, text.tag)
        if word is not None:
            yield text.issue(f"the first {SHOWN} characters must carry no give-away word", word)


def promise(text: _Text) -> Iterator[Issue]:
    """No sentence promises what nobody can keep."""
    listed = word_list(text.tag, "promises")
    if listed is None:
        return
    for form in dict.fromkeys((text.said, text.short)):
        for sentence in sentences(form):
            word = listed.find(fold(sentence))
            if word is not None:
                yield text.issue("a text must promise nothing", word)


def carrier_word(text: _Text) -> Iterator[Issue]:
    """No text asks for an answer that a carrier swallows."""
    for word in words(text.said) + words(text.short):
        if word in CARRIER_WORDS:
            yield text.issue("no carrier word may be asked for as an answer", word)
            return
    if text.is_label and fold(text.said).upper() in {fold(word).upper() for word in CARRIER_WORDS - {"YES", "START"}}:
        yield text.issue("no carrier word may be a choice", text.id)


def long_sentence(text: _Text) -> Iterator[Issue]:
    """Sentences are short."""
    longest = max((len(words(sentence)) for sentence in sentences(text.said)), default=0)
    if longest > MAX_SENTENCE_WORDS:
        yield text.issue(f"a sentence must have at most {MAX_SENTENCE_WORDS} words", longest)


def hard_to_read(text: _Text) -> Iterator[Issue]:
    """Texts are for a reader of grade 6, where a formula exists."""
    measured = grade(text.said, text.tag)
    if measured is not None and measured > MAX_GRADE:
        yield text.issue(f"the reading grade must be at most {MAX_GRADE:.0f}", f"{measured:.1f}")


def long_label(text: _Text) -> Iterator[Issue]:
    """Labels fit a button of a small phone."""
    if text.is_label and len(text.said) > MAX_LABEL:
        yield text.issue(f"a choice must have at most {MAX_LABEL} characters", len(text.said))


def sms_characters(text: _Text) -> Iterator[Issue]:
    """No invisible marks in SMS, and no curly quote that makes a GSM message cost double."""
    if _ISOLATES.intersection(text.short):
        yield text.issue("no direction marks may go into an SMS", text.id)
    if _CURLY.intersection(text.short) and is_gsm(fold_gsm(text.short)):
        yield text.issue("a text for SMS must use plain quotes and dashes", text.id)


def sms_parts(text: _Text) -> Iterator[Issue]:
    """A text alone never takes more parts than a whole turn may."""
    cost = parts(fold_gsm(text.short)).parts
    if cost > MAX_SMS_PARTS:
        yield text.issue(f"a text must fit {MAX_SMS_PARTS} parts of SMS", cost)


RULES: tuple[Rule, ...] = (
    give_away, promise, carrier_word, long_sentence, hard_to_read, long_label, sms_characters, sms_parts,
)  # fmt: skip
"""The checks of one text, in the order of harm."""


def _formatted(texts: Texts, tag: str, labels: frozenset[str]) -> Iterator[_Text]:
    """Yield what each text of a language says for sample arguments."""
    for id_ in sorted(texts.ids(tag)):
        if on_screen_only(texts, tag, id_):
            continue
        args: Mapping[str, Arg] = dict.fromkeys(texts.arguments(tag, id_), _SAMPLE)
        where = f"{texts.file(tag, id_)}: {id_}"
        yield _Text(tag, id_, where, texts.text(tag, id_, args), texts.text(tag, id_, args, sms=True), id_ in labels)
