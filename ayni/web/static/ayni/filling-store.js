// What is kept on the device while there is no link: each form encrypted (AES-256-GCM) with a key that cannot be read
// out of the browser. The server gives the secret it is made from to the officer who is signed in; docs/filling.md says
// what this guards against, and what not.
(function () {
  const NAME = "ayni-filling", CACHE = "ayni-filling";
  const done = (asked) => new Promise((good, bad) => { asked.onsuccess = () => good(asked.result); asked.onerror = () => bad(asked.error); });
  let opening = null;
  function database() {
    opening ||= new Promise((good, bad) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("keys", { keyPath: "id" });
        asked.result.createObjectStore("device", { keyPath: "id" });
        asked.result.createObjectStore("forms", { keyPath: "instance" });
      };
      asked.onsuccess = () => good(asked.result);
      asked.onerror = () => bad(asked.error);
    });
    return opening;
  }
  async function table(name, mode, work) {
    const change = (await database()).transaction(name, mode);
    const ended = new Promise((good, bad) => { change.oncomplete = good; change.onabort = change.onerror = () => bad(change.error); });
    const found = await done(work(change.objectStore(name)));
    await ended;
    return found;
  }
  const all = (name) => table(name, "readonly", (rows) => rows.getAll());
  const get = (name, id) => table(name, "readonly", (rows) => rows.get(id));
  const put = (name, row) => table(name, "readwrite", (rows) => rows.put(row));
  const remove = (name, id) => table(name, "readwrite", (rows) => rows.delete(id));

  async function device() {
    const known = await get("device", "this");
    if (known) return known.name;
    const name = crypto.randomUUID();
    await put("device", { id: "this", name });
    return name;
  }

  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  async function made(secret) {
    const base = await crypto.subtle.importKey("raw", bytes(secret), "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: new TextEncoder().encode("ayni forms on a device") };
    return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  // Ask the server who is signed in. {user, csrf}: there is a link; {}: there is none; null: nobody is signed in.
  async function greet() {
    let answer;
    try {
      answer = await fetch(`/filling/device/?device=${await device()}`, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual" });
    } catch { return {}; }
    if (!answer.ok) {
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) { await forget(); return null; }
      return {};
    }
    const told = await answer.json();
    for (const row of await all("keys")) if (row.id !== told.user) await remove("keys", row.id);
    await put("keys", { id: told.user, key: await made(told.secret), until: told.until });
    return told;
  }

  // The key of whoever is signed in here; one whose time is over is wiped.
  async function key() {
    for (const row of await all("keys")) {
      if (row.until > Date.now()) return row;
      await remove("keys", row.id);
    }
    return null;
  }
  async function forget() { for (const row of await all("keys")) await remove("keys", row.id); }

  const bound = (row) => new TextEncoder().encode(`${row.user}\u001f${row.instance}`);
  async function keep(form) {
    const held = await key();
    if (!held) return false;
    const row = { instance: form.instance, user: held.id, version: form.version, saved: Date.now(), state: form.state || "open", complete: Boolean(form.complete) };
    row.iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(form));
    const padded = new Uint8Array(Math.ceil((text.length + 4) / 1024) * 1024);
    new DataView(padded.buffer).setUint32(0, text.length);
    padded.set(text, 4);
    row.data = await crypto.subtle.encrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound(row) }, held.key, padded);
    await put("forms", row);
    return true;
  }
  async function open(instance) {
    const row = await get("forms", instance), held = await key();
    if (!row || !held || row.user !== held.id) return null;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound(row) }, held.key, row.data);
    const length = new DataView(plain).getUint32(0);
    return JSON.parse(new TextDecoder().decode(new Uint8Array(plain, 4, length)));
  }
  async function kept() {
    const held = await key(), rows = await all("forms");
    return { own: rows.filter((row) => held && row.user === held.id), others: rows.filter((row) => !held || row.user !== held.id).length };
  }
  const drop = (instance) => remove("forms", instance);

  // A form that is open in a page is that page's until it is left or whole; null when another page holds it.
  const hold = (instance, work) => navigator.locks.request(`ayni-form ${instance}`, { ifAvailable: true }, (lock) => (lock ? work() : null));

  // A page whose sending failed: what it said goes on here.
  async function landed() {
    const rows = (await kept()).own.filter((row) => row.state === "flight").sort((one, other) => other.saved - one.saved);
    for (const row of rows) await keep({ ...(await open(row.instance)), state: "open" });
    return rows;
  }

  // Send what is kept, one tab at a time. The server takes each form once, by its number, however often it is sent.
  function send() {
    return navigator.locks.request("ayni-filling", { ifAvailable: true }, async (lock) => {
      if (!lock) return null;
      const { own } = await kept();
      if (!own.length) return [];
      const told = await greet();
      if (!told || !told.csrf) return told === null ? [{ status: "signed_out" }] : null;
      const answers = [];
      for (const row of own) {
        if (row.state === "conflict" || row.state === "flight") continue;
        const answer = await hold(row.instance, () => sendOne(row, told.csrf));
        if (answer) answers.push(answer);
      }
      return answers;
    });
  }
  async function sendOne(row, csrf) {
    const form = await open(row.instance);
    const body = new FormData();
    for (const name of ["instance", "version", "revision", "household"]) body.set(name, form[name] ?? "");
    body.set("complete", form.complete ? "1" : "");
    body.set("answers", JSON.stringify(form.answers));
    body.set("removed", JSON.stringify(form.removed || []));
    for (const file of form.files || []) body.append("files", new File([bytes(file.content)], file.name, { type: file.type }));
    let told;
    try {
      const answer = await fetch("/filling/sync/", { method: "POST", body, headers: { "X-CSRFToken": csrf }, redirect: "manual" });
      if (!answer.ok && answer.status !== 409) return { status: "failed", row };
      told = await answer.json();
    } catch { return { status: "failed", row }; }
    const now = await get("forms", row.instance);
    if (now && now.saved !== row.saved) {  // it was gone on with meanwhile
      if (told.revision) { const later = await open(row.instance); await keep({ ...later, revision: told.revision }); }
    } else if (told.status === "sent" || told.status === "saved") {
      await drop(row.instance);
    } else {  // somebody must look at it: nothing is thrown away by itself
      await keep({ ...form, state: "conflict", told: told.text, over: told.status === "over" });
    }
    return { ...told, row };
  }

  // Fetch what a form needs, so that it opens without a link. Nothing of it is about anybody.
  const needed = (text) => [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("script[src], link[href]")]
    .map((one) => one.getAttribute("src") || one.getAttribute("href"));
  async function ready(addresses) {
    const cache = await caches.open(CACHE), more = new Set(addresses);
    for (const address of more) {  // pages name what they need themselves
      if (address.startsWith("/static/") && (await cache.match(address))) continue;
      try {
        const answer = await fetch(address, { cache: "no-store", redirect: "error" });
        if (!answer.ok) return false;
        if (/html/.test(answer.headers.get("Content-Type"))) needed(await answer.clone().text()).forEach((one) => more.add(one));
        await cache.put(address, answer);
      } catch { return false; }
    }
    return true;
  }

  window.ayniStore = { greet, key, forget, keep, open, kept, drop, send, ready, hold, landed, row: (id) => get("forms", id) };
})();
