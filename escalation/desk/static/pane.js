// What the page shows of one case: the envelope, the words before, the conversation. All of it is text, and all of it can be wiped.

import { byId, make, texts } from "./ask.js";

const language = document.documentElement.lang;
const region = navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language; // 24 hours where people count so
const clock = new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit" });
const minutesLong = new Intl.NumberFormat(region, { style: "unit", unit: "minute", unitDisplay: "long" });
const hoursLong = new Intl.NumberFormat(region, { style: "unit", unit: "hour", unitDisplay: "long" });
const ago = new Intl.RelativeTimeFormat(language, { numeric: "always", style: "long" });

// When someone began to wait, seen from now.
export function waited(since) {
  const minutes = Math.floor((Date.now() / 1000 - since) / 60);
  if (minutes < 1) return texts["just-now"];
  return minutes < 120 ? ago.format(-minutes, "minute") : ago.format(-Math.floor(minutes / 60), "hour");
}

// How long someone has waited, as a length of time.
export function waitLength(since) {
  const minutes = Math.max(0, Math.floor((Date.now() / 1000 - since) / 60));
  return minutes < 120 ? minutesLong.format(minutes) : hoursLong.format(Math.floor(minutes / 60));
}

export class Pane {
  constructor() {
    this.wipe();
  }

  // Takes everything out of the page and out of memory's reach.
  wipe() {
    this.case = null;
    this.shown = new Set();
    this.replies = new Map();
    for (const id of ["context", "log", "reasons"]) byId(id).replaceChildren();
    for (const id of ["urgency", "why-short", "speaks", "channel", "since", "returned", "for-supervisor", "words-note", "room"]) {
      byId(id).textContent = "";
    }
    byId("composer").reset();
    byId("writing").value = "";
    byId("writing").style.blockSize = "";
    byId("work").hidden = true;
    byId("skip").hidden = true;
  }

  open(envelope, { reloaded = false } = {}) {
    this.wipe();
    byId("about").open = matchMedia("(min-width: 56rem)").matches || envelope.words !== "held";
    byId("work").hidden = false;
    byId("skip").hidden = false;
    this.describe(envelope);
    if (reloaded) byId("log").append(make("p", texts["words-before-reload"], { class: "quiet note" }));
  }

  // Writes the envelope, again whenever it changed.
  describe(envelope) {
    this.case = envelope;
    byId("urgency").textContent = envelope.urgency_text;
    byId("urgency").dataset.urgency = envelope.urgency;
    byId("why-short").textContent = envelope.reasons[0];
    byId("reasons").replaceChildren(...envelope.reasons.map((reason) => make("li", reason)));
    byId("speaks").textContent = envelope.language_name;
    byId("channel").textContent = envelope.channel_text;
    byId("since").textContent = `${clock.format(envelope.since * 1000)} (${waited(envelope.since)})`;
    byId("since").dateTime = new Date(envelope.since * 1000).toISOString();
    byId("came-back").hidden = !envelope.returned;
    byId("returned").textContent = envelope.returned;
    byId("for-supervisor").hidden = !envelope.supervisor;
    byId("for-supervisor").textContent = envelope.supervisor;
    byId("writing").lang = envelope.language;
    this.explainWords();
  }

  explainWords() {
    const here = byId("context").childElementCount > 0;
    byId("words-note").textContent = texts[here ? "words-now" : `words-${this.case.words}`];
  }

  // Shows the context once. Returns whether the server still has it and must be told that it is here now.
  showContext(context) {
    for (const said of context) {
      const id = `before ${said.id}`; // counted apart from the ids of what comes in
      if (this.shown.has(id)) continue;
      this.shown.add(id);
      byId("context").append(this.message(said));
    }
    if (context.length) {
      byId("about").open = true;
      this.explainWords();
    }
    return context.length > 0;
  }

  // Shows incoming messages, each once. Returns the ids that the page has now.
  showIncoming(incoming) {
    const atEnd = this.isAtEnd();
    for (const said of incoming) {
      if (this.shown.has(said.id)) continue;
      this.shown.add(said.id);
      byId("log").append(this.message(said));
    }
    if (atEnd) this.toEnd();
    return incoming.map((said) => said.id);
  }

  message({ who, text, at }) {
    const item = make("div", "", { class: `said ${who}` });
    const head = make("p", "", { class: "who" });
    head.append(make("span", who === "person" ? texts.person : who === "bot" ? texts.bot : texts.you));
    if (at) head.append(make("time", clock.format(at * 1000)));
    item.append(head, make("p", text, { class: "text", dir: "auto", lang: this.case.language, translate: "no" }));
    return item;
  }

  // Shows the advocate's own message; its fate is written below it as it becomes known.
  addReply(id, text) {
    const item = this.message({ who: "advocate", text, at: Date.now() / 1000 });
    const fate = make("p", "", { class: "fate" });
    item.append(fate);
    this.replies.set(id, fate);
    byId("log").append(item);
    this.setFate(id, "sending");
    this.toEnd();
  }

  setFate(id, fate) {
    const place = this.replies.get(id);
    if (!place || place.dataset.fate === fate || !texts[fate]) return;
    if (fate === "taken" && place.dataset.fate !== "sending") return; // the news was faster than the answer
    place.dataset.fate = fate;
    place.textContent = texts[fate];
  }

  isAtEnd() {
    const log = byId("log");
    return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  }

  toEnd() {
    const log = byId("log");
    log.scrollTop = log.scrollHeight;
  }
}
