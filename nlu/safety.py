"""Search every message for a cry for help.

Rules: pure; all languages are searched in every message, whatever language the session is in; a negation suppresses nothing ("he is
not hitting me any more" still deserves a look); only reviewed harmless phrases ("my phone is dead") hide the words they cover, and
nothing else in the message. Each alarm names the phrase that raised it, never what was written. A key with `?` lists phrases that
deserve one gentle question rather than an alarm; `~` those in Latin letters of a language that has another script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlu.finder import Finder
from nlu.model import Alarm, Trigger
from nlu.phrases import PhraseError, PhraseReader
from nlu.romanised import Romanised, load_romanised
from nlu.sources import DataError, lists, where
from nlu.vocabulary import Vocabulary

HARMLESS = "harmless"
_ROMANISED, _DOUBTFUL = "~", "?"
_TRIGGERS = {trigger.value: trigger for trigger in Trigger}


class Safety:
    """The reviewed phrases of all served languages, ready to search."""

    def __init__(self, tags: Sequence[str]) -> None:
        common = [word for tag in tags for word in lists(tag, "common").get("words", ())]
        prefixes = [word for tag in tags for word in lists(tag, "common").get("prefixes", ())]
        self._finder = Finder(Vocabulary(common, prefixes))
        self._romanised: list[tuple[Romanised, Finder]] = []
        self.counts: dict[tuple[str, str], int] = {}
        """How many phrases each language has for each trigger."""
        for tag in tags:
            self._load(tag)

    def _load(self, tag: str) -> None:
        entries = lists(tag, "safety")
        table = load_romanised(tag)
        romanised = Finder(Vocabulary(spell=table.skeleton)) if table else None
        if table is not None and romanised is not None:
            self._romanised.append((table, romanised))
        sets = {key[1:]: words for key, words in entries.items() if key.startswith("$")}
        readers = {id(finder): PhraseReader(finder.vocabulary, sets) for finder in (self._finder, romanised) if finder}
        for key, phrases in entries.items():
            if key.startswith("$"):
                continue
            name = key.strip(_ROMANISED + _DOUBTFUL)
            finder = romanised if key.startswith(_ROMANISED) else self._finder
            if finder is None or (name != HARMLESS and name not in _TRIGGERS):
                rule = "keys must be triggers, harmless or $sets, `~` only beside romanised.yml"
                raise DataError(f"{where(tag, 'safety', key)}: {rule} (got {key})")
            for phrase in phrases:
                self._add(tag, finder, readers[id(finder)], key.lstrip(_ROMANISED), phrase)
            if name != HARMLESS:
                self.counts[tag, name] = self.counts.get((tag, name), 0) + len(phrases)

    def _add(self, tag: str, finder: Finder, reader: PhraseReader, label: str, phrase: str) -> None:
        try:
            finder.add(reader.read(f"{tag}:{label}", phrase), harmless=label == HARMLESS)
        except PhraseError as error:
            raise DataError(f"{where(tag, 'safety', phrase)}, {label}: {error}") from None

    def search(self, words: tuple[str, ...], language: str) -> tuple[Alarm, ...]:
        """Return what the words raise, each rule once, in the order of the taxonomy. `language` is the session's, "" if unknown."""
        found = {(alarm.trigger, alarm.rule): alarm for alarm in self._search(words, language)}
        order = list(Trigger)
        return tuple(sorted(found.values(), key=lambda alarm: (order.index(alarm.trigger), not alarm.sure, alarm.rule)))

    def _search(self, words: tuple[str, ...], language: str) -> Iterator[Alarm]:
        yield from _alarms(self._finder, self._finder.spread(words))
        for table, finder in self._romanised:
            if table.shows(words) or (language == table.tag and any(word.isascii() and word.isalpha() for word in words)):
                yield from _alarms(finder, tuple(table.skeleton(word) for word in words))

    def romanised(self, words: tuple[str, ...]) -> Iterator[str]:
        """Yield the languages that the words are written in with Latin letters and digits."""
        for table, _ in self._romanised:
            if table.shows(words):
                yield table.tag


def _alarms(finder: Finder, words: tuple[str, ...]) -> Iterator[Alarm]:
    for hit in finder.find(words):
        tag, _, label = hit.phrase.label.partition(":")
        sure = not label.endswith(_DOUBTFUL) and not (hit.typo and hit.phrase.single)
        yield Alarm(_TRIGGERS[label.rstrip(_DOUBTFUL)], f"{tag}: {hit.phrase.source}", sure)
