import { makeDeviceKey, importDeviceKey } from '@ariadne/vault/device'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { KeeperMessage } from './keeper.ts'
import type { Profile } from './profile.ts'

/** What this tab said to the service worker, which holds the key for all tabs. */
const said: KeeperMessage['type'][] = []

beforeEach(() => {
  said.length = 0
  vi.resetModules()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const controller = { postMessage: (message: KeeperMessage) => void said.push(message.type) }
  vi.stubGlobal('navigator', { serviceWorker: { controller, addEventListener: () => undefined } })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const profile = (id: string) => ({ id, usedAt: '2026-11-01T08:00:00.000Z' }) as unknown as Profile
const openAs = async (id: string) => {
  const device = await import('./device.ts')
  await device.openDevice(profile(id), await importDeviceKey(makeDeviceKey()))
  return device
}

test('locked in one tab, the key is out of every tab: none gives it back to the worker', async () => {
  const { device } = await openAs('one')
  expect(said).toEqual(['key.hold'])
  const other = new BroadcastChannel('ariadne.device')
  other.postMessage('lock')
  await vi.waitFor(() => expect(device.get().state).toBe('locked'))
  other.close()
  said.length = 0
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual([])
})

test('what one member was shown, the next on the same device is not', async () => {
  const { lockDevice } = await openAs('one')
  const { queries } = await import('../api/useRead.ts')
  await lockDevice()
  await openAs('one')
  queries.setQueryData(['GET /api/home', {}], { data: 'of one', asOf: null })
  await lockDevice()
  await openAs('one')
  expect(queries.getQueryData(['GET /api/home', {}])).toBeDefined()
  await lockDevice()
  await openAs('two')
  expect(queries.getQueryData(['GET /api/home', {}])).toBeUndefined()
})
