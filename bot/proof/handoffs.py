"""The scenes with an advocate: handoff, live chat, the ends of it, the knock, a crash and a reboot with words in flight.

Rules: one case waits at a time, so that "next" gives the one that the scene is about.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

import httpx

from bot.proof.people import SilenceError, SmsPhone, TelegramPhone, until
from bot.proof.stage import Stage

IDLE_SECONDS = 62.0
"""A little more than SESSION_IDLE_MINUTES and KNOCK_MINUTES of the instance."""


async def live_chats(stage: Stage) -> None:
    """Words passed and read, both ways of the relay, and each end: exit, erase, STOP, blocked, closed, given back."""
    ends = (
        (stage.telegram("live, exit"), "exit"), (stage.sms("live, exit"), "exit"), (stage.telegram("live, closed"), "close"),
        (stage.sms("live, closed"), "close"), (stage.sms("live, STOP"), "stop"), (stage.telegram("live, blocked"), "block"),
        (stage.telegram("live, given back"), "return"), (stage.telegram("live, erase"), "erase"),
    )  # fmt: skip
    for phone, end in ends:
        case = await take_case(stage, phone)
        await relay(stage, phone, case)
        await phone.write(f"not read yet {stage.word(phone, 'an unread relay')}")
        await _end(stage, phone, case, end)


async def take_case(stage: Stage, phone: TelegramPhone | SmsPhone, *, read: bool = True) -> str:
    """Bring a person to the advocate, with words; return the case."""
    told = stage.word(phone, "passed on")
    await stage.sight.answered(phone, f"my boss {told} keeps my pay")
    await stage.ask_for_person(phone)
    await stage.choose(phone, "do-pass-words")
    case = await stage.advocate.take()
    await stage.advocate.sees(case, told)
    if read:
        await stage.advocate.act("read", case=case)
    stage.cases[phone.label] = case
    return case


async def relay(stage: Stage, phone: TelegramPhone | SmsPhone, case: str) -> None:
    """One message each way, seen and acknowledged."""
    asked = stage.word(phone, "asked of the advocate")
    await phone.write(f"are you there {asked}")
    news = await stage.advocate.sees(case, asked)
    await stage.advocate.act("taken", case=case, ids=[said["id"] for said in news["incoming"]])
    said = stage.word(phone, "said by the advocate")
    await stage.advocate.reply(case, f"I am here {said}")
    await stage.sight.shows(phone, said)


async def _end(stage: Stage, phone: TelegramPhone | SmsPhone, case: str, end: str) -> None:
    """End a live chat."""
    match end:
        case "exit":
            await stage.leave(phone)
        case "stop":
            assert isinstance(phone, SmsPhone)
            await phone.write("STOP", OptOutType="STOP")
            await stage.is_bare(phone)
        case "block":
            assert isinstance(phone, TelegramPhone)
            await phone.block()
            await stage.is_bare(phone)
        case "erase":
            await phone.write("0")
            await stage.is_bare(phone, 1)
        case "return":
            await stage.advocate.act("return", case=case)
            await stage.leave(phone)
        case _:
            before = stage.sight.last(phone)
            await stage.advocate.act("close", case=case, outcome="supported")
            await until(lambda: stage.sight.count(phone) and stage.sight.last(phone) is not before, f"not told: {phone.label}")
            await stage.leave(phone)


async def words_in_flight(stage: Stage) -> None:
    """Leave people in every state that holds words, for a crash to come."""
    live = stage.telegram("crash, live")
    stage.kept["live"] = live
    case = await take_case(stage, live, read=False)
    stage.cases["live"] = case
    await live.write(f"not read yet {stage.word(live, 'unread at the crash')}")
    for phone in stage.both("crash, queue"):
        await stage.say(phone, "my boss # keeps my pay")
        await stage.ask_for_person(phone)
        await stage.choose(phone, "do-pass-words")
        stage.kept[f"queue {phone.label}"] = phone
    for phone in stage.both("crash, talk"):
        await stage.say(phone, "hello #")
        stage.stand_ins.spoil(phone.address, "hang", 30)
        await phone.write(f"my boss {stage.word(phone, 'being sent at the crash')}")
        stage.kept[f"talk {phone.label}"] = phone
    last = stage.sms("crash, just accepted")
    stage.kept[f"talk {last.label}"] = last
    await last.write(f"he hits me {stage.word(last, 'just accepted')}")


async def after_crash(stage: Stage) -> None:
    """A restart with the memory still there: what was accepted is answered, and everyone in a talk leaves."""
    stage.stand_ins.troubles.clear()
    talks = [phone for name, phone in stage.kept.items() if name.startswith("talk ")]
    for phone in talks:
        await until(lambda phone=phone: stage.sight.count(phone), f"not answered after a crash: {phone.label}", 30)  # type: ignore[misc] # bound now
    # What was on the wire when the process died is on the phone too, under an id that nobody was told.
    await asyncio.gather(*(stage.leave(phone, ours=2) for phone in talks))
    for name in [name for name in stage.kept if name.startswith("talk ")]:
        del stage.kept[name]


async def keep_beating(stage: Stage) -> None:
    """Keep the desk's page open on the live chat, also while the instance is down: a silent desk would lose the case."""
    while True:
        with suppress(SilenceError, httpx.HTTPError):
            await stage.advocate.look(stage.cases["live"])
        await asyncio.sleep(3)


async def knock(stage: Stage, since: float, now: float) -> None:
    """Wait until the person in the live chat has been silent for too long, then answer: only a bland line may come."""
    live, case = stage.kept["live"], stage.cases["live"]
    await asyncio.sleep(max(0.0, IDLE_SECONDS - (now - since)))
    before = stage.sight.last(live)
    said = stage.aviary.word("held behind a knock, crash, live (Telegram)")
    await stage.advocate.reply(case, f"a number for you {said}")
    await until(lambda: stage.sight.last(live) is not before, "no knock")
    if said in stage.sight.last(live).text:
        raise AssertionError("words came late and without a knock")


async def after_reboot(stage: Stage) -> None:
    """The memory is gone, the queue is not: exit works, a case can be taken, and everybody leaves."""
    live = stage.kept.pop("live")
    waiting = [phone for name, phone in stage.kept.items() if name.startswith("queue ")]
    await stage.say(live, "is somebody there #")
    case = await stage.advocate.take()
    await stage.advocate.reply(case, f"I am here again {stage.aviary.word('said after the reboot')}")
    for phone in (live, *waiting):
        await phone.write("0")
    for _ in range(100):
        answer = await stage.advocate.client.get("/metrics")
        if "quietline_cases_waiting 0.0" in answer.text:
            break
        await asyncio.sleep(0.2)
    stage.kept.clear()
