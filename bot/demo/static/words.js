// The page's own texts: read from the page once, exchanged when another language is chosen.

import { fetchTexts } from "./wire.js";

const SPOTS = [
  ["t", (node, text) => { node.textContent = text; }],
  ["tLabel", (node, text) => node.setAttribute("aria-label", text)],
  ["tPlaceholder", (node, text) => node.setAttribute("placeholder", text)],
  ["tTitle", (node, text) => node.setAttribute("title", text)],
];

export class Words {
  constructor() {
    this.tag = document.documentElement.lang;
    this.texts = {};
  }

  say(name) {
    return this.texts[name] ?? "";
  }

  // Speak another language everywhere on the page. False: it could not be fetched.
  async speak(tag) {
    const found = await fetchTexts(tag).catch(() => null);
    if (!found) return false;
    this.tag = tag;
    this.texts = found.texts;
    document.documentElement.lang = tag;
    document.documentElement.dir = found.dir;
    document.title = this.say("title");
    for (const [key, put] of SPOTS) {
      const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      for (const node of document.querySelectorAll(`[data-${name}]`)) put(node, this.say(node.dataset[key]));
    }
    return true;
  }
}
