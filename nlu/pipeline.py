"""From one message to what it means, in one pure call.

Rules: deterministic, offline, remembers nothing, and raises on no text whatever. The order: a whole message that is a reviewed word;
the search for a cry for help, always; language; intent. Asking for a person wins over any other intent.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection

from nlu.intents import Classifier, PhraseClassifier
from nlu.language import Guess, Languages
from nlu.model import Alarm, Trigger, Understanding
from nlu.normalise import Normal, normalise
from nlu.safety import Safety
from nlu.sources import chosen_tags, lists
from nlu.words import Words, load_words

HUMAN = "human"
WORD_RULE = "word"

Understand = Callable[..., Understanding]
"""`understand(text, hint="")`: `hint` is the session's language, or the app's for a first message."""


class Pipeline:
    """All reviewed data, loaded once. Call it with a message."""

    def __init__(self, tags: Collection[str] | None = None, classifier: Classifier | None = None) -> None:
        self.tags = chosen_tags(tags)
        self.languages = Languages(self.tags)  # first: its model is unpacked beside the rest
        self.words: Words = load_words(self.tags)
        self.safety = Safety(self.tags)
        self._phrases = PhraseClassifier(self.tags)
        self._classifier = classifier
        self._lexicon = {tag: _lexicon(tag) for tag in self.tags}
        self.languages.ready()

    def __call__(self, text: str, hint: str = "") -> Understanding:
        """Return what `text` means. Never raises on any text."""
        normal = normalise(text)
        stay = self.languages.served(hint)
        alarms = self.safety.search(normal.words, stay)
        move = self.words.move(normal.bare)
        if move is not None:
            return self._moved(normal, move, alarms, stay)
        guess = self._tell(normal, hint)
        if any(alarm.trigger is Trigger.HUMAN and alarm.sure for alarm in alarms):
            intent, confidence = HUMAN, 1.0
        elif self._classifier is not None:
            intent, confidence = self._classifier.classify(normal.raw, guess.language)
        else:
            intent, confidence = self._phrases.classify_words(normal.words, guess.language)
        return Understanding(guess.language, intent, confidence, alarms, guess.unserved)

    def _moved(self, normal: Normal, move: str, alarms: tuple[Alarm, ...], stay: str) -> Understanding:
        """Return the meaning of a reviewed word. It changes no language; it tells one only when none is known."""
        spoken = self.words.languages(normal.bare)
        language = stay or (next(iter(spoken)) if len(spoken) == 1 else "")
        if move == HUMAN and not any(alarm.trigger is Trigger.HUMAN for alarm in alarms):
            alarms = (*alarms, Alarm(Trigger.HUMAN, WORD_RULE))
        return Understanding(language, move, 1.0, alarms, whole_word=True)

    def _tell(self, normal: Normal, hint: str) -> Guess:
        words = [word for word in normal.words if word and not word.isdecimal()]
        votes = {tag: sum(word in lexicon for word in words) for tag, lexicon in self._lexicon.items()}
        for tag in self.safety.romanised(normal.words):
            votes[tag] = votes.get(tag, 0) + 1
        return self.languages.tell(normal.raw, len(words), hint, {tag: count for tag, count in votes.items() if count})


def load_understanding(tags: Collection[str] | None = None, classifier: Classifier | None = None) -> Understand:
    """Load the reviewed data of all languages that have a folder, or of `tags` only, and return `understand`.

    `classifier` replaces the phrases for intents; words and safety stay as reviewed. Raises: nlu.sources.DataError.
    """
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand small values that all stay: looking through them again and again costs a quarter of the time
    try:
        return Pipeline(tags, classifier)
    finally:
        if collecting:
            gc.enable()


def _lexicon(tag: str) -> frozenset[str]:
    """Return the words that speak for a language: its common words and its words for moving around.

    Where a language is also written in Latin letters, only words in its own script count: `la` and `el` are other languages' words too.
    """
    listed = lists(tag, "common").get("words", ())
    moves = [word for key, words in lists(tag, "words").items() for entry in words for word in entry.split("|") if key != HUMAN]
    found = {word for entry in (*listed, *moves) for word in normalise(entry).words if len(word) > 1}
    return frozenset(word for word in found if not word.isascii()) if lists(tag, "romanised") else frozenset(found)
