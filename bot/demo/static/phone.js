// One simulated phone: draws the screen that the service describes, and says what a hand does on it.
//
// Rules: the token and the words live in this object and on the screen only; a message that was deleted leaves no trace in the page.

import { changeBubble, makeBubble } from "./bubble.js";
import { ask } from "./wire.js";

const FADE_MILLISECONDS = 220;
const AT_THE_END_PIXELS = 80;

export class Phone {
  // `onReplaced` is called when the phone was exchanged for a fresh one.
  constructor(section, words, onReplaced) {
    this.kind = section.dataset.kind;
    this.words = words;
    this.token = "";
    this.version = -1;
    this.edited = "";
    this.doing = Promise.resolve(); // what was done last: the next act waits for it, so that order is kept
    this.atTheEnd = true;
    this.onReplaced = onReplaced;
    this.section = section;
    const find = (selector) => section.querySelector(selector);
    this.log = find(".log");
    this.list = find(".log ol");
    this.empty = find(".empty");
    this.state = find(".state");
    this.form = find("form");
    this.input = find("textarea");
    this.chat = find(".chat");
    this.lock = find(".lock");
    this.editing = find(".editing");
    this.blocked = find(".blocked");
    this.tools = find(".tools");
    this.listen();
    this.keepAtTheEnd();
  }

  listen() {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.input.addEventListener("input", () => this.fitInput());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
      if (event.key === "Escape") this.stopEditing();
    });
    this.section.querySelector(".start")?.addEventListener("click", () => this.act("write", { text: "/start" }));
    this.section.querySelector(".cancel")?.addEventListener("click", () => this.stopEditing());
    this.section.querySelector(".unblock")?.addEventListener("click", () => this.act("unblock"));
    this.lock.querySelector(".unlock").addEventListener("click", () => this.setLocked(false));
    this.tools.addEventListener("click", (event) => {
      const { act, tool } = event.target.dataset;
      if (act) this.act(act);
      if (tool === "edit") this.startEditing();
      if (tool === "lock") this.setLocked(this.lock.hidden);
      if (tool === "new") this.replace();
    });
  }

  // The newest message stays in sight when the screen changes its size or is shown again, unless someone scrolled up.
  keepAtTheEnd() {
    this.log.addEventListener("scroll", () => {
      this.atTheEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < AT_THE_END_PIXELS;
    }, { passive: true });
    new ResizeObserver(() => { if (this.atTheEnd) this.scrollToEnd(); }).observe(this.log);
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.atTheEnd = true;
  }

  // Get a fresh phone; the one before is put away with all that is on it.
  async replace(notice = "") {
    const { status, data } = await ask("/demo/phone", { kind: this.kind, old: this.token });
    if (status !== 200) return this.tell("offline");
    this.token = data.phone;
    this.version = -1;
    this.list.replaceChildren();
    this.input.value = "";
    this.fitInput();
    this.stopEditing();
    this.setLocked(false);
    this.draw({ version: -1, blocked: false, preview: "", shown: [] });
    this.tell(notice);
    this.onReplaced();
  }

  async send() {
    const text = this.input.value;
    if (!text.trim()) return;
    const message = this.edited;
    this.input.value = "";
    this.fitInput();
    this.stopEditing();
    const taken = await this.act(message ? "edit" : "write", { text, message });
    if (!taken && !this.input.value) {
      this.input.value = text;
      this.fitInput();
    }
  }

  // Do something on the phone. True: the service has it.
  act(act, more = {}) {
    this.doing = this.doing.then(() => this.actNow(act, more));
    return this.doing;
  }

  async actNow(act, more) {
    const { status } = await ask("/demo/act", { phone: this.token, act, tag: this.words.tag, ...more });
    if (status === 410) { await this.replace("fresh"); return false; }
    this.tell(status === 204 ? "" : { 0: "offline", 503: "full" }[status] ?? "failed");
    return status === 204;
  }

  // Show the present screen.
  draw(screen) {
    this.version = screen.version;
    this.screen = screen;
    const known = new Map([...this.list.children].map((item) => [item.dataset.id, item]));
    let grew = false;
    for (const message of screen.shown) {
      const item = known.get(message.id);
      known.delete(message.id);
      if (item) changeBubble(item, message);
      else {
        this.list.append(makeBubble(message, this.words, (id, payload) => this.act("press", { message: id, payload })));
        grew = true;
      }
    }
    for (const item of known.values()) this.takeAway(item);
    if (this.edited && !screen.shown.some((message) => message.id === this.edited)) this.stopEditing();
    this.empty.hidden = screen.shown.length > 0;
    this.drawBlocked(screen.blocked);
    this.drawPreview(screen.preview);
    if (grew && (this.atTheEnd || screen.shown.at(-1)?.mine)) this.scrollToEnd();
  }

  // A deleted message fades; its words leave the page at once.
  takeAway(item) {
    if (item.classList.contains("going")) return;
    if (item.contains(document.activeElement)) this.input.focus({ preventScroll: true });
    const ghost = document.createElement("li");
    ghost.dataset.id = item.dataset.id;
    ghost.className = `${item.className} going`;
    ghost.setAttribute("aria-hidden", "true");
    ghost.style.blockSize = `${item.offsetHeight}px`;
    item.replaceWith(ghost);
    setTimeout(() => ghost.remove(), FADE_MILLISECONDS);
  }

  drawBlocked(blocked) {
    if (!this.blocked) return;
    this.blocked.hidden = !blocked;
    this.form.hidden = blocked;
    this.list.inert = blocked;
    for (const button of this.tools.querySelectorAll("[data-act], [data-tool=edit]")) button.disabled = blocked;
  }

  drawPreview(preview) {
    this.lock.querySelector(".notice").hidden = !preview;
    this.lock.querySelector(".none").hidden = Boolean(preview);
    this.lock.querySelector(".notice p").textContent = preview;
  }

  setLocked(locked) {
    if (this.lock.hidden !== locked) return;
    this.lock.hidden = !locked;
    this.chat.inert = locked;
    this.tools.querySelector("[data-tool=lock]").setAttribute("aria-pressed", String(locked));
    this.showTime();
    if (locked) this.lock.querySelector(".unlock").focus({ preventScroll: true });
    else this.tools.querySelector("[data-tool=lock]").focus({ preventScroll: true });
  }

  showTime() {
    const time = new Intl.DateTimeFormat(this.words.tag, { hour: "numeric", minute: "2-digit" }).format(new Date());
    this.lock.querySelector("time").textContent = time;
  }

  startEditing() {
    const media = [this.words.say("voice-seen"), this.words.say("photo-seen")];
    const last = this.screen.shown.findLast((message) => message.mine && !media.includes(message.text));
    if (!last) return this.tell("nothing-to-edit");
    this.edited = last.id;
    this.editing.hidden = false;
    this.input.value = last.text;
    this.fitInput();
    this.input.focus();
  }

  stopEditing() {
    if (!this.edited) return;
    this.edited = "";
    this.editing.hidden = true;
    this.input.value = "";
    this.fitInput();
  }

  fitInput() {
    this.input.style.blockSize = "auto";
    this.input.style.blockSize = `${Math.min(this.input.scrollHeight + 2, 120)}px`;
  }

  tell(name) {
    if (name) this.state.dataset.t = name;
    else delete this.state.dataset.t;
    this.state.textContent = name ? this.words.say(name) : "";
  }
}
