"""From one message to what it means, in one pure call.

Rules: deterministic, offline, remembers nothing, and raises on no text whatever. The order: a whole message that is a reviewed word;
the search for a cry for help, always, by reviewed phrases or trained heads, whichever hears it; language; intent. Asking for a person
wins over any other intent. The sentence encoder is asked only where the n-grams are not sure: it costs thirty times as much.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nlu.encoders import open_encoder
from nlu.grams import grams, sentences
from nlu.heads import Heads, Reading, load_heads
from nlu.language import Languages
from nlu.model import INTENTS, OUT_OF_SCOPE, SURE, Alarm, Classifier, Trigger, Understanding
from nlu.normalise import Normal, normalise
from nlu.safety import Safety
from nlu.sources import chosen_tags
from nlu.words import Words, load_words

HUMAN = "human"
WORD_RULE = "word"

DECIDED_INTENT, DECIDED_ODDS, DECIDED_SURE = 0.4, 0.5, 0.5
"""The n-grams alone decide when an intent has at least this chance and every trigger is this far under its doubtful odds, or one is
this far over its sure ones. Measured on held-back messages: four of five, and asking the encoder about all of them would change recall
by 0.3 points and macro-F1 by 0.7."""

SHORT_QUESTION = 6
"""Up to this length "who is this?" may as well be asked by the person: the heads alone put nobody into cover for it."""

LONG_WORDS = 12
"""From this length on a message of several sentences is searched sentence by sentence too."""

MAX_SENTENCES = 12

Understand = Callable[..., Understanding]
"""`understand(text, hint="")`: `hint` is the session's language, or the app's for a first message."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A message as the heads look at it."""

    rows: npt.NDArray[np.int64]
    values: npt.NDArray[np.float32]
    reading: Reading
    rule: str


