// A whole form on the device: one page of the questionnaire at a time, each kept encrypted before the next is shown.
(async function () {
  const main = document.querySelector("[data-offline-form]");
  if (!main || !window.ayniStore) return;
  const { Form, isAsked, put, listed, read, write } = window.ayniForm, store = window.ayniStore;
  const { local, stamp } = window.ayniExpressions;
  const words = JSON.parse(document.getElementById("filling-words").textContent);
  const parts = [...main.querySelectorAll("[data-part]")];
  const find = (selector) => main.querySelector(selector);
  const locked = () => { find("[data-locked]").hidden = false; find("[data-told]").hidden = true; };

  await store.greet();
  if (!(await store.key())) return locked();
  const answer = await fetch(`/filling/definitions/${main.dataset.version}/`);
  const logic = new Form(await answer.json());
  const root = `/${logic.tree.root || "data"}`;
  let state = await load();
  if (!state) return locked();
  // While it is open here nothing else sends it.
  let leave = () => {};
  store.hold(state.instance, () => new Promise((good) => { leave = good; }));
  let place = state.place || "";

  async function load() {
    const instance = location.hash.slice(1);
    if (instance) {
      const known = await store.open(instance);
      if (known) return { files: [], ...known, state: "open", complete: false };
      return null;
    }
    const now = new Date(), answers = logic.first(logic.tree.children);
    for (const item of logic.tree.children) {
      const said = { start: stamp(now), today: local(now), deviceid: "web", username: logic.definition.username }[item.type];
      if (said) answers[item.name] = said;
    }
    const made = { instance: `uuid:${crypto.randomUUID()}`, version: Number(main.dataset.version), revision: 0, household: "", answers, removed: [], files: [], place: "" };
    history.replaceState(null, "", `#${made.instance}`);
    return made;
  }

  // Places: "2" a page, "4" a list, "4/1/1" the first page of its first entry.
  const pattern = (key) => key.split("/").map((one, index) => (index % 2 ? "*" : one)).join("/");
  const section = (key) => parts.find((one) => one.dataset.part === pattern(key));
  const upper = (key) => key.split("/").slice(0, -2).join("/");
  const siblings = (key) => parts.filter((one) => {
    const mine = pattern(key).split("/"), other = one.dataset.part.split("/");
    return mine.length === other.length && mine.slice(0, -1).join("/") === other.slice(0, -1).join("/") && /^\d+$/.test(other.at(-1));
  }).map((one) => [...key.split("/").slice(0, -1), one.dataset.part.split("/").pop()].join("/"));
  function around(key) {
    const steps = key.split("/");
    let where = root, base = root;
    for (let n = 0; n + 1 < steps.length; n += 2) {
      const repeat = section(steps.slice(0, n + 1).join("/")).dataset.repeat;
      where = `${where}${repeat.slice(base.length)}[${steps[n + 1]}]`;
      base = repeat;
    }
    return { where, base };
  }
  const whereOf = (key, path) => { const at = around(key); return at.where + path.slice(at.base.length); };
  const fields = (key) => [...section(key).querySelectorAll("[data-question]")];
  const entries = (key) => listed(state.answers, whereOf(key, section(key).dataset.repeat));
  const problems = () => logic.lay(state.answers).problems();

  function applies(key) {
    const one = section(key);
    if (one.dataset.repeat) {
      const where = whereOf(key, one.dataset.repeat);
      const group = logic.items.find((item) => item.path === one.dataset.repeat);
      return logic.repeatApplies(group, logic.at(where.slice(0, where.lastIndexOf("/"))));
    }
    return fields(key).some((field) => logic.at(whereOf(key, field.dataset.question))?.applies);
  }
  function next(key) {
    logic.lay(state.answers);
    const all = siblings(key), later = all.slice(all.indexOf(key) + 1).find(applies);
    return later || upper(key) || "check";
  }
  function back(key) {
    if (key === "check") return siblings("1").filter(applies).pop();
    const all = siblings(key);
    return all.slice(0, all.indexOf(key)).filter(applies).pop() || upper(key);
  }
  function* walk(keys) {
    for (const key of keys) {
      if (!applies(key)) continue;
      yield key;
      if (section(key).dataset.repeat) for (let n = 1; n <= entries(key).length; n += 1) yield* walk(siblings(`${key}/${n}/1`));
    }
  }

  async function keep(more) {
    const { next: later, ...said } = more || {};
    state = { ...state, ...said, place: later || place };
    logic.lay(state.answers);
    const isKept = await store.keep(state);
    if (!isKept) locked();
    return isKept;
  }

  function show(key, { errors = [], moves = true } = {}) {
    place = key;
    logic.lay(state.answers);
    parts.forEach((one) => { one.hidden = true; });
    const here = ["check", "done"].includes(key) ? parts.find((one) => one.dataset.part === key) : section(key);
    here.hidden = false;
    const name = upper(key) && key.includes("/") ? summary(logic.at(around(key).where))[0] : "";
    const title = here.dataset.title || name || main.dataset.title;
    find("[data-heading-of-page]").textContent = title;
    find("[data-step]").textContent = [main.dataset.title, name && name !== title ? name : ""].filter(Boolean).join(" · ");
    find("[data-back]").hidden = key === "done" || !back(key);
    document.title = `${title} · Ayni`;
    if (key === "check") check(here);
    else if (here.dataset.repeat) list(key, here);
    else if (key !== "done") questions(key);
    tell(key, errors);
    if (moves && !errors.length) { scrollTo(0, 0); main.focus(); }
  }

  // A page of questions.
  function questions(key) {
    for (const field of fields(key)) {
      const node = logic.at(whereOf(key, field.dataset.question));
      if (field.dataset.kind === "member") members(key, field);
      if (field.dataset.kind === "search") found(field, node?.text || "", field.querySelector("input[type=search]").value);
      write(field, node?.text || "");
    }
    refresh(key);
  }
  function refresh(key) {
    for (const field of fields(key)) {
      const node = logic.at(whereOf(key, field.dataset.question)), item = node?.item;
      field.hidden = !node || !node.applies;
      if (!item) continue;
      const label = field.querySelector("[data-label]");
      label.dataset.text ||= label.textContent;
      if (label.dataset.text.includes("${")) label.textContent = label.dataset.text.replace(/\$\{\s*([^}\s]+)\s*\}/g, (_whole, name) => near(key, name));
      const optional = field.querySelector("[data-optional]");
      if (optional) optional.hidden = Boolean(item.required && logic.holds(item.required, node));
      const offered = logic.offered(item, node);
      if (offered) field.querySelectorAll(".choice").forEach((one) => { const code = one.querySelector("input").value; one.hidden = Boolean(code) && !offered.has(code); });
    }
  }
  function near(key, name) {
    const inside = logic.at(around(key).where).walk(), all = logic.root.walk();
    return (inside.find((node) => node.name === name && node.text) || all.find((node) => node.name === name && node.text))?.text || "";
  }
  function members(key, field) {
    const list = upper(key), mine = Number(key.split("/").at(-2)), select = field.querySelector("select");
    const offers = entries(list).map((_one, index) => [index + 1, summary(logic.at(`${whereOf(list, section(list).dataset.repeat)}[${index + 1}]`))[0]]);
    select.replaceChildren(new Option(words.not_in_list, ""), ...offers.filter(([number]) => number !== mine).map(([number, name]) => new Option(`${number}. ${name}`, number)));
  }
  // Long lists: what is looked for, among them the chosen one.
  function found(field, chosen, text) {
    const item = logic.items.find((one) => one.path === field.dataset.question);
    const asked = text.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = (logic.choices(item) || []).map((one) => [one.name, one.label ?? logic.text(one.labels)]);
    const hits = rows.filter(([code, label]) => code === chosen || (asked.length && asked.every((word) => `${label} ${code}`.toLowerCase().includes(word))));
    hits.sort(([code]) => (code === chosen ? -1 : 0));
    field.querySelector("[data-offers]").replaceChildren(...hits.slice(0, 20).map(([code, label], index) => {
      const line = document.createElement("label"), radio = document.createElement("input"), said = document.createElement("span");
      Object.assign(radio, { type: "radio", name: field.dataset.question, value: code, checked: code === chosen, className: "form-check-input", id: `q${field.dataset.question.replaceAll("/", "-")}-${index + 1}` });
      Object.assign(said, { textContent: label || code });
      line.className = "choice";
      line.append(radio, said);
      return line;
    }));
  }
  function gather(key) {
    for (const field of fields(key)) {
      const text = read(field), node = logic.at(whereOf(key, field.dataset.question));
      if (text === null || node?.item.is_read_only) continue;
      put(state.answers, whereOf(key, field.dataset.question), text);
    }
    logic.lay(state.answers);
  }
  async function files(key) {
    for (const field of fields(key)) {
      const [file] = field.querySelector("input[type=file]")?.files || [];
      if (!file) continue;
      const content = await new Promise((good) => { const reader = new FileReader(); reader.onload = () => good(reader.result.split(",")[1]); reader.readAsDataURL(file); });
      const name = `${field.dataset.question.split("/").pop()}-${Date.now()}${/\.[a-z0-9]{1,5}$/i.exec(file.name)?.[0].toLowerCase() || ""}`;
      state.files.push({ name, type: file.type, content });
      put(state.answers, whereOf(key, field.dataset.question), name);
    }
  }
  const message = (problem) => {
    const item = problem.node.item;
    if (problem.code === "note") return logic.text(item.labels);
    if (problem.code === "required") return /^select/.test(item.type) ? words.choose : words.required;
    if (problem.code === "constraint") return logic.text(item.constraint_messages) || words.constraint;
    return (problem.code === "wrong_type" && words[item.type]) || words[problem.code] || words.wrong_type;
  };
  function tell(key, errors) {
    const summaryOf = find("[data-errors]"), lines = summaryOf.querySelector("ul");
    main.querySelectorAll(".error-text[id]").forEach((one) => { one.hidden = true; });
    main.querySelectorAll(".is-wrong").forEach((one) => one.classList.remove("is-wrong"));
    summaryOf.hidden = !errors.length;
    lines.replaceChildren(...errors.map((problem) => {
      const line = document.createElement("li"), link = document.createElement("a");
      const field = fields(key).find((one) => whereOf(key, one.dataset.question) === problem.where);
      link.textContent = `${field?.querySelector("[data-label]").textContent || ""}: ${message(problem)}`;
      const target = field?.querySelector("input:not([type=hidden]), select, textarea");
      link.href = `#${target?.id || ""}`;
      link.addEventListener("click", (event) => { event.preventDefault(); target?.focus(); });
      const beside = field?.querySelector(".error-text");
      if (beside) { beside.hidden = false; beside.textContent = message(problem); field.classList.add("is-wrong"); }
      line.append(link);
      return line;
    }));
    if (errors.length) { summaryOf.scrollIntoView(); summaryOf.focus(); }
  }

  // A list and its entries.
  function summary(node) {
    const said = node ? node.walk().filter((one) => one.item && isAsked(one.item) && one.value) : [];
    const short = (one) => (one.item.type === "select_one" ? logic.choiceLabel(one.item.path, one.text) : one.text);
    const names = said.filter((one) => one.item.type === "text").slice(0, 2).map((one) => one.text);
    const more = said.filter((one) => ["select_one", "integer"].includes(one.item.type)).slice(0, 2).map(short);
    return [names.join(" ") || words.nothing, more.join(" · ")];
  }
  function list(key, here) {
    const where = whereOf(key, here.dataset.repeat), group = logic.items.find((item) => item.path === here.dataset.repeat);
    const wanted = logic.wanted(group, where.slice(0, where.lastIndexOf("/"))), rows = entries(key);
    while (wanted !== null && rows.length < wanted) rows.push(logic.first(group.children));
    logic.lay(state.answers);
    const against = logic.problems();
    here.querySelector("[data-entries]").replaceChildren(...rows.map((_one, index) => {
      const address = `${where}[${index + 1}]`, [title, more] = summary(logic.at(address));
      const line = document.createElement("li"), box = document.createElement("div"), link = document.createElement("a");
      Object.assign(link, { href: `#${state.instance}`, textContent: `${index + 1}. ${title}` });
      link.dataset.go = `${key}/${index + 1}/1`;
      box.append(link, Object.assign(document.createElement("p"), { className: "muted", textContent: more }));
      if (against.some((one) => one.where.startsWith(`${address}/`))) box.append(Object.assign(document.createElement("span"), { className: "status tone-warn", textContent: words.missing }));
      line.append(box);
      if (wanted === null) {
        const out = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words.take_out });
        out.setAttribute("aria-label", `${words.take_out}: ${title}`);
        out.dataset.remove = index + 1;
        line.append(out);
      }
      return line;
    }));
    here.querySelector("[data-add]").hidden = wanted !== null;
    here.querySelector("[data-undo]").hidden = state.removed.at(-1)?.where !== where;
    here.querySelector("[data-next]").textContent = words.entries.replace("{n}", rows.length);
  }
  const parents = () => logic.definition.parents.map((path) => path.slice(logic.definition.members.length + 1));
  function takeOut(key, number) {
    const where = whereOf(key, section(key).dataset.repeat), rows = entries(key), [entry] = rows.splice(number - 1, 1), lost = [];
    if (section(key).dataset.repeat === logic.definition.members) {
      rows.forEach((one, index) => parents().forEach((name) => {
        const told = Number(one[name]);
        if (told === number) { lost.push([index + 1 + (index + 1 >= number), name]); delete one[name]; } else if (told > number) one[name] = String(told - 1);
      }));
    }
    state.removed.push({ where, number, entry, lost });
    state.removed.splice(0, Math.max(0, state.removed.length - 20));
  }
  function putBack(key) {
    const last = state.removed.pop(), rows = listed(state.answers, last.where), number = Math.min(last.number, rows.length + 1);
    if (section(key).dataset.repeat === logic.definition.members) {
      rows.forEach((one) => parents().forEach((name) => { if (Number(one[name]) >= number) one[name] = String(Number(one[name]) + 1); }));
    }
    rows.splice(number - 1, 0, last.entry);
    for (const [at, name] of last.lost) if (rows[at - 1] && !rows[at - 1][name]) rows[at - 1][name] = String(number);
  }

  // Everything, before it is sent.
  function check(here) {
    const against = logic.problems(), boxes = [];
    for (const key of walk(siblings("1"))) {
      if (section(key).dataset.repeat) continue;
      const box = document.createElement("section"), top = document.createElement("div"), rows = document.createElement("dl");
      const name = key.includes("/") ? summary(logic.at(around(key).where))[0] : "", left = [];
      const title = [name, section(key).dataset.title].filter(Boolean).join(" · ") || main.dataset.title;
      const link = Object.assign(document.createElement("a"), { href: `#${state.instance}`, textContent: words.change });
      link.setAttribute("aria-label", `${words.change}: ${title}`);
      link.dataset.go = key;
      box.className = "panel"; top.className = "queue-place"; rows.className = "summary";
      top.append(Object.assign(document.createElement("h2"), { textContent: title }), link);
      for (const field of fields(key)) {
        const node = logic.at(whereOf(key, field.dataset.question));
        if (!node?.applies || field.dataset.kind === undefined) continue;
        const row = document.createElement("div"), wrong = against.find((one) => one.where === node.where);
        if (!node.text && !wrong) { left.push(logic.text(node.item.labels)); continue; }
        row.append(Object.assign(document.createElement("dt"), { textContent: logic.text(node.item.labels) }), Object.assign(document.createElement("dd"), { textContent: said(node, field) || words.not_answered }));
        if (wrong) row.lastChild.append(Object.assign(document.createElement("p"), { className: "error-text", textContent: message(wrong) }));
        rows.append(row);
      }
      for (const wrong of against.filter((one) => one.code === "note" && fields(key).some((field) => whereOf(key, field.dataset.question) === one.where))) {
        rows.append(Object.assign(document.createElement("p"), { className: "error-text", textContent: message(wrong) }));
      }
      if (left.length) {
        const row = document.createElement("div");
        row.append(Object.assign(document.createElement("dt"), { textContent: words.not_answered }), Object.assign(document.createElement("dd"), { className: "muted", textContent: left.join(words.comma) }));
        rows.append(row);
      }
      box.append(top, rows);
      boxes.push(box);
    }
    here.querySelector("[data-answers]").replaceChildren(...boxes);
    here.querySelector("[data-complete]").disabled = against.length > 0;
  }
  function said(node, field) {
    if (field.dataset.kind === "search") return (logic.choices(node.item) || []).find((one) => one.name === node.text)?.label || node.text;
    return node.text.split(" ").length && /^select/.test(node.item.type) ? node.text.split(" ").map((code) => logic.choiceLabel(node.item.path, code)).join(" · ") : node.text;
  }

  main.addEventListener("input", (event) => {
    const field = event.target.closest("[data-question]");
    if (!field || place === "check") return;
    if (event.target.type === "search") return found(field, read(field), event.target.value);
    gather(place);
    refresh(place);
  });
  main.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (event.submitter?.name === "find") return;
    gather(place);
    await files(place);
    const mine = new Set(fields(place).filter((field) => !field.hidden).map((field) => whereOf(place, field.dataset.question)));
    const errors = logic.problems().filter((one) => mine.has(one.where) && one.code !== "note");
    const later = errors.length ? place : next(place);
    if (await keep({ next: later })) show(later, { errors });
  });
  main.addEventListener("click", async (event) => {
    const button = event.target.closest("button, a[data-go]");
    if (!button) return;
    const data = button.dataset;
    if (data.go) { event.preventDefault(); return show(data.go); }
    if ("back" in data) { if (section(place) && !section(place).dataset.repeat && place !== "check") { gather(place); await keep(); } return show(back(place)); }
    if ("add" in data) {
      const group = logic.items.find((item) => item.path === section(place).dataset.repeat);
      const number = entries(place).push(logic.first(group.children || []));
      await keep({ next: `${place}/${number}/1` });
      return show(`${place}/${number}/1`);
    }
    if (data.remove) { takeOut(place, Number(data.remove)); await keep(); return show(place); }
    if ("putBack" in data) { putBack(place); await keep(); return show(place); }
    if ("next" in data) return show(next(place));
    if ("complete" in data && !problems().length) {
      const ended = logic.tree.children.find((item) => item.type === "end");
      if (ended) state.answers[ended.name] = stamp(new Date());
      if (await keep({ complete: true })) { leave(); show("done"); await window.ayniFilling.send(); }
    }
  });
  document.addEventListener("ayni:told", ({ detail }) => {
    const mine = detail.find((one) => one.row?.instance === state.instance || one.status === "signed_out"), told = find("[data-told]");
    if (!mine) return;
    told.textContent = mine.status === "refused" ? mine.text : words[mine.status] || "";
    told.className = `notice tone-${mine.status === "sent" ? "good" : "warn"}`;
  });

  logic.lay(state.answers);
  const isThere = place === "check" || (place && section(place) && logic.at(around(place).where));
  show(isThere ? place : siblings("1").find(applies), { moves: false });
})();
