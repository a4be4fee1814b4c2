import { api } from '../api/request.ts'
import { sendNow } from '../case/sendNow.ts'
import { device } from '../device/device.ts'
import { tieDevice } from '../session/revocation.ts'
import { canRing, currentAddress, subscribe, unsubscribe } from './subscription.ts'

/** How this device stands to being rung while the app is closed. */
export type Closed = 'unsupported' | 'blocked' | 'off' | 'on'

const ownDevice = (): string | undefined => {
  const now = device.get()
  return now.state === 'open' ? now.profile.deviceId : undefined
}

const known = async (deviceId: string) =>
  (await api('POST /api/ringers', { body: { deviceId, endpoint: await currentAddress() } })).state

export const readClosed = async (): Promise<Closed> => {
  const deviceId = ownDevice()
  if (!canRing() || deviceId === undefined) return 'unsupported'
  if (Notification.permission === 'denied') return 'blocked'
  return (await known(deviceId)) === 'on' ? 'on' : 'off'
}

/** What kept a device from being let ring: a code of the instance, or nothing where the browser did. */
export class NotRinging extends Error {
  readonly code: string | undefined
  constructor(code?: string) {
    super('This device was not let ring.')
    this.code = code
  }
}

/**
 * Lets this device ring. Asks for the permission where it was not given yet.
 * @throws {NotRinging} and what `sendNow` throws
 */
export const letRing = async (key: string): Promise<void> => {
  if ((await Notification.requestPermission()) !== 'granted') return
  // The device may go by another id after this, where it is one that several people use.
  await tieDevice()
  const deviceId = ownDevice()
  if (deviceId === undefined) throw new NotRinging()
  const endpoint = await subscribe(key).catch(() => {
    throw new NotRinging()
  })
  const outcome = await sendNow('ringer.on', { deviceId, endpoint })
  if (outcome.status !== 'accepted') throw new NotRinging(outcome.code)
}

/** For whoever uses the device now. Its browser has one address, and others may have let it ring for them. */
export const stopRinging = async (): Promise<void> => {
  const deviceId = ownDevice()
  if (deviceId === undefined || (await currentAddress()) === null) return
  const { result } = await sendNow('ringer.off', { deviceId })
  if (result?.['last'] === true) await unsubscribe()
}

export const ringOnce = async (): Promise<void> => {
  const deviceId = ownDevice()
  if (deviceId === undefined) throw new NotRinging()
  const outcome = await sendNow('ringer.try', { deviceId })
  if (outcome.status !== 'accepted') throw new NotRinging(outcome.code)
}

/** Browsers exchange their address now and then, and may forget to say so: at a start, what was let ring is let ring again. */
export const keepRinging = async (): Promise<void> => {
  const deviceId = ownDevice()
  if (!canRing() || deviceId === undefined || Notification.permission !== 'granted') return
  if ((await known(deviceId)) !== 'moved') return
  const { ringKey } = await api('GET /api/duty', {})
  if (ringKey !== null) await sendNow('ringer.on', { deviceId, endpoint: await subscribe(ringKey) })
}
