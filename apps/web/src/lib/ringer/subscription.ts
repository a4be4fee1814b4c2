/** Whether this browser can be rung while the app is closed. */
export const canRing = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

const registration = async (): Promise<ServiceWorkerRegistration | undefined> =>
  canRing() ? await navigator.serviceWorker.getRegistration() : undefined

/** The address at which this browser is rung now, if there is one. */
export const currentAddress = async (): Promise<string | null> =>
  (await (await registration())?.pushManager.getSubscription())?.endpoint ?? null

const bytesOf = (key: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
const isSame = (one: ArrayBuffer | null, other: Uint8Array): boolean =>
  one !== null && one.byteLength === other.length && new Uint8Array(one).every((byte, at) => byte === other[at])

/**
 * Lets the browser be rung by the instance with this key, and by no other.
 * @throws {DOMException} when the browser or its push service does not want to
 */
export const subscribe = async (key: string): Promise<string> => {
  const { pushManager } = await navigator.serviceWorker.ready
  const wanted = bytesOf(key)
  const before = await pushManager.getSubscription()
  if (before && !isSame(before.options.applicationServerKey, wanted)) await before.unsubscribe()
  return (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted })).endpoint
}

/** The browser gives its address up; its push service answers whoever rings there that it is gone. */
export const unsubscribe = async (): Promise<void> => {
  await (await (await registration())?.pushManager.getSubscription())?.unsubscribe()
}
