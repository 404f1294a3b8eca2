"""Give the reviewed sentence for an id in a language: our own thin wrapper over Fluent.

Rules: an id is never shown. What is missing at run time is said in the fallback language and counted; if that fails too a kind
neutral reviewed sentence (`try-again`) is said. Nothing is invented here. Marks that keep a number or a Latin name in order go
round Latin runs in right-to-left text, and never into an SMS. Languages are found from the folders.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast, visitor

FALLBACK = "en"
LAST_RESORT = "try-again"
"""The sentence that is said when all else fails. Every release has it in the fallback language, or nothing loads."""

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_STATUS = re.compile(r"^status:\s*(\S+)", re.MULTILINE)
_LATIN_RUN = re.compile(r"[+]?[A-Za-zÀ-ɏ0-9](?:[A-Za-zÀ-ɏ0-9 .,:;/@&'()+#?=_%-]*[A-Za-zÀ-ɏ0-9/])?")
_WORTH_MARKS = 3
"""A Latin run shorter than this (a choice's digit) reads the same either way."""

Arg = str | int


class TextsError(Exception):
    """The texts cannot be used as they are: says which file or id, and the rule. For whoever edits texts; never shown to a person."""


class Status(StrEnum):
    """How far a text has been reviewed, least first."""

    DRAFTED = "drafted"
    SECOND_READ = "second-read"
    NATIVE_CHECKED = "native-checked"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One message as it was read: where from, its status (None: none given), and what it needs and has."""

    file: str
    status: Status | None
    arguments: frozenset[str]
    attributes: frozenset[str]


class Texts:
    """All texts of the served languages. Build it with `load_texts`."""

    def __init__(self, bundles: Mapping[str, FluentBundle], entries: Mapping[str, Mapping[str, _Entry]]) -> None:
        self._bundles = bundles
        self._entries = entries
        self._said: dict[tuple[str, str, bool], str] = {}
        self.missing = 0
        """How often a text or an argument was missing at run time. Metrics read it."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags that have texts, the fallback language first, then by name."""
        return tuple(sorted(self._bundles, key=lambda tag: (tag != FALLBACK, tag)))

    def text(self, tag: str, id: str, args: Mapping[str, Arg] | None = None, *, sms: bool = False) -> str:  # noqa: A002 - the contract's word
        """Return the text `id` in `tag`, its shorter form if `sms` and there is one. Never fails and never returns an id."""
        known = None if args else self._said.get((tag, id, sms))
        if known is not None:
            return known
        found = self._format(self.nearest(tag), id, args, sms=sms)
        if found is None:
            self.missing += 1
            return self._otherwise(self.nearest(tag), id, args, sms=sms)
        if not args:
            self._said[tag, id, sms] = found
        return found

    def nearest(self, tag: str) -> str:
        """Return the nearest tag that has texts: itself, its language, the fallback."""
        if tag in self._bundles:
            return tag
        base = tag.split("-", maxsplit=1)[0]
        return base if base in self._bundles else FALLBACK

    def has(self, tag: str, id: str) -> bool:  # noqa: A002 - the contract's word
        """Say whether `tag` itself has the text `id`."""
        return id in self._entries.get(tag, {})

    def ids(self, tag: str) -> frozenset[str]:
        """Return the ids that `tag` has."""
        return frozenset(self._entries.get(tag, {}))

    def status(self, tag: str, id: str) -> Status | None:  # noqa: A002 - the contract's word
        """Return how far the text was reviewed, None if nobody wrote it down. Raises: KeyError if there is no such text."""
        return self._entries[tag][id].status

    def arguments(self, tag: str, id: str) -> frozenset[str]:  # noqa: A002 - the contract's word
        """Return the names of the arguments that the text takes, its shorter form included. Raises: KeyError."""
        return self._entries[tag][id].arguments

    def attributes(self, tag: str, id: str) -> frozenset[str]:  # noqa: A002 - the contract's word
        """Return the names of the text's attributes (`sms`). Raises: KeyError if there is no such text."""
        return self._entries[tag][id].attributes

    def file(self, tag: str, id: str) -> str:  # noqa: A002 - the contract's word
        """Return the file that the text stands in, as `tag/name.ftl`. Raises: KeyError if there is no such text."""
        return self._entries[tag][id].file

    def _otherwise(self, tag: str, id: str, args: Mapping[str, Arg] | None, *, sms: bool) -> str:  # noqa: A002 - the contract's word
        """Return the first of: the text in the fallback language, the neutral sentence in `tag`, the same in the fallback."""
        for other_tag, other_id, other_args in ((FALLBACK, id, args), (tag, LAST_RESORT, None), (FALLBACK, LAST_RESORT, None)):
            found = self._format(other_tag, other_id, other_args, sms=sms)
            if found is not None:
                return found
        raise TextsError(f"{FALLBACK}: {LAST_RESORT} must be there and take no arguments")  # load_texts made sure of it

    def _format(self, tag: str, id: str, args: Mapping[str, Arg] | None, *, sms: bool) -> str | None:  # noqa: A002 - the contract's word
        """Return the formatted text, or None if it or one of its arguments is missing."""
        bundle = self._bundles[tag]
        if not bundle.has_message(id):
            return None
        message = bundle.get_message(id)
        pattern = message.attributes.get("sms", message.value) if sms else message.value
        if pattern is None:
            return None
        said, errors = bundle.format_pattern(pattern, dict(args or {}))
        if errors or not isinstance(said, str):
            return None
        return said if sms else isolate(said)


def load_texts(tags: Collection[str] | None = None) -> Texts:
    """Read the texts of all languages that have a folder, or of `tags` and the fallback language only.

    Raises: TextsError for a file that is no Fluent, an id written twice, an unknown status, a tag without a folder.
    """
    folders = {folder.name: folder for folder in _folders()}
    wanted = set(folders) if tags is None else {FALLBACK, *tags}
    if unknown := sorted(wanted - set(folders)):
        raise TextsError(f"locales: each served language needs a folder with .ftl files (none for: {', '.join(unknown)})")
    bundles: dict[str, FluentBundle] = {}
    entries: dict[str, dict[str, _Entry]] = {}
    for tag in sorted(wanted):
        bundles[tag] = FluentBundle([tag, FALLBACK], use_isolating=False)
        entries[tag] = {}
        for file in sorted(folders[tag].iterdir(), key=lambda item: item.name):
            if file.name.endswith(".ftl"):
                _read(f"{tag}/{file.name}", file.read_text("utf-8"), bundles[tag], entries[tag])
    last = entries[FALLBACK].get(LAST_RESORT)
    if last is None or last.arguments:
        raise TextsError(f"{FALLBACK}: {LAST_RESORT} must be there and take no arguments")
    return Texts(bundles, entries)


def isolate(text: str) -> str:
    """Return `text` with isolates (LRI … PDI, UAX #9) round its Latin runs if it reads from right to left, else as it is."""
    if text.isascii() or not _reads_right_to_left(text):
        return text
    return _LATIN_RUN.sub(lambda run: f"\u2066{run[0]}\u2069" if len(run[0]) >= _WORTH_MARKS else run[0], text)


def _reads_right_to_left(text: str) -> bool:
    """Say whether the first strong character is Arabic or Hebrew, as a phone decides it."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"R", "AL", "L"}:
            return direction != "L"
    return False


def _folders() -> Iterator[Traversable]:
    """Yield the folders of languages: named by a tag and holding a .ftl file."""
    for folder in resources.files("locales").iterdir():
        if folder.is_dir() and _TAG.fullmatch(folder.name) and any(file.name.endswith(".ftl") for file in folder.iterdir()):
            yield folder


def _read(file: str, source: str, bundle: FluentBundle, entries: dict[str, _Entry]) -> None:
    """Add one file to the bundle and note what its messages need."""
    resource = FluentParser().parse(source)
    of_file: Status | None = None
    for item in resource.body:
        match item:
            case ast.Junk():
                line = source.count("\n", 0, item.span.start if item.span else 0) + 1
                raise TextsError(f"{file}, line {line}: each entry must be valid Fluent")
            case ast.ResourceComment():
                of_file = _status(item.content, file) or of_file
            case ast.Message():
                if item.id.name in entries:
                    raise TextsError(f"{file}: an id stands once in a language ({item.id.name} is also in {entries[item.id.name].file})")
                own = _status(item.comment.content, file) if item.comment else None
                attributes = frozenset(attribute.id.name for attribute in item.attributes)
                entries[item.id.name] = _Entry(file, own or of_file, _arguments(item), attributes)
            case _:
                pass
    bundle.add_resource(resource)


def _status(comment: str | None, file: str) -> Status | None:
    """Read `status: …` from a comment. Raises: TextsError for a word that is no status."""
    found = _STATUS.search(comment or "")
    if found is None:
        return None
    try:
        return Status(found[1])
    except ValueError:
        raise TextsError(f"{file}: status must be one of {', '.join(Status)} (got {found[1]})") from None


def _arguments(message: ast.Message) -> frozenset[str]:
    """Return the variables that a message names."""
    found: set[str] = set()

    class _Variables(visitor.Visitor):
        def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
            found.add(node.id.name)

    _Variables().visit(message)
    return frozenset(found)
