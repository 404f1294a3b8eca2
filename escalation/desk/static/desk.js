// The desk of one advocate: takes a case, shows it, carries words both ways, and lets go of everything when it ends.
//
// Rules: words live in this page's elements and in no variable longer than needed; nothing is put into storage, the address or the
// console; one loop asks for news and is the heartbeat; what the page shows is acknowledged after it is shown, so a lost answer costs nothing.

import { Refused, ask, byId, insist, listenForLanguage, pause, texts } from "./ask.js";
import { Composer } from "./composer.js";
import { dismissDialogs, listenForEndings } from "./endings.js";
import { Idle } from "./idle.js";
import { Pane } from "./pane.js";

const main = byId("main");
const pane = new Pane();
const ended = new Set(); // cases this page has let go of: late news of them is not taken up again
let paused = byId("state").dataset.paused === "yes";
let over = false; // signed out, locked, or opened elsewhere: this page does nothing any more
let taking = false; // between "next" and its answer: the news must not open the same case a second time
let seen = "";
let request = new AbortController();

const composer = new Composer(Number(main.dataset.maxChars), sendReply);
const idle = new Idle(Number(main.dataset.lockSeconds), lock);

// ---- what is shown -------------------------------------------------------------------------------------------------------------

function show(id) {
  for (const each of ["ready", "work", "over", "elsewhere"]) byId(each).hidden = each !== id;
  byId("when-idle").hidden = id === "work";
  document.body.classList.toggle("at-work", id === "work");
}

function showState(text = "") {
  byId("state").textContent = text || (paused ? texts.paused : texts.here);
  byId("state").className = `state ${text ? "offline" : paused ? "paused" : "here"}`;
  byId("pause").textContent = paused ? texts.resume : texts.pause;
  byId("next").disabled = paused;
  if (paused) byId("ready-note").textContent = texts["while-paused"];
}

function showWaiting({ all, text, urgent_text: urgent }) {
  byId("waiting").textContent = urgent ? `${text} ${urgent}` : text;
  document.title = all ? `(${all}) ${texts.title}` : texts.title;
}

// Wipes and says calmly why.
function letGo(name) {
  if (pane.case) ended.add(pane.case.id);
  pane.wipe();
  dismissDialogs();
  seen = "";
  document.title = texts.title;
  byId("over-title").textContent = texts[`${name}-title`];
  byId("over-text").textContent = texts[`${name}-text`];
  show("over");
  byId("over-title").focus();
  renew();
}

// ---- a case --------------------------------------------------------------------------------------------------------------------

function openCase(envelope, how) {
  seen = "";
  pane.open(envelope, how);
  composer.channel = envelope.channel;
  byId("ready-note").textContent = "";
  document.title = texts.title;
  show("work");
  composer.measure();
  byId("writing").focus({ preventScroll: true });
  renew();
}

async function next() {
  taking = true;
  byId("next").disabled = true;
  byId("ready-note").textContent = "";
  try {
    for (let tries = 0; tries < 12; tries += 1) {
      const { case: envelope } = await ask("next");
      if (!envelope) {
        byId("ready-note").textContent = texts.nobody;
        return;
      }
      if (!ended.has(envelope.id)) {
        openCase(envelope);
        return;
      }
      byId("ready-note").textContent = texts.finishing; // the end of the last case is still on its way
      await pause(700);
      if (tries === 10) ended.delete(envelope.id); // it came back to us after all
    }
  } catch (error) {
    if (!leaveIfSignedOut(error)) byId("ready-note").textContent = texts.failed;
  } finally {
    taking = false;
    byId("next").disabled = paused;
  }
}

function isOpen(id) {
  return !over && pane.case?.id === id;
}

async function sendReply(text) {
  const id = crypto.randomUUID();
  const opened = pane.case.id;
  pane.addReply(id, text);
  try {
    if (await insist("reply", { case: opened, id, text }, () => isOpen(opened))) pane.setFate(id, "taken");
  } catch (error) {
    if (leaveIfSignedOut(error)) return;
    pane.setFate(id, error.detail === "too_long" ? "too-long" : "unsent");
  }
}

async function end(path, body, name) {
  const opened = pane.case.id;
  letGo(name); // the page forgets first, whatever the line does
  try {
    await insist(path, { case: opened, ...body }, () => !over);
  } catch (error) {
    leaveIfSignedOut(error); // anything else: the case is no longer ours, which is what was wanted
  }
}

