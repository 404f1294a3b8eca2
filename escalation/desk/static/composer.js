// The box in which the advocate writes: sends with Enter, grows with the text, says when a message gets too long.

import { byId, texts } from "./ask.js";

// GSM 03.38: an SMS of these letters only holds more. The server decides; this count only helps while writing.
const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;
const SMS_GSM_CHARS = 459;
const SMS_CHARS = 201;
const SHOW_ROOM_BELOW = 60;

export class Composer {
  // `send(text)` is called with what was written; the box is emptied before.
  constructor(maxChars, send) {
    this.maxChars = maxChars;
    this.channel = "";
    this.box = byId("writing");
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.take(send);
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
      event.preventDefault();
      this.take(send);
    });
    this.box.addEventListener("input", () => this.measure());
  }

  take(send) {
    const text = this.box.value.trim();
    if (!text || this.room(text) < 0) return this.measure();
    this.box.value = "";
    this.measure();
    this.box.focus();
    send(text);
  }

  room(text) {
    const limit = this.channel !== "sms" ? this.maxChars : GSM.test(text) ? SMS_GSM_CHARS : SMS_CHARS;
    return limit - (this.channel === "sms" ? text.length : [...text].length);
  }

  measure() {
    this.box.style.blockSize = "auto";
    this.box.style.blockSize = `${Math.min(this.box.scrollHeight + 2, innerHeight * 0.35)}px`;
    const room = this.room(this.box.value);
    byId("room").textContent = room < 0 ? texts["too-long"] : room < SHOW_ROOM_BELOW ? String(room) : "";
    byId("room").classList.toggle("over", room < 0);
    byId("send").disabled = room < 0;
  }
}
