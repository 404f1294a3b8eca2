"""Consent as an invariant: whatever a person writes and the desk does, words are shown only after a yes, and never after they were read."""

from __future__ import annotations

from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from bot.ports import ChannelKind, Kind
from escalation.model import Outcome

SAID = (
    "hello", "1", "2", "3", "no", "yes", "menu", "back", "I want to talk to a person", "my boss keeps my papers", "he is going to kill me",
    "I am not alone", "exit", "zxcv", "Spain", "help", "delete everything",
)  # fmt: skip
DONE = ("@claim", "@read", "@return", "@reply", "@close", "@look", "@taken")
ACTS = st.lists(st.sampled_from(SAID) | st.sampled_from(DONE), min_size=4, max_size=24)


class Watcher:
    """Follows what was answered to the consent question, from what is on the screen and nothing else."""

    def __init__(self, service) -> None:
        texts = service.texts
        self.yes, self.no = texts.text("en", "do-pass-words"), texts.text("en", "do-start-fresh")
        self.allowed: dict[str, bool] = {}

    def follows(self, case, labels, said):
        """`labels` were offered before `said`."""
        if case and self.yes in labels and said.isdigit() and int(said) <= len(labels):
            self.allowed[case] = labels[int(said) - 1] == self.yes
        elif case and self.yes in labels and said == "yes":
            self.allowed[case] = False  # a bare yes to three choices is no consent


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
async def test_context_is_shown_only_after_a_yes_and_never_once_read(acts, begin, desk, service):
    talk, watcher, case, read = await begin(ChannelKind.TELEGRAM), Watcher(service), None, set()
    await desk.open()
    for said in acts:
        if said.startswith("@"):
            case = await _desk_acts(said, desk, case, talk, read)
            await talk.settle()
        else:
            session = await talk.session()
            mine = session.case.id if session and session.case else ""
            labels = [label for label, _ in talk.buttons()]
            await talk.write(said)
            watcher.follows(mine, labels, said)
        if case is not None:
            seen = await desk.look(case.id)
            if seen is not None and seen.context:
                assert watcher.allowed.get(case.id) is True, "no yes, no words"
                assert case.id not in read, "read once"
    for open_case in await service.records.open_cases():
        await service.records.close_case(open_case.id, Outcome.OTHER, "2027-01-15")


async def _desk_acts(act, desk, case, talk, read):
    """Do what an advocate may do; returns the case they have."""
    session = await talk.session()
    if act == "@claim":
        found = await desk.next()
        return found if found and session and session.case and session.case.id == found.id else case
    if case is None:
        return None
    match act:
        case "@read":
            seen = await desk.look(case.id)
            if seen is not None and not seen.gone:
                await desk.line.read(case.id, desk.staff.id)
                if seen.context:
                    read.add(case.id)
        case "@return":
            await desk.line.give_back(case.id, desk.staff.id)
        case "@reply":
            await desk.line.reply(case.id, desk.staff.id, "m1", "Are you there?")
        case "@close":
            await desk.line.close_case(case.id, desk.staff.id, Outcome.SUPPORTED)
            return None
        case "@taken":
            seen = await desk.look(case.id)
            ids = [line.id for line in seen.incoming] if seen else []
            await desk.line.taken(case.id, desk.staff.id, ids)
    return case


async def test_nobody_sees_a_case_that_somebody_else_has(begin, desk, service):
    await desk.open()
    talk = await begin()
    await talk.write("my boss keeps my papers")
    await talk.write("I want to talk to a person")
    await talk.write("1")
    case = await desk.next()
    await talk.settle()
    assert await desk.line.look(case.id, "eve") is None
    for act in (
        desk.line.read(case.id, "eve"),
        desk.line.reply(case.id, "eve", "m9", "hi"),
        desk.line.close_case(case.id, "eve", Outcome.OTHER),
        desk.line.give_back(case.id, "eve"),
        desk.line.taken(case.id, "eve", ["x"]),
    ):
        await act
    await talk.settle()
    assert (await desk.look(case.id)).context
    assert (await service.records.find_case(case.id)).claimed_by == desk.staff.id
    assert not [key for key, letter in (await talk.book()).letters() if letter.reply]


async def test_nothing_the_desk_sees_holds_an_address(begin, desk):
    await desk.open()
    talk = await begin(ChannelKind.SMS)
    for text in ("hello", "I want to talk to a person", "1", "call me"):
        await talk.write(text)
    case = await desk.next()
    await talk.settle()
    assert talk.address not in repr(case)
    assert talk.address not in repr(await desk.look(case.id))
    assert {Kind.SESSION} <= {key.kind for key in (await talk.book()).rows}
