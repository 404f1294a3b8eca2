// Asks the server: JSON by POST, with the token that proves the question comes from this page. Nothing of it is kept anywhere.

export const texts = JSON.parse(document.body.dataset.texts);

const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";

export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
    this.detail = detail;
  }
}

// Returns the answer. Throws Refused when the server said no (never worth repeating), any other error when it was not reached or failed.
export async function ask(path, body = {}, { signal } = {}) {
  const response = await fetch(`/desk/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-desk-csrf": csrf },
    body: JSON.stringify(body),
    cache: "no-store",
    credentials: "same-origin",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal,
  });
  if (response.ok) return response.json();
  const { detail = "" } = await response.json().catch(() => ({}));
  if (response.status >= 500) throw new Error(detail);
  throw new Refused(response.status, detail);
}

// Repeats a question until the server has answered it, whatever becomes of the line. `stillWanted` ends it.
export async function insist(path, body, stillWanted) {
  for (let wait = 500; stillWanted(); wait = Math.min(wait * 2, 8000)) {
    try {
      return await ask(path, body);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    await pause(wait);
  }
  return null;
}

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export const byId = (id) => document.getElementById(id);

// Makes an element whose text is set as text, never as markup.
export function make(name, text = "", attributes = {}) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// Changes the language of the page: the server remembers it, the page is loaded anew.
export function listenForLanguage() {
  byId("language")?.addEventListener("change", async (event) => {
    try {
      await ask("language", { language: event.target.value });
    } finally {
      location.reload();
    }
  });
}
