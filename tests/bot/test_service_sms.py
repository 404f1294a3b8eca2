"""SMS through the service: what is live, redaction, budget, statuses, and the copies that stay at Twilio (signed webhooks: tests/contracts)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.budgeted import BudgetedSms
from bot.channels.sms import Listing
from bot.ids import person_key
from bot.inbox import accept
from bot.ports import ChannelKind, Erased, Inbound, InboundKind, Outbound, RefusedError
from bot.serve import is_live, reconcile_once
from tests.breaking import talk_over


@pytest.fixture
async def talk(begin):
    return await begin(ChannelKind.SMS)


class Provider:
    """Twilio as reconciling sees it: some copies, and what it is asked to empty."""

    def __init__(self, copies=(), *, complete=True, later=()) -> None:
        self.listing = Listing(tuple(copies), complete)
        self.later, self.emptied = later, []

    async def copies(self, _since, *, max_pages):
        assert max_pages
        return self.listing

    async def erase(self, _address, ids, *, whole):
        assert whole in {True, False}
        self.emptied += ids
        return Erased(gone=tuple(each for each in ids if each not in self.later), later=tuple(each for each in ids if each in self.later))


async def test_only_a_session_or_an_unanswered_message_is_live(talk, service, clock):
    assert not await is_live(service, talk.address)
    await talk.write("hello")
    assert await is_live(service, talk.address)
    await talk.write("STOP")
    assert (await talk.book()).cover is not None, "an opt-out is remembered"
    assert not await is_live(service, talk.address), "and is no reason to leave words at Twilio"
    waiting = Inbound("w1", InboundKind.TEXT, ChannelKind.SMS, "+12025550199", clock.now(), "hello")
    await accept(service, waiting)
    assert await is_live(service, "+12025550199")


async def test_an_open_case_is_live(talk, service):
    await talk.write("I want to talk to a person")
    assert await is_live(service, talk.address)


async def test_reconciling_is_counted(service):
    await reconcile_once(service, Provider(complete=False))
    assert service.metrics.failures.labels(ChannelKind.SMS, "reconcile_incomplete")._value.get() == 1
    await reconcile_once(service, Provider())
    assert service.metrics.failures.labels(ChannelKind.SMS, "reconcile_incomplete")._value.get() == 1


async def test_bodies_are_redacted_on_schedule_and_records_go_at_exit(talk, clock):
    asked = []
    erase = talk.phone.erase

    async def noting(address, ids, *, whole):
        asked.append((tuple(ids), whole))
        return await erase(address, ids, whole=whole)

    talk.phone.erase = noting
    await talk.write("hello")
    hers, ours = (each.id for each in talk.phone.phone(talk.address).shown)
    assert asked == [((hers,), False)], "her words at once, our reply when it is final"
    clock.pass_seconds(60)
    await talk.settle()
    assert asked[1:] == [((ours,), False)]
    await talk.write("exit")
    whole = {each for ids, is_whole in asked if is_whole for each in ids}
    assert {hers, ours} <= whole


async def test_a_final_status_brings_the_redaction_forward(talk, service, clock):
    await talk.write("hello")
    ours = talk.phone.phone(talk.address).shown[-1].id
    assert [job.ids for _, job in (await talk.book()).erases()] == [(ours,)]
    await accept(service, Inbound("status-1", InboundKind.FINAL, ChannelKind.SMS, talk.address, clock.now(), message_id=ours))
    await talk.settle()
    assert not (await talk.book()).erases()
    assert len(talk.phone.phone(talk.address).shown) == 2, "a status is answered by nobody"


async def test_a_final_status_that_comes_after_the_exit_wakes_nobody_up(talk, service, clock):
    await talk.write("hello")
    await talk.write("exit")
    await accept(service, Inbound("status-2", InboundKind.FINAL, ChannelKind.SMS, talk.address, clock.now(), message_id="gone"))
    await talk.settle()
    assert await talk.session() is None


async def test_the_budget_holds_back_only_what_is_not_urgent(talk, clock):
    alarms = []

    async def alarm(code):
        alarms.append(code)

    channel = BudgetedSms(talk.phone, clock, budget_parts=1, countries=(), alarm=alarm)
    await channel.send(Outbound("+12025550101", "one"))
    with pytest.raises(RefusedError):
        await channel.send(Outbound("+12025550101", "two"))
    await channel.send(Outbound("+12025550101", "an answer to a cry for help", urgent=True))
    assert alarms == ["sms_budget_100"]


async def test_what_the_budget_holds_back_is_dropped_and_the_next_cry_is_answered(service, begin, clock):
    async def alarm(_code):
        return True

    phone = service.channels[ChannelKind.SMS]
    channel = BudgetedSms(phone, clock, budget_parts=1, countries=(), alarm=alarm)
    talk = talk_over(replace(service, channels={**service.channels, ChannelKind.SMS: channel}), phone)
    await talk.write("hello")
    await talk.write("menu")
    before = len([each for each in phone.phone(talk.address).shown if not each.mine])
    assert before == 1
    await talk.write("he is going to kill me")
    assert len([each for each in phone.phone(talk.address).shown if not each.mine]) == 2


async def test_a_number_is_nowhere_but_under_its_hash(talk, service):
    await talk.write("hello")
    assert talk.address not in person_key(service.secret, ChannelKind.SMS, talk.address)
