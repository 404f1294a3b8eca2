// Signing in: password, then code; or the demo's link.

import { Refused, ask, byId, listenForLanguage, texts } from "./ask.js";

// Takes the one-time token out of the address bar at once; it travels behind the # so that no server log has it.
const token = location.hash.slice(1);
if (token) history.replaceState(null, "", location.pathname);

function onSubmit(formId, question) {
  const form = byId(formId);
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    byId("refusal").textContent = "";
    try {
      await question();
      location.replace("/desk/");
    } catch (error) {
      const known = error instanceof Refused ? error.detail : error.message;
      byId("refusal").textContent = texts[known === "start_again" ? "start-again" : known] ?? texts.failed;
      button.disabled = false;
      form.querySelector("input")?.select();
    }
  });
}

onSubmit("password-form", () => ask("password", { name: byId("name").value, password: byId("password").value }));
onSubmit("code-form", () => ask("code", { code: byId("code").value }));
onSubmit("demo-form", () => ask("demo", { token }));

byId("show-password")?.addEventListener("change", (event) => {
  byId("password").type = event.target.checked ? "text" : "password";
});

byId("start-over")?.addEventListener("click", async () => {
  await ask("start-again").catch(() => null);
  location.replace("/desk/");
});

listenForLanguage();
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
