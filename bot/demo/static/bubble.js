// One message on a screen. Whatever was written goes in as text and as nothing else.

// `press(messageId, payload)` resolves when the press was taken.
export function makeBubble(message, words, press) {
  const item = document.createElement("li");
  item.dataset.id = message.id;
  item.className = `${message.mine ? "mine" : "theirs"} new`;
  item.addEventListener("animationend", () => item.classList.remove("new"), { once: true });
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  const who = document.createElement("span");
  who.className = "hidden-text";
  who.dataset.t = message.mine ? "me" : "them";
  who.textContent = words.say(who.dataset.t);
  const text = document.createElement("p");
  text.dir = "auto";
  bubble.append(who, text);
  item.append(bubble);
  if (message.parts > 1) {
    const parts = document.createElement("small");
    parts.className = "parts";
    parts.dir = "ltr";
    parts.textContent = `SMS × ${message.parts}`;
    item.append(parts);
  }
  if (message.buttons.length) item.append(makeButtons(message, words, press));
  changeBubble(item, message);
  return item;
}

// Put changed words into a message that was edited.
export function changeBubble(item, message) {
  const text = item.querySelector("p");
  if (text.textContent !== message.text) text.textContent = message.text;
}

function makeButtons(message, words, press) {
  const row = document.createElement("div");
  row.className = "buttons";
  for (const { label, payload, leaves } of message.buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    if (leaves) {
      button.className = "leave";
      button.dataset.tLabel = "leave";
      button.setAttribute("aria-label", words.say("leave"));
    } else {
      button.dir = "auto";
      button.className = Array.from(label).length > 12 ? "long" : "short";
    }
    button.addEventListener("click", async () => {
      button.classList.add("pressed");
      await press(message.id, payload);
      button.classList.remove("pressed");
    });
    row.append(button);
  }
  return row;
}
