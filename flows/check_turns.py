"""Measure every turn that can be said: SMS parts, the lock screen, and the few words for somebody who is watched."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from flows.brief import LONGEST
from flows.values import Effect, Offer, Say
from locales import Guard, Texts, fold_gsm, parts
from locales.lockscreen import gives_away

MAX_PARTS = 3

Finding = tuple[str, str, str, str]


def check_turns(texts: Texts, languages: Sequence[str], turns: Mapping[Hashable, tuple[Effect, ...]]) -> Iterator[Finding]:
    """Yield what is wrong with a turn: where, language, rule, got. The same texts are reported once."""
    guard = Guard(texts)
    for tag in languages:
        seen: set[str] = set()
        for words in turns.values():
            where = " + ".join(word.text for word in words if isinstance(word, Say))
            if not where or where in seen:
                continue
            if any(not texts.has(tag, word.text) for word in words if isinstance(word, Say)):
                seen.add(where)
                continue
            short = fold_gsm(guard(_sms(texts, tag, words), tag, sms=True))
            cost = parts(short)
            if cost.parts > MAX_PARTS:
                seen.add(where)
                yield (
                    where,
                    tag,
                    f"a turn by SMS must take at most {MAX_PARTS} parts, choices included",
                    f"{cost.parts} ({cost.units} units)",
                )
            if where.startswith("brief-") and (len(short) > LONGEST or gives_away(short, tag)):
                seen.add(where)
                yield where, tag, f"a brief answer must have at most {LONGEST} characters and give nothing away", str(len(short))


def _sms(texts: Texts, tag: str, words: Sequence[Effect]) -> str:
    """Return a turn as it is sent by SMS."""
    lines = [texts.text(tag, word.text, word.args, sms=True) for word in words if isinstance(word, Say)]
    labels = [label for word in words if isinstance(word, Offer) for label in word.labels]
    numbered = " ".join(f"{place} {texts.text(tag, label, sms=True)}" for place, label in enumerate(labels, 1))
    return "\n".join(filter(None, (*lines, numbered)))
