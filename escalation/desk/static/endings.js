// The two ways to end: close with an outcome, in two steps, and give back.

import { byId, texts } from "./ask.js";

function step(confirming) {
  byId("close-choose").hidden = confirming;
  byId("close-confirm").hidden = !confirming;
}

export function dismissDialogs() {
  for (const id of ["close-dialog", "return-dialog"]) if (byId(id).open) byId(id).close();
}

export function listenForEndings({ close, giveBack }) {
  const dialog = byId("close-dialog");
  const chosen = () => dialog.querySelector("input[name=outcome]:checked");
  byId("close").addEventListener("click", () => {
    dialog.querySelector("form").reset();
    byId("close-refusal").textContent = "";
    step(false);
    dialog.showModal();
  });
  byId("close-go-on").addEventListener("click", () => {
    if (!chosen()) {
      byId("close-refusal").textContent = texts["choose-outcome"];
      return;
    }
    byId("close-chosen").textContent = chosen().closest("label").textContent.trim();
    step(true);
    byId("close-now").focus();
  });
  byId("close-back").addEventListener("click", () => step(false));
  byId("close-now").addEventListener("click", () => {
    const outcome = chosen().value;
    dialog.close();
    close(outcome);
  });
  byId("give-back").addEventListener("click", () => byId("return-dialog").showModal());
  byId("return-now").addEventListener("click", () => {
    byId("return-dialog").close();
    giveBack();
  });
  for (const button of document.querySelectorAll("[data-dismiss]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
  // Enter in a dialog's form must not close it as if something had been decided.
  for (const form of document.querySelectorAll("dialog form")) form.addEventListener("submit", (event) => event.preventDefault());
}
