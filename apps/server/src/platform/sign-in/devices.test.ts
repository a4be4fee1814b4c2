import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstance } from '../../testing/instance.ts'
import type { Asker, TestInstance } from '../../testing/instance.ts'

let instance: TestInstance
const mira = {
  memberId: 'mbr_mira',
  email: 'mira@mk.example',
  passphrase: 'a calm river at night',
  units: { unt_border: ['first_responder'] },
}
const goran = { ...mira, memberId: 'mbr_goran', email: 'goran@mk.example' }
beforeAll(async () => {
  instance = await startTestInstance({ stages: [] })
  await instance.unit('unt_border', 'border_police')
  await instance.enrolled(mira)
  await instance.enrolled(goran)
})
afterAll(() => instance.stop())

const here = async (ask: Asker, deviceId: string) => (await ask('/api/device', { json: { deviceId } })).json()
const state = async (deviceId: string, erased?: boolean) =>
  (await instance.ask('/api/device/state', { json: { deviceId, ...(erased ? { erased } : {}) } })).json()
const [phone, desk, lost] = ['p', 'd', 'l'].map((letter) => letter.repeat(22)) as [string, string, string]

test('a device whose session was ended elsewhere has to erase, with or without a session; the others stay', async () => {
  const onPhone = await instance.signIn(mira)
  const onLost = await instance.signIn(mira)
  const atDesk = await instance.signIn(mira)
  for (const [ask, id] of [
    [onPhone, phone],
    [onLost, lost],
    [atDesk, desk],
  ] as const)
    expect(await here(ask, id)).toEqual({ revoked: false, taken: false })

  const sessions = (await (await onLost('/api/auth/get-session')).json()) as { session: { token: string } }
  const ended = await atDesk('/api/auth/revoke-session', { json: { token: sessions.session.token } })
  expect(ended.status).toBe(200)
  expect([await state(lost), await state(phone), await state(desk)]).toEqual([
    { revoked: true },
    { revoked: false },
    { revoked: false },
  ])
  // What was erased stays known as revoked: signing in on it again begins with a new id.
  expect(await state(lost, true)).toEqual({ revoked: true })
  expect(await here(await instance.signIn(mira), lost)).toEqual({ revoked: true, taken: false })

  expect((await atDesk('/api/auth/revoke-other-sessions', { json: {} })).status).toBe(200)
  expect([await state(phone), await state(desk)]).toEqual([{ revoked: true }, { revoked: false }])
})

test('who names the device of somebody else as theirs gains nothing by it: it goes by a new id', async () => {
  const shared = 's'.repeat(22)
  const anew = 'n'.repeat(22)
  const asGoran = await instance.signIn(goran)
  expect(await here(asGoran, shared)).toEqual({ revoked: false, taken: false })
  // The tablet that Mira uses is told, takes another id, and is tied by that.
  const onTablet = await instance.signIn(mira)
  const elsewhere = await instance.signIn(mira)
  expect(await here(onTablet, shared)).toEqual({ revoked: false, taken: true })
  expect(await here(onTablet, anew)).toEqual({ revoked: false, taken: false })
  // Goran ends all of his: nothing of Mira's is erased by that, and asking about it in her name says nothing of his.
  expect((await asGoran('/api/auth/revoke-other-sessions', { json: {} })).status).toBe(200)
  const other = await instance.signIn(goran)
  expect((await other('/api/auth/revoke-other-sessions', { json: {} })).status).toBe(200)
  expect([await state(shared), await state(anew)]).toEqual([{ revoked: true }, { revoked: false }])
  expect(await here(onTablet, shared)).toEqual({ revoked: false, taken: true })
  // And Mira's ending of her sessions elsewhere reaches the tablet.
  expect((await elsewhere('/api/auth/revoke-other-sessions', { json: {} })).status).toBe(200)
  expect(await state(anew)).toEqual({ revoked: true })
})

test('whoever has left keeps nothing; a device that nobody knows is left alone', async () => {
  await instance.platform.pool.query(`update member set state = 'left' where id = 'mbr_mira'`)
  expect(await state(desk)).toEqual({ revoked: true })
  expect(await state('x'.repeat(22))).toEqual({ revoked: false })
  expect((await instance.ask('/api/device/state', { json: { deviceId: 'short' } })).status).toBe(400)
})
