"""Takes the tour of `test_twilio_openapi.py` through prism in proxy mode: `python prism_tour.py PRISM FULL_OPENAPI.json`.

Exit status 1 when prism refuses a call of ours, or lets a wrong one pass that it is known to refuse (then it judged nothing).

One thing is taken out of the description first: it calls the links between pages absolute URIs, while its own examples, the real answers
and Twilio's own library have paths (`/2010-04-01/Accounts/…`). Prism would refuse every listing, real ones too.
"""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from tests.contracts.test_twilio_openapi import MESSAGES, tour
from tests.fakes.twilio_channel import sms_channel
from tests.fakes.twilio_messages import ACCOUNT, SENDER, SERVICE, TOKEN
from tests.fakes.twilio_server import FakeTwilio

START_SECONDS = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def without_absolute_links(part: Any) -> Any:
    """Return the description without `format: uri` on the links between pages."""
    if isinstance(part, dict):
        return {
            name: {key: rest for key, rest in value.items() if key != "format"}
            if (name == "uri" or name.endswith("_page_uri")) and isinstance(value, dict)
            else without_absolute_links(value)
            for name, value in part.items()
        }
    return [without_absolute_links(item) for item in part] if isinstance(part, list) else part


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until prism listens. Raises: TimeoutError."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("prism did not start")


def refuses_a_wrong_call(url: str) -> bool:
    """Say whether prism refuses a message to nobody: the proof that it judges at all."""
    auth = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    answer = httpx.post(url + MESSAGES, data={"Body": "Hi"}, headers={"Authorization": f"Basic {auth}"}, trust_env=False)
    return answer.status_code == 422 and "required" in answer.text


async def take(twilio: FakeTwilio, url: str, sender: str) -> None:
    """Take the tour once, as one sender."""
    twilio.service = SERVICE if sender == SERVICE else None
    channel = sms_channel(twilio, sender=sender, api_base=url, total_seconds=20.0)
    await tour(twilio, channel)
    await channel.close()


def main(prism: str, openapi: str) -> int:
    """Run prism in front of the pretended Twilio, take the tour, tell the verdict."""
    port = free_port()
    with FakeTwilio() as twilio, tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        described = Path(folder, "openapi.json")
        described.write_text(json.dumps(without_absolute_links(json.loads(Path(openapi).read_text(encoding="utf-8")))), encoding="utf-8")
        command = [prism, "proxy", "--errors", "-p", str(port), "-h", "127.0.0.1", str(described), twilio.url]
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(port, process)
            url = f"http://127.0.0.1:{port}"
            for sender in (SENDER, SERVICE):
                asyncio.run(take(twilio, url, sender))
            judged, ours = refuses_a_wrong_call(url), len(twilio.calls)
        finally:
            process.terminate()
            process.wait(10)
        log.seek(0)
        said = log.read().decode(errors="replace")
    complaints = [line for line in said.splitlines() if "Violation" in line or "terminated with error" in line]
    expected = 1 if judged else 0  # the wrong call
    wrong = twilio.violations + complaints[: len(complaints) - expected]
    wrong += [f"{call.method} answered {call.status}" for call in twilio.calls if call.status >= 400]
    for line in [*wrong, *([] if judged else ["prism let a message to nobody pass"])]:
        print("prism:", line)
    print(f"prism: {ours} calls of ours, {len(wrong)} complaints, a wrong call was {'refused' if judged else 'NOT refused'}")
    return 0 if judged and not wrong and ours else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], str(Path(sys.argv[2]).resolve())))
