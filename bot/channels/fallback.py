"""Writes the static file that Twilio fetches when this service does not answer: it says nothing, to nobody.

Why nothing, and not one neutral line:
- Twilio sends a TwiML reply by itself. It would reach a lock screen without knock rule, cover or language, and after a STOP too.
- It would answer in cover mode with another line than the operator's own, which tells two texts from one sender apart.
- "We are out of order, try again" keeps someone waiting who may need another door; that door stands in texts that were reviewed, and
  no text here is. Silence is what an ordinary number does.
- What was written is not lost by it: `bot.channels.reconcile` brings in what is younger than ten minutes as soon as the service runs.

So why a file at all? Without one, or with one that cannot be had, Twilio's debugger keeps an error with the whole request in it,
number and words included.
"""

from __future__ import annotations

from pathlib import Path

FALLBACK_TWIML = '<?xml version="1.0" encoding="UTF-8"?>\n<Response/>\n'
"""An answer without a message, and without a comment: whoever opens the URL learns nothing of what it belongs to."""


def write_fallback(path: Path) -> None:
    """Write the file, readable by all (it is to be published), in place of any older one.

    Raises: OSError when it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FALLBACK_TWIML, encoding="utf-8")
    path.chmod(0o644)
