import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DEFAULT_TARGETS } from '@ariadne/domain'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { withSystem } from '../../platform/database/index.ts'
import { crewOfFile, officer, screeningOfChild } from '../../testing/crew.ts'
import { isAllowed } from './ring.ts'
import { newVapidKey } from './vapid.ts'

// Devices that ring while the app is closed, with a push service of our own in the place of the browsers'.

type Ring = { path: string; headers: NodeJS.Dict<string | string[]>; body: string }
const rings: Ring[] = []
/** What the service answers by path; 201 where nothing is said. */
const answers = new Map<string, number>()
const service = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    const path = request.url ?? ''
    rings.push({ path, headers: request.headers, body })
    response.writeHead(answers.get(path) ?? 201, answers.get(path) === 302 ? { Location: '/elsewhere' } : {}).end()
  })
})
await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
const host = `127.0.0.1:${(service.address() as AddressInfo).port}`
afterAll(() => service.close())
const { privateKey, publicKey } = newVapidKey()

const crew = crewOfFile({
  units: { unt_border: 'border_police', unt_csw: 'child_protection', unt_nrm: 'nrm_office' },
  people: {
    officer: { unt_border: ['first_responder'] },
    vesna: { unt_csw: ['case_worker'] },
    zoran: { unt_csw: ['case_worker'] },
    ivan: { unt_csw: ['interpreter'] },
    ana: { unt_nrm: ['case_coordinator'] },
  },
  keys: { unt_nrm: ['ana'], unt_csw: ['vesna', 'zoran'] },
  config: { push: { privateKey, subject: 'mailto:operator@mk.example', hosts: [host] } },
})
const { ask, send, clock } = crew
type Name = keyof typeof ask

const deviceOf = (name: Name): string => name.padEnd(22, '0')
const endpointOf = (name: Name): string => `http://${host}/push/${name}`
const letRing = async (name: Name, endpoint = endpointOf(name)) => {
  await ask[name]('/api/device', { json: { deviceId: deviceOf(name) } })
  return send(name, 'ringer.on', { deviceId: deviceOf(name), endpoint })
}
const raise = async (): Promise<string> => {
  const screeningId = crew.newId()
  const raised = {
    screeningId,
    by: officer,
    placeType: null,
    ageBand: '12_15',
    sex: null,
    language: null,
    raisedAt: crew.now(),
  }
  expect(await send('officer', 'alarm.raise', raised)).toMatchObject({ status: 'accepted' })
  const { alarms } = (await (await ask.officer('/api/alarms/mine')).json()) as {
    alarms: { alarmId: string; screeningId: string }[]
  }
  return alarms.find((one) => one.screeningId === screeningId)?.alarmId ?? ''
}
const rung = () => rings.map(({ path }) => path.replace('/push/', '')).toSorted()
const settled = (count: number) => expect.poll(() => rings.length, { timeout: 15_000, interval: 100 }).toBe(count)
const endpoints = () =>
  withSystem(crew.instance.platform.db, 'test', async (tx) =>
    (await sql<{ endpoint: string }>`select endpoint from ringer order by endpoint`.execute(tx)).rows.map(
      (row) => row.endpoint,
    ),
  )

beforeEach(async () => {
  rings.length = 0
  answers.clear()
  if (crew.instance !== undefined)
    await withSystem(crew.instance.platform.db, 'test', (tx) => sql`delete from ringer`.execute(tx))
})

test('the page of duty names the key that browsers subscribe with', async () => {
  expect(await (await ask.vesna('/api/duty')).json()).toMatchObject({ ringKey: publicKey })
})

test('an alarm rings the devices of whoever can answer at the unit called, without a word in it', async () => {
  for (const name of ['officer', 'vesna', 'zoran', 'ivan', 'ana'] as const)
    expect(await letRing(name)).toMatchObject({ status: 'accepted' })
  const alarmId = await raise()
  await settled(2)
  expect(rung()).toEqual(['vesna', 'zoran'])
  for (const { headers, body } of rings) {
    expect(body).toBe('')
    expect(headers).toMatchObject({ ttl: '600', urgency: 'high', authorization: expect.stringMatching(/^vapid t=/u) })
    expect(JSON.stringify(headers)).not.toMatch(new RegExp(`${alarmId}|12_15|unt_|mbr_|officer`, 'u'))
    expect(String(headers['topic'])).toMatch(/^[\w-]{32}$/u)
  }
  // Not even that the two belong together.
  expect(rings[0]?.headers['topic']).not.toBe(rings[1]?.headers['topic'])
})

