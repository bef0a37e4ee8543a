// Keeps this page and its keys on the device, so that it answers with no network.
"use strict";
const FILES = ["index.html", "verify.js", "keys.js", "../affilia/app.css", "../affilia/mark.svg"];
self.addEventListener("install", (event) => event.waitUntil(caches.open("verify").then((kept) => kept.addAll(FILES)).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  event.respondWith(
    fetch(event.request)
      .then(async (fresh) => {
        if (fresh.ok) await (await caches.open("verify")).put(event.request, fresh.clone());
        return fresh;
      })
      .catch(() => caches.match(event.request, { ignoreSearch: true })),
  );
});
