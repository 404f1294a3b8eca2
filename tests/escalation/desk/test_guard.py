"""What every request meets on its way in and out."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalation.desk import DeskSettings
from tests.fixtures_desk import ORIGIN, a_case

PAGES = ("/desk/", "/desk/demo", "/desk/nothing", "/desk", "/desk/queue")
POSTS = ("pulse", "next", "read", "taken", "reply", "return", "close", "pause", "lock", "sign-out", "queue/news")


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_has_the_security_headers(desk, path):
    headers = (await desk.client().get(path)).headers
    policy = headers["content-security-policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    ):
        assert part in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


async def test_refusals_have_them_too(desk):
    for answer in (
        await desk.client().request("PUT", "/desk/"),
        await desk.client().post("/desk/next", content=b"x" * 100),
        await desk.client().get("/desk/", headers={"host": "evil.example"}),
    ):
        assert answer.status_code in {405, 415, 421}
        assert "content-security-policy" in answer.headers


async def test_static_files_are_kept_by_hash_and_nothing_else_is(desk):
    page = (await desk.client().get("/desk/")).text
    path = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert (await desk.client().get(path)).headers["cache-control"].endswith("immutable")
    assert (await desk.client().get(path.replace("static/", "static/0"))).status_code == 404
    assert (await desk.client().get("/desk/static/../app.py")).status_code == 404


async def test_pages_hold_no_inline_script_or_style(desk):
    await desk.records.open_case(a_case(), None)
    browser = await desk.signed_in()
    for path in ("/desk/", "/desk/demo", "/desk/queue"):
        page = (await browser.client.get(path)).text
        assert "style=" not in page
        assert "onclick" not in page
        assert page.count("<script") == page.count('<script type="module" src="/desk/static/')


@pytest.mark.parametrize("path", POSTS)
async def test_nothing_is_done_without_a_session_or_its_token(desk, path):
    nobody = await desk.client().post(f"/desk/{path}", json={}, headers={"x-desk-csrf": "x"})
    assert nobody.status_code == 401
    browser = await desk.signed_in()
    for token in ("", "x", browser.csrf[:-1], "ü"):
        answer = await browser.client.post(f"/desk/{path}", json={}, headers={"x-desk-csrf": token.encode()})
        assert answer.status_code == 403


@pytest.mark.parametrize("path", POSTS)
async def test_nothing_is_done_for_another_origin(desk, path):
    browser = await desk.signed_in()
    answer = await browser.client.post(f"/desk/{path}", json={}, headers={"x-desk-csrf": browser.csrf, "origin": "http://127.0.0.1:8080"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", POSTS)
async def test_nothing_happens_on_get(desk, path):
    browser = await desk.signed_in()
    assert (await browser.client.get(f"/desk/{path}")).status_code in {404, 405}


async def test_only_small_json_is_read(desk):
    browser = await desk.signed_in()
    headers = {"x-desk-csrf": browser.csrf}
    form = await browser.client.post("/desk/next", data={"a": "b"}, headers=headers)
    big = await browser.client.post("/desk/reply", json={"text": "x" * 70_000}, headers=headers)
    assert (form.status_code, big.status_code) == (415, 413)

    async def chunks():
        for _ in range(80):
            yield b" " * 1024

    streamed = await browser.client.post("/desk/reply", content=chunks(), headers=headers | {"content-type": "application/json"})
    assert streamed.status_code == 413


async def test_a_failure_prints_nothing_of_what_it_was_about(desk, capsys):
    secret = "CANARY-words-7731"

    async def broken(*args: object):
        raise RuntimeError(f"could not bind {secret}")

    await desk.records.open_case(a_case(), None)
    browser = await desk.signed_in()
    await browser.post("next")
    desk.line.reply = broken
    answer = await browser.post("reply", case="case-1", id="0" * 8 + "-0000-4000-8000-" + "0" * 12, text=secret)
    assert (answer.status_code, answer.json()) == (500, {"error": "failed"})
    printed = capsys.readouterr()
    assert secret not in printed.out + printed.err
    assert "desk_failed" in printed.out + printed.err


async def test_a_refused_body_is_not_echoed(desk):
    browser = await desk.signed_in()
    answer = await browser.post("reply", case="case-1", id="no uuid", text="CANARY-words-7731")
    assert answer.status_code == 400
    assert "CANARY" not in answer.text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(),
            lambda kids: (
                st.lists(kids)
                | st.dictionaries(
                    st.sampled_from(
                        ["case", "id", "text", "ids", "outcome", "paused", "active", "seen", "name", "password", "code", "token"]
                    ),
                    kids,
                )
            ),
            max_leaves=6,
        ),
    )
)
async def test_whatever_is_sent_is_answered(desk, body):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    client = desk.client()
    for path in ("code", "demo", "language", "start-again"):
        answer = await client.post(f"/desk/{path}", content=content, headers={"content-type": "application/json"})
        assert answer.status_code in {200, 400, 401}


@pytest.mark.parametrize(
    "origins",
    [
        (),
        ("http://desk.example.org",),
        ("http://192.168.1.4:8081",),
        ("https://desk.example.org/",),
        ("desk.example.org",),
        ("https://a.example", "http://127.0.0.1:1"),
    ],
)
def test_a_desk_is_not_built_for_an_unsafe_address(origins):
    with pytest.raises(ValueError, match="DeskSettings"):
        DeskSettings(origins=origins)


def test_only_a_loopback_demo_may_frame_the_desk():
    assert DeskSettings(origins=(ORIGIN,), frames=("http://127.0.0.1:8080",)).frames
    with pytest.raises(ValueError, match="frame"):
        DeskSettings(origins=("https://desk.example.org",), frames=("https://demo.example.org",))
