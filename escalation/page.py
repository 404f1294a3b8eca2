"""Keeps docs/escalation.md true: writes the parts that are made from code between their marks.

Rules: only what lies between `<!-- begin X -->` and `<!-- end X -->` changes; a missing mark is an error; a test fails while the page
is old. Run `python -m escalation.page docs/escalation.md`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from escalation import cases, policy


def render(page: str) -> str:
    """Return the page with its made parts written anew.

    Raises: ValueError when a mark is missing.
    """
    for name, made in _parts().items():
        begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->\n"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"page: needs the marks {begin.strip()} and {end.strip()} once each")
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        page = f"{before}{begin}{made}\n{end}{after}"
    return page


def _parts() -> dict[str, str]:
    ageing = [
        f"- *{urgency.name.lower()}* queues as if it had been opened {seconds // 60} minutes later"
        for urgency, seconds in policy.HEAD_START_SECONDS.items()
    ]
    times = [
        f"- a desk or an advocate's browser is gone after {cases.BEAT_LAPSE_SECONDS} seconds of silence",
        f"- a *now* case that nobody takes is paged after {cases.PAGE_AFTER_SECONDS} seconds",
        f"- after {cases.TRUTH_AFTER_SECONDS} seconds she is told, when she writes, that nobody has come, with other ways",
        f"- a case that nobody takes closes after {cases.CASE_WAIT_HOURS} hours (`CASE_WAIT_HOURS`)",
    ]
    late = f"- an address known for cases that were not genuine: {policy.RANKED_LAST_SECONDS // 3600} hours later still, never refused"
    return {
        "policy": policy.as_markdown(),
        "ageing": "\n".join([*ageing, late]),
        "moves": f"```mermaid\n{cases.as_mermaid()}\n```",
        "times": "\n".join(times),
    }


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(render(path.read_text(encoding="utf-8")), encoding="utf-8")
