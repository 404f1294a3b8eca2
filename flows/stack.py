"""Who waits while something else is asked: the return stack, as pure functions of library and state.

Rules: at most one place of each flow; a main flow waits for nobody; an alarm keeps only main flows that are worth coming back to, at their
start; a detour keeps the very question. So a stack never grows past two.
"""

from __future__ import annotations

from flows.definition import FlowKind, Library, Place
from flows.values import State

KEPT = ("country", "consent", "words", "channel", "limits")
"""Slots that outlive a flow. All else is dropped when another begins."""


def kept(state: State) -> dict[str, str]:
    """Return the slots that outlive a flow."""
    return {name: value for name, value in state.slots.items() if name in KEPT}


def waiting(library: Library, state: State, kind: FlowKind) -> tuple[Place, ...]:
    """Return who waits once a flow of `kind` is entered from `state`."""
    now = library.flows.get(state.flow)
    stack = state.stack
    if now is not None and (now.kind is FlowKind.MAIN or (now.kind is FlowKind.ALARM and kind is FlowKind.DETOUR)):
        stack = (*(place for place in stack if place[0] != now.name), (state.flow, state.node))
    match kind:
        case FlowKind.MAIN:
            return ()
        case FlowKind.DETOUR:
            return stack
        case FlowKind.ALARM:
            flows = (library.flows.get(place[0]) for place in stack)
            return tuple((flow.name, flow.start) for flow in flows if flow is not None and flow.kind is FlowKind.MAIN and flow.resumes)
