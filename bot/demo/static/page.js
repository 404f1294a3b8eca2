// The demo page: two phones, news for both in one held question, the desk in a frame.

import { Phone } from "./phone.js";
import { Words } from "./words.js";
import { ask, pause } from "./wire.js";

const LONGEST_PAUSE_MILLISECONDS = 8000;
const LINK_TOKEN = /^[\w-]{22,200}$/;

const words = new Words();
let asking = new AbortController();

const phones = [...document.querySelectorAll(".place.phone")].map((section) => new Phone(section, words, () => asking.abort()));

// Ask for news for ever: a held question, asked anew when it ends or when a phone is exchanged.
async function listen() {
  let failures = 0;
  for (;;) {
    asking = new AbortController();
    const { signal } = asking;
    const seen = phones.map((phone) => ({ phone: phone.token, version: phone.version }));
    const { status, data } = await ask("/demo/news", { phones: seen }, signal);
    if (signal.aborted) continue;
    if (status === 200) {
      if (failures) for (const phone of phones) phone.tell("");
      failures = 0;
      await show(data);
    } else {
      failures += 1;
      for (const phone of phones) phone.tell("offline");
      await pause(Math.min(500 * 2 ** failures, LONGEST_PAUSE_MILLISECONDS));
    }
  }
}

async function show({ gone, screens }) {
  for (const phone of phones) {
    const screen = screens[phone.token];
    if (screen) phone.draw(screen);
    if (gone.includes(phone.token)) {
      await phone.replace("fresh");
      if (gone.includes(phone.token)) await pause(LONGEST_PAUSE_MILLISECONDS);
    }
  }
}

function chooseView(view) {
  document.body.dataset.view = view;
  for (const button of document.querySelectorAll(".tabs button")) {
    if (button.dataset.to === view) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

// A one-time sign-in behind # is handed to the desk and taken out of the address at once.
function openDesk() {
  const frame = document.getElementById("desk");
  const address = document.body.dataset.desk;
  const token = location.hash.slice(1);
  const signsIn = LINK_TOKEN.test(token);
  const show = (where) => frame.contentWindow.location.replace(where); // leaves the token neither in an attribute nor in the history
  show(signsIn ? `${address}demo#${token}` : address);
  document.getElementById("desk-how").hidden = signsIn;
  if (token) history.replaceState(null, "", location.pathname);
  document.getElementById("desk-reload").addEventListener("click", () => show(address));
}

document.querySelector(".tabs").addEventListener("click", (event) => {
  if (event.target.dataset.to) chooseView(event.target.dataset.to);
});
document.getElementById("language").addEventListener("change", async (event) => {
  if (!(await words.speak(event.target.value))) event.target.value = words.tag;
  for (const phone of phones) phone.showTime();
});
setInterval(() => { for (const phone of phones) phone.showTime(); }, 10_000);

openDesk();
await words.speak(document.getElementById("language").value);
await Promise.all(phones.map((phone) => phone.replace()));
listen();
