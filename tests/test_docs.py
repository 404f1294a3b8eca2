"""Keeps the documentation true: what it names exists, what exists is named, what is made from code is current, its examples work."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer.main
import yaml

from bot import reference
from bot.cli import app
from bot.logs import FIELDS
from bot.metrics import Metrics
from bot.ports import Kind
from bot.settings import Settings, broken_rules
from bot.stores.records.tables import metadata
from escalation.hours import load_hours
from flows.cards import FILE_FIELDS, SCREEN_FIELDS, STATUSES, TOPIC_FIELDS
from flows.definition import Do, FlowKind, ReaderKind
from flows.load import ARGUMENTS, CHOICE_FIELDS, FLOW_FIELDS, NODE_FIELDS, build_library, read_target
from flows.source import Source
from locales.texts import Status

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
ALL_WORDS = "\n".join(page.read_text("utf-8") for page in PAGES)
PACKAGES = ("bot", "flows", "escalation", "nlu", "locales")


def words_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def fenced(page: str, info: str) -> str:
    """Return the block of a page that opens with this info string."""
    found = re.search(rf"^```{re.escape(info)}\n(.*?)^```", words_of(page), re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no block ```{info}"
    return found[1]


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout, so what is committed cannot be told")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


# what is made from code


@pytest.mark.parametrize("name", reference.PAGES)
def test_made_parts_are_current(name: str) -> None:
    page = words_of(name)
    assert reference.render(page) == page, "run: python -m bot.reference"


def test_every_made_part_stands_somewhere() -> None:
    assert {name for name in reference.PARTS if f"<!-- begin {name} -->" in ALL_WORDS} == set(reference.PARTS)


def test_render_replaces_only_what_lies_between_marks() -> None:
    page = "before\n<!-- begin backstops -->\nold\n<!-- end backstops -->\nafter\n"
    made = reference.render(page)
    assert made.startswith("before\n<!-- begin backstops -->\n")
    assert made.endswith("<!-- end backstops -->\nafter\n")
    assert "old" not in made
    assert reference.render(made) == made


@pytest.mark.parametrize("page", ["<!-- begin nothing -->\n<!-- end nothing -->\n", "<!-- begin backstops -->\nno end\n"])
def test_render_refuses_a_broken_mark(page: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        reference.render(page)


def test_no_made_part_shows_a_value_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    before = reference.settings_table()
    monkeypatch.setenv("QUIETLINE_TELEGRAM_TOKEN", "canary-token")
    monkeypatch.setenv("QUIETLINE_HOME", "/canary-home")
    assert reference.settings_table() == before


# what exists is named


def test_every_setting_stands_in_operating_with_its_meaning() -> None:
    page = words_of("docs/operating.md")
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert re.search(rf"^\| `QUIETLINE_{name.upper()}` \|.*\| {re.escape(field.description)} \|$", page, re.MULTILINE), name


def test_no_page_names_a_setting_that_is_not_there() -> None:
    named = set(re.findall(r"\bQUIETLINE_([A-Z_]+[A-Z])\b", ALL_WORDS))
    assert named <= {name.upper() for name in Settings.model_fields}


def commands() -> list[str]:
    found = []
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        found += [f"{name} {inner}" for inner in getattr(command, "commands", {})] or [name]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`quietline {command}`" in words_of("README.md")


def test_no_page_names_a_command_that_is_not_there() -> None:
    known = {command.split()[0] for command in commands()}
    named = set(re.findall(r"(?:^|[`/ ])quietline ([a-z]+)\b", "\n".join(re.findall(r"`[^`\n]+`", ALL_WORDS))))
    assert named
    assert named <= known


def test_every_make_target_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", words_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)`", ALL_WORDS)) <= targets
    assert {"run", "test", "check", "bench", "help"} <= targets


def test_every_flow_field_stands_in_authoring() -> None:
    page = words_of("docs/authoring.md")
    words = FLOW_FIELDS | NODE_FIELDS | CHOICE_FIELDS | ARGUMENTS | set(Do) | set(FlowKind) | set(ReaderKind) | set(Status) | STATUSES
    words |= SCREEN_FIELDS - {"text"} | FILE_FIELDS & {"topics"} | TOPIC_FIELDS & {"screens"}
    spans = "\n".join(re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)))
    missing = [word for word in sorted(map(str, words)) if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", spans)]
    assert not missing


def test_every_kind_of_row_and_every_table_stands_in_privacy() -> None:
    page = words_of("docs/privacy.md")
    table = "\n".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| "))
    missing = [name for name in [*Kind, *metadata.tables] if f"`{name}`" not in table]
    assert not missing


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py")))


def test_every_alarm_stands_in_operating() -> None:
    codes = set(re.findall(r'\.page\("([a-z_0-9]+)"\)', sources()))
    assert "case_now_unclaimed" in codes
    rows = [
        line for line in words_of("docs/operating.md").partition("\n## Alarms\n")[2].partition("\n## ")[0].splitlines() if line[:1] == "|"
    ]
    missing = [code for code in sorted(codes) if not any(f"`{code}`" in row.split("|")[1] for row in rows)]
    assert not missing


def test_every_log_event_stands_in_operating() -> None:
    events = set(re.findall(r'\.(?:info|warning|error)\(\s*"([a-z_]+)"', sources())) | set(
        re.findall(r'_log_exception\("([a-z_]+)"', sources())
    )
    assert "alarm" in events
    page = words_of("docs/operating.md")
    missing = [event for event in sorted(events) if f"`{event}`" not in page]
    assert not missing
    assert "event" in FIELDS


def test_every_counter_stands_in_operating() -> None:
    page = words_of("docs/operating.md")
    for family in Metrics().registry.collect():
        assert f"| `{family.name}` |" in page


def test_every_library_has_its_reason() -> None:
    project = tomllib.loads(words_of("pyproject.toml"))
    names = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    page = words_of("docs/decisions.md")
    missing = [name for name in (re.match(r"[A-Za-z0-9._-]+", line)[0] for line in names) if f"`{name}`" not in page]  # type: ignore[index]
    assert not missing


# what is named exists


def anchors(page: str) -> set[str]:
    """Return the anchors of the headings of a page, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_resolves(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            broken.append(link)
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    tops = "|".join((*PACKAGES, "tests", "docs", "requirements", r"\.ci"))
    missing = []
    for path in re.findall(rf"`((?:{tops})/[^`\s]*)`", page.read_text("utf-8")):
        if re.search(r"(^|/)xx\b|-xx-", path):
            continue  # stands for a language that is yet to be added
        pattern = re.sub(r"<[a-z]+>", "*", path).rstrip("/")
        if not list(ROOT.glob(pattern)):
            missing.append(path)
    assert not missing


def test_seven_promises_each_with_its_limit() -> None:
    part = words_of("README.md").partition("## What is promised")[2].partition("\n## ")[0]
    promises = re.split(r"^\d\. ", part, flags=re.MULTILINE)[1:]
    assert len(promises) == 7
    assert all("*Not covered:*" in promise for promise in promises)


# its examples work


def settings_from(*blocks: str) -> Settings:
    values = {}
    for block in blocks:
        for line in fenced("README.md", f"ini {block}").splitlines():
            if line and not line.startswith("#"):
                name, _, value = line.partition("=")
                values[name.removeprefix("QUIETLINE_").lower()] = value
    assert set(values) <= set(Settings.model_fields)
    return Settings(_env_file=None, **values)  # type: ignore[arg-type,call-arg]


@pytest.mark.parametrize(
    "blocks",
    [("telegram-polling",), ("telegram-polling", "telegram-webhook"), ("telegram-polling", "twilio")],
    ids=lambda blocks: blocks[-1],
)
def test_the_settings_of_the_readme_pass_the_start_checks(blocks: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"QUIETLINE_{name.upper()}", raising=False)
    settings = settings_from(*blocks)
    assert settings.channels
    assert broken_rules(settings) == ()


def test_the_examples_of_hours_are_read() -> None:
    hours = load_hours(fenced("docs/operating.md", "yaml hours"), "operating.md")
    assert [office.name for office in hours.offices] == ["madrid"]


def test_the_example_of_a_flow_is_read() -> None:
    text = fenced("docs/authoring.md", "yaml flow")
    fields = yaml.safe_load(text)
    menu = Source("menu", "flow: menu\nnodes:\n  needs:\n    say: menu-needs\n    waits: true\n")
    library = build_library([Source("authoring.md", text), menu], [], {})
    assert library.flows[fields["flow"]].nodes["next"].next == read_target("menu/")


# nothing of where it was made


FORBIDDEN = tuple(
    "".join(parts)
    for parts in (
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/tmp", "/doc"),
        ("index", "-url ="),
        ("extra-index", "-url"),
        ("--index", "-url"),
        ("pypi.", "org/simple"),
        ("files.python", "hosted.org"),
        ("registry.", "npmjs.org"),
        ("proxy.go", "lang.org"),
    )
)


def test_no_file_names_an_index_or_this_machine() -> None:
    found = []
    for path in committed():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]
    assert not found
