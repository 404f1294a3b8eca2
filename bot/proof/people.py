"""The people of a proof: phones that write through the providers' webhooks, and an advocate at a desk without a screen.

Rules: signed and secret as the real ones; every address, name and city is a canary; what they saw is asked of the stand-ins.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Callable
from typing import Any, Protocol
from uuid import uuid4

import httpx
import pyotp
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped] # the library ships no types

from bot.ports import EXIT_LABEL
from bot.proof.canaries import Aviary, CanaryKind
from bot.proof.instance import PUBLIC_URL, Instance
from bot.proof.stand_ins import ACCOUNT, OUR_NUMBER, Shown, StandIns

REPLY_SECONDS = 15.0


class SilenceError(Exception):
    """Something that must happen did not. The text names the scene, never a word."""


class Phone(Protocol):
    """A person's phone."""

    address: str
    label: str

    async def write(self, text: str) -> None:
        """Write one message."""
        ...


async def until(condition: Callable[[], object], what: str, seconds: float = REPLY_SECONDS) -> None:
    """Wait until something holds.

    Raises: SilenceError.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SilenceError(what)
        await asyncio.sleep(0.02)


class Webhooks:
    """Posts to the instance as the providers do. Statuses are counted: a proof in which nothing arrived proves nothing."""

    def __init__(self, instance: Instance, stand_ins: StandIns, aviary: Aviary) -> None:
        self.instance = instance
        self.stand_ins = stand_ins
        self.aviary = aviary
        self.statuses: dict[int, int] = {}
        self.client = httpx.AsyncClient(timeout=30, trust_env=False, base_url=f"http://{instance.bind}")
        self._validator = RequestValidator(instance.auth_token)
        self._update = 2_000_000_000 + secrets.randbelow(1_000_000)

    async def telegram(self, update: dict[str, Any] | bytes, *, secret: str | None = None) -> int:
        """Post an update, or bytes that are none."""
        self._update += 1
        body = {"content": update} if isinstance(update, bytes) else {"json": {"update_id": self._update} | update}
        headers = {"x-telegram-bot-api-secret-token": self.instance.telegram_secret if secret is None else secret}
        return self._count(await self.client.post("/channels/telegram", headers=headers, **body))

    async def sms(self, form: dict[str, str], *, path: str = "/channels/sms", signature: str | None = None) -> int:
        """Post a form, signed unless a signature is given."""
        signed = self._validator.compute_signature(PUBLIC_URL + path, form) if signature is None else signature
        return self._count(await self.client.post(path, data=form, headers={"x-twilio-signature": signed}))

    async def receipt(self, sid: str, number: str, status: str) -> None:
        """Tell what became of an SMS."""
        form = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status, "To": number, "From": OUR_NUMBER}
        try:
            await self.sms(form | {"AccountSid": ACCOUNT}, path="/channels/sms/status")
        except httpx.HTTPError:
            return  # the instance is down just now; Twilio gives up too

    def _count(self, answer: httpx.Response) -> int:
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        return answer.status_code


class TelegramPhone:
    """A private chat. Its names are canaries: they must not even be read."""

    def __init__(self, hooks: Webhooks, label: str, language: str = "en") -> None:
        aviary = hooks.aviary
        self.hooks = hooks
        self.label = f"{label} (Telegram)"
        self.address = str((1 << 50) + secrets.randbelow(1 << 50))
        aviary.add(CanaryKind.ADDRESS, f"chat id, {self.label}", self.address)
        self._sender = {"id": int(self.address), "is_bot": False, "language_code": language}
        self._sender |= {name: aviary.word(f"{name}, {self.label}") for name in ("first_name", "last_name", "username")}

    async def write(self, text: str) -> None:
        """Write a text."""
        await self.post("message", text=text)

    async def post(self, kind: str, *, message_id: int | None = None, **parts: Any) -> int:
        """Post a message or an edit with these parts."""
        number = message_id or self.hooks.stand_ins.new_message_id()
        if kind == "message":
            self.hooks.stand_ins.write(self.address, str(parts.get("text", parts.get("caption", ""))), str(number))
        dates = {"date": int(time.time())} | ({"edit_date": int(time.time())} if kind == "edited_message" else {})
        await self.hooks.telegram({kind: {"message_id": number, "chat": self._chat(), "from": self._sender, **dates, **parts}})
        return number

    async def press(self, wanted: str | int) -> None:
        """Press a button of the newest message that has any: by label, or by place."""
        shown = [(each, message) for each, message in self.hooks.stand_ins.to(self.address) if message.payloads]
        if not shown:
            raise SilenceError(f"no buttons: {self.label}")
        number, message = shown[-1]
        payloads = [payload for label, payload in message.payloads if label == wanted]
        if isinstance(wanted, int):
            payloads = [[pair for pair in message.payloads if pair[0] != EXIT_LABEL][wanted][1]]
        if not payloads:
            raise SilenceError(f"no button {wanted!r}: {self.label}")
        await self.push(payloads[0], number)

    async def push(self, payload: str, number: str = "1") -> None:
        """Send a payload as a button would."""
        message = {"message_id": int(number), "chat": self._chat(), "date": int(time.time())}
        query = {"id": str(secrets.randbits(62)), "from": self._sender, "chat_instance": "1", "data": payload, "message": message}
        await self.hooks.telegram({"callback_query": query})

    async def block(self) -> None:
        """Block the bot."""
        member = {"status": "kicked", "user": self._sender, "until_date": 0}
        await self.hooks.telegram(
            {
                "my_chat_member": {
                    "chat": self._chat(),
                    "from": self._sender,
                    "date": int(time.time()),
                    "old_chat_member": member,
                    "new_chat_member": member,
                }
            }
        )

    def _chat(self) -> dict[str, Any]:
        return {"id": int(self.address), "type": "private", "first_name": self._sender["first_name"], "username": self._sender["username"]}


class SmsPhone:
    """A number. City and zip are canaries."""

    def __init__(self, hooks: Webhooks, label: str) -> None:
        self.hooks = hooks
        self.label = f"{label} (SMS)"
        self.address = "+" + hooks.aviary.number(f"number, {self.label}", 13, "4915")  # as long as German mobile numbers may be
        self._extra = {name: hooks.aviary.word(f"{name}, {self.label}") for name in ("FromCity", "FromState", "ProfileName")}

    async def write(self, text: str, **fields: str) -> None:
        """Write a text; `fields` are put over Twilio's usual ones."""
        sid = self.hooks.stand_ins.new_sid("MM" if fields.get("NumMedia", "0") != "0" else "SM")
        self.hooks.stand_ins.write(self.address, text, sid)
        form = {
            "MessageSid": sid,
            "SmsSid": sid,
            "AccountSid": ACCOUNT,
            "From": self.address,
            "To": OUR_NUMBER,
            "Body": text,
            "NumMedia": "0",
        }
        await self.hooks.sms(form | self._extra | fields)


