import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, loadConfig } from './load.ts'
import { testFolder } from '../../testing/folder.ts'

const folder = testFolder('config')
const write = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const good = `
mode: demo
instance: { id: ins_mk01, country: MK, name: North Macedonia }
http: { baseUrl: "http://127.0.0.1:4100" }
database: { app: "postgres://a@h/d", auth: "postgres://b@h/d" }
secrets: { auth: "0123456789012345678901234567890123456789" }
`

const faultsOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  throw new Error('the configuration was taken')
}

test('the file is taken over the defaults, and the environment over the file', () => {
  const file = write('good.yaml', `${good}\nsession: { idleMinutes: 15 }\n`)
  const config = loadConfig({ file, environment: { ARIADNE_SESSION_IDLE_MINUTES: '20', PORT: '4950' } })
  expect(config.session).toEqual({ idleMinutes: 20, absoluteHours: 12, totpRequired: true })
  expect(config.http.port).toBe(4950)
  expect(config.http.host).toBe('127.0.0.1')
})

test('a secret may come from a file named by NAME_FILE', () => {
  const secret = write('secret', `${'s'.repeat(40)}\n`)
  const config = loadConfig({ file: write('good2.yaml', good), environment: { ARIADNE_SECRETS_AUTH_FILE: secret } })
  expect(config.secrets.auth).toBe('s'.repeat(40))
})

test('every fault is told at once, with its source, key and what would be right', () => {
  const file = write(
    'bad.yaml',
    `mode: sometimes\ninstance:\n  id: north macedonia\n  name: X\n  country: MK\nhttp:\n  baseUrl: "http://x.example"\nextra: 1\n`,
  )
  const faults = faultsOf(() =>
    loadConfig({ file, environment: { PORT: 'eighty', ARIADNE_SESION_IDLE: '3', DATABASE_URL: 'mysql://x' } }),
  )
  const told = faults.map((fault) => `${fault.source.replace(folder, '')} ${fault.key}`)
  expect(told).toEqual(
    expect.arrayContaining([
      '/bad.yaml:1 mode',
      '/bad.yaml:3 instance.id',
      '/bad.yaml:8 extra',
      'environment PORT http.port',
      'environment DATABASE_URL database.app',
      'environment ARIADNE_SESION_IDLE ARIADNE_SESION_IDLE',
      'not set database.auth',
      'not set secrets.auth',
    ]),
  )
  for (const fault of faults) expect(fault.remedy).toMatch(/\S/u)
})

test('broken YAML and an unreadable file are named', () => {
  expect(faultsOf(() => loadConfig({ file: write('broken.yaml', 'a: [1\nb: 2') }))[0]?.source).toContain('broken.yaml:')
  expect(faultsOf(() => loadConfig({ file: join(folder, 'absent.yaml') }))[0]?.problem).toContain('cannot be read')
  const gone = faultsOf(() => loadConfig({ environment: { ARIADNE_SECRETS_AUTH_FILE: join(folder, 'none') } }))
  expect(gone.some((fault) => fault.source === 'environment ARIADNE_SECRETS_AUTH_FILE')).toBe(true)
})

test('a live instance must have TLS, a second factor and its trust files', () => {
  const file = write('live.yaml', good.replace('mode: demo', 'mode: live') + 'session: { totpRequired: false }\n')
  expect(faultsOf(() => loadConfig({ file })).map((fault) => fault.key)).toEqual([
    'http.baseUrl',
    'session.totpRequired',
    'trust.list',
    'trust.root',
    'trust.signingKey',
    'trust.sealingKey',
  ])
})
