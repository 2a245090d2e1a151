// The worker of the pages under /filling/: when there is no link it answers with the pages that were made ready, which
// tell of nobody. Pages of people and their answers go through it untouched, and none is kept.
const CACHE = "ayni-filling", OFFLINE = "/filling/offline/";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const request = event.request, address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (request.method === "GET" && (address.pathname.startsWith("/static/") || address.pathname.startsWith("/filling/definitions/"))) {
    event.respondWith(file(request));
  }
});
async function file(request) {
  const isFixed = new URL(request.url).pathname.startsWith("/static/");
  const kept = await caches.match(request.url, { ignoreVary: true });
  if (kept && isFixed) return kept;
  try { return await fetch(request); } catch (error) { if (kept) return kept; throw error; }
}
const kept = (path) => caches.match(path, { ignoreVary: true });
async function page(request, address) {
  try { return await fetch(request); } catch {
    // What was typed on a page of a form was kept by the page before it was sent: the form goes on without a link.
    const form = /^\/filling\/forms\/\d+\//.test(address.pathname);
    if (request.method === "POST" || form) return Response.redirect(`${OFFLINE}?lost=1`, 303);
    return (await kept(address.pathname)) || (await kept(OFFLINE)) || Response.error();
  }
}
