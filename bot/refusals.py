"""What keeps the service from starting, found before anything is loaded, and each said in one sentence with its remedy.

Rules: only what settings and the machine alone tell, so that an operator who made a slip is answered at once (loading the libraries of the
channels takes seconds); no secret and no password of a URL is quoted.
"""

from __future__ import annotations

import os
import socket

from bot.logs import forbid_core_dumps
from bot.settings import Settings, SettingsError, broken_rules, split_bind
from bot.stores import choose
from bot.stores.ram import unencrypted_swaps
from escalation.desk.settings import DeskSettings

WAITING_CALLS = 128
"""Connections that may wait while the service starts: a provider's call is answered a little later instead of being turned away."""


async def refuse_at_once(settings: Settings) -> None:
    """See that the service may start.

    Raises: SettingsError.
    """
    refuse_unsafe_machine(settings)
    refuse_bad_start(settings)


def refuse_unsafe_machine(settings: Settings) -> None:
    """See that words cannot reach a disk behind our back.

    Raises: SettingsError when swap is not encrypted and real channels are on.
    """
    forbid_core_dumps()
    if settings.channels and not settings.allow_swap and (swaps := unencrypted_swaps()):
        raise SettingsError((f"swap is not encrypted ({len(swaps)} area): turn it off or encrypt it, or set QUIETLINE_ALLOW_SWAP=1",))


def refuse_bad_start(settings: Settings) -> None:
    """See that settings and folders can be served with, before seconds are spent on loading.

    Raises: SettingsError.
    """
    if problems := broken_rules(settings):
        raise SettingsError(problems)
    for bind in (settings.bind, settings.staff_bind):
        split_bind(bind)
    try:
        choose(settings.volatile_url, home=settings.home)
    except ValueError as error:
        raise SettingsError((f"QUIETLINE_{error}",)) from None
    if settings.bus_url and settings.bus_url.partition(":")[0] not in {"memory", "nats", "tls"}:
        raise SettingsError(("QUIETLINE_BUS_URL: must be memory: or nats://…, got something else",))
    try:
        DeskSettings(origins=desk_origins(settings))
    except ValueError as error:
        name = "STAFF_URL" if settings.staff_url else "STAFF_BIND"
        remedy = "" if settings.staff_url else "; set QUIETLINE_STAFF_URL to the https:// address of the proxy before the desk"
        raise SettingsError((f"QUIETLINE_{name}: {error}{remedy}",)) from None
    _refuse_home(settings)


def desk_origins(settings: Settings) -> tuple[str, ...]:
    """Return under which addresses browsers open the desk."""
    return (settings.staff_url or f"http://{settings.staff_bind}",)


def listen(name: str, bind: str) -> socket.socket:
    """Take the address of the setting `name`. Calls that come before the service is there wait.

    Raises: SettingsError when it is in use or is none of this machine.
    """
    host, port = split_bind(bind)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=WAITING_CALLS)
    except OSError as error:
        # The words of the system only: the library adds the address in a form of its own.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else "no such host"
        raise SettingsError((f"QUIETLINE_{name}: cannot listen on {bind} ({reason}); stop what uses it, or set another address",)) from None


def _refuse_home(settings: Settings) -> None:
    """See that the folders of records and keys can be made and written."""
    folders = [("HOME", settings.records_folder)]
    if settings.return_address == "sealed":
        folders.append(("KEY_DIR" if settings.key_dir else "HOME", settings.keys))
    for name, folder in folders:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # as the keys want it; records need no other reader either
            writable = os.access(folder, os.W_OK | os.X_OK)
            reason = "not writable"
        except OSError as error:
            writable, reason = False, error.strerror or type(error).__name__
        if not writable:
            raise SettingsError((f"QUIETLINE_{name}: cannot write to {folder} ({reason}); choose a folder of the service's own user",))