class Sight:
    """What the phones see, asked of the stand-ins."""

    def __init__(self, stand_ins: StandIns) -> None:
        self._stand_ins = stand_ins

    def count(self, phone: Phone) -> int:
        """Return how many messages of the service were ever kept for a phone and are still there."""
        return len(self._stand_ins.to(phone.address))

    def last(self, phone: Phone) -> Shown:
        """Return the newest message of the service to a phone."""
        return self._stand_ins.to(phone.address)[-1][1]

    async def answered(self, phone: Phone, text: str) -> None:
        """Write, and wait for an answer that was not there before."""
        before = {each for each, _ in self._stand_ins.to(phone.address)}
        await phone.write(text)
        await until(lambda: {each for each, _ in self._stand_ins.to(phone.address)} - before, f"no answer: {phone.label}")

    async def shows(self, phone: Phone, piece: str) -> None:
        """Wait until a message that holds this piece is on the phone."""
        await until(lambda: any(piece in shown.text for _, shown in self._stand_ins.to(phone.address)), f"never shown: {phone.label}")


class Advocate:
    """Somebody at the desk, over HTTP."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        origin = f"http://{instance.staff_bind}"
        self.client = httpx.AsyncClient(base_url=origin, timeout=30, trust_env=False, headers={"origin": origin})
        self._csrf = ""
        self._password = secrets.token_urlsafe(24)
        self._secret = ""

    async def hire(self) -> None:
        """Be added to the staff, by the command for it."""
        line = await self._instance.run("staff", "add", "ada", "--languages", "en,es,ar", given=self._password + "\n")
        found = re.search(r"secret=([A-Z2-7]+)", line)
        if found is None:
            raise SilenceError("`staff add` printed no secret")
        self._secret = found[1]

    async def sign_in(self) -> None:
        """Sign in with password and one-time code."""
        for path, body in (
            ("password", {"name": "ada", "password": self._password}),
            ("code", {"code": pyotp.TOTP(self._secret).now()}),
        ):
            answer = await self.client.post(f"/desk/{path}", json=body)
            if not answer.is_success:
                raise SilenceError(f"the desk refused the {path}")
        found = re.search(r'name="csrf" content="([^"]+)"', (await self.client.get("/desk/")).text)
        if found is None:
            raise SilenceError("the desk shows no page")
        self._csrf = found[1]
        await self.act("pause", paused=False)

    async def act(self, what: str, **body: object) -> Any:
        """Do one thing at the desk.

        Raises: SilenceError when the desk refuses it.
        """
        answer = await self.client.post(f"/desk/{what}", json=body, headers={"x-desk-csrf": self._csrf})
        if not answer.is_success:
            raise SilenceError(f"the desk refused {what}: {answer.status_code}")
        return answer.json()

    async def take(self) -> str:
        """Take the next case; return its id."""
        for _ in range(100):
            case = (await self.act("next"))["case"]
            if case:
                return str(case["id"])
            await asyncio.sleep(0.1)
        raise SilenceError("no case came to the desk")

    async def look(self, case: str) -> Any:
        """Return the case as the browser sees it now."""
        return await self.act("pulse", paused=False, active=True, case=case)

    async def sees(self, case: str, piece: str) -> Any:
        """Wait until some message of the case holds this piece; return the news."""
        for _ in range(100):
            news = await self.look(case)
            if any(piece in said["text"] for part in ("context", "incoming") for said in news.get(part, ())):
                return news
            await asyncio.sleep(0.1)
        raise SilenceError("the words never came to the desk")

    async def reply(self, case: str, text: str) -> None:
        """Write to the person."""
        await self.act("reply", case=case, id=str(uuid4()), text=text)

    async def close(self) -> None:
        """Let go of connections."""
        await self.client.aclose()
