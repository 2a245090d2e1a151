// Pages of forms with a script: what does not apply goes at once, the device tells its place, and what is typed is kept
// on the device, encrypted, before it is sent: a lost link loses nothing.
(function () {
  if (!window.isSecureContext || !navigator.serviceWorker || !window.crypto?.subtle) return;
  const { Form, put, read } = window.ayniForm, store = window.ayniStore;
  const form = document.querySelector("form[data-filling], form[data-sending]");
  const told = JSON.parse(document.getElementById("filling-told")?.textContent || "null");
  const announce = (text) => { const one = document.getElementById("announcer"); if (one) one.textContent = text; };

  // Whether there is a link.
  const shown = document.querySelectorAll("[data-offline]");
  const linked = () => shown.forEach((one) => { one.hidden = navigator.onLine; });
  addEventListener("online", () => { linked(); window.ayniFilling.send(); });
  addEventListener("offline", linked);
  linked();

  // The place of the device.
  document.querySelectorAll("[data-locate]").forEach((button) => {
    if (!navigator.geolocation) return;
    const field = button.closest("[data-question]"), says = field.querySelector("[data-located]");
    button.hidden = false;
    button.addEventListener("click", () => {
      says.textContent = says.dataset.wait;
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const set = (part, value) => { field.querySelector(`[name="${CSS.escape(`${field.dataset.question}.${part}`)}"]`).value = value; };
        set("lat", coords.latitude.toFixed(6));
        set("lon", coords.longitude.toFixed(6));
        set("accuracy", coords.accuracy.toFixed(1));
        says.textContent = says.dataset.found.replace("{m}", Math.round(coords.accuracy));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }, () => { says.textContent = says.dataset.failed; }, { enableHighAccuracy: true, timeout: 30000 });
    });
  });

  // What applies, as soon as it is known.
  let logic = null;
  async function watch() {
    const answer = await fetch(`/filling/definitions/${form.dataset.version}/`);
    if (!answer.ok) return;
    logic = new Form(await answer.json());
    form.addEventListener("change", apply);
    form.addEventListener("input", (event) => { if (event.target.type !== "search") apply(); });
    apply();
  }
  const fields = () => [...form.querySelectorAll("[data-question]")];
  const base = () => told.around.split("/").length > 2 ? told.around.replace(/\[\d+\]/g, "") : told.around;
  const where = (path) => told.around + path.slice(base().length);
  function typed() {
    const answers = structuredClone(told.answers);
    for (const field of fields()) {
      const text = read(field);
      if (text !== null) put(answers, where(field.dataset.question), text);
    }
    return answers;
  }
  function apply() {
    logic.lay(typed());
    const visible = [];
    for (const field of fields()) {
      const node = logic.at(where(field.dataset.question));
      field.hidden = !node || !node.applies;
      if (!field.hidden) visible.push(field.dataset.question);
    }
    form.querySelectorAll("input[name=shown]").forEach((one) => one.remove());
    for (const name of visible) {
      const one = Object.assign(document.createElement("input"), { type: "hidden", name: "shown", value: name });
      form.append(one);
    }
  }

  // Before a page is sent, what it says is kept; when the next page has come, it is let go.
  async function kept(event) {
    if (form.dataset.sure) return;
    event.preventDefault();
    const button = event.submitter;
    const files = [...form.querySelectorAll("input[type=file]")].filter((one) => one.files.length);
    const row = {
      instance: form.dataset.instance, version: Number(form.dataset.version), revision: Number(form.dataset.revision),
      household: form.dataset.household || "", answers: typed(), removed: told.removed || [], state: "flight",
      place: form.dataset.place || "", complete: Boolean(form.dataset.sending), files: [],
    };
    for (const one of files) await attach(row, one);
    try { await store.keep(row); } catch { /* no room on the device: the page is sent as it is */ }
    form.dataset.sure = "1";
    form.requestSubmit(button || undefined);
    setTimeout(() => { delete form.dataset.sure; }, 3000);
  }
  async function attach(row, input) {
    const [file] = input.files, name = input.name.split("/").pop();
    const content = await new Promise((good) => {
      const reader = new FileReader();
      reader.onload = () => good(reader.result.split(",")[1]);
      reader.readAsDataURL(file);
    });
    const ending = /\.[a-z0-9]{1,5}$/i.exec(file.name)?.[0].toLowerCase() || "";
    const kept = `${name}-${Date.now()}${ending}`;
    row.files.push({ name: kept, type: file.type, content });
    put(row.answers, where(input.name), kept);
  }

  // What is kept on this device.
  const panel = document.querySelector("[data-kept]");
  async function list() {
    if (!panel) return;
    const words = JSON.parse(document.getElementById("filling-words").textContent);
    const { own, others } = await store.kept();
    const lines = [];
    for (const row of own) {
      const line = document.createElement("li"), link = document.createElement("a"), state = document.createElement("span");
      const opened = await store.open(row.instance);
      link.href = `/filling/offline/${row.version}/#${row.instance}`;
      link.textContent = `${words.titles[row.version] || words.form} · ${new Date(row.saved).toLocaleString(document.documentElement.lang)}`;
      state.className = row.state === "conflict" ? "status tone-harm" : "status tone-warn";
      state.textContent = row.state === "conflict" ? words.conflict : row.complete ? words.waits : words.unfinished;
      line.append(link, state);
      if (opened?.told) line.append(Object.assign(document.createElement("p"), { textContent: opened.told }));
      if (row.state === "conflict") line.append(...choices(row, opened, words));
      lines.push(line);
    }
    panel.querySelector("[data-kept-list]").replaceChildren(...lines);
    panel.querySelector("[data-kept-told]").textContent = others ? words.others.replace("{n}", others) : "";
    panel.hidden = !own.length && !others;
    panel.querySelector("[data-kept-send]").hidden = !own.length;
  }
  // Two states of one form: whoever filled it in says which holds.
  function choices(row, opened, words) {
    const button = (text, work) => {
      const one = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: text });
      one.addEventListener("click", async () => { await work(); await send(); });
      return one;
    };
    return [
      button(words.mine, () => mine(opened)),
      button(words.theirs, () => store.drop(row.instance)),
    ];
  }
  // Of a form that is over on the server, what is here becomes a form of its own.
  async function mine(opened) {
    const again = { ...opened, state: "open", told: "", over: false };
    if (!opened.over) return store.keep({ ...again, revision: -1 });
    await store.keep({ ...again, revision: 0, instance: `uuid:${crypto.randomUUID()}` });
    return store.drop(opened.instance);
  }
  async function send() {
    const answers = await store.send();
    if (answers?.length) {
      const words = JSON.parse(document.getElementById("filling-words")?.textContent || "{}");
      const said = words[answers[answers.length - 1].status] || "";
      announce(said);
      document.dispatchEvent(new CustomEvent("ayni:told", { detail: answers }));
      await list();
      if (panel) panel.querySelector("[data-kept-told]").textContent = said;
      return answers;
    }
    await list();
    return answers;
  }
  panel?.querySelector("[data-kept-send]").addEventListener("click", send);
  window.ayniFilling = { send, list };

  async function begin() {
    await navigator.serviceWorker.register("/filling/worker.js", { scope: "/filling/" });
    const who = await store.greet();
    const over = document.querySelector("[data-sent]")?.dataset.sent;
    if (over) await store.drop(over);
    if (form?.dataset.instance) {
      const row = await store.row(form.dataset.instance);
      if (row) await settle(row);
    }
    if (location.search === "?lost=1") {
      const [last] = await store.landed();
      if (last && !last.complete) return location.replace(`/filling/offline/${last.version}/#${last.instance}`);
    }
    await list();
    const needed = JSON.parse(document.getElementById("filling-ready")?.textContent || "[]");
    if (who?.csrf && needed.length) {
      const isReady = await store.ready(needed);
      document.querySelectorAll("[data-ready]").forEach((one) => { one.hidden = !isReady; });
    }
    if (navigator.onLine) await send();
  }
  // A page has come: what was kept before it was sent is on the server, unless the server knows nothing of it.
  async function settle(row) {
    const opened = await store.open(row.instance);
    if (!opened) return;
    if (row.state === "flight" && Number(form.dataset.revision) > opened.revision) await store.drop(row.instance);
  }

  if (form && told) {
    watch().catch(() => {});
    form.addEventListener("submit", kept);
  }
  document.querySelector(".error-summary")?.focus();
  begin().catch(() => {});
})();
