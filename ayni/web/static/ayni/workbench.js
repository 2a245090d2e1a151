// Suggestions while rules are written: a list under the text, walked with the arrows, taken with Enter.
// Nothing is chosen until an arrow is pressed, so that Enter and Tab stay what they are.
(function () {
  const area = document.querySelector("textarea[data-completes]");
  if (!area) return;
  const words = JSON.parse(document.getElementById("workbench-words").textContent);
  const list = document.getElementById(area.getAttribute("aria-controls"));
  const announcer = document.getElementById("announcer");
  const MOST = 12;
  let options = [];
  let at = -1;
  let start = 0;

  const ENTITIES = { household: "household", person: "person", head: "person", area: "area" };
  const variable = (entity, name) => (words.entities[entity] || []).find((one) => one.name === name);

  // The household itself, or the name a loop such as members.exists(m, …) gives to each member.
  function entityOf(subject, before) {
    if (ENTITIES[subject]) return ENTITIES[subject];
    return new RegExp(`\\.\\w+\\(\\s*${subject}\\s*,`).test(before) ? "person" : "";
  }

  function codes(match, before) {
    const known = variable(entityOf(match[1], before), match[2]);
    if (!known || !known.choices.length) return null;
    const typed = match[3];
    return { typed, of: known.choices.map(([code, label]) => ({ text: `"${code}"`, label })) };
  }

  // What may stand at the end of what is written before the caret.
  function suggested(before) {
    const compared = /([a-z_]\w*)\.(\w+)\s*[=!]=\s*("?\w*)$/i.exec(before);
    if (compared) return codes(compared, before);
    const among = /([a-z_]\w*)\.(\w+)\s+in\s*\[[^\]\n]*?("?\w*)$/i.exec(before);
    if (among) return codes(among, before);
    const field = /([a-z_]\w*)\.(\w*)$/i.exec(before);
    if (field) {
      if (field[1] === "members") return { typed: field[2], of: words.members.map((text) => ({ text, label: "" })) };
      const entity = entityOf(field[1], before);
      const known = words.entities[entity] || [];
      return { typed: field[2], of: known.map((one) => ({ text: one.name, label: one.label, type: one.type })) };
    }
    const word = /(?:^|[^\w.")\]])([a-z]\w+)$/i.exec(before);
    if (!word) return null;
    const all = [...words.subjects, ...words.functions];
    return { typed: word[1], of: all.map((text) => ({ text, label: "" })) };
  }

  function look() {
    const before = area.value.slice(0, area.selectionStart);
    const found = area.selectionStart === area.selectionEnd ? suggested(before) : null;
    if (!found) return close();
    const typed = found.typed.replace(/^"/, "").toLowerCase();
    const plain = (text) => text.replace(/^"/, "").toLowerCase();
    const begins = found.of.filter((one) => plain(one.text).startsWith(typed) && plain(one.text) !== typed);
    const holds = found.of.filter((one) => !begins.includes(one) && typed && (one.label || "").toLowerCase().includes(typed));
    start = area.selectionStart - found.typed.length;
    show([...begins, ...holds].slice(0, MOST));
  }

  function show(found) {
    options = found;
    at = -1;
    list.replaceChildren(...found.map(item));
    list.hidden = !found.length;
    area.removeAttribute("aria-activedescendant");
    announcer.textContent = found.length ? list.dataset.told.replace("{n}", found.length) : "";
  }

  function item(one, place) {
    const line = document.createElement("li");
    line.id = `${list.id}-${place}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    const code = document.createElement("code");
    code.dir = "ltr";
    code.textContent = one.text;
    const told = document.createElement("span");
    told.textContent = [one.label, one.type].filter(Boolean).join(" · ");
    line.append(code, told);
    line.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
    return line;
  }

  function walk(step) {
    const lines = list.children;
    if (at >= 0) lines[at].setAttribute("aria-selected", "false");
    at = (at + step + options.length) % options.length;
    lines[at].setAttribute("aria-selected", "true");
    lines[at].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", lines[at].id);
  }

  function take(place) {
    const text = options[place].text;
    let end = area.selectionStart;
    if (text.startsWith('"') && area.value[end] === '"') end += 1;
    area.setRangeText(text, start, end, "end");
    // Inside the brackets of what takes something, else behind it.
    const hole = text.search(/""|\(, |, \)|\(\)/);
    if (hole >= 0) {
      const inside = start + hole + (text.startsWith(", )", hole) ? 2 : 1);
      area.setSelectionRange(inside, inside);
    }
    close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  }

  function close() {
    options = [];
    at = -1;
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  }

  area.addEventListener("input", look);
  area.addEventListener("blur", close);
  area.addEventListener("click", close);
  area.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === " ") { event.preventDefault(); return look(); }
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      walk(event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(at);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      close();
    }
  });

  // A mistake's place is a button that leads there.
  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-line]");
    if (!place) return;
    const lines = area.value.split("\n").slice(0, Number(place.dataset.line) - 1);
    const offset = lines.reduce((sum, line) => sum + line.length + 1, 0) + Number(place.dataset.column) - 1;
    area.focus();
    area.setSelectionRange(offset, offset);
  });
})();
