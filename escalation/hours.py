"""The hours file: when staff of which office work in which language, read from YAML into frozen values.

Rules: `load_hours` takes text and a name, opens no file, and either returns hours or raises one error with file, line, field, rule and
what was given. Times are what the clock on the office's wall shows. A holiday is a date on which no shift of the office starts.

    offices:
      madrid:
        zone: Europe/Madrid
        languages:
          es: {mon-fri: "09:00-14:00, 16:00-20:00", sat: "10:00-14:00"}
          ar: {fri: "22:00-02:00"}        # ends on Saturday
          "*": {daily: 24h}               # every language
        holidays: [2026-12-25]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
ANY_LANGUAGE = "*"

_SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*|\*")
_MAX_SPANS = 6
_MAX_GOT = 60


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of one weekday: start and end in minutes after that day's midnight. An end past 1,440 lies on the next day."""

    language: str
    weekday: int  # 0 is Monday
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Office:
    """One place with its own clock and holidays."""

    name: str
    zone: ZoneInfo
    shifts: tuple[Shift, ...]
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Hours:
    """When staff work. Hours only limit: inside them somebody may be there, outside nobody is."""

    always: bool
    offices: tuple[Office, ...] = ()


ALWAYS = Hours(always=True)


class HoursError(Exception):
    """A hours file that cannot be used. The operator mends `field` on `line`."""

    def __init__(self, file: str, line: int, field: str, rule: str, got: str) -> None:
        given = got if len(got) <= _MAX_GOT else got[:_MAX_GOT] + "…"
        super().__init__(f"{file}:{line}: {field}: {rule} (got {given!r})")
        self.file, self.line, self.field, self.rule, self.got = file, line, field, rule, given


def load_hours(text: str, file: str) -> Hours:
    """Return the hours that `text` describes; `file` is only named in errors. The bare word `always` is a file too.

    Raises: HoursError.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as broken:
        line = broken.problem_mark.line + 1 if broken.problem_mark else 1
        raise HoursError(file, line, "(file)", "must be YAML", broken.problem or "") from None
    except (yaml.YAMLError, RecursionError):
        raise HoursError(file, 1, "(file)", "must be YAML of printable characters", "") from None
    if isinstance(root, yaml.ScalarNode) and root.value == "always":
        return ALWAYS
    reader = _Reader(file)
    offices = reader.only(root, "(file)", ("offices",))["offices"]
    return Hours(always=False, offices=tuple(reader.office(name.value, node) for name, node in reader.pairs(offices, "offices")))


class _Reader:
    """Walks the nodes of one file; every method raises `HoursError` with the line of what it reads."""

    def __init__(self, file: str) -> None:
        self._file = file

    def office(self, name: str, node: yaml.Node) -> Office:
        field = f"offices.{name}"
        found = self.only(node, field, ("zone", "languages"), ("holidays",))
        shifts = tuple(
            shift
            for tag, days in self.pairs(found["languages"], f"{field}.languages")
            for shift in self.language(tag, days, f"{field}.languages.{tag.value}")
        )
        holidays = frozenset(self.holidays(found["holidays"], f"{field}.holidays")) if "holidays" in found else frozenset()
        return Office(name, self.zone(found["zone"], f"{field}.zone"), shifts, holidays)

    def zone(self, node: yaml.Node, field: str) -> ZoneInfo:
        name = self.scalar(node, field)
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self.wrong(node, field, "must be an IANA time zone that this machine knows, for example Europe/Madrid", name) from None

    def language(self, tag: yaml.Node, days: yaml.Node, field: str) -> Iterator[Shift]:
        if not _TAG.fullmatch(tag.value):
            raise self.wrong(tag, field, 'must be a language tag or "*"', tag.value)
        taken: set[int] = set()
        for day, spans in self.pairs(days, field):
            for weekday in self.weekdays(day, field):
                if weekday in taken:
                    raise self.wrong(day, f"{field}.{day.value}", f"{DAYS[weekday]} has its hours already", day.value)
                taken.add(weekday)
                for start, end in self.spans(spans, f"{field}.{day.value}"):
                    yield Shift(tag.value, weekday, start, end)

    def weekdays(self, node: yaml.Node, field: str) -> tuple[int, ...]:
        value = node.value
        if value == "daily":
            return tuple(range(7))
        first, _, last = value.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise self.wrong(node, f"{field}.{value}", "must be a day (mon … sun), a range (mon-fri) or daily", value)
        start, length = DAYS.index(first), (DAYS.index(last or first) - DAYS.index(first)) % 7 + 1
        return tuple((start + step) % 7 for step in range(length))

    def spans(self, node: yaml.Node, field: str) -> tuple[tuple[int, int], ...]:
        value = self.scalar(node, field)
        if value == "closed":
            return ()
        if value == "24h":
            return ((0, DAY_MINUTES),)
        parts = [part.strip() for part in value.split(",")]
        found = [_SPAN.fullmatch(part) for part in parts]
        if len(parts) > _MAX_SPANS or not all(found):
            rule = f'must be "closed", "24h" or up to {_MAX_SPANS} spans HH:MM-HH:MM, separated by commas'
            raise self.wrong(node, field, rule, value)
        return tuple(self.span(match, node, field) for match in found if match)

    def span(self, match: re.Match[str], node: yaml.Node, field: str) -> tuple[int, int]:
        start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if end > DAY_MINUTES or start == end:
            raise self.wrong(node, field, "a span must end by 24:00 and must not be empty", match[0])
        return start, end if end > start else end + DAY_MINUTES

    def holidays(self, node: yaml.Node, field: str) -> Iterator[date]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.wrong(node, field, "must be a list of dates", self.show(node))
        for item in node.value:
            value = self.scalar(item, field)
            try:
                if not _DATE.fullmatch(value):
                    raise ValueError  # noqa: TRY301 - one error for a wrong form and a wrong day
                yield date.fromisoformat(value)
            except ValueError:
                raise self.wrong(item, field, "must be a date YYYY-MM-DD", value) from None

    def only(self, node: yaml.Node | None, field: str, needed: tuple[str, ...], allowed: tuple[str, ...] = ()) -> dict[str, yaml.Node]:
        found: dict[str, yaml.Node] = {}
        for key, value in self.pairs(node, field):
            if key.value not in (*needed, *allowed):
                raise self.wrong(key, field, f"knows only {', '.join((*needed, *allowed))}", key.value)
            found[key.value] = value
        for name in needed:
            if name not in found:
                raise self.wrong(node, field, f"needs {name}", ", ".join(found))
        return found

    def pairs(self, node: yaml.Node | None, field: str) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode) or not node.value:
            raise self.wrong(node, field, "must be a mapping with at least one entry", self.show(node))
        seen: set[str] = set()
        for key, _ in node.value:
            name = self.scalar(key, field)
            if name in seen:
                raise self.wrong(key, field, "must name each entry once", name)
            seen.add(name)
        return [(key, value) for key, value in node.value]

    def scalar(self, node: yaml.Node, field: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.wrong(node, field, "must be one value", self.show(node))
        return str(node.value)

    def show(self, node: yaml.Node | None) -> str:
        kinds = {yaml.ScalarNode: "one value", yaml.SequenceNode: "a list", yaml.MappingNode: "a mapping"}
        return str(node.value) if isinstance(node, yaml.ScalarNode) and node.value else kinds.get(type(node), "nothing")

    def wrong(self, node: yaml.Node | None, field: str, rule: str, got: str) -> HoursError:
        return HoursError(self._file, node.start_mark.line + 1 if node else 1, field, rule, got)
