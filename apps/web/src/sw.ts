/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import type { Held, KeeperMessage } from './lib/device/keeper.ts'
import { addressesOf, type Moved } from './lib/ringer/moved.ts'
import { readNote } from './lib/ringer/note.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

// The app and all its later pieces lie here after the first visit. Answers of the server do not: what a device keeps of them it keeps
// encrypted, in its own rows, and a service worker could only keep them in the clear.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/(api|exchange)\//, /^\/(healthz|readyz|openapi)/],
  }),
)
clientsClaim()

/**
 * Rung while the app may be closed. Whatever came with the ring is not looked at: the device shows the same few words each time, over the
 * ones of before, and nothing is fetched or kept.
 */
self.addEventListener('push', (event) => {
  event.waitUntil(
    readNote().then(({ title, ...words }) => {
      const options = { ...words, tag: 'ring', renotify: true, requireInteraction: true }
      return self.registration.showNotification(title, { ...options, data: { path: '/queues/duty_alarm' } })
    }),
  )
})

/** The browser exchanged its address. Who knows the one before is this browser, so it needs no session to say so. */
self.addEventListener('pushsubscriptionchange', (event) => {
  ;(event as ExtendableEvent).waitUntil(
    addressesOf(event as unknown as Moved, {
      subscribe: (options) => self.registration.pushManager.subscribe(options),
    }).then(
      (moved) =>
        moved &&
        fetch('/api/ringers/moved', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(moved),
        }),
    ),
  )
})

/** A note of the device was pressed: the page it is about comes to the front, in the tab that is open if there is one. */
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { path = '/' } = (event.notification.data ?? {}) as { path?: string }
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then(async ([open]) => {
      if (!open) return self.clients.openWindow(path)
      await open.focus()
      return open.navigate(path)
    }),
  )
})

/** The device's key, in memory only: see lib/device/keeper.ts. */
let held: Held | null = null

self.addEventListener('message', (event) => {
  const message = event.data as KeeperMessage | { type: 'update.now' }
  switch (message.type) {
    case 'key.hold':
      held = message.held
      break
    case 'key.drop':
      held = null
      break
    case 'key.ask':
      event.ports[0]?.postMessage(held)
      break
    case 'update.now':
      void self.skipWaiting()
      break
  }
})
