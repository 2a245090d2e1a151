// The logic of questionnaires on the device: XPath as forms write it, by the same grammar and meaning as the server's
// (ayni/engines/questionnaires/xpath). What only a phone knows is Unknown, and then nothing is held against an answer.
(function () {
  class Unknown extends Error {}
  class Day { constructor(n) { this.n = n; } get text() { return new Date(this.n * 864e5).toISOString().slice(0, 10); } }
  class Moment {
    constructor(date) { this.date = date; }
    get day() { return dayOf(local(this.date)); }
    get text() { return stamp(this.date); }
  }
  const two = (number) => String(number).padStart(2, "0");
  const local = (at) => `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const zone = (at) => {
    const off = -at.getTimezoneOffset();
    return `${off < 0 ? "-" : "+"}${two(Math.floor(Math.abs(off) / 60))}:${two(Math.abs(off) % 60)}`;
  };
  const stamp = (at) => `${local(at)}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}${zone(at)}`;

  function dayOf(text) {
    const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(text);
    if (!found) return null;
    const at = new Date(Date.UTC(2000, found[2] - 1, found[3]));
    at.setUTCFullYear(+found[1], found[2] - 1, +found[3]);
    return at.toISOString().slice(0, 10) === found[0] ? new Day(Math.round(at / 864e5)) : null;
  }
  function momentOf(text) {
    const at = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? new Date(text.length === 10 ? `${text}T00:00:00` : text) : null;
    return at && !isNaN(at) ? new Moment(at) : null;
  }

  // Values: a text, a number, a truth, a Day, a Moment, or an array of nodes.
  function typed(node) {
    const text = node.value;
    if (!text) return "";
    if (["integer", "decimal", "range"].includes(node.type)) return asNumber(text);
    if (["date", "today"].includes(node.type)) return dayOf(text) || text;
    if (["dateTime", "start", "end"].includes(node.type)) return momentOf(text) || text;
    return text;
  }
  const single = (value) => (Array.isArray(value) ? (value.length ? typed(value[0]) : "") : value);
  function asText(given) {
    const value = single(given);
    if (value instanceof Day || value instanceof Moment) return value.text;
    return String(value);
  }
  function asNumber(given) {
    const value = single(given);
    if (typeof value === "boolean") return value ? 1 : 0;
    if (typeof value === "number") return value;
    if (value instanceof Day) return value.n;
    if (value instanceof Moment) return value.date / 864e5;
    const text = String(value).trim();
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  }
  function asTruth(value) {
    if (Array.isArray(value)) return value.length ? asTruth(single(value)) : false;
    if (typeof value === "number") return Boolean(value);
    return Boolean(value);
  }
  function asDay(given) {
    const value = single(given);
    if (value instanceof Moment) return value.day;
    if (value instanceof Day) return value;
    const found = typeof value === "string" ? dayOf(value) : null;
    if (found) return found;
    const number = asNumber(value);
    return isNaN(number) || Math.abs(number) > 1e6 ? null : new Day(Math.floor(number));
  }
  const isDay = (value) => value instanceof Day || value instanceof Moment;
  function ordered(value, beside) {
    if (typeof value === "string" && isDay(beside)) {
      const found = beside instanceof Moment ? momentOf(value) : dayOf(value);
      return found ? asNumber(found) : NaN;
    }
    return asNumber(value);
  }
  function equal(left, right) {
    if (typeof left === "boolean" || typeof right === "boolean") return asTruth(left) === asTruth(right);
    if (typeof left === "number" || typeof right === "number" || isDay(left) || isDay(right)) {
      if (left === "" || right === "") return left === right;
      return ordered(left, right) === ordered(right, left);
    }
    return asText(left) === asText(right);
  }
  function pair(left, right, sign) {
    if (sign === "=" || sign === "!=") return equal(left, right) === (sign === "=");
    const one = ordered(left, right), other = ordered(right, left);
    return { "<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other }[sign];
  }
  function compare(left, right, sign) {
    if (Array.isArray(left) && Array.isArray(right)) {
      return left.some((one) => right.some((other) => pair(typed(one), typed(other), sign)));
    }
    if (Array.isArray(left) && typeof right !== "boolean") {
      return left.length ? left.some((one) => pair(typed(one), right, sign)) : pair("", right, sign);
    }
    if (Array.isArray(right) && typeof left !== "boolean") {
      return right.length ? right.some((one) => pair(left, typed(one), sign)) : pair(left, "", sign);
    }
    return pair(left, right, sign);
  }

  // Reading an expression into functions.
  const NAME = "[\\p{L}_][\\p{L}\\p{N}\\p{M}_.\\-]*(?::[\\p{L}_][\\p{L}\\p{N}\\p{M}_.\\-]*)?";
  const TOKEN = new RegExp(
    `\\s*(?:("[^"]*"|'[^']*')|(\\d+(?:\\.\\d*)?|\\.\\d+)|(//|::|\\.\\.|!=|<=|>=|[()\\[\\]@,/|+\\-=<>.*$])|(${NAME}))`, "uy");
  const WORDS = ["and", "or", "div", "mod"];
  const BEFORE = new Set(["", "(", "[", ",", "@", "::", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "*op"]);

  function tokens(text) {
    const found = [];
    const end = text.trimEnd().length;
    let place = 0, before = "";
    while (place < end) {
      TOKEN.lastIndex = place;
      const match = TOKEN.exec(text);
      if (!match) throw new Unknown(text);
      let kind = ["text", "number", "sign", "name"][match.slice(1).findIndex((one) => one !== undefined)];
      const said = match[1] ?? match[2] ?? match[3] ?? match[4];
      if (!BEFORE.has(before) && (WORDS.includes(said) || said === "*") && kind !== "text") kind = "operator";
      found.push([kind, said]);
      before = kind === "operator" ? "*op" : kind === "sign" ? said : "operand";
      place = TOKEN.lastIndex;
    }
    return found;
  }

  class Parser {
    constructor(text) { this.tokens = tokens(text); this.place = 0; this.text = text; }
    whole() {
      const step = this.either();
      if (this.place < this.tokens.length) throw new Unknown(this.text);
      return step;
    }
    peek() { return this.tokens[this.place] || ["end", ""]; }
    take(...wanted) {
      const [kind, text] = this.peek();
      if ((kind === "sign" || kind === "operator") && wanted.includes(text)) { this.place += 1; return text; }
      return "";
    }
    need(wanted) { if (!this.take(wanted)) throw new Unknown(this.text); }
    binary(next, signs, make) {
      let step = next(), sign;
      while ((sign = this.take(...signs))) step = make(step, next(), sign);
      return step;
    }
    either() { return this.binary(() => this.both(), ["or"], (a, b) => (at) => asTruth(a(at)) || asTruth(b(at))); }
    both() { return this.binary(() => this.equal(), ["and"], (a, b) => (at) => asTruth(a(at)) && asTruth(b(at))); }
    equal() { return this.binary(() => this.ordered(), ["=", "!="], (a, b, s) => (at) => compare(a(at), b(at), s)); }
    ordered() { return this.binary(() => this.sum(), ["<", "<=", ">", ">="], (a, b, s) => (at) => compare(a(at), b(at), s)); }
    sum() { return this.binary(() => this.product(), ["+", "-"], arithmetic); }
    product() { return this.binary(() => this.negated(), ["*", "div", "mod"], arithmetic); }
    negated() {
      let turned = false;
      while (this.take("-")) turned = !turned;
      const step = this.union();
      return turned ? (at) => -asNumber(step(at)) : step;
    }
    union() { return this.binary(() => this.path(), ["|"], (a, b) => (at) => [...new Set([...a(at), ...b(at)])]); }
    path() {
      const [kind, text] = this.peek();
      if (kind === "text" || kind === "number") {
        this.place += 1;
        const value = kind === "text" ? text.slice(1, -1) : Number(text);
        return () => value;
      }
      if (this.take("(")) {
        const step = this.either();
        this.need(")");
        return this.onwards(this.filtered(step));
      }
      if (kind === "name" && this.isCall()) return this.onwards(this.filtered(this.call()));
      if (kind === "sign" && (text === "/" || text === "//")) {
        this.place += 1;
        return this.steps(text === "//" ? deep(top) : top);
      }
      return this.steps((at) => [at.node]);
    }
    isCall() {
      const [kind, text] = this.tokens[this.place + 1] || ["end", ""];
      return kind === "sign" && text === "(" && !["text", "node"].includes(this.peek()[1]);
    }
    call() {
      const name = this.peek()[1], given = [];
      this.place += 1;
      this.need("(");
      if (!this.take(")")) {
        do given.push(this.either()); while (this.take(","));
        this.need(")");
      }
      return bound(name, given);
    }
    filtered(step) {
      while (this.take("[")) { step = chosen(step, this.either()); this.need("]"); }
      return step;
    }
    onwards(step) {
      let sign;
      while ((sign = this.take("/", "//"))) step = this.steps(sign === "//" ? deep(step) : step);
      return step;
    }
    steps(step) {
      let sign;
      step = this.one(step);
      while ((sign = this.take("/", "//"))) step = this.one(sign === "//" ? deep(step) : step);
      return step;
    }
    one(step) {
      if (this.take(".")) return this.filtered(step);
      if (this.take("..")) return this.filtered((at) => [...new Set(step(at).map((node) => node.parent).filter(Boolean))]);
      if (this.take("@")) { this.name(); return this.filtered(() => []); }
      const name = this.name();
      if ((name === "text" || name === "node") && this.take("(")) {
        this.need(")");
        return this.filtered(name === "text" ? step : children(step, "*", []));
      }
      const conditions = [];
      while (this.take("[")) { conditions.push(this.either()); this.need("]"); }
      return children(step, name, conditions);
    }
    name() {
      const [kind, text] = this.peek();
      if (kind !== "name" && !(kind === "sign" && text === "*")) throw new Unknown(this.text);
      this.place += 1;
      return text.slice(text.lastIndexOf(":") + 1);
    }
  }

  const arithmetic = (left, right, sign) => (at) => {
    const one = asNumber(left(at)), other = asNumber(right(at));
    switch (sign) {
      case "+": return one + other;
      case "-": return one - other;
      case "*": return one * other;
      case "div": return one / other;
    }
    return one % other;
  };
  const top = (at) => [{ children: [at.node.root], parent: null, value: "", name: "" }];
  const deep = (step) => (at) => step(at).flatMap((node) => walk(node));
  const walk = (node) => [node, ...node.children.flatMap(walk)];
  const children = (step, name, conditions) => (at) => step(at).flatMap((node) => {
    const here = node.children.filter((child) => name === "*" || child.name === name);
    return conditions.reduce((kept, condition) => passing(kept, condition, at), here);
  });
  const chosen = (step, condition) => (at) => passing(step(at), condition, at);
  const passing = (nodes, condition, at) => nodes.filter((node, index) => {
    const said = condition({ ...at, node, position: index + 1, size: nodes.length });
    return typeof said === "number" ? said === index + 1 : asTruth(said);
  });

  // Functions.
  const chosenOf = (value) => asText(value).split(/\s+/).filter(Boolean);
  const numbers = (values) => values.flatMap((one) => (Array.isArray(one) ? one.map((node) => asNumber([node])) : [asNumber(one)]));
  const texts = (values) => values.flatMap((one) => (Array.isArray(one) ? one.map((node) => asText([node])) : [asText(one)]));
  const extreme = (pick) => (...values) => {
    const all = numbers(values);
    return !all.length || all.some(isNaN) ? NaN : pick(...all);
  };
  function round(number, digits) {
    if (!isFinite(number)) return number;
    const scale = digits === undefined ? 1 : 10 ** Math.max(-12, Math.min(12, Math.trunc(asNumber(digits))));
    return Math.floor(number * scale + 0.5) / scale;
  }
  function regex(value, pattern) {
    const text = asText(value);
    if (text.length > 2000 || /\([^()]*[+*}][^()]*\)[+*{]/.test(asText(pattern))) throw new Unknown("regex");
    try { return new RegExp(`^(?:${asText(pattern)})$`, "u").test(text); } catch { throw new Unknown("regex"); }
  }
  function moment(given) {
    const value = single(given);
    if (value instanceof Moment) return value;
    if (typeof value === "string") return momentOf(value);
    const day = asDay(value);
    return day && momentOf(day.text);
  }
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  function written(value, how) {
    const at = moment(value)?.date;
    if (!at) return "";
    const signs = {
      "%": "%", Y: String(at.getFullYear()).padStart(4, "0"), y: two(at.getFullYear() % 100), m: two(at.getMonth() + 1),
      n: at.getMonth() + 1, b: MONTHS[at.getMonth()], d: two(at.getDate()), e: at.getDate(), H: two(at.getHours()),
      h: at.getHours(), M: two(at.getMinutes()), S: two(at.getSeconds()), 3: String(at.getMilliseconds()).padStart(3, "0"),
      a: DAYS[at.getDay()],
    };
    return asText(how).replace(/%(.)/g, (whole, sign) => (sign in signs ? signs[sign] : whole));
  }
  function indexed(at, given) {
    let found = given[0](at);
    for (let n = 1; n + 1 < given.length; n += 2) {
      const wanted = asNumber(given[n + 1](at));
      const within = new Set(given[n](at).filter((node) => node.position === wanted));
      found = found.filter((node) => { for (let up = node; up; up = up.parent) if (within.has(up)) return true; return false; });
    }
    return found;
  }
  const within = (text, part) => asText(text).includes(asText(part));

  const LAZY = {
    if: (at, g) => (asTruth(g[0](at)) ? g[1](at) : g[2](at)),
    coalesce: (at, g) => { for (const step of g) { const value = single(step(at)); if (asText(value) !== "") return value; } return ""; },
    once: (at, g) => { const kept = typed(at.current); return asText(kept) === "" ? g[0](at) : kept; },
    position: (at, g) => { if (!g.length) return at.position; const nodes = g[0](at); return nodes.length ? nodes[0].position : NaN; },
    last: (at) => at.size,
    current: (at) => [at.current],
    instance: (at, g) => { const name = asText(g[0](at)); if (!at.around.lists[name]) throw new Unknown(name); return [at.around.lists[name]]; },
    "indexed-repeat": indexed,
    "jr:choice-name": (at, g) => at.around.label(asText(g[1](at)), asText(g[0](at))),
    sum: (at, g) => { const nodes = g[0](at); return Array.isArray(nodes) ? nodes.reduce((all, node) => all + asNumber(typed(node)), 0) : asNumber(nodes); },
    today: (at) => dayOf(local(at.around.now)),
    now: (at) => new Moment(at.around.now),
  };
  const PLAIN = {
    true: () => true, false: () => false, not: (v) => !asTruth(v), boolean: asTruth, number: asNumber, string: asText,
    "boolean-from-string": (v) => ["true", "1"].includes(asText(v).toLowerCase()),
    int: (v) => { const n = asNumber(v); return isFinite(n) ? Math.trunc(n) : n; },
    concat: (...v) => texts(v).join(""),
    join: (sign, ...v) => texts(v).join(asText(sign)),
    "string-length": (v) => [...asText(v)].length,
    substr: (v, a, b) => { const s = [...asText(v)], n = asNumber(a), m = b === undefined ? s.length : asNumber(b); return isNaN(n) || isNaN(m) ? "" : s.slice(n, m).join(""); },
    substring: (v, a, b) => { const n = round(asNumber(a)), m = b === undefined ? Infinity : n + round(asNumber(b)); return [...asText(v)].filter((_, i) => i + 1 >= n && i + 1 < m).join(""); },
    "substring-before": (v, s) => (within(v, s) ? asText(v).slice(0, asText(v).indexOf(asText(s))) : ""),
    "substring-after": (v, s) => (within(v, s) ? asText(v).slice(asText(v).indexOf(asText(s)) + asText(s).length) : ""),
    contains: within,
    "starts-with": (v, s) => asText(v).startsWith(asText(s)),
    "ends-with": (v, s) => asText(v).endsWith(asText(s)),
    "normalize-space": (v) => asText(v).split(/\s+/).filter(Boolean).join(" "),
    translate: (v, a, b) => { const from = [...asText(a)], to = [...asText(b)]; return [...asText(v)].map((c) => (from.includes(c) ? to[from.indexOf(c)] ?? "" : c)).join(""); },
    regex,
    selected: (v, code) => chosenOf(v).includes(asText(code).trim()),
    "selected-at": (v, n) => chosenOf(v)[Math.trunc(asNumber(n))] ?? "",
    "count-selected": (v) => chosenOf(v).length,
    count: (v) => { if (!Array.isArray(v)) throw new Unknown("count"); return v.length; },
    "count-non-empty": (v) => (Array.isArray(v) ? v.filter((node) => node.value !== "").length : Number(asText(v) !== "")),
    min: extreme(Math.min), max: extreme(Math.max), round: (v, d) => round(asNumber(v), d),
    floor: (v) => Math.floor(asNumber(v)), ceiling: (v) => Math.ceil(asNumber(v)), abs: (v) => Math.abs(asNumber(v)),
    pow: (a, b) => asNumber(a) ** asNumber(b), sqrt: (v) => Math.sqrt(asNumber(v)), exp: (v) => Math.exp(asNumber(v)),
    exp10: (v) => 10 ** asNumber(v), log: (v) => Math.log(asNumber(v)), log10: (v) => Math.log10(asNumber(v)),
    sin: (v) => Math.sin(asNumber(v)), cos: (v) => Math.cos(asNumber(v)), tan: (v) => Math.tan(asNumber(v)),
    asin: (v) => Math.asin(asNumber(v)), acos: (v) => Math.acos(asNumber(v)), atan: (v) => Math.atan(asNumber(v)),
    atan2: (y, x) => Math.atan2(asNumber(y), asNumber(x)), pi: () => Math.PI,
    checklist: (low, high, ...v) => { const n = v.filter(asTruth).length, a = asNumber(low), b = asNumber(high); return (a < 0 || n >= a) && (b < 0 || n <= b); },
    date: (v) => { const s = single(v); return typeof s === "string" && s.includes("T") ? momentOf(s) || "" : asDay(s) || ""; },
    "date-time": (v) => moment(v) || "",
    "decimal-date-time": (v) => { const at = single(v); const found = typeof at === "string" && at.includes("T") ? momentOf(at) : asDay(at); return found ? asNumber(at instanceof Moment ? at : found) : NaN; },
    "format-date": written, "format-date-time": written,
  };
  PLAIN["decimal-date"] = PLAIN["decimal-date-time"];

  function bound(name, given) {
    if (Object.hasOwn(LAZY, name)) return (at) => LAZY[name](at, given);
    if (Object.hasOwn(PLAIN, name)) return (at) => PLAIN[name](...given.map((step) => step(at)));
    return () => { throw new Unknown(name); };
  }

  const kept = new Map();
  function read(text) {
    if (!kept.has(text)) kept.set(text, new Parser(text).whole());
    return kept.get(text);
  }
  // The value of an expression where a node stands; `around` has now, lists by name, and label(path, code).
  const on = (text, node, around) => read(text)({ node, current: node, around, position: 1, size: 1 });
  window.ayniExpressions = { on, asTruth, asText, asNumber, dayOf, momentOf, stamp, local, Unknown };
})();
