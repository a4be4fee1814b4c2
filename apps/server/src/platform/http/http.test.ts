import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstance } from '../../testing/instance.ts'
import type { TestInstance } from '../../testing/instance.ts'
import { testFolder } from '../../testing/folder.ts'

const webDir = testFolder('web')
mkdirSync(join(webDir, 'assets'))
writeFileSync(join(webDir, 'index.html'), '<!doctype html><script>start()</script><main>app</main>')
writeFileSync(join(webDir, 'assets/app-1a2b.js'), `export const text = '${'thread '.repeat(400)}'`)

const admin = {
  memberId: 'mbr_admin',
  email: 'admin@mk.example',
  passphrase: 'a calm river at night',
  units: { unt_office: ['instance_admin'] },
}
let instance: TestInstance
beforeAll(async () => {
  instance = await startTestInstance({ stages: [], config: { webDir } })
  await instance.unit('unt_office', 'coordinator_office')
  await instance.enrolled(admin)
})
afterAll(() => instance.stop())

test('every answer carries the security headers and a request id', async () => {
  for (const path of ['/', '/healthz', '/api/me', '/nowhere.js', '/openapi.json']) {
    const { headers } = await instance.ask(path)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(headers.get('X-Request-Id')).toMatch(/^[\w-]{12}$/u)
  }
})

