/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import type { Held, KeeperMessage } from './lib/device/keeper.ts'

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
