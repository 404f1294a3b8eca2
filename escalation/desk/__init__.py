"""The desk: the web app on which advocates take cases and write with people.

Rules: it knows `Records` and `Line` and nothing behind them; it shows no number and no name of a person; words pass through it once, into
one open page, and are never put into a URL, a log, a cookie or the browser's storage.
"""

from escalation.desk.app import make_desk
from escalation.desk.passwords import PasswordRefusedError, make_staff
from escalation.desk.settings import DeskSettings

__all__ = ["DeskSettings", "PasswordRefusedError", "make_desk", "make_staff"]
