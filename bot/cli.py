"""The command line: `quietline …`, also `python -m bot …`.

Rules: exit status 0, 1 (a check failed) or 2 (bad use); errors go to standard error and say what, where, the rule and the remedy; parts
are imported when a command needs them, so that `--help` is quick.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError

from bot.logs import place_of, set_up_logs
from bot.ports import ChannelKind
from bot.settings import OperatorError, Settings, SettingsError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Quietline: a quiet line to a person.")
staff_app = typer.Typer(no_args_is_help=True, help="Who works at the desk.")
directory_app = typer.Typer(no_args_is_help=True, help="Services that help.")
nlu_app = typer.Typer(no_args_is_help=True, help="Understanding: what a message means.")
app.add_typer(staff_app, name="staff")
app.add_typer(directory_app, name="directory")
app.add_typer(nlu_app, name="nlu")

BAD_USE = 2

T = TypeVar("T")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, escaped to ASCII.")]


def main() -> None:
    """Run the command line."""
    set_up_logs()
    try:
        app()
    except Exception as error:  # noqa: BLE001 - a traceback quotes what was read; type and place are enough to report a fault
        sys.stderr.write(f"fault: {type(error).__name__} at {place_of(error)}; please report this line\n")
        sys.exit(1)


@app.command()
def serve() -> None:
    """Run the whole service: webhooks, worker, desk."""
    from bot.refusals import refuse_at_once

    settings = _settings()
    _run(refuse_at_once(settings))
    from bot.serve import serve as run

    _run(run(settings))


@app.command()
def chat(
    channel: Annotated[ChannelKind, typer.Option(help="Which phone to stand in for.")] = ChannelKind.TELEGRAM,
    lang: Annotated[str, typer.Option(help="The language of the app, a hint only (Telegram).")] = "",
    as_json: AsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Talk to the bot through the real path, as a new person, in a throw-away store."""
    from bot.chat import chat as talk

    _run(talk(_settings(), channel, lang, _lines(prompt=not as_json), as_json=as_json))


