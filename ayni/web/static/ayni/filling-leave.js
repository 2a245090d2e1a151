// Where somebody signs in, nobody is signed in: the keys of what is kept on this device are wiped. The forms stay, and
// open again for the officer whose they are.
(function () {
  if (!window.indexedDB || !indexedDB.databases) return;
  indexedDB.databases().then((known) => {
    if (!known.some((one) => one.name === "ayni-filling")) return;
    const asked = indexedDB.open("ayni-filling");
    asked.onsuccess = () => {
      const base = asked.result;
      if (base.objectStoreNames.contains("keys")) base.transaction("keys", "readwrite").objectStore("keys").clear();
      base.close();
    };
  }).catch(() => {});
})();
