"""Cover and opt-out: the bot plays dead until the one word, or is silent until START; nothing else lifts either."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ports import ChannelKind, GoneError, InboundKind, Kind, UnsureError
from escalation.model import CaseStatus
from tests.breaking import file_message, nothing_is_left, talk_over

TAKEN = "this is her boyfriend, who are you"


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"way_back_word": "Paraguas Azul"})


def shown(talk):
    return [each.text for each in talk.phone.phone(talk.address).shown if not each.mine]


@pytest.fixture
async def covered(begin, service):
    talk = await begin()
    await talk.write("hello")
    await talk.write("I need a lawyer")
    await talk.write(TAKEN)
    assert (await talk.book()).cover is not None
    await nothing_is_left(talk)
    return talk


async def test_each_message_gets_one_bland_line_and_nothing_is_read(covered, service):
    line = service.texts.text("en", "cover-line")
    before = shown(covered).count(line)
    for text in ("hello", "exit", "he is going to kill me", "help", "umbrella"):
        answer = await covered.write(text)
        assert [each["text"] for each in answer["out"]] == [line]
        assert answer["state"] == "cover//"
        assert answer["case"] is None
    assert shown(covered).count(line) == before + 5
    assert await covered.session() is None


@pytest.mark.parametrize(
    "kind", [InboundKind.START, InboundKind.HELP, InboundKind.OPT_IN, InboundKind.MEDIA, InboundKind.CHOICE, InboundKind.EDITED]
)
async def test_nothing_but_the_word_lifts_it(covered, kind):
    answer = await covered.write("x", kind)
    assert (await covered.book()).cover is not None
    assert await covered.session() is None
    wanted = 0 if kind in {InboundKind.CHOICE, InboundKind.EDITED} else 1
    assert len(answer["out"]) == wanted


async def test_an_edit_into_the_word_lifts_nothing(covered):
    await covered.write("paraguas azul", InboundKind.EDITED)
    assert (await covered.book()).cover is not None


async def test_the_operators_word_lifts_it_however_it_is_written_and_is_in_no_context(covered, service):
    answer = await covered.write("  PARAGUAS   azul ")
    assert (await covered.book()).cover is None
    assert answer["out"][0]["text"] in {service.texts.text(tag, "opening-hello") for tag in service.texts.languages}
    book = await covered.book()
    assert all(b"araguas" not in line.body and b"ARAGUAS" not in line.body for line in book.context)


async def test_a_repeated_message_gets_one_line(covered, service):
    before = len(shown(covered))
    for _ in range(3):
        covered.worker.wake(await file_message(service, covered, "hello", 77))
        await covered.settle()
    assert len(shown(covered)) == before + 1


async def test_a_cover_line_whose_answer_was_lost_is_not_sent_again(slow, clock):
    made, wire = slow
    talk = talk_over(made, wire.inner)
    await talk.write("hello")
    await talk.write(TAKEN)
    wire.order.clear()
    wire.raises = [UnsureError("lost")]
    await talk.write("hello")
    clock.pass_seconds(120)
    await talk.settle()
    assert len([each for each in wire.order if each.startswith("send")]) == 1


async def test_a_chosen_word_is_deleted_at_once_never_echoed_and_works(begin, service):
    talk = await begin()
    await talk.write("hello")
    await talk.write("1")
    await talk.write("cover")
    session = await talk.session()
    if session.state.flow != "cover":
        await _go_to_cover(talk, service)
    await _choose(talk, service, "do-cover-word")
    answer = await talk.write("Green Bicycle 7")
    assert (await talk.session()).secret_hash
    assert "bicycle" not in str(answer["out"]).lower()
    assert all("icycle" not in each.text for each in talk.phone.phone(talk.address).shown), "her message is deleted"
    assert all(b"icycle" not in line.body for line in (await talk.book()).context)
    assert "icycle" not in repr((await talk.book()).rows)
    await _choose(talk, service, "do-cover-now")
    assert (await talk.book()).cover is not None
    await talk.write("paraguas azul")
    assert (await talk.book()).cover is not None, "her own word replaces the operator's"
    await talk.write("green bicycle 7")
    assert (await talk.book()).cover is None


async def test_a_chosen_word_is_not_offered_where_it_could_not_be_deleted(begin, service):
    talk = await begin(ChannelKind.SMS)
    await talk.write("hello")
    await _go_to_cover(talk, service)
    assert service.texts.text("en", "do-cover-word") not in [label for label, _ in talk.buttons()]


async def _choose(talk, service, label):
    return await talk.write(service.texts.text("en", label, sms=talk.phone.kind is ChannelKind.SMS))


async def _go_to_cover(talk, service):
    await talk.write("menu")
    await _choose(talk, service, "do-other")
    await _choose(talk, service, "do-cover")
    assert (await talk.session()).state.flow == "cover"


async def test_stop_is_silence_until_start(begin, service):
    talk = await begin(ChannelKind.SMS)
    await talk.write("I want to talk to a person")
    (case,) = await service.records.open_cases()
    before = shown(talk)
    await talk.write("STOP")
    assert (await service.records.find_case(case.id)).status is CaseStatus.CLOSED
    await nothing_is_left(talk)
    for text in ("hello", "he is going to kill me", "HELP", "exit"):
        await talk.write(text)
    assert shown(talk) == before, "not even a last line"
    answer = await talk.write("START")
    assert [each["text"].splitlines()[0] for each in answer["out"]] == [service.texts.text("en", "opening-hello", sms=True)]


async def test_the_desk_sees_that_she_left_by_stop(begin, desk):
    await desk.open()
    talk = await begin(ChannelKind.SMS)
    await talk.write("I want to talk to a person")
    case = await desk.next()
    await talk.settle()
    await talk.write("STOP")
    seen = await desk.look(case.id)
    assert seen.gone
    assert seen.left


async def test_two_words_of_the_carrier_do_not_lift_a_cover(begin, service):
    talk = await begin(ChannelKind.SMS)
    await talk.write("hello")
    await talk.write(TAKEN)
    assert not (await talk.book()).cover.silent
    await talk.write("STOP")
    assert (await talk.book()).cover.silent
    answer = await talk.write("START")
    assert await talk.session() is None
    assert [each["text"] for each in answer["out"]] == [service.texts.text("en", "cover-line", sms=True)]
    await talk.write("paraguas azul")
    assert await talk.session() is not None


@pytest.mark.parametrize("word", ["HELP", "info"])
async def test_help_and_info_offer_a_person(begin, word):
    talk = await begin(ChannelKind.SMS)
    assert (await talk.write(word))["case"] is not None


async def test_whoever_blocks_us_is_forgotten_and_the_case_closed(begin, service):
    talk = await begin()
    await talk.write("I want to talk to a person")
    await talk.phone.block(talk.address, blocked=True)
    before = shown(talk)
    await talk.write("", InboundKind.BLOCKED)
    assert not await service.records.open_cases()
    assert shown(talk) == before
    await nothing_is_left(talk)


async def test_a_block_that_shows_only_when_we_send_does_the_same(begin, service):
    talk = await begin()
    await talk.write("I want to talk to a person")
    await talk.phone.block(talk.address, blocked=True)
    await talk.write("1")
    assert not await service.records.open_cases()
    assert not await service.records.sealed_addresses()
    await nothing_is_left(talk)


async def test_an_opt_out_that_shows_on_a_reply_alarms_the_operator(slow, monkeypatch):
    made, wire = slow
    paged = []

    async def page(code):
        paged.append(code)
        return True

    made = replace(made, page=page)
    talk = talk_over(made, wire.inner)
    await talk.write("hello")
    wire.raises = [GoneError(alarm=True)]
    await talk.write("1")
    assert paged == ["gone_on_reply"]
    assert {key.kind for key in (await talk.book()).rows} <= {Kind.ERASE}
