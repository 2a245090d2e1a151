// Reading pairs by keyboard alone: S, D, U answer, N takes the next pair, Z takes the last answer back. The next pair is
// fetched while this one is read, so that a slow connection is not waited for. Without this script the buttons do it all.
(function () {
  let next = Promise.resolve(null); // the page of the next pair, while it comes and when it is here
  let sending = false;
  const page = () => document.querySelector(".same-pair");
  const announcer = () => document.getElementById("announcer");
  const told = (name) => page()?.querySelector("[data-kept]")?.dataset[name] ?? "";
  const say = (text) => { announcer().textContent = text; };

  async function fetched() {
    const here = page();
    const form = here?.querySelector("form[data-next]");
    if (!form) return null;
    const asked = new FormData(form);
    asked.set("after", here.dataset.pair);
    asked.delete("skip");
    try {
      const taken = await fetch(form.action, { method: "POST", body: asked, headers: { Accept: "application/json" } });
      const { address } = taken.ok ? await taken.json() : {};
      const answer = address && await fetch(address);
      return answer?.ok ? { address, html: await answer.text() } : null;
    } catch { return null; }
  }

  function turnTo(found) {
    const parsed = new DOMParser().parseFromString(found.html, "text/html");
    const pair = parsed.querySelector(".same-pair");
    if (!pair) return location.assign(found.address);
    page().replaceWith(document.adoptNode(pair));
    history.pushState({}, "", found.address);
    window.scrollTo(0, 0);
    page().querySelector("h1").focus({ preventScroll: true });
    say(told("kept"));
    next = fetched();
  }

  async function send(form, button) {
    const answer = new FormData(form, button);
    const found = await next;
    if (!found) {
      form.dataset.plain = "yes";
      return form.requestSubmit(button);
    }
    try {
      const kept = await fetch(form.action, { method: "POST", body: answer, headers: { "X-Ready": "1" } });
      if (kept.status === 204) return turnTo(found);
      const parsed = new DOMParser().parseFromString(await kept.text(), "text/html");
      const back = parsed.querySelector(".same-pair");
      if (!back) return location.reload();
      page().replaceWith(document.adoptNode(back));
      page().querySelector(".error-summary")?.focus();
    } catch { say(told("lost")); }
  }

  const why = () => page()?.querySelector("textarea");
  function press(button) {
    const field = why();
    if (button.hasAttribute("data-needs") && field && !field.value.trim()) {
      field.dataset.answer = button.value;
      field.focus();
      return say(told("focusWhy"));
    }
    button.click();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".answering") || form.dataset.plain) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    send(form, event.submitter).finally(() => { sending = false; });
  });

  document.addEventListener("keydown", (event) => {
    if (!page() || document.querySelector("dialog[open]")) return;
    const field = event.target.closest("textarea");
    if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      page().querySelector(`[name=answer][value="${field.dataset.answer ?? "unsure"}"]`)?.click();
      return;
    }
    if (field && event.key === "Escape") return page().querySelector("h1").focus();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const button = page().querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (!button || event.repeat) return;
    event.preventDefault();
    press(button);
  });

  window.addEventListener("popstate", () => page() && location.reload());
  next = fetched();
})();
