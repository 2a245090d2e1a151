// Passkeys: the browser makes one, or proves one, and the form carries its answer. Without them the forms stay hidden.
(function () {
  if (!window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const making = (given) => ({
    ...given,
    challenge: bytes(given.challenge),
    user: { ...given.user, id: bytes(given.user.id) },
    excludeCredentials: known(given.excludeCredentials),
  });
  const using = (given) => ({ ...given, challenge: bytes(given.challenge), allowCredentials: known(given.allowCredentials) });

  const told = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  };

  const options = async (form) => {
    const kept = document.getElementById("passkey-options");
    if (kept) return JSON.parse(kept.textContent);
    const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return answer.json();
  };

  const ask = async (form) => {
    const given = await options(form);
    if (form.dataset.passkey === "make") {
      return navigator.credentials.create({ publicKey: making(given.creation_options.publicKey) });
    }
    return navigator.credentials.get({ publicKey: using(given.request_options.publicKey) });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const words = form.querySelector("[data-told]");
      words.textContent = "";
      try {
        form.elements.credential.value = JSON.stringify(told(await ask(form)));
        form.submit();
      } catch {
        words.textContent = form.dataset.failed;
      }
    });
  }
})();
