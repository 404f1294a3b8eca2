"""The fallback file that Twilio fetches when we do not answer: it says nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from bot.channels.fallback import FALLBACK_TWIML, write_fallback


def test_the_fallback_says_nothing_to_anybody(tmp_path: Path) -> None:
    path = tmp_path / "public" / "fallback.xml"
    write_fallback(path)
    write_fallback(path)
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    assert (root.tag, root.attrib, list(root), root.text) == ("Response", {}, [], None)
    assert re.findall(r"[a-z]{3,}", FALLBACK_TWIML.lower().replace('<?xml version="1.0" encoding="utf-8"?>', "")) == ["response"]
    assert path.stat().st_mode & 0o777 == 0o644
