"""A service that is killed on purpose: loads everything once, then forks a new life each time it is told to.

`python -m tests.crash_child HOME API_BASE TOKEN`; a line on standard input starts a life, whose pid is printed. Single-threaded until it
forks, so that a fork copies no lock that somebody holds.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import bot.app
from bot.app import open_service
from bot.channels.polling import poll
from bot.channels.telegram import TelegramChannel
from bot.inbox import accept
from bot.logs import set_up_logs
from bot.ports import ChannelKind
from bot.settings import Settings
from bot.worker import Worker


def settings_for(home: Path) -> Settings:
    return Settings(  # type: ignore[call-arg]
        _env_file=None, home=home, volatile_url="ram:", way_back_word="umbrella", cover_line="-", reporting="none", hours="always"
    )


async def live(home: Path, base: str, token: str) -> None:
    channel = TelegramChannel(token, base)
    async with open_service(settings_for(home), channels={ChannelKind.TELEGRAM: channel}) as service:
        worker = Worker(service)
        serving = asyncio.create_task(worker.run())
        await poll(channel, lambda inbound: accept(service, inbound), clock=service.clock, wait_seconds=1, pause_seconds=0.02)
        await serving


def main() -> None:
    home, base, token = sys.argv[1:]
    set_up_logs("critical")
    for name in ("load_texts", "load_library", "load_understanding"):
        loaded = getattr(bot.app, name)(None) if name != "load_library" else bot.app.load_library()
        setattr(bot.app, name, lambda *_, loaded=loaded: loaded)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    print("ready", flush=True)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                asyncio.run(live(Path(home), base, token))
            finally:
                os._exit(1)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
