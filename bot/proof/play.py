"""The proof itself: plays every scene on an instance of its own, and searches between them and at the end.

Rules: the order is scenes, crash, silence, reboot, silence; after each the disk is searched, at the end everything; a line a phase.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import httpx

from bot.proof import handoffs, scenes
from bot.proof.canaries import Aviary, CanaryKind
from bot.proof.forms import Searcher
from bot.proof.instance import PROGRAM, Instance, StartError
from bot.proof.look import (
    PROVIDERS,
    Where,
    bad_finds,
    look_at_disk,
    look_at_volatile,
    look_through_port,
)  # fmt: skip
from bot.proof.people import Advocate, Sight, SilenceError, Webhooks
from bot.proof.places import Search
from bot.proof.stage import Stage
from bot.proof.stand_ins import StandIns
from bot.proof.trust import BlindError, check_forms, check_places
from locales.texts import load_texts

CLEAN_SECONDS = 30.0
"""How long the volatile store may take to be empty after everybody left: deletions at the providers, then a sweep."""


@dataclass(slots=True)
class Play:
    """One run. `quick` leaves out everything that takes its time: silence, crash and reboot."""

    stage: Stage
    out: TextIO
    search: Search
    begun: float = field(default_factory=time.monotonic)
    silent_since: float = 0.0
    rebooted: bool = False
    failures: list[str] = field(default_factory=list)

    async def run(self, only: Sequence[scenes.Scene] | None) -> None:
        """Play all phases, or only some scenes and the search after them."""
        if only is not None:
            await self.phase("scenes", self._play(only))
            await self.phase("everybody is gone", self._empty())
            return
        await self.phase("silence begins", self._begin_silence())
        await self.phase("every state without an advocate", self._play(scenes.WITHOUT_ADVOCATE))
        await self.phase("handoff, live chat and its ends", handoffs.live_chats(self.stage))
        await self.phase("words in flight", handoffs.words_in_flight(self.stage), at_rest=False)
        beating = asyncio.create_task(handoffs.keep_beating(self.stage))
        await self.phase("killed and started again", self._crash())
        await self.phase("silence: expiry and the knock", self._end_silence())
        beating.cancel()
        await self.phase("killed, memory gone, started again", self._reboot())
        await self.phase("everybody is gone", self._empty())

    async def phase(self, name: str, work: Awaitable[None], *, at_rest: bool = True) -> None:
        """Play one phase, search the disk, print a line. What goes wrong is noted, and the proof goes on."""
        start, said = time.monotonic(), len(self.failures)
        try:
            await work
        except (SilenceError, AssertionError, StartError, httpx.HTTPError, IndexError) as error:
            told = str(error) if isinstance(error, SilenceError | AssertionError | StartError) else type(error).__name__
            self.failures.append(f"{name}: {told}")
        if at_rest or self.stage.instance.pid:
            await self.look()
        finds = len(bad_finds(self.search))
        for failure in self.failures[said:]:
            self.out.write(f"          NOT PLAYED {failure}\n")
        self.out.write(f"{time.monotonic() - self.begun:6.1f} s  {name}: {time.monotonic() - start:.1f} s, {finds} finds\n")
        self.out.flush()

    async def look(self) -> None:
        """Search everything but the volatile store."""
        instance = self.stage.instance
        self.search.searcher = Searcher(self.stage.aviary.canaries)
        if instance.pid:
            answer = await self.stage.advocate.client.get("/metrics")
            self.search.look_at("/metrics", answer.content)
        self.search.look_at("standard output and error", bytes(instance.printed))
        where = Where((instance.root,), instance.ram, instance.records_url, instance.pid, instance.started_at)
        await asyncio.to_thread(look_at_disk, self.search, where)

    async def _play(self, some: Sequence[scenes.Scene]) -> None:
        results = await asyncio.gather(*(scene(self.stage) for scene in some), return_exceptions=True)
        for scene, result in zip(some, results, strict=True):
            if isinstance(result, SilenceError | AssertionError):
                self.failures.append(f"{scene.__name__}: {result}")
            elif isinstance(result, BaseException):
                self.failures.append(f"{scene.__name__}: {type(result).__name__}")

    async def _begin_silence(self) -> None:
        await scenes.silence_begins(self.stage)
        self._see_volatile()

    def _see_volatile(self) -> None:
        """See that the volatile store holds words while sessions are open: else the search looks at the wrong place."""
        folder = self.stage.instance.ram
        if folder is not None:
            probe = Search(Searcher(self.stage.aviary.canaries))
            look_at_volatile(probe, folder)
            if not probe.found():
                raise BlindError("the volatile store of an open session shows no word: the search looks at the wrong place")
            self.out.write(f"          (while they write, the volatile store holds {len(probe.found())} canaries: the search sees it)\n")

    async def _crash(self) -> None:
        self.silent_since = time.monotonic()
        await self.stage.instance.kill()
        await self.look()
        await self.stage.instance.start()
        await handoffs.after_crash(self.stage)

    async def _end_silence(self) -> None:
        await handoffs.knock(self.stage, self.silent_since, time.monotonic())
        await scenes.silence_ended(self.stage)

    async def _reboot(self) -> None:
        await self._rest_is_gone()
        instance = self.stage.instance
        await instance.kill()
        instance.forget_ram()
        self.rebooted = True
        await self.look()
        await instance.start()
        await handoffs.after_reboot(self.stage)

    async def _rest_is_gone(self) -> None:
        """Before the reboot empties it: the volatile store holds nothing of all those who left, and the providers no word of theirs."""
        staying = tuple(phone.label for phone in self.stage.kept.values())
        gone = [canary for canary in self.stage.aviary.canaries if not canary.label.endswith(staying)]
        end = time.monotonic() + CLEAN_SECONDS
        while True:
            probe = Search(Searcher(gone))
            await asyncio.to_thread(look_at_volatile, probe, self.stage.instance.ram)
            if not bad_finds(probe) or time.monotonic() > end:
                break
            await asyncio.sleep(0.5)
        probe.look_at(PROVIDERS, self.stage.stand_ins.texts())
        self.search.add(probe)

    async def _empty(self) -> None:
        """Everybody has left: wait until the volatile store is empty, search it; stop; search it through its port."""
        stage, instance = self.stage, self.stage.instance
        end = time.monotonic() + CLEAN_SECONDS
        while True:
            probe = Search(Searcher(stage.aviary.canaries))
            await asyncio.to_thread(look_at_volatile, probe, instance.ram)
            if not bad_finds(probe) or time.monotonic() > end:
                break
            await asyncio.sleep(0.5)
        await asyncio.to_thread(look_at_volatile, self.search, instance.ram)
        if not self.rebooted:  # a reboot loses the list of what was to be deleted, so the words of open cases stay at Telegram
            self.search.look_at(PROVIDERS, stage.stand_ins.texts())
        await self.look()
        await instance.stop()
        await asyncio.to_thread(look_at_volatile, self.search, instance.ram)
        if instance.ram is not None:
            left = await look_through_port(self.search, instance.home, [phone.address for phone in stage.phones], stage.cases.values())
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(left.items())) or "none"
            self.out.write(f"          (rows that are left of {len(stage.phones)} people: {kinds})\n")


async def prove(out: TextIO, *, program: tuple[str, ...] = PROGRAM, only: Sequence[scenes.Scene] | None = None) -> int:
    """Prove that nothing is kept; return the number of finds and failures.

    `program` is the command under proof; `only` plays some scenes.
    """
    try:
        forms = check_forms()
        with tempfile.TemporaryDirectory(prefix="proof-trust-") as folder:
            places = check_places(Path(folder) / "planted")
        out.write(f"   the search finds what is planted: {forms} forms, {places} kinds of place\n")
        async with _open_play(out, program) as play:
            await play.run(only)
    except (BlindError, StartError) as error:
        out.write(f"NOT PROVEN: {error}\n")
        return 1
    return report(play, out)


@asynccontextmanager
async def _open_play(out: TextIO, program: tuple[str, ...]) -> AsyncIterator[Play]:
    """Set up folders, stand-ins, instance and desk; take all of it down again, whatever happened."""
    aviary = Aviary()
    async with AsyncExitStack() as stack:
        stand_ins = await stack.enter_async_context(StandIns(aviary).open())
        root = Path(tempfile.mkdtemp(prefix="proof-"))
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        instance = Instance(root, stand_ins, program)
        stack.callback(instance.let_go)
        stack.callback(instance.forget_ram)
        stack.push_async_callback(instance.kill)
        hooks = Webhooks(instance, stand_ins, aviary)
        stack.push_async_callback(hooks.client.aclose)
        stand_ins.receipt = hooks.receipt
        advocate = Advocate(instance)
        stack.push_async_callback(advocate.close)
        stage = Stage(instance, stand_ins, aviary, hooks, Sight(stand_ins), advocate, load_texts())
        await advocate.hire()
        await instance.start()
        await advocate.sign_in()
        yield Play(stage, out, Search(Searcher(())))


def report(play: Play, out: TextIO) -> int:
    """Print what was sent, searched and found; return the number of finds and failures."""
    stage, search = play.stage, play.search
    kinds = {kind: sum(canary.kind is kind for canary in stage.aviary.canaries) for kind in CanaryKind}
    out.write(f"\nsent: {kinds[CanaryKind.WORD]} words, {kinds[CanaryKind.ADDRESS]} addresses, {kinds[CanaryKind.ID]} provider ids; ")
    out.write(
        f"{len(stage.phones)} people, {sum(stage.hooks.statuses.values())} webhooks, {stage.stand_ins.calls} calls to the providers\n"
    )
    out.write(
        f"at the providers: {stage.stand_ins.made} messages made, {stage.stand_ins.deleted} deleted, {stage.stand_ins.redacted} redacted\n"
    )
    finds = print_search(search, out)
    if play.rebooted:
        out.write("  known limit: what people in the queue wrote before a reboot stays at Telegram: the list to delete by is gone\n")
    out.writelines(f"NOT PLAYED {failure}\n" for failure in play.failures)
    bad = finds + len(play.failures)
    out.write("proven: nothing was found\n" if not bad else f"NOT PROVEN: {finds} finds, {len(play.failures)} scenes that did not happen\n")
    return bad


def print_search(search: Search, out: TextIO) -> int:
    """Print what was searched, by place, and every find; return the number of finds."""
    finds = bad_finds(search)
    for place, tally in sorted(search.tallies.items()):
        count = sum(1 for found in finds if found[0] == place)
        out.write(f"  {place}: {tally.files} looks, {tally.bytes:,} bytes, {count} finds\n")
    out.writelines(f"  not searched: {note}\n" for note in sorted(search.unread))
    for place, where, form, label in finds:
        out.write(f"FOUND in {place}{f' ({where})' if where else ''} as {form}: {label}\n")
    return len(finds)
