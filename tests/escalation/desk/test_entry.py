"""Signing in and out, as a client sees it."""

from __future__ import annotations

import time
from statistics import median

import pyotp

from escalation.desk import make_staff
from escalation.desk.door import LONGEST_DELAY_SECONDS, delay_seconds
from escalation.model import Role
from tests.fixtures_desk import NOW, ORIGIN, PASSWORD, a_case


async def try_password(client, name="Noor", password=PASSWORD):
    return await client.post("/desk/password", json={"name": name, "password": password})


async def test_password_then_code_opens_the_desk(desk):
    client = desk.client()
    assert "password-form" in (await client.get("/desk/")).text
    assert (await try_password(client)).json() == {"next": "code"}
    half = client.cookies["desk"]
    assert "code-form" in (await client.get("/desk/")).text
    answer = await client.post("/desk/code", json={"code": desk.code()})
    assert answer.json() == {"next": "desk"}
    assert client.cookies["desk"] != half
    assert 'id="next"' in (await client.get("/desk/")).text
    assert await desk.actions() == ["sign_in"]


async def test_cookies_hold_no_meaning_and_cannot_be_read_or_sent_elsewhere(desk):
    client = desk.client()
    await try_password(client)
    answer = await client.post("/desk/code", json={"code": desk.code()})
    for cookie in answer.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert "Noor" not in cookie
        assert desk.staff.id not in cookie


async def test_a_half_session_opens_nothing(desk):
    client = desk.client()
    await try_password(client)
    assert (await client.post("/desk/next", json={}, headers={"x-desk-csrf": ""})).status_code == 401
    assert 'id="next"' not in (await client.get("/desk/")).text


async def test_a_half_session_ends_after_five_minutes(desk):
    client = desk.client()
    await try_password(client)
    desk.clock.at += 301
    answer = await client.post("/desk/code", json={"code": desk.code()})
    assert (answer.status_code, answer.json()["detail"]) == (401, "start_again")


async def test_a_code_works_once(desk):
    code = desk.code()
    await desk.signed_in()
    other = desk.client()
    await try_password(other)
    assert (await other.post("/desk/code", json={"code": code})).status_code == 401
    assert await desk.actions() == ["sign_in", "sign_in_failed"]


async def test_every_refusal_reads_the_same(desk):
    client = desk.client()
    wrong = await try_password(client, password="wrong wrong wrong")
    unknown = await try_password(client, name="Nobody")
    await desk.records.disable_staff(desk.staff.id)
    disabled = await try_password(client)
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content) == (disabled.status_code, disabled.content)
    assert {("set-cookie" in answer.headers) for answer in (wrong, unknown, disabled)} == {False}
    assert await desk.records.counts("2027-01-15", "2027-01-15") == {("2027-01-15", "desk.refused.unknown"): 1}
    assert await desk.actions() == ["sign_in_failed", "sign_in_failed"]


async def test_an_unknown_name_costs_as_much_time_as_a_wrong_password(desk):
    client = desk.client()
    await desk.records.add_staff(make_staff("Real", Role.ADVOCATE, ["en"], PASSWORD, pyotp.random_base32()))
    await try_password(client, name="warm up")

    async def seconds(name: str) -> float:
        started = time.perf_counter()
        await try_password(client, name=name, password="wrong wrong wrong")
        return time.perf_counter() - started

    known, unknown = [], []
    for _ in range(3):
        known.append(await seconds("Real"))
        unknown.append(await seconds("Nobody"))
    assert 0.4 < median(known) / median(unknown) < 2.5


def test_delays_grow_and_end():
    delays = [delay_seconds(failures) for failures in range(1, 40)]
    assert delays[:3] == [0, 0, 0]
    assert delays == sorted(delays)
    assert delays[-1] == LONGEST_DELAY_SECONDS


async def test_after_failures_even_the_right_password_waits_and_then_works(desk):
    client = desk.client()
    for _ in range(6):
        desk.clock.at += 60
        await try_password(client, password="wrong wrong wrong")
    assert (await try_password(client)).status_code == 401
    failures = (await desk.records.find_staff("Noor")).failures
    assert failures == 6
    desk.clock.at += 300
    assert (await try_password(client)).status_code == 200


async def test_tries_during_a_delay_do_not_lengthen_it(desk):
    client = desk.client()
    for _ in range(5):
        desk.clock.at += 10
        await try_password(client, password="wrong wrong wrong")
    retry_at = (await desk.records.find_staff("Noor")).retry_at
    assert retry_at > desk.clock.at
    await try_password(client, password="wrong wrong wrong")
    assert (await desk.records.find_staff("Noor")).retry_at == retry_at
    assert await desk.actions() == ["sign_in_failed"] * 5
    assert await desk.records.counts("2027-01-15", "2027-01-15") == {("2027-01-15", "desk.refused.waiting"): 1}


