"""Proof instead of trust: `quietline prove` sends canary words through everything, then searches everything for them.

Rules: the proof first shows that its own search finds what is planted; a scene that did not happen is a failure too; what is printed
names places, forms and labels, never a canary.
"""

from bot.proof.live import search_live
from bot.proof.play import prove

__all__ = ["prove", "search_live"]
