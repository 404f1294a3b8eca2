"""From a message to a person and back to silence."""

from __future__ import annotations

from bot.ports import ChannelKind, Kind
from escalation.model import CaseStatus, Outcome, Words


def texts_of(answer):
    return " ".join(each["text"] for each in answer["out"])


async def ask_for_person(talk, consent="1"):
    await talk.write("hello")
    await talk.write("my boss keeps my papers and my pay")
    answer = await talk.write("I want to talk to a person")
    assert answer["case"] is not None
    return await talk.write(consent)


async def test_words_pass_only_after_a_yes_and_only_once(begin, desk):
    await desk.open()
    talk = await begin()
    await ask_for_person(talk)
    case = await desk.next()
    assert case is not None
    await talk.settle()
    seen = await desk.look(case.id)
    said = [line.body.decode() for line in seen.context if line.who == "person"]
    assert "my boss keeps my papers and my pay" in said
    again = await desk.look(case.id)
    assert again.context == seen.context, "a lost answer is sent again"
    await desk.line.read(case.id, desk.staff.id)
    await talk.settle()
    assert (await desk.look(case.id)).context == ()
    assert not [key for key in (await talk.book()).rows if key.kind is Kind.CONTEXT]
    assert (await desk.service.records.find_case(case.id)).words is Words.READ


async def test_start_fresh_passes_nothing(begin, desk):
    await desk.open()
    talk = await begin()
    await ask_for_person(talk, consent="2")
    case = await desk.next()
    await talk.settle()
    assert (await desk.look(case.id)).context == ()
    assert (await desk.service.records.find_case(case.id)).words is Words.NONE


async def test_no_answer_to_the_question_passes_nothing(begin, desk):
    await desk.open()
    talk = await begin()
    await talk.write("my boss keeps my passport")
    answer = await talk.write("I want to talk to a person")
    assert answer["case"]
    case = await desk.next()
    await talk.settle()
    assert (await desk.look(case.id)).context == ()


async def test_live_chat_goes_both_ways_and_ends_in_silence(begin, desk, service):
    await desk.open()
    for kind in ChannelKind:
        talk = await begin(kind)
        await ask_for_person(talk)
        case = await desk.next()
        await talk.settle()
        answer = await talk.write("are you there?")
        assert answer["state"].startswith("live/")
        seen = await desk.look(case.id)
        assert [line.body.decode() for line in seen.incoming] == ["are you there?"]
        await desk.line.taken(case.id, desk.staff.id, [line.id for line in seen.incoming])
        await desk.line.reply(case.id, desk.staff.id, "m1", "Yes, I am here.")
        await desk.line.reply(case.id, desk.staff.id, "m1", "Yes, I am here.")
        await talk.settle()
        shown = [each.text for each in talk.phone.phone(talk.address).shown if "I am here" in each.text]
        assert len(shown) == 1, "a repeated reply is one reply"
        seen = await desk.look(case.id)
        assert seen.incoming == ()
        assert ("m1", "sent") in seen.fate
        await desk.line.close_case(case.id, desk.staff.id, Outcome.SUPPORTED)
        await talk.settle()
        assert (await service.records.find_case(case.id)).status is CaseStatus.CLOSED
        assert not await service.records.sealed_addresses()
        book = await talk.book()
        assert book.session.case is None
        assert not [key for key in book.rows if key.kind in {Kind.CONTEXT, Kind.RELAY}]


async def test_exit_in_a_live_chat_closes_the_case_and_tells_the_desk(begin, desk, service):
    await desk.open()
    talk = await begin()
    await ask_for_person(talk)
    case = await desk.next()
    await talk.settle()
    answer = await talk.write("exit")
    assert answer["erased"]
    seen = await desk.look(case.id)
    assert seen.gone
    assert seen.left
    await desk.line.reply(case.id, desk.staff.id, "late", "Are you still there?")
    await talk.settle()
    assert [each.text for each in talk.phone.phone(talk.address).shown] == [service.texts.text("en", "last-line")]


async def test_a_silent_desk_gives_the_case_back_and_the_person_is_told(begin, desk, service, clock):
    from bot.rounds import make_round

    await desk.open()
    talk = await begin()
    await ask_for_person(talk)
    case = await desk.next()
    await talk.settle()
    clock.pass_seconds(61)
    await make_round(service)
    await talk.settle()
    found = await service.records.find_case(case.id)
    assert found.status is CaseStatus.WAITING
    assert found.returns == 1
    assert (await talk.state(await talk.session())).startswith("queue/")
