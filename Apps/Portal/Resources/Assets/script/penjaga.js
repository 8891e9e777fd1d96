// Keeps what checks a paper on the device of whoever checked one before: without the network, the address in a QR code opens it.
const kept = ["luring", "kunci.json", "dicabut.jws"];
const name = "verifikasi";
const address = (path) => new URL(path, registration.scope).href;

// The page, what it loads, and what it checks with. Old versions go only when the new ones are all there.
const keep = async () => {
  const page = await fetch(address(kept[0]));
  if (!page.ok || page.redirected) return;
  const loads = [...(await page.clone().text()).matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js)\?[^"]*)"/g)].map((match) => match[1]);
  const names = [...kept.slice(1).map(address), ...loads.map(address)];
  const answers = await Promise.all(names.map((path) => fetch(path, { credentials: "omit" })));
  if (answers.some((answer) => !answer.ok)) return;
  const store = await caches.open(name);
  await Promise.all([store.put(address(kept[0]), page), ...names.map((path, index) => store.put(path, answers[index]))]);
  const all = new Set([address(kept[0]), ...names]);
  for (const old of await store.keys()) if (!all.has(old.url)) await store.delete(old);
};

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    // A network that says nothing for ten seconds is none.
    const answer = fetch(request, { signal: AbortSignal.timeout(10000) });
    event.waitUntil(answer.then(keep).catch(() => {}));
    event.respondWith(answer.catch(() => caches.match(address(kept[0]))));
  } else {
    event.respondWith(fetch(request).catch(() => caches.match(request).then((answer) => answer || Response.error())));
  }
});