test('each step rings once; who has answered is rung no more', async () => {
  await letRing('vesna')
  await letRing('ana')
  const alarmId = await raise()
  await settled(1)
  clock.advance((DEFAULT_TARGETS.alarmPassOnMinutes + 1) * 60_000)
  await crew.instance.platform.due.sweep()
  await settled(2)
  expect(rings.at(-1)?.path).toBe('/push/ana')
  expect(await send('ana', 'alarm.answer', { alarmId, unitId: 'unt_nrm', answer: 'coming' })).toMatchObject({
    status: 'accepted',
  })
  clock.advance(3_600_000)
  await crew.instance.platform.due.sweep()
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(rings).toHaveLength(2)
})

test('a service that is away is asked again and rings once; a subscription it no longer knows is forgotten', async () => {
  await letRing('vesna')
  await letRing('zoran')
  answers.set('/push/vesna', 503).set('/push/zoran', 410)
  await raise()
  await settled(2)
  answers.delete('/push/vesna')
  await expect.poll(() => rings.length, { timeout: 30_000 }).toBe(3)
  expect(rung()).toEqual(['vesna', 'vesna', 'zoran'])
  expect(await endpoints()).toEqual([endpointOf('vesna')])
}, 45_000)

test('no other address is ever asked: not named hosts, not plain http elsewhere, not where a redirect points', async () => {
  for (const endpoint of [
    'https://169.254.169.254/latest',
    `https://${host}@evil.example/`,
    'http://fcm.googleapis.com/fcm/send/x',
    'https://evil.example/?fcm.googleapis.com',
  ])
    expect(await letRing('vesna', endpoint)).toMatchObject({ code: 'ringer_not_allowed' })
  expect(isAllowed(new URL('https://wns2-par02p.notify.windows.com/w/?token=x'), ['*.notify.windows.com'])).toBe(true)
  expect(isAllowed(new URL('https://notify.windows.com.evil.example/'), ['*.notify.windows.com'])).toBe(false)
  expect(isAllowed(new URL('https://evilnotify.windows.com/'), ['*.notify.windows.com'])).toBe(false)
  expect(isAllowed(new URL('http://push.example/'), ['push.example'])).toBe(false)
  await letRing('vesna')
  answers.set('/push/vesna', 302)
  expect(await send('vesna', 'ringer.try', { deviceId: deviceOf('vesna') })).toMatchObject({ status: 'accepted' })
  await settled(1)
  expect(rings.map(({ path }) => path)).toEqual(['/push/vesna'])
})

test('a device is turned off by its own person alone', async () => {
  await letRing('vesna')
  expect(await send('zoran', 'ringer.off', { deviceId: deviceOf('vesna') })).toMatchObject({ result: { last: false } })
  expect(
    await send('zoran', 'ringer.on', { deviceId: deviceOf('vesna'), endpoint: endpointOf('zoran') }),
  ).toMatchObject({
    code: 'device_unknown',
  })
  expect(await endpoints()).toEqual([endpointOf('vesna')])
  expect(await send('vesna', 'ringer.off', { deviceId: deviceOf('vesna') })).toMatchObject({ result: { last: true } })
  expect(await endpoints()).toEqual([])
})