// ---- the loop that asks for news -----------------------------------------------------------------------------------------------

// Ends the question that is held open, so that the next one asks about the present.
function renew() {
  request.abort();
  request = new AbortController();
}

async function pulse() {
  const opened = pane.case?.id ?? null;
  const news = await ask("pulse", { case: opened, seen, paused, active: idle.takeTouched() }, { signal: request.signal });
  if (over || (pane.case?.id ?? null) !== opened) return;
  seen = news.mark;
  if (opened === null) {
    showWaiting(news.waiting);
    if (news.open && !taking && !ended.has(news.open.id) && !byId("ready").hidden) openCase(news.open, { reloaded: true });
  } else if (news.gone) {
    letGo(news.left ? "left" : "ended");
  } else {
    await take(opened, news);
  }
}

// Shows what came, then tells the server that it is here.
async function take(opened, news) {
  pane.describe(news.case);
  const hasContext = pane.showContext(news.context);
  const before = pane.shown.size;
  const ids = pane.showIncoming(news.incoming);
  if (pane.shown.size > before && (document.hidden || !document.hasFocus())) document.title = `• ${texts.title}`;
  for (const [id, fate] of Object.entries(news.fate)) pane.setFate(id, fate);
  try {
    if (hasContext) await ask("read", { case: opened });
    if (ids.length) await ask("taken", { case: opened, ids });
  } catch (error) {
    if (error instanceof Refused && error.status === 409) return; // the next news says what happened
    seen = ""; // not acknowledged: ask for it again
    throw error;
  }
}

async function keepAsking() {
  for (let wait = 500; !over; ) {
    try {
      await pulse();
      if (byId("state").classList.contains("offline")) showState();
      wait = 500;
    } catch (error) {
      if (error.name === "AbortError") continue;
      if (leaveIfSignedOut(error)) return;
      showState(texts.offline);
      await pause(wait);
      wait = Math.min(wait * 2, 8000);
    }
  }
}

// ---- leaving -------------------------------------------------------------------------------------------------------------------

function wipeAll() {
  over = true;
  pane.wipe();
  dismissDialogs();
  document.title = texts.title;
  request.abort();
}

async function leave(path) {
  wipeAll();
  main.hidden = true;
  await Promise.race([ask(path).catch(() => null), pause(3000)]);
  location.replace("/desk/");
}

function lock() {
  leave("lock");
}

function leaveIfSignedOut(error) {
  if (!(error instanceof Refused) || (error.status !== 401 && error.status !== 403)) return false;
  if (!over) {
    wipeAll();
    location.replace("/desk/");
  }
  return true;
}

// One window at a time: the one opened last has the desk, an older one wipes itself.
function watchOtherWindows() {
  const windows = new BroadcastChannel("desk");
  windows.addEventListener("message", () => {
    if (over) return;
    wipeAll();
    show("elsewhere");
    for (const id of ["pause", "when-idle"]) byId(id).hidden = true;
    byId("state").textContent = "";
  });
  windows.postMessage("opened");
  byId("here-instead").addEventListener("click", () => location.reload());
}

// ---- start ---------------------------------------------------------------------------------------------------------------------

byId("next").addEventListener("click", next);
byId("go-on").addEventListener("click", () => {
  show("ready");
  showState();
  seen = "";
  renew();
  byId("next").focus();
});
byId("lock").addEventListener("click", lock);
byId("sign-out").addEventListener("click", () => leave("sign-out"));
byId("pause").addEventListener("click", async () => {
  paused = !paused;
  byId("ready-note").textContent = "";
  showState();
  renew();
  await ask("pause", { paused }).catch(leaveIfSignedOut); // the next pulse carries it if this is lost
});
listenForEndings({
  close: (outcome) => end("close", { outcome }, "closed"),
  giveBack: () => end("return", {}, "back"),
});
listenForLanguage();
setInterval(() => pane.case && pane.describe(pane.case), 30_000);
addEventListener("focus", () => {
  if (pane.case) document.title = texts.title;
});
addEventListener("pagehide", wipeAll);
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
watchOtherWindows();
show("ready");
showState();
keepAsking();
