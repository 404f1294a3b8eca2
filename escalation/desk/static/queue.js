// The supervisor's overview: envelopes and open desks, asked for every ten seconds.

import { Refused, ask, byId, listenForLanguage, make, pause, texts } from "./ask.js";
import { Idle } from "./idle.js";
import { waitLength, waited } from "./pane.js";

const EVERY_MILLISECONDS = 10_000;

function envelope(row) {
  const item = make("li", "", { class: "card envelope-row" });
  item.append(make("span", row.urgency_text, { class: "urgency", "data-urgency": row.urgency }));
  item.append(make("span", row.reasons.join(" · "), { class: "row-why" }));
  item.append(make("span", `${row.language_name} · ${row.channel_text} · ${waited(row.since)}`, { class: "row-facts" }));
  const where = row.status === "waiting" ? texts["waiting-row"] : `${texts["taken-by"]} ${row.holder}`;
  item.append(make("span", where, { class: `row-state ${row.status}` }));
  for (const extra of [row.returned, row.supervisor]) if (extra) item.append(make("span", extra, { class: "row-extra" }));
  return item;
}

function desk({ name, languages, paused }) {
  const item = make("li");
  item.append(make("strong", name), make("span", languages), make("span", paused ? texts.paused : texts["here-row"]));
  return item;
}

function show(news) {
  for (const [name, count] of Object.entries(news.counts)) byId(`count-${name}`).textContent = count.toLocaleString(document.documentElement.lang);
  byId("oldest").textContent = news.oldest === null ? "–" : waitLength(news.oldest);
  byId("envelopes").replaceChildren(...news.rows.map(envelope));
  byId("desks").replaceChildren(...news.desks.map(desk));
  byId("empty").hidden = news.rows.length > 0;
  byId("no-desks").hidden = news.desks.length > 0;
}

async function lock() {
  byId("main").hidden = true;
  await Promise.race([ask("lock").catch(() => null), pause(3000)]);
  location.replace("/desk/");
}

async function keepAsking() {
  for (;;) {
    try {
      show(await ask("queue/news"));
      byId("state").textContent = "";
    } catch (error) {
      if (error instanceof Refused) return location.replace("/desk/");
      byId("state").textContent = texts.offline;
    }
    await pause(EVERY_MILLISECONDS);
  }
}

byId("lock").addEventListener("click", lock);
listenForLanguage();
new Idle(Number(byId("main").dataset.lockSeconds), lock);
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
keepAsking();
