"""The scenes without an advocate: every way in which a person's words can come to the service and leave it again.

Rules: each scene has people of its own, so that scenes can be played at once and a find names its scene; a scene ends with everything
gone, except those that end by waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.ports import EXIT_PAYLOAD
from bot.proof.instance import COVER_LINE
from bot.proof.people import SmsPhone, TelegramPhone, until
from bot.proof.stage import Stage

SENTENCES = (
    ("en", "latin", "my boss # keeps my papers"),
    ("es", "latin", "mi jefe # me quita los papeles y no me paga"),
    ("ar", "arabic", "رئيسي # أخذ جوازي ولا يدفع لي"),
    ("ru", "cyrillic", "хозяин # забрал мой паспорт"),
    ("zh", "han", "老板#拿走了我的护照"),
)

TRIGGERS = (
    "he is going to kill me # tonight", "I want to end my life #", "I am bleeding a lot #", "they raped me last night #",
    "they hurt my child #",
    "I am locked up at the police station #", "they will hurt my family #", "they move me to another city tomorrow #",
    "I ran away last night #", "I will kill him #", "he reads my phone #",
)  # fmt: skip

Scene = Callable[[Stage], Awaitable[None]]


async def opening_in_each_language(stage: Stage) -> None:
    """The first line, free text in each language and script, and the way out."""

    async def one(phone: TelegramPhone | SmsPhone, sentence: str, script: str) -> None:
        await stage.say(phone, "hello #")
        await stage.say(phone, sentence, script)
        await stage.say(phone, "# #")
        await stage.leave(phone)

    talks = []
    for tag, script, sentence in SENTENCES:
        talks += [one(stage.telegram(f"opening {tag}", tag), sentence, script), one(stage.sms(f"opening {tag}"), sentence, script)]
    await asyncio.gather(*talks)


async def triggers(stage: Stage) -> None:
    """Each cry for help, which opens a case; left from the queue by exit."""

    async def one(phone: TelegramPhone | SmsPhone, sentence: str) -> None:
        await stage.say(phone, sentence)
        await stage.say(phone, "please hurry #")
        await stage.leave(phone)

    await asyncio.gather(
        *(one((stage.telegram if place % 2 else stage.sms)(f"trigger {place}"), each) for place, each in enumerate(TRIGGERS))
    )


async def questions(stage: Stage) -> None:
    """Words where the bot asked for something else: a country, a choice; and a detour out of it."""

    async def one(phone: TelegramPhone | SmsPhone) -> None:
        await stage.say(phone, "where can I sleep tonight #")
        await stage.say(phone, "I am in # near the river")
        await stage.sight.answered(phone, "menu")
        await stage.say(phone, "7 #")
        await stage.leave(phone)

    await asyncio.gather(*map(one, stage.both("a question")))


async def consents(stage: Stage) -> None:
    """The queue: words passed, started fresh, no answer at all, and a no; each left by exit."""

    async def one(phone: TelegramPhone | SmsPhone, answer: str) -> None:
        await stage.say(phone, "my boss # keeps my pay")
        await stage.ask_for_person(phone)
        if answer:
            await stage.choose(phone, answer)
        await stage.say(phone, "are you there #")
        await stage.leave(phone)

    answers = ("do-pass-words", "do-start-fresh", "do-no-person", "")
    await asyncio.gather(*(one(phone, answer) for answer in answers for phone in stage.both(f"queue {answer or 'no answer'}")))


async def erase(stage: Stage) -> None:
    """Deletion with a receipt."""

    async def one(phone: TelegramPhone | SmsPhone) -> None:
        await stage.say(phone, "my boss # keeps my pay")
        await stage.sight.answered(phone, "delete everything")
        await stage.choose(phone, "do-erase-now")
        await stage.is_bare(phone, 1)

    await asyncio.gather(*map(one, stage.both("erase")))


async def exit_while_sending(stage: Stage) -> None:
    """Exit while a send hangs at the provider: what arrives late is deleted."""

    async def one(phone: TelegramPhone | SmsPhone) -> None:
        await stage.say(phone, "hello #")
        stage.stand_ins.spoil(phone.address, "hang", 4)
        await phone.write(f"my boss {stage.word(phone, 'a hanging answer')} is bad")
        await asyncio.sleep(0.5)
        await phone.write("0")
        await asyncio.sleep(4)
        await stage.is_bare(phone, 1)

    await asyncio.gather(*map(one, stage.both("exit while sending")))


async def cover(stage: Stage) -> None:
    """Cover: with a way-back word of one's own (Telegram) and with the operator's (SMS, which stays covered to the end)."""

    async def one(phone: TelegramPhone | SmsPhone, own: str) -> None:
        await stage.say(phone, "hello #")
        await stage.sight.answered(phone, "menu")
        await stage.choose(phone, "do-other")
        await stage.choose(phone, "do-cover")
        if own:
            await stage.choose(phone, "do-cover-word")
            await stage.sight.answered(phone, own)
        before = stage.sight.last(phone)
        await stage._give(phone, "do-cover-now")  # noqa: SLF001 - the last line may come before or after what is deleted
        await until(lambda: stage.sight.count(phone) == 0 or stage.sight.last(phone) is not before, f"no cover: {phone.label}")
        await asyncio.sleep(0.5)
        await phone.write(f"where are you {stage.word(phone, 'under cover')}")
        await stage.sight.shows(phone, COVER_LINE)
        if own:
            await stage.sight.answered(phone, own)
            await stage.leave(phone, ours=3)  # two last lines and a cover line are meant to stay

    telegram, sms = stage.both("cover")
    await asyncio.gather(one(telegram, stage.word(telegram, "a way-back word")), one(sms, ""))


async def opt_outs(stage: Stage) -> None:
    """STOP, with words before and after; blocked on Telegram."""
    phone = stage.sms("STOP")
    await stage.say(phone, "my boss # keeps my pay")
    await phone.write("STOP", OptOutType="STOP")
    await phone.write(f"who was that {stage.word(phone, 'after STOP')}")
    other = stage.telegram("blocked")
    await stage.say(other, "my boss # keeps my pay")
    await other.block()
    await asyncio.gather(stage.is_bare(phone), stage.is_bare(other))


async def odd_messages(stage: Stage) -> None:
    """Edits, captions, voice, pictures by SMS, and payloads that no button carries."""
    phone = stage.telegram("odd messages")
    await stage.say(phone, "hello #")
    written = await phone.post("message", text=f"my bos {stage.word(phone, 'before an edit')}")
    await phone.post("edited_message", message_id=written, text=f"my boss {stage.word(phone, 'an edit')}")
    await phone.post(
        "message", caption=f"look {stage.word(phone, 'a caption')}", photo=[{"file_id": stage.word(phone, "a file id"), "width": 1}]
    )
    await phone.post("message", voice={"file_id": stage.word(phone, "a voice"), "duration": 1})
    await phone.post("message", contact={"phone_number": stage.word(phone, "a contact"), "first_name": stage.word(phone, "a name")})
    await phone.post(
        "message", text=f"/start {stage.word(phone, 'after /start')}", reply_to_message={"text": stage.word(phone, "a reply to")}
    )
    await phone.push(stage.word(phone, "a payload"))
    await phone.push(f"{stage.word(phone, 'an epoch')}.1.1")
    await phone.push("\ud800.0.0".encode("utf-8", "replace").decode())
    await phone.push(EXIT_PAYLOAD)
    picture = stage.sms("a picture")
    await picture.write(
        f"look {stage.word(picture, 'with a picture')}",
        NumMedia="1",
        MediaUrl0=f"https://api.twilio.com/{stage.word(picture, 'a media address')}/Media/ME{'a' * 32}",
        MediaContentType0="image/jpeg",
    )
    await stage.leave(picture, "exit")
    await stage.is_bare(phone, 1)


async def rubbish(stage: Stage) -> None:
    """What no provider sends, and what strangers do: forged, oversized, malformed, unknown."""
    word, hooks = stage.aviary.word, stage.hooks
    chat = {"id": int(stage.aviary.number("a group's id", 15)), "type": "supergroup", "title": word("a group's name")}
    message = {"message_id": 1, "chat": chat, "date": 1, "text": word("in a group")}
    for update in (
        {"message": message}, {"channel_post": message}, {"poll": {"question": word("a poll")}},
        {word("an unknown kind"): {"text": word("in it")}},
        {"message": {"message_id": word("an id that is none"), "chat": {"id": 1, "type": "private"}, "text": word("beside it")}},
        {"message": {"message_id": 1, "chat": {"id": word("a chat that is none"), "type": "private"}, "text": [word("a list")]}},
        {"callback_query": {"id": word("a query"), "data": word("its data"), "message": word("its message")}},
    ):  # fmt: skip
        await hooks.telegram(update)
    await hooks.telegram(b'{"update_id": 1, "message": {"text": "' + word("a cut body").encode())
    await hooks.telegram(b"[" * 5000 + word("a deep body").encode())
    await hooks.telegram(word("a large body").encode() * 60_000)
    await hooks.telegram({"message": message}, secret=word("a wrong secret"))
    phone = stage.sms("rubbish")
    form = {"MessageSid": "SM" + "0" * 32, "From": phone.address, "Body": word("a forged text"), "To": "+1"}
    await hooks.sms(form, signature="AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    await hooks.sms(form, signature=word("a signature"))
    await hooks.sms({"MessageSid": word("a SID that is none"), "From": word("a sender that is none"), "Body": word("its text")})
    await hooks.sms(
        {"MessageSid": word("a status"), "MessageStatus": word("its state"), "ErrorCode": word("its error")}, path="/channels/sms/status"
    )
    await hooks.sms(form | {word(f"field {number}"): word("its value") for number in range(3)} | {"Pad": "x" * 70_000})
    await hooks.sms({f"f{number}": "1" for number in range(500)} | {"Body": word("many fields")})
    client, secret = hooks.client, {"x-telegram-bot-api-secret-token": hooks.instance.telegram_secret}
    await client.get(
        f"/{word('a path')}?q={word('a query string')}", headers={"user-agent": word("a user agent"), "x-forwarded-for": word("a proxy")}
    )
    await client.put("/channels/telegram", content=word("a wrong method"))
    await client.post("/channels/telegram", content=("\x00" + word("controls")).encode("utf-16"), headers=secret)
    await client.post("/channels/sms", content=b"\xff\xfe" + word("no form").encode(), headers={"x-twilio-signature": "A" * 27 + "="})


async def provider_errors(stage: Stage) -> None:
    """What the providers do wrong; their error texts quote number and words, as the real ones do."""

    async def one(phone: TelegramPhone | SmsPhone, kind: str) -> None:
        await stage.say(phone, "hello #")
        stage.stand_ins.spoil(phone.address, kind)
        if kind in {"busy", "down", "rubbish"}:
            await stage.say(phone, "my boss # is bad")
        else:
            await phone.write(f"my boss {stage.word(phone, f'answered by {kind}')} is bad")
            await asyncio.sleep(0.6)
        await stage.leave(phone)

    await asyncio.gather(
        *(one(phone, kind) for kind in ("busy", "down", "rubbish", "refused", "gone") for phone in stage.both(f"the provider is {kind}"))
    )


async def desk_rubbish(stage: Stage) -> None:
    """Strangers at the desk: names, codes, bodies and addresses that no page sends."""
    word, client = stage.aviary.word, stage.advocate.client
    await client.post("/desk/password", json={"name": word("a name at the desk"), "password": word("a password at the desk")})
    await client.post("/desk/password", content=word("a broken body at the desk"))
    await client.post("/desk/code", json={"code": word("a code")})
    await client.post("/desk/reply", json={"case": word("a case that is none"), "id": "1", "text": word("a reply by nobody")})
    await client.get(f"/desk/{word('a path at the desk')}?q={word('a query at the desk')}", headers={"cookie": f"desk={word('a cookie')}"})
    await client.get("/desk/", headers={"host": f"{word('a host')}.example", "origin": f"https://{word('an origin')}.example"})
    await client.post("/desk/language", json={"language": word("a language")})
    await client.get(f"/metrics?{word('asked of the metrics')}=1")


async def silence_begins(stage: Stage) -> None:
    """People who write and then no more: their sessions must end by themselves."""
    for phone in stage.both("left alone"):
        await stage.say(phone, "my boss # keeps my pay")
        await stage.say(phone, "where can I sleep #")
        stage.kept[f"alone {phone.label}"] = phone


async def silence_ended(stage: Stage) -> None:
    """Expiry: everything deleted at the providers, and nothing said."""
    for name, phone in stage.kept.items():
        if name.startswith("alone "):
            await until(lambda phone=phone: not stage.stand_ins.to(phone.address), f"never expired: {phone.label}", 90)  # type: ignore[misc] # bound now
            await stage.is_bare(phone)


WITHOUT_ADVOCATE: tuple[Scene, ...] = (
    opening_in_each_language, triggers, questions, consents, erase, exit_while_sending, cover, opt_outs, odd_messages, rubbish,
    provider_errors, desk_rubbish,
)  # fmt: skip