@app.command()
def understand(as_json: AsJson = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Say what each line of standard input means."""
    from nlu.pipeline import load_understanding

    mean = load_understanding(_settings().languages or None)
    for line in _lines(prompt=False):
        meaning = mean(line, "")
        found = {
            "language": meaning.language,
            "intent": meaning.intent,
            "confidence": round(meaning.confidence, 4),
            "triggers": [trigger.value for trigger in meaning.triggers],
        }
        sys.stdout.write((json.dumps(found, ensure_ascii=True) if as_json else _plain(found)) + "\n")


@nlu_app.command("evaluate")
def nlu_evaluate(
    paths: Annotated[list[Path], typer.Argument(help="Files of labelled messages, or folders of them, one file a language.")],
) -> None:
    """Measure understanding on labelled messages: by language, style and trigger, with times."""
    from nlu.evaluating import look_at, report
    from nlu.examples import read_examples
    from nlu.pipeline import load_understanding
    from nlu.sources import DataError

    files = [file for path in paths for file in (sorted(path.glob("*.yml")) if path.is_dir() else [path])]
    try:
        examples = [example for file in files for example in read_examples(file, file.stem)]
    except (DataError, OSError) as error:
        sys.stderr.write(f"nlu evaluate: {error}\n")
        raise typer.Exit(BAD_USE) from None
    for line in report(look_at(load_understanding(), examples, time.perf_counter)):
        sys.stdout.write(line + "\n")


@app.command()
def check(as_json: AsJson = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Prove the texts and flows: every state walked, every rule of the texts held. A line an issue."""
    from bot.checking import check_all

    report = check_all(_settings())
    for issue in report.issues:
        sys.stdout.write((json.dumps(issue.as_dict(), ensure_ascii=True) if as_json else issue.as_line()) + "\n")
    sys.stderr.write(f"{len(report.issues)} issues; {report.states} states walked; languages: {' '.join(report.languages)}\n")
    raise typer.Exit(1 if report.issues else 0)


@app.command()
def doctor() -> None:
    """Look at every part: fine, or what to do about it. Prints each setting with its meaning, never a secret."""
    from bot.doctor import examine

    raise typer.Exit(1 if _run(examine(_settings(), sys.stdout)) else 0)


@app.command()
def prove(
    search: Annotated[bool, typer.Option("--search", help="Only search a live service, with canaries sent to it before.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Prove that nothing is kept: send canary words through everything, then search everything for them.

    With --search the canaries are read from standard input, one a line.
    """
    from bot.proof import prove as run
    from bot.proof import search_live

    work = search_live(_settings(), sys.stdout, _lines(prompt=False)) if search else run(sys.stdout)
    raise typer.Exit(1 if _run(work) else 0)


@app.command()
def wipe(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Forget everything: every conversation, case, key and count. Staff too."""
    from bot.wiping import wipe as run

    settings = _settings()
    if not yes:
        typer.confirm(f"Forget everything under {settings.home.resolve()}, in the volatile store and in the database?", abort=True)
    _run(run(settings))


@app.command()
def bench(
    seconds: Annotated[float, typer.Option(help="Seconds for each of the runs.")] = 4.0,
) -> None:
    """Measure turns per second and p50/p99 beside a bare echo with one SQLite commit, in the same run."""
    from bot.measure.bench import bench as run

    run(sys.stdout, seconds)


@staff_app.command("add")
def staff_add(
    name: Annotated[str, typer.Argument(help="Sign-in name.")],
    role: Annotated[str, typer.Option(help="advocate, supervisor or admin.")] = "advocate",
    languages: Annotated[str, typer.Option(help="Tags in which they can hold a conversation, comma-separated.")] = "en",
) -> None:
    """Add a member of staff. Asks for a password and prints the secret for their code app, once."""
    from bot.staff import add

    password = (
        typer.prompt("Password", hide_input=True, confirmation_prompt=True) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    )
    sys.stdout.write(_run(add(_settings(), name, role, tuple(languages.split(",")), password)) + "\n")


@staff_app.command("list")
def staff_list() -> None:
    """List staff."""
    from bot.staff import lines

    for line in _run(lines(_settings())):
        sys.stdout.write(line + "\n")


@staff_app.command("disable")
def staff_disable(name: Annotated[str, typer.Argument(help="Sign-in name.")]) -> None:
    """Disable a member of staff, and sign them out everywhere at once."""
    from bot.staff import disable

    _run(disable(_settings(), name))


@directory_app.command("find")
def directory_find(
    country: Annotated[str, typer.Argument(help="ISO code of a country.")],
    need: Annotated[str, typer.Option(help="What is needed, as the flows name it.")] = "",
) -> None:
    """Show what the directory has for a country, as a person would be told."""
    from flows.directory.store import find
    from flows.values import Query

    settings = _settings()
    found = find(
        Query("find", need=need, country=country.upper()), show_unverified=settings.show_unverified or settings.demo, language="en"
    )
    for service in found.services:
        sys.stdout.write(" | ".join(filter(None, (service.name, service.phone, service.sms, service.hours, service.answers))) + "\n")
    raise typer.Exit(0 if found.services else 1)


def _settings() -> Settings:
    """Return the settings, or end with a plain sentence about what is wrong. What was given is not repeated: it may be a secret."""
    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_context=False, include_url=False):
            sys.stderr.write(f"QUIETLINE_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}\n")
        raise typer.Exit(BAD_USE) from None


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine; a broken rule of the settings ends with its remedy."""
    try:
        return asyncio.run(work)
    except (SettingsError, OperatorError) as error:
        for problem in getattr(error, "problems", (str(error),)):
            sys.stderr.write(f"{problem}\n")
        raise typer.Exit(BAD_USE) from None


def _lines(*, prompt: bool) -> Iterator[str]:
    """Yield the lines of standard input, ended by a line feed only. What is no UTF-8 comes as replacement characters."""
    show = prompt and sys.stdin.isatty()
    while True:
        if show:
            sys.stdout.write("> ")
            sys.stdout.flush()
        raw = sys.stdin.buffer.readline()
        if not raw:
            return
        yield raw.removesuffix(b"\n").decode("utf-8", "replace")


def _plain(found: dict[str, Any]) -> str:
    """Return one understanding as a person reads it."""
    return f"{found['language'] or '?'}\t{found['intent']} {found['confidence']:.2f}\t{' '.join(found['triggers']) or '-'}"