async def test_a_stranger_who_knows_a_name_cannot_keep_its_owner_out(desk):
    owner = (await desk.signed_in()).client
    stranger = desk.client()
    desk.clock.at += 60
    for _ in range(12):
        desk.clock.at += 400
        await try_password(stranger, password="wrong wrong wrong")
    assert (await try_password(stranger)).status_code == 401
    assert (await try_password(owner)).status_code == 200
    assert (await owner.post("/desk/code", json={"code": desk.code()})).status_code == 200


async def test_a_known_browser_waits_for_its_own_failures(desk):
    owner = (await desk.signed_in()).client
    for _ in range(8):
        desk.clock.at += 1
        await try_password(owner, password="wrong wrong wrong")
    assert (await try_password(owner)).status_code == 401
    assert (await try_password(desk.client())).status_code == 200


async def test_guessed_codes_wait_too(desk):
    client = desk.client()
    await try_password(client)
    for _ in range(4):
        await client.post("/desk/code", json={"code": "000000"})
    assert (await client.post("/desk/code", json={"code": desk.code()})).status_code == 401
    desk.clock.at += 31
    assert (await client.post("/desk/code", json={"code": desk.code()})).status_code == 200
    assert (await desk.records.find_staff("Noor")).failures == 0


async def test_a_session_ends_when_idle_and_when_old(desk):
    browser = await desk.signed_in()
    desk.clock.at += 29 * 60
    assert (await browser.pulse()).status_code == 200
    desk.clock.at += 29 * 60
    assert (await browser.pulse(active=False)).status_code == 200
    desk.clock.at += 2 * 60
    assert (await browser.pulse()).status_code == 401
    desk.clock.at = NOW + 86_400
    browser = await desk.signed_in()
    for _ in range(25):
        desk.clock.at += 29 * 60
        last = await browser.pulse()
    assert last.status_code == 401


async def test_disabling_someone_ends_their_session_at_once(desk):
    browser = await desk.signed_in()
    await desk.records.disable_staff(desk.staff.id)
    assert (await browser.pulse()).status_code == 401


async def test_lock_ends_the_session_and_leaves_the_case_a_minute(desk):
    await desk.records.open_case(a_case(), None)
    browser = await desk.signed_in()
    await browser.post("next")
    answer = await browser.post("lock")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert (await browser.pulse()).status_code == 401
    assert await desk.records.present(0) == []
    assert (await desk.case()).claimed_by == desk.staff.id


async def test_sign_out_gives_the_case_back(desk):
    await desk.records.open_case(a_case(), None)
    browser = await desk.signed_in()
    await browser.post("next")
    await browser.post("sign-out")
    assert (await desk.case()).status == "waiting"
    assert await desk.actions() == ["sign_in", "claim", "return", "sign_out"]


async def test_a_new_password_step_is_refused_without_the_own_origin(desk):
    client = desk.client()
    for origin in ("http://evil.example", "null", "http://127.0.0.1:8080", ""):
        answer = await client.post("/desk/password", json={"name": "Noor", "password": PASSWORD}, headers={"origin": origin})
        assert answer.status_code == 403


async def test_the_demo_link_works_once_and_only_by_post(desk):
    client = desk.client()
    assert "demo-form" in (await client.get("/desk/demo")).text
    assert (await client.post("/desk/demo", json={"token": "x" * 43})).status_code == 401
    assert (await client.post("/desk/demo", json={"token": "t" * 43})).status_code == 200
    assert 'id="next"' in (await client.get("/desk/")).text
    assert (await desk.client().post("/desk/demo", json={"token": "t" * 43})).status_code == 401
    demo = await desk.records.find_staff("demo")
    assert (await try_password(desk.client(), name="demo", password=demo.password_hash)).status_code == 401


async def test_the_language_of_the_desk_can_be_chosen_before_signing_in(desk):
    client = desk.client()
    assert (await client.post("/desk/language", json={"language": "xx"})).status_code == 400
    await client.post("/desk/language", json={"language": "ar"})
    page = (await client.get("/desk/")).text
    assert '<html lang="ar" dir="rtl" translate="no"' in page


async def test_https_has_host_cookies_and_hsts(build_desk):
    desk = await build_desk(origins=("https://desk.example.org",))
    client = desk.client("https://desk.example.org")
    answer = await try_password(client)
    assert answer.headers["set-cookie"].startswith("__Host-desk=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
    assert ORIGIN.startswith("http:")