class Pipeline:
    """All reviewed data and trained arrays, loaded once. Call it with a message."""

    def __init__(self, tags: Collection[str] | None = None, classifier: Classifier | None = None) -> None:
        self.tags = chosen_tags(tags)
        self.languages = Languages(self.tags)  # first: its model is unpacked beside the rest
        self.words: Words = load_words(self.tags)
        self.safety = Safety(self.tags)
        encoder, self.without_encoder = open_encoder()
        """Why there is no sentence encoder, "" when there is one."""
        self.heads: Heads = load_heads(encoder)
        self._classifier = classifier
        self.languages.ready()

    def __call__(self, text: str, hint: str = "") -> Understanding:
        """Return what `text` means. Never raises on any text."""
        normal = normalise(text)
        stay = self.languages.served(hint)
        alarms = self.safety.search(normal.words, stay)
        move = self.words.move(normal.bare)
        if move is not None:
            return self._moved(normal, move, alarms, stay)
        if not any(char.isalpha() for char in normal.bare):
            return Understanding(stay, OUT_OF_SCOPE, 0.0, alarms)
        weighed = self._weigh(normal)
        raised = self._raise(weighed.reading, weighed.rule)
        if len(normal.words) <= SHORT_QUESTION:
            raised = (replace(alarm, sure=False) if alarm.trigger is Trigger.OTHER_PERSON else alarm for alarm in raised)
        alarms = _merge((*alarms, *raised, *self._search_sentences(normal)))
        guess = self.languages.tell(
            normal, hint, self.heads.tell_language(weighed.rows, weighed.values), self.heads.share_known(normal.words)
        )
        second = ""
        if any(alarm.trigger is Trigger.HUMAN and alarm.sure for alarm in alarms):
            intent, confidence = HUMAN, 1.0
        elif self._classifier is not None:
            intent, confidence = self._classifier.classify(normal.raw, guess.language)
        else:
            intent, confidence = self.choose_intent(weighed.reading)
            if intent != OUT_OF_SCOPE and confidence < SURE:
                second = self.choose_second(weighed.reading, intent)
        return Understanding(guess.language, intent, confidence, alarms, guess.unserved, second=second)

    def classify(self, text: str, language: str) -> tuple[str, float]:
        """Return the intent of a text and how sure it is, by the trained heads alone: what another engine falls back to."""
        del language
        return self.choose_intent(self._weigh(normalise(text)).reading)

    def lead(self, text: str) -> float:
        """Return how far the likeliest intent of a text leads out of scope (-1..1)."""
        chances = self._weigh(normalise(text)).reading.intents
        outside = INTENTS.index(OUT_OF_SCOPE)
        return float(np.delete(chances, outside).max() - chances[outside])

    def choose_intent(self, reading: Reading) -> tuple[str, float]:
        """Return the likeliest intent and its chance; out of scope unless it leads that by the margin that was found in training."""
        chances = reading.intents
        outside = INTENTS.index(OUT_OF_SCOPE)
        best = int(np.delete(chances, outside).argmax())
        best += best >= outside
        if chances[best] - chances[outside] < reading.stage.margin:
            return OUT_OF_SCOPE, float(chances[outside])
        return INTENTS[best], float(chances[best])

    def choose_second(self, reading: Reading, first: str) -> str:
        """Return the likeliest intent in scope beside the first."""
        chances = reading.intents.copy()
        chances[[INTENTS.index(OUT_OF_SCOPE), INTENTS.index(first)]] = -1.0
        return INTENTS[int(chances.argmax())]

    def _weigh(self, normal: Normal) -> Weighed:
        """Read a message with the n-grams, and with the sentence encoder where these leave it open."""
        heads = self.heads
        rows, values = heads.weigh(grams(normal.words))
        reading = heads.read(rows, values)
        if heads.encoder is None or _is_decided(reading):
            return Weighed(rows, values, reading, "heads: n-grams")
        reading = heads.read_with(rows, values, heads.encoder.encode(normal.raw))
        return Weighed(rows, values, reading, f"heads: n-grams and {heads.encoder.name}")

    def _raise(self, reading: Reading, rule: str) -> Iterator[Alarm]:
        """Yield the alarms of a reading."""
        for place, trigger in enumerate(Trigger):
            if reading.triggers[place] >= reading.stage.doubtful[place]:
                yield Alarm(trigger, rule, sure=bool(reading.triggers[place] >= reading.stage.sure[place]))

    def _search_sentences(self, normal: Normal) -> Iterator[Alarm]:
        """Yield what single sentences of a long message raise surely: among many others a cry for help is drowned."""
        if len(normal.words) < LONG_WORDS:
            return
        parts = sentences(normal.words)
        if len(parts) > 1:
            for part in [*parts[: MAX_SENTENCES // 2], *parts[MAX_SENTENCES // 2 :][-MAX_SENTENCES // 2 :]]:
                reading = self.heads.read(*self.heads.weigh(grams(part)))
                yield from (alarm for alarm in self._raise(reading, "heads: n-grams of a sentence") if alarm.sure)

    def _moved(self, normal: Normal, move: str, alarms: tuple[Alarm, ...], stay: str) -> Understanding:
        """Return the meaning of a reviewed word. It changes no language; it tells one only when none is known."""
        spoken = self.words.languages(normal.bare)
        language = stay or (next(iter(spoken)) if len(spoken) == 1 else "")
        if move == HUMAN and not any(alarm.trigger is Trigger.HUMAN for alarm in alarms):
            alarms = (*alarms, Alarm(Trigger.HUMAN, WORD_RULE))
        return Understanding(language, move, 1.0, alarms, whole_word=True)


def load_understanding(tags: Collection[str] | None = None, classifier: Classifier | None = None) -> Pipeline:
    """Load the reviewed data of all languages that have a folder, or of `tags` only, and return `understand`.

    `classifier` replaces the heads for intents; words and the search for cries for help stay. Raises: nlu.sources.DataError,
    nlu.heads.HeadsError.
    """
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand small values that all stay: looking through them again and again costs a quarter of the time
    try:
        return Pipeline(tags, classifier)
    finally:
        if collecting:
            gc.enable()


def _is_decided(reading: Reading) -> bool:
    """Say whether the n-grams leave nothing open."""
    stage = reading.stage
    if (reading.triggers >= stage.sure + DECIDED_SURE).any():
        return True
    return bool(reading.intents.max() >= DECIDED_INTENT and (reading.triggers <= stage.doubtful - DECIDED_ODDS).all())


def _merge(alarms: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    """Return each alarm once, in the order of the taxonomy, the sure ones of a trigger first."""
    order = list(Trigger)
    return tuple(sorted(dict.fromkeys(alarms), key=lambda alarm: (order.index(alarm.trigger), not alarm.sure, alarm.rule)))
