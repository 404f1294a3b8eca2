"""The demo's page and its files, in the browser's language.

Rules: nothing changes on GET; the template escapes everything; every sentence comes from `locales/<tag>/demo.ftl`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.demo.acts import MAX_TEXT
from bot.ports import ChannelKind
from escalation.desk.texts import direction, language_name
from locales.texts import FALLBACK, Texts

FOLDER = Path(__file__).parent
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
PREFIX = "demo-"


class Page:
    """Renders the page. `desk` is the address of the desk that it frames."""

    def __init__(self, texts: Texts, desk: str) -> None:
        self._texts = texts
        self._desk = desk
        templates = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._template = templates.get_template("page.html")
        self.files: Mapping[str, bytes] = {
            path.name: path.read_bytes() for path in (FOLDER / "static").iterdir() if path.suffix in TYPES
        }  # fmt: skip

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags in which the page can speak, the fallback first."""
        return tuple(tag for tag in self._texts.languages if self._texts.has(tag, f"{PREFIX}title"))

    def choose(self, accepted: str) -> str:
        """Return the first language of an Accept-Language header that the page speaks, else the fallback."""
        offers = (part.partition(";")[0].strip().lower().split("-")[0] for part in accepted[:200].split(","))
        return next((tag for tag in offers if tag in self.languages), FALLBACK)

    def say(self, tag: str, name: str) -> str:
        """Return the text `demo-<name>`."""
        return self._texts.text(tag, f"{PREFIX}{name}")

    def all_texts(self, tag: str) -> dict[str, str]:
        """Return every text of the page, by name: the language can change without loading anew."""
        names = (name.removeprefix(PREFIX) for name in self._texts.ids(FALLBACK) if name.startswith(PREFIX))
        return {name: self.say(tag, name) for name in names}

    def direction(self, tag: str) -> str:
        """Return `rtl` or `ltr`."""
        return direction(tag)

    def render(self, tag: str) -> str:
        """Return the page."""
        return self._template.render(
            t=lambda name: self.say(tag, name),
            tag=tag,
            dir=direction(tag),
            languages=[(other, language_name(other, other)) for other in self.languages],
            desk=self._desk,
            kinds=[(kind.value, MAX_TEXT[kind]) for kind in (ChannelKind.TELEGRAM, ChannelKind.SMS)],
            telegram=ChannelKind.TELEGRAM.value,
        )
