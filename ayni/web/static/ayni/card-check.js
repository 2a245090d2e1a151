// Checks a card's code within the page: what it says, by which key, and whether it is on the list of ended cards. The
// form of a code is that of ayni/kernel/cards.
"use strict";

const CardCheck = (() => {
  const signatures = typeof CardSignatures !== "undefined" ? CardSignatures : require("./card-signatures.js");
  const BEGINS = "AYNI1", ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", HEAD = 18, SIGNATURE = 64, DAY = 86400000;
  const utf8 = new TextEncoder();

  function plain(text) {
    return text.slice(text.lastIndexOf("#") + 1).replace(/[\s\-\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, "").slice(0, 1000).toUpperCase();
  }

  function bytesOf(letters) {
    const found = new Uint8Array(Math.floor(letters.length * 5 / 8));
    let bits = 0, held = 0, at = 0;
    for (const letter of letters) {
      held = ((held << 5) | ALPHABET.indexOf(letter)) & 0xfff;
      bits += 5;
      if (bits >= 8) { bits -= 8; found[at++] = (held >> bits) & 255; }
    }
    return [found, (held & ((1 << bits) - 1)) === 0];
  }

  function lettersOf(bytes) {
    let found = "", bits = 0, held = 0;
    for (const byte of bytes) {
      held = ((held << 8) | byte) & 0xfff;
      bits += 8;
      while (bits >= 5) { bits -= 5; found += ALPHABET[(held >> bits) & 31]; }
    }
    return found;
  }

  const number = (bytes) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");

  function read(text) {
    const whole = plain(text);
    if (!whole.startsWith(BEGINS)) return { state: "foreign" };
    const letters = whole.slice(BEGINS.length).replace(/0/g, "O").replace(/1/g, "I").replace(/8/g, "B");
    const wrong = [...letters].find((one) => !ALPHABET.includes(one));
    if (wrong) return { state: "letters" };
    const [data, isWhole] = bytesOf(letters);
    let place = HEAD;
    for (let part = 0; part < 2; part++) {
      if (place >= data.length) return { state: "truncated" };
      place += 1 + data[place];
    }
    if (data.length !== place + SIGNATURE) return { state: data.length < place + SIGNATURE ? "truncated" : "too_long" };
    if (!isWhole || letters.length !== Math.ceil(data.length * 8 / 5)) return { state: "damaged" };
    const body = data.slice(0, place), office = HEAD + 1 + body[HEAD], strict = new TextDecoder("utf-8", { fatal: true });
    try {
      const said = {
        serial: lettersOf(body.slice(4, 9)), person: "P" + String(number(body.slice(9, 14))).padStart(8, "0"),
        born: number(body.slice(14, 16)) || null, name: strict.decode(body.slice(HEAD + 1, office)),
        office: strict.decode(body.slice(office + 1)),
        expires: new Date(Date.UTC(2000, 0, 1) + number(body.slice(16, 18)) * DAY).toISOString().slice(0, 10),
      };
      return { key: hex(body.slice(0, 4)), said, signed: signatures.joined(utf8.encode("ayni card 1\n"), body), signature: data.slice(place) };
    } catch { return { state: "damaged" }; }
  }

  function base64(text) {
    try { return Uint8Array.from(atob(text), (one) => one.charCodeAt(0)); } catch { return new Uint8Array(); }
  }

  function keysOf(text) {
    const found = new Map();
    for (const line of text.split("\n")) {
      const [word, id, half, withdrawn] = line.trim().split(" ");
      if (word === "AYNI-CARD-KEY") found.set(id, { half: base64(half), withdrawn: withdrawn === "withdrawn" });
    }
    return found;
  }

  // The browser's own digest is quicker for a long list; without TLS there is none.
  async function digest(bytes) {
    const own = globalThis.crypto && globalThis.crypto.subtle;
    return own ? new Uint8Array(await own.digest("SHA-512", bytes)) : signatures.sha512(bytes);
  }

  // The list of ended cards, once its signature is found to be ours; else null.
  async function listOf(text, keys) {
    const whole = text.replace(/\r\n/g, "\n"), at = whole.lastIndexOf("SIGNATURE ");
    const signed = whole.slice(0, Math.max(at, 0)), [word, made, id] = signed.split("\n", 1)[0].split(" ");
    const key = keys.get(id);
    if (at < 0 || word !== "AYNI-ENDED-CARDS" || !key || key.withdrawn) return null;
    const told = signatures.joined(utf8.encode("ayni ended cards 1\n"), await digest(utf8.encode(signed)));
    if (!signatures.verify(key.half, told, base64(whole.slice(at + 10).trim()))) return null;
    return { at: made, serials: new Set(signed.trim().split("\n").slice(1)) };
  }

  function check(text, keys, list, today) {
    const found = read(text);
    if (found.state) return found;
    const key = keys.get(found.key);
    if (!key) return { state: "unknown_key" };
    if (!signatures.verify(key.half, found.signed, found.signature)) return { state: "tampered" };
    const state = key.withdrawn ? "withdrawn_key" : list && list.serials.has(found.said.serial) ? "ended" : today > found.said.expires ? "expired" : "valid";
    return { state, said: found.said };
  }

  return { check, keysOf, listOf };
})();
if (typeof module !== "undefined") module.exports = CardCheck;

if (typeof document !== "undefined") {
  const form = document.getElementById("card-check"), code = document.getElementById("card-code"), answer = document.getElementById("card-answer");
  const keys = CardCheck.keysOf(document.getElementById("card-keys").textContent);
  let list = null;

  const standing = (name) => document.querySelectorAll("[data-list]").forEach((one) => { one.hidden = one.dataset.list !== name; });

  async function taken(text) {
    const found = await CardCheck.listOf(text, keys);
    if (!found) return standing("wrong");
    list = found;
    document.getElementById("card-list-at").textContent = found.at.replace("T", " ").slice(0, 16) + " UTC";
    standing("known");
    if (code.value.trim()) shown();
  }

  function shown() {
    const day = new Date(), two = (n) => String(n).padStart(2, "0");
    const today = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
    const found = CardCheck.check(code.value, keys, list, today);
    answer.replaceChildren(document.querySelector(`template[data-state="${found.state}"]`).content.cloneNode(true));
    answer.dataset.state = found.state;
    if (!found.said) return;
    const said = document.getElementById("card-said").content.cloneNode(true);
    said.querySelectorAll("[data-said]").forEach((one) => { one.textContent = found.said[one.dataset.said] ?? "—"; });
    answer.append(said);
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); shown(); });
  form.addEventListener("reset", () => { answer.replaceChildren(); delete answer.dataset.state; code.focus(); });
  document.getElementById("card-list-file").addEventListener("change", async (event) => {
    if (event.target.files[0]) await taken(await event.target.files[0].text());
  });

  standing("waiting");
  fetch(form.dataset.ended).then((found) => (found.ok ? found.text() : Promise.reject())).then(taken).catch(() => standing("none"));
  const linked = () => { if (location.hash.length > 1) { code.value = decodeURIComponent(location.hash.slice(1)); shown(); } };
  addEventListener("hashchange", linked);
  linked();
}
