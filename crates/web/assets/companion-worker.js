// Wakes the page on the phone. A message says only that there is something to look at; the words of
// the notice were kept by the page.
const words = () =>
  new Promise((done) => {
    const opening = indexedDB.open("vestibule-companion", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onerror = () => done({});
    opening.onsuccess = () => {
      const asked = opening.result.transaction("kept").objectStore("kept").get("words");
      asked.onsuccess = () => done(asked.result ?? {});
      asked.onerror = () => done({});
    };
  });

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) =>
  event.waitUntil(
    words().then(({ title = "?", body = "" }) =>
      self.registration.showNotification(title, { body, tag: "vestibule-question", requireInteraction: true }),
    ),
  ),
);

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      const page = open.find((client) => new URL(client.url).pathname === "/companion");
      return page ? page.focus() : self.clients.openWindow("/companion");
    }),
  );
});