test('the page is served at every address the app routes itself, files only where they are', async () => {
  const page = await instance.ask('/cases/019b0000-0000-7000-8000-000000000000')
  expect(await page.text()).toContain('<main>app</main>')
  expect(await (await instance.ask('/exchange')).text()).toContain('<main>app</main>')
  expect((await instance.ask('/exchange/v1/nothing')).status).toBe(404)
  expect(page.headers.get('Cache-Control')).toBe('no-cache')
  expect(page.headers.get('Content-Security-Policy')).toMatch(/script-src 'self' 'sha256-/u)
  expect((await instance.ask('/assets/gone.js')).status).toBe(404)
  expect((await instance.ask('/api/nowhere')).status).toBe(404)
  for (const path of [
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/%00',
    '/%zz',
    '/assets/%2e%2e/%2e%2e/etc/passwd',
  ]) {
    const response = await instance.ask(path)
    expect(await response.text()).not.toMatch(/root:|ariadne"/u)
  }
})

test('hashed assets are kept for ever, compressed, and not sent twice', async () => {
  const first = await instance.ask('/assets/app-1a2b.js', { headers: { 'Accept-Encoding': 'gzip, br' } })
  expect(first.headers.get('Cache-Control')).toContain('immutable')
  expect(first.headers.get('Content-Encoding')).toBe('br')
  expect(Number(first.headers.get('Content-Length'))).toBeLessThan(400)
  const etag = first.headers.get('ETag') ?? ''
  expect((await instance.ask('/assets/app-1a2b.js', { headers: { 'If-None-Match': etag } })).status).toBe(304)
})

test('too large, malformed and misdirected bodies are refused with what to do', async () => {
  const large = await instance.ask('/api/auth/prelogin', { json: { email: 'a'.repeat(3_000_000) } })
  expect(large.status).toBe(413)
  expect(large.headers.get('Content-Type')).toContain('application/problem+json')
  expect(await large.json()).toMatchObject({ code: 'too_large', requestId: expect.stringMatching(/./u) })
  const broken = await instance.ask('/api/auth/prelogin', {
    method: 'POST',
    body: '{"email":',
    headers: { 'Content-Type': 'application/json' },
  })
  expect(await broken.json()).toMatchObject({ status: 400, code: 'malformed_json' })
  const plain = await instance.ask('/api/auth/prelogin', {
    method: 'POST',
    body: 'email=x',
    headers: { 'Content-Type': 'text/plain' },
  })
  expect(await plain.json()).toMatchObject({ status: 415, code: 'wrong_content_type' })
})

test('health is for anyone; why an instance is not ready is for its administrators', async () => {
  expect(await (await instance.ask('/healthz')).json()).toEqual({ status: 'ok' })
  const stranger = await instance.ask('/readyz')
  expect(stranger.status).toBe(200)
  const told = (await stranger.json()) as { checks: Record<string, unknown>[] }
  expect(told.checks.map((check) => check['name'])).toEqual(['database', 'migrations', 'disk'])
  expect(JSON.stringify(told)).not.toContain('detail')
  const ask = await instance.signIn(admin)
  expect(await (await ask('/readyz')).text()).toMatch(/MiB free/u)
})

test('the interface is described as data and as a page without script', async () => {
  const document = (await (await instance.ask('/openapi.json')).json()) as {
    paths: Record<string, { get?: { security?: unknown[] } }>
  }
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/api/me', '/api/commands', '/api/enrolment/{token}']),
  )
  expect(document.paths['/api/me']?.get?.security).toEqual([{ session: [] }])
  expect(JSON.stringify(document)).toContain('command.vault.grant_unit_key')
  const page = await (await instance.ask('/api/docs')).text()
  expect(page).toContain('recoveryKit')
  expect(page).toContain('POST /api/commands')
  expect(page).not.toMatch(/<script|javascript:/u)
})

test('content comes with an ETag and needs no sign-in', async () => {
  const bundle = await instance.ask('/api/content/bundle')
  const body = (await bundle.json()) as { scripts: unknown[]; countries: { code?: string }[] }
  expect(body.scripts.length).toBeGreaterThan(3)
  expect(body.countries).toHaveLength(4)
  const again = await instance.ask('/api/content/bundle', {
    headers: { 'If-None-Match': bundle.headers.get('ETag') ?? '' },
  })
  expect(again.status).toBe(304)
  const english = (await (await instance.ask('/api/content/catalogues/en')).json()) as Record<string, unknown>
  expect(Object.values(english).every((message) => typeof message === 'string')).toBe(true)
  expect((await instance.ask('/api/content/catalogues/xx')).status).toBe(404)
  expect((await instance.ask('/api/content/catalogues/__proto__')).status).toBe(404)
})

test('a further language of a talk comes by itself, and the bundle says which there are', async () => {
  const { interviews } = (await (await instance.ask('/api/content/bundle')).json()) as {
    interviews: Record<string, { digest: string }>
  }
  expect(Object.keys(interviews)).toEqual(expect.arrayContaining(['fa', 'ps', 'ckb', 'uk']))
  const pashto = await instance.ask('/api/content/interviews/ps')
  expect(await pashto.json()).toMatchObject({ language: 'ps', card: { $catalogue: { language: 'ps' } } })
  const again = { headers: { 'If-None-Match': pashto.headers.get('ETag') ?? '' } }
  expect((await instance.ask('/api/content/interviews/ps', again)).status).toBe(304)
  expect((await instance.ask('/api/content/interviews/en')).status).toBe(404)
  expect((await instance.ask('/api/content/interviews/__proto__')).status).toBe(404)
})

test('the demo clock moves for everybody and only ahead', async () => {
  const ask = await instance.signIn(admin)
  const before = (await (await ask('/api/instance')).json()) as { now: string }
  const moved = (await (await ask('/api/demo/clock', { json: { days: 7 } })).json()) as { now: string }
  expect(Date.parse(moved.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(7 * 86_400_000)
  expect((await ask('/api/demo/clock', { json: { days: -1 } })).status).toBe(400)
  expect((await instance.ask('/api/demo/clock', { json: { days: 1 } })).status).toBe(401)
})

test('outside the demo its addresses are not there', async () => {
  const training = await startTestInstance({ stages: [], config: { mode: 'training' } })
  expect((await training.ask('/api/demo/people')).status).toBe(404)
  expect((await training.ask('/api/demo/clock', { json: { days: 1 } })).status).toBe(404)
  await training.stop()
})

test('a lost database is told as such, and the sender is told to keep the entry', async () => {
  const cut = await startTestInstance({ stages: [] })
  await cut.database.drop()
  const response = await cut.ask('/api/auth/prelogin', { json: { email: 'a@mk.example' } })
  expect(await response.json()).toMatchObject({ status: 503, code: 'database_unavailable' })
  expect((await cut.ask('/readyz')).status).toBe(503)
  expect((await cut.ask('/healthz')).status).toBe(200)
  await cut.stop()
})
