// The keyboard: / goes to the search box, j and k walk a list, o opens, ? tells which keys there are.
(function () {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const links = () => [...document.querySelectorAll("[data-rows] [data-open]")];

  function walk(step) {
    const all = links();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
    all[next].focus();
  }

  const keys = {
    "/": () => document.getElementById("search-everywhere")?.focus(),
    j: () => walk(1),
    k: () => walk(-1),
    o: () => links().includes(document.activeElement) && document.activeElement.click(),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return closeMenus(null);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keys[event.key]) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    keys[event.key]();
  });

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu === except) continue;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  }
  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"));
    if (event.target.closest("[data-keys]")) document.getElementById("keys")?.showModal();
  });
})();
