"""What the scenes of a proof share: the instance, the stand-ins, the phones' view, the desk; and what every conversation does.

Rules: a scene waits for what must be seen, so that a proof in which the service did nothing fails as a silence and not as a success.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.ports import EXIT_LABEL
from bot.proof.canaries import Aviary
from bot.proof.instance import Instance
from bot.proof.people import Advocate, Phone, Sight, SilenceError, SmsPhone, TelegramPhone, Webhooks, until
from bot.proof.stand_ins import StandIns
from locales.texts import Texts

STEPS_TO_CONSENT = 6


@dataclass(slots=True)
class Stage:
    """One run of the proof."""

    instance: Instance
    stand_ins: StandIns
    aviary: Aviary
    hooks: Webhooks
    sight: Sight
    advocate: Advocate
    texts: Texts
    phones: list[Phone] = field(default_factory=list)
    kept: dict[str, Phone] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)

    def telegram(self, label: str, language: str = "en") -> TelegramPhone:
        """Return a new person on Telegram."""
        phone = TelegramPhone(self.hooks, label, language)
        self.phones.append(phone)
        return phone

    def sms(self, label: str) -> SmsPhone:
        """Return a new person on SMS."""
        phone = SmsPhone(self.hooks, label)
        self.phones.append(phone)
        return phone

    def both(self, label: str) -> tuple[TelegramPhone | SmsPhone, TelegramPhone | SmsPhone]:
        """Return a new person on each channel."""
        return self.telegram(label), self.sms(label)

    def word(self, phone: Phone, what: str, script: str = "latin") -> str:
        """Return a canary that this person writes."""
        return self.aviary.word(f"{what}, {phone.label}", script)

    async def say(self, phone: Phone, sentence: str, script: str = "latin") -> None:
        """Write a sentence with a canary in it, and wait for the answer. The canary stands in the place of `#`."""
        await self.sight.answered(phone, sentence.replace("#", self.word(phone, sentence[:24], script)))

    async def choose(self, phone: Phone, text_id: str) -> None:
        """Choose what the newest message offers, by its text's id, and wait for the answer."""
        before = {each for each, _ in self.stand_ins.to(phone.address)}
        await self._give(phone, text_id)
        await until(lambda: {each for each, _ in self.stand_ins.to(phone.address)} - before, f"no answer to a choice: {phone.label}")

    def offers(self, phone: Phone, text_id: str) -> bool:
        """Say whether the newest message offers this."""
        if isinstance(phone, TelegramPhone):
            return any(label == self._label(phone, text_id) for label, _ in self.sight.last(phone).payloads)
        return self._place(phone, text_id) is not None

    async def ask_for_person(self, phone: Phone) -> None:
        """Ask for a person, up to the question whether words may be passed."""
        await self.say(phone, "I want to talk to a person #")
        for _ in range(STEPS_TO_CONSENT):
            if self.offers(phone, "do-pass-words"):
                return
            for way in ("do-skip", "do-go-on"):
                if self.offers(phone, way):
                    await self.choose(phone, way)
                    break
            else:
                await self.sight.answered(phone, "skip")
        raise SilenceError(f"never asked for consent: {phone.label}")

    async def leave(self, phone: Phone, word: str = "0", *, ours: int = 1) -> None:
        """Leave by one word, and wait until both sides' messages are deleted at the provider, but for so many bland lines."""
        await phone.write(word)
        await self.is_bare(phone, ours)

    async def is_bare(self, phone: Phone, ours: int = 0) -> None:
        """Wait until the provider holds nothing that the person wrote, and at most so many messages of the service."""

        def bare() -> bool:
            held = [shown for shown in self.stand_ins.held.values() if shown.address == phone.address]
            return not any(not shown.ours and shown.text for shown in held) and sum(bool(shown.text) for shown in held) <= ours

        await until(bare, f"the provider still holds messages: {phone.label}", 25)

    async def _give(self, phone: Phone, text_id: str) -> None:
        if isinstance(phone, TelegramPhone):
            await phone.press(EXIT_LABEL if text_id == EXIT_LABEL else self._label(phone, text_id))
            return
        place = self._place(phone, text_id)
        if place is None:
            raise SilenceError(f"not offered ({text_id}): {phone.label}")
        await phone.write(place)

    def _label(self, phone: Phone, text_id: str) -> str:
        return self.texts.text("en", text_id, {}, sms=isinstance(phone, SmsPhone))

    def _place(self, phone: Phone, text_id: str) -> str | None:
        found = re.search(rf"(\d) {re.escape(self._label(phone, text_id))}", self.sight.last(phone).text)
        return found[1] if found else None
