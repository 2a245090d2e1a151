// A form on the device: its answers as nodes, what applies, what is worked out, and what stands against it.
(function () {
  const { on, asTruth, asText, asNumber, dayOf, momentOf, Unknown } = window.ayniExpressions;
  const SILENT = ["note", "calculate", "hidden", "start", "end", "today", "deviceid", "username", "audit", "metadata"];
  const isGroup = (item) => !item.type;
  const isAsked = (item) => !isGroup(item) && !SILENT.includes(item.type) && !item.calculate;

  class Node {
    constructor(name, text, item) {
      Object.assign(this, { name, text, item, type: item?.type || "", parent: null, children: [], relevant: true });
    }
    add(child) { child.parent = this; this.children.push(child); return child; }
    named(name) { return this.children.filter((child) => child.name === name); }
    walk() { return [this, ...this.children.flatMap((child) => child.walk())]; }
    get root() { let node = this; while (node.parent) node = node.parent; return node; }
    get applies() { for (let node = this; node; node = node.parent) if (!node.relevant) return false; return true; }
    get value() {
      if (!this.applies) return "";
      return this.children.length ? this.walk().map((node) => node.text || "").join("") : this.text;
    }
    get position() { return this.parent ? 1 + this.parent.named(this.name).indexOf(this) : 1; }
    get where() {
      const mine = this.item?.is_repeat ? `${this.name}[${this.position}]` : this.name;
      return `${this.parent ? this.parent.where : ""}/${mine}`;
    }
  }

  class Form {
    constructor(definition) {
      this.definition = definition;
      this.tree = definition.tree;
      this.items = [];
      const gather = (items) => items.forEach((item) => { this.items.push(item); gather(item.children || []); });
      gather(this.tree.children);
      this.lists = {};
      for (const [name, listed] of Object.entries(this.tree.lists || {})) {
        this.lists[name] = list(listed.map((one) => ({ ...one.more, name: one.name })));
      }
      for (const [name, rows] of Object.entries(definition.files)) this.lists[name.replace(/\.[^.]*$/, "") || name] = list(rows);
    }

    first(items) {
      const told = {};
      for (const item of items) {
        if (!isGroup(item)) { if (item.default) told[item.name] = item.default; }
        else if (!item.is_repeat) told[item.name] = this.first(item.children || []);
      }
      return told;
    }

    lay(answers, now = new Date()) {
      this.root = new Node(this.tree.root || "data", "", null);
      this.around = { now, lists: this.lists, label: (path, code) => this.choiceLabel(path, code) };
      place(this.root, this.tree.children, answers);
      for (const node of this.root.walk()) {
        const item = node.item;
        if (!item) continue;
        node.relevant = true;
        node.relevant = !item.relevant || this.holds(item.relevant, node) !== false;
        if (item.calculate && node.applies) {
          try { node.text = asText(on(item.calculate, node, this.around)); } catch (error) { if (!(error instanceof Unknown)) throw error; }
        }
      }
      return this;
    }

    holds(expression, node) {
      try { return asTruth(on(expression, node, this.around)); } catch (error) {
        if (error instanceof Unknown) return null;
        throw error;
      }
    }

    at(where) {
      let nodes = [this.root];
      for (const part of where.split("/").slice(2)) {
        const [, name, number] = /^([^[\]]+)(?:\[(\d+)\])?$/.exec(part) || [];
        const named = nodes.flatMap((node) => node.named(name));
        nodes = named.slice((number || 1) - 1, number || 1);
      }
      return nodes[0] || null;
    }

    // How many entries a repeat must have, where the form says so.
    wanted(group, where) {
      if (!group.count) return null;
      const node = new Node(group.name, "", group);
      node.parent = this.at(where);
      try { return Math.max(0, Math.min(200, Math.trunc(asNumber(on(group.count, node, this.around))) || 0)); } catch { return null; }
    }

    repeatApplies(group, upper) {
      if (!upper || !upper.applies) return false;
      if (!group.relevant) return true;
      const node = new Node(group.name, "", group);
      node.parent = upper;
      return this.holds(group.relevant, node) !== false;
    }

    offered(item, node) {
      if (!item.items || !item.items.includes("[")) return null;
      try { return new Set(on(item.items, node, this.around).flatMap((one) => one.named("name").map((name) => name.text))); }
      catch { return null; }
    }

    choiceLabel(path, code) {
      const item = this.items.find((one) => one.path === path.trim());
      const found = ((this.tree.lists || {})[item?.choices] || []).find((one) => one.name === code);
      return found ? this.text(found.labels) || code : code;
    }

    text(texts) {
      const told = texts || {};
      return told[this.definition.language] || told[this.tree.default_language] || told.en || Object.values(told)[0] || "";
    }

    // What keeps the form from being sent: {where, code, node}.
    problems() {
      const found = [];
      for (const node of this.root.walk()) {
        const item = node.item;
        if (!item || isGroup(item) || !node.applies) continue;
        const code = this.against(item, node);
        if (code) found.push({ where: node.where, code, node });
      }
      return found;
    }

    against(item, node) {
      const text = node.text;
      if (item.type === "note") return ["true()", "yes"].includes((item.required || "").trim()) ? "note" : "";
      if (!text) return item.required && isAsked(item) && this.holds(item.required, node) ? "required" : "";
      if (!fits(item, text)) return "wrong_type";
      const listed = this.choices(item);
      if (["select_one", "select_multiple"].includes(item.type) && listed) {
        const offered = this.offered(item, node) || new Set(listed.map((one) => one.name));
        const told = item.type === "select_one" ? [text] : text.split(" ");
        if (told.some((one) => !offered.has(one))) return "not_a_choice";
      }
      return item.constraint && this.holds(item.constraint, node) === false ? "constraint" : "";
    }

    choices(item) {
      if (item.file) return this.definition.files[item.file] || null;
      return (this.tree.lists || {})[item.choices] || null;
    }
  }

  function place(node, items, answers) {
    for (const item of items) {
      const said = answers?.[item.name];
      if (!isGroup(item)) node.add(new Node(item.name, typeof said === "string" ? said : "", item));
      else if (item.is_repeat) (Array.isArray(said) ? said : []).forEach((one) => place(node.add(new Node(item.name, "", item)), item.children || [], one));
      else place(node.add(new Node(item.name, "", item)), item.children || [], said);
    }
  }

  function list(rows) {
    const upper = new Node("", "", null), root = upper.add(new Node("root", "", null));
    for (const row of rows) {
      const item = root.add(new Node("item", "", null));
      for (const [name, text] of Object.entries(row)) if (typeof text === "string") item.add(new Node(name, text, null));
    }
    return upper;
  }

  function fits(item, text) {
    switch (item.type) {
      case "integer": return /^[+-]?\d{1,15}$/.test(text);
      case "decimal": case "range": return isFinite(asNumber(text));
      case "date": return Boolean(dayOf(text));
      case "dateTime": return Boolean(momentOf(text));
      case "geopoint": {
        const parts = text.split(/\s+/).map(Number);
        return parts.length >= 2 && parts.every(isFinite) && Math.abs(parts[0]) <= 90 && Math.abs(parts[1]) <= 180;
      }
    }
    return text.length <= 10000;
  }

  // Answers nested by name: where one stands, writing it.
  const steps = (where) => where.split("/").slice(2).map((part) => /^([^[\]]+)(?:\[(\d+)\])?$/.exec(part).slice(1));
  function slot(answers, way) {
    let here = answers;
    for (const [name, number] of way) {
      if (number) here = here[name][number - 1];
      else here = here[name] = here[name] && typeof here[name] === "object" ? here[name] : {};
    }
    return here;
  }
  function put(answers, where, text) {
    const way = steps(where), here = slot(answers, way.slice(0, -1)), [name] = way[way.length - 1];
    if (text) here[name] = text; else delete here[name];
  }
  function listed(answers, where) {
    const way = steps(where), here = slot(answers, way.slice(0, -1)), [name] = way[way.length - 1];
    if (!Array.isArray(here[name])) here[name] = [];
    return here[name];
  }

  // Reading and writing the controls of a page.
  const control = (field, name) => field.querySelector(`[name="${CSS.escape(name)}"]`);
  function read(field) {
    const name = field.dataset.question;
    const of = (part) => (control(field, `${name}.${part}`)?.value || "").trim();
    const pad = (text) => (/^\d$/.test(text) ? `0${text}` : text);
    switch (field.dataset.kind) {
      case "note": return null;
      case "radio": case "search": return field.querySelector("input[type=radio]:checked")?.value || "";
      case "many": return [...field.querySelectorAll("input:checked")].map((one) => one.value).join(" ");
      case "agree": return field.querySelector("input:checked") ? "OK" : "";
      case "date": case "partial": {
        const [y, m, d] = [of("y"), pad(of("m")), pad(of("d"))];
        return !y && !m && !d ? "" : y && !m && !d ? y : y && m && !d ? `${y}-${m}` : `${y}-${m}-${d}`;
      }
      case "point": return of("lat") || of("lon") ? `${of("lat") || "?"} ${of("lon") || "?"} 0 ${of("accuracy") || 0}`.replaceAll(",", ".") : "";
      case "file": return null;
    }
    return (control(field, name)?.value || "").trim();
  }
  function write(field, text) {
    const name = field.dataset.question;
    const set = (part, value) => { const one = control(field, `${name}.${part}`); if (one) one.value = value; };
    switch (field.dataset.kind) {
      case "radio": case "many": case "search": {
        const chosen = field.dataset.kind === "many" ? text.split(" ") : [text];
        field.querySelectorAll(".choices input").forEach((one) => { one.checked = chosen.includes(one.value); });
        return;
      }
      case "agree": field.querySelector("input").checked = Boolean(text); return;
      case "date": case "partial": { const [y, m, d] = `${text}--`.split("-"); set("y", y); set("m", m); set("d", (d || "").replace(/^0/, "")); return; }
      case "point": { const [lat, lon, , accuracy] = `${text}   `.split(" "); set("lat", lat); set("lon", lon); set("accuracy", accuracy); return; }
      case "file": return;
    }
    const one = control(field, name);
    if (one) one.value = text;
  }

  window.ayniForm = { Form, isAsked, isGroup, put, listed, slot, read, write };
})();
