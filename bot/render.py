"""From what the engine said to the one message that is sent: texts, choices, the line that guards a lock screen.

Rules: every sentence comes from `locales/`; on SMS a turn is one message, its choices numbered in it; on Telegram choices are buttons
and a small × leaves. The guard also runs over names of the directory and advocates' words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ports import EXIT_LABEL, EXIT_PAYLOAD, ChannelKind
from flows.values import Offer, Say
from locales.lockscreen import Guard
from locales.sms import fold_gsm
from locales.texts import Texts


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message: its text, and its choices as label and payload (by SMS the number is the answer, and the payload is empty)."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()


class Renderer:
    """Renders in the texts that the service speaks."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._guard = Guard(texts)

    def turn(self, said: Sequence[Say | Offer], tag: str, channel: ChannelKind, *, epoch: str = "", question: str = "") -> Rendered:
        """Return the one message of a turn. `epoch` and `question` go into the buttons, so that a stale one is known."""
        sms = channel is ChannelKind.SMS
        paragraphs: list[str] = []
        labels: tuple[str, ...] = ()
        for each in said:
            match each:
                case Say():
                    paragraphs.append(self._texts.text(tag, each.text, each.args, sms=sms))
                case Offer():
                    args = each.args or ({},) * len(each.labels)
                    labels = tuple(self._texts.text(tag, label, arg, sms=sms) for label, arg in zip(each.labels, args, strict=True))
        if sms:
            paragraphs.append(_numbered(labels))
            text = "\n".join(filter(None, paragraphs))
            return Rendered(fold_gsm(self._guard(text, tag, sms=True)), tuple((label, "") for label in labels), labels)
        text = "\n\n".join(filter(None, paragraphs))
        if not text:
            return Rendered("")
        buttons = tuple((label, f"{epoch}.{question}.{place}") for place, label in enumerate(labels))
        return Rendered(self._guard(text, tag), (*buttons, (EXIT_LABEL, EXIT_PAYLOAD)), labels)

    def line(self, text_id: str, tag: str, channel: ChannelKind, **args: str | int) -> str:
        """Return one text of the service itself (a knock, a last line), without buttons."""
        return self.turn((Say(text_id, args),), tag, channel).text

    def words(self, words: str, tag: str, channel: ChannelKind) -> str:
        """Return an advocate's words as they are sent: themselves, with a neutral line before where a lock screen could tell."""
        return self._guard(words, tag, sms=channel is ChannelKind.SMS)


def _numbered(labels: Sequence[str]) -> str:
    """Return the choices with their numbers: in one line, or one a line where a number could jump to the wrong side of its label.

    An SMS carries no direction marks, and a phone moves a digit that stands between words of two directions (UAX #9).
    """
    mixed = len({_reads_left(label) for label in labels}) > 1
    return ("\n" if mixed else " ").join(f"{place} {label}" for place, label in enumerate(labels, 1))


def _reads_left(label: str) -> bool:
    """Say whether a label reads from right to left."""
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in label)
