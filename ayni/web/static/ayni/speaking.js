// After a part of the page is replaced: say what came, keep the title true, and put the focus where it makes sense.
(function () {
  const say = (text) => { document.getElementById("announcer").textContent = text; };

  // What was left empty is no part of the address: it is short enough to be sent to somebody.
  document.addEventListener("htmx:configRequest", (event) => {
    const { verb, formData } = event.detail;
    if (verb !== "get") return;
    for (const [name, value] of [...formData.entries()]) if (value === "") formData.delete(name);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const part = event.detail.target.isConnected ? event.detail.target : document.getElementById(event.detail.target.id);
    if (!part) return;
    const told = part.matches("[data-announce]") ? part : part.querySelector("[data-announce]");
    if (told) say(told.dataset.announce || told.textContent.trim());
    const title = part.querySelector("[data-title]");
    if (title) document.title = title.dataset.title;
    part.querySelector("[data-focus]")?.focus();
  });
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, () => say(document.getElementById("announcer").dataset.failed));
  }
  // A form that came back with errors begins at its summary.
  document.querySelector(".error-summary")?.focus();
})();