test('a browser that two people use rings for both; who signs out is rung there no more, and the other still is', async () => {
  await letRing('vesna')
  await letRing('zoran', endpointOf('vesna'))
  expect(await endpoints()).toEqual([endpointOf('vesna'), endpointOf('vesna')])
  // Somebody who never let it ring signs out there: nobody's ringing ends.
  await ask.ana('/api/device', { json: { deviceId: deviceOf('ana') } })
  expect(await send('ana', 'ringer.off', { deviceId: deviceOf('ana') })).toMatchObject({ result: { last: false } })
  expect(await send('zoran', 'ringer.off', { deviceId: deviceOf('zoran') })).toMatchObject({ result: { last: false } })
  expect(await send('zoran', 'ringer.try', { deviceId: deviceOf('zoran') })).toMatchObject({ code: 'ringer_off' })
  await raise()
  await settled(1)
  expect(await send('vesna', 'ringer.off', { deviceId: deviceOf('vesna') })).toMatchObject({ result: { last: true } })
})

test('a device that was ended from elsewhere rings no more', async () => {
  await letRing('vesna')
  await letRing('zoran')
  await withSystem(crew.instance.platform.db, 'test', (tx) =>
    sql`update device set revoked_at = now() where member_id = 'mbr_vesna'`.execute(tx),
  )
  await raise()
  await settled(1)
  expect(rung()).toEqual(['zoran'])
})

test('screenings of danger ring by themselves', async () => {
  await letRing('zoran')
  const danger = { dangerNow: true, ruleOutcome: 'act_now', outcome: 'act_now', ruleId: 'floor_danger_now' }
  const screening = screeningOfChild({ screeningId: crew.newId(), at: crew.now() }, danger)
  expect(await send('officer', 'screening.submit', { screening })).toMatchObject({ status: 'accepted' })
  await settled(1)
})

test('an address is gone with the device, the member or the last seat that answers alarms', async () => {
  const run = (text: string) => withSystem(crew.instance.platform.db, 'test', (tx) => sql.raw(text).execute(tx))
  for (const [change, back] of [
    [
      `update device set erased_at = now() where member_id = 'mbr_vesna'`,
      `update device set erased_at = null where member_id = 'mbr_vesna'`,
    ],
    [
      `update member set state = 'suspended' where id = 'mbr_vesna'`,
      `update member set state = 'active' where id = 'mbr_vesna'`,
    ],
    [
      `update membership set until = now() where member_id = 'mbr_vesna'`,
      `update membership set until = null where member_id = 'mbr_vesna'`,
    ],
    [
      `update membership set functions = '{interpreter}' where member_id = 'mbr_vesna'`,
      `update membership set functions = '{case_worker}' where member_id = 'mbr_vesna'`,
    ],
  ] as const) {
    await run(`update device set revoked_at = null where member_id = 'mbr_vesna'`)
    expect(await letRing('vesna'), change).toMatchObject({ status: 'accepted' })
    await letRing('zoran')
    await run(change)
    expect(await endpoints(), change).toEqual([endpointOf('zoran')])
    await run(back)
    // Nothing comes back by itself.
    expect(await endpoints(), change).toEqual([endpointOf('zoran')])
  }
})

test('a device learns how it stands; a new address takes the place of one that is known, and of no other', async () => {
  const stateOf = async (endpoint: string | null) =>
    (await ask.vesna('/api/ringers', { json: { deviceId: deviceOf('vesna'), endpoint } })).json()
  const moved = async (before: string, after: string) =>
    (await crew.instance.ask('/api/ringers/moved', { json: { before, after } })).json()
  expect(await stateOf(endpointOf('vesna'))).toEqual({ state: 'off' })
  await letRing('vesna')
  await letRing('zoran')
  expect(await stateOf(endpointOf('vesna'))).toEqual({ state: 'on' })
  expect(await stateOf(null)).toEqual({ state: 'moved' })
  const next = `http://${host}/push/vesna-2`
  for (const [before, after] of [
    [`http://${host}/push/unknown`, next],
    [endpointOf('vesna'), 'https://evil.example/push'],
    [endpointOf('vesna'), endpointOf('zoran')],
  ] as const)
    expect(await moved(before, after)).toEqual({ heard: true })
  expect(await endpoints()).toEqual([endpointOf('vesna'), endpointOf('zoran')])
  expect(await moved(endpointOf('vesna'), next)).toEqual({ heard: true })
  expect(await endpoints()).toEqual([next, endpointOf('zoran')])
})
