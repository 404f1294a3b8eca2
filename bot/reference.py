"""Keeps the reference parts of the documentation true: writes what is made from code between its marks.

Rules: only what lies between `<!-- begin X -->` and `<!-- end X -->` changes; a missing mark is an error; a test fails while a page is
old. Run `python -m bot.reference` in a checkout. No secret and no value of this machine gets in: defaults and meanings only.
"""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.book import TTL_SECONDS
from bot.channels.sms_setup import operator_must_set
from bot.metrics import Metrics
from bot.ports import Kind
from bot.settings import Settings
from locales import lint
from locales.lockscreen import SHOWN

PAGES = ("docs/operating.md", "docs/privacy.md", "docs/authoring.md")
"""The pages that have made parts. `docs/escalation.md` is kept by `escalation.page`."""


def settings_table() -> str:
    """Return a row for each setting: name, default, meaning."""
    rows = [f"| `QUIETLINE_{name.upper()}` | {_default(field)} | {field.description} |" for name, field in Settings.model_fields.items()]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows])


def twilio_list() -> str:
    """Return what only the operator can set at Twilio, in the order in which it is best done."""
    return "\n".join(f"{place}. **{item}**: {sentence}" for place, (item, sentence) in enumerate(operator_must_set(), 1))


def metrics_table() -> str:
    """Return a row for each counter of `/metrics`."""
    rows = [f"| `{family.name}` | {family.type} | {family.documentation} |" for family in Metrics().registry.collect()]
    return "\n".join(["| name | kind | what it says |", "|---|---|---|", *sorted(rows)])


def backstops() -> str:
    """Return how long the store would keep a row of each kind if nothing ended it before."""
    rows = [f"`{kind}` {TTL_SECONDS[kind] // 3600} h" for kind in Kind if kind in TTL_SECONDS]
    return " · ".join(rows)


def text_rules() -> str:
    """Return the limits that `quietline check` holds every text to."""
    carrier = " ".join(sorted(lint.CARRIER_WORDS))
    rules = (
        f"a sentence has at most {lint.MAX_SENTENCE_WORDS} words",
        f"the reading grade is at most {lint.MAX_GRADE:.0f}, where a formula exists (English, Spanish)",
        f"a choice has at most {lint.MAX_LABEL} characters",
        f"a text fits {lint.MAX_SMS_PARTS} parts of SMS, and so does a whole turn with its choices",
        f"the first {SHOWN} characters carry no word of the language's `giveaway.yml`",
        "no sentence carries a word of the language's `promises.yml`",
        f"none of these is asked for as an answer, because a carrier or Twilio swallows it: {carrier}",
    )
    return "\n".join(f"- {rule}" for rule in rules)


PARTS = {
    "settings": settings_table,
    "twilio": twilio_list,
    "metrics": metrics_table,
    "backstops": backstops,
    "text-rules": text_rules,
}


def render(page: str) -> str:
    """Return a page with each made part that it has written anew.

    Raises: ValueError for a mark without its other half, or one that names no part.
    """
    done: list[str] = []
    lines = iter(page.splitlines(keepends=True))
    for line in lines:
        done.append(line)
        if not line.startswith("<!-- begin "):
            continue
        name = line.removeprefix("<!-- begin ").removesuffix(" -->\n")
        if name not in PARTS:
            raise ValueError(f"page: the mark {line.strip()} names no part that is made; got {name!r}")
        end = f"<!-- end {name} -->\n"
        if end not in lines:  # reads up to the mark, so the old part is gone
            raise ValueError(f"page: the mark {line.strip()} needs {end.strip()} behind it")
        done += [f"\n{PARTS[name]()}\n\n", end]
    return "".join(done)


def _default(field: FieldInfo) -> str:
    """Return a default as a reader of the table wants it. A secret's is always empty."""
    value = field.default
    if isinstance(value, SecretStr) or value in {None, "", ()}:
        return ""
    if isinstance(value, bool):
        return f"`{int(value)}`"
    if isinstance(value, tuple):
        return f"`{' '.join(value)}`"
    return f"`{value.value if isinstance(value, Enum) else value}`"


def main() -> None:
    """Write all pages of the checkout that holds this file."""
    root = Path(__file__).parent.parent
    for name in PAGES:
        path = root / name
        path.write_text(render(path.read_text("utf-8")), encoding="utf-8")
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
