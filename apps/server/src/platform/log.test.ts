import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { OpenAPIHono } from '@hono/zod-openapi'
import { createApp } from './http/app.ts'
import { describe as describeError } from './log.ts'
import { Config } from './config/index.ts'

test('an error is logged without the row or entry that it quotes', () => {
  const error = Object.assign(new Error('duplicate key: (email)=(mira@mk.example)'), {
    code: '23505',
    detail: 'Key (email)=(mira@mk.example) already exists.',
    constraint: 'user_email_key',
    where: 'mira',
  })
  const told = JSON.stringify(describeError(error))
  expect(told).toContain('23505')
  expect(told).toContain('user_email_key')
  expect(told).not.toContain('mira')
})

test('a request is logged by its template: no id, no query, no address, no body', async () => {
  const lines: string[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString())
      done()
    },
  })
  const config = Config.parse({
    instance: { id: 'ins_log', country: 'MK', name: 'Log' },
    http: { baseUrl: 'http://ariadne.example' },
    database: { app: 'postgres://a@h/d', auth: 'postgres://a@h/d' },
    secrets: { auth: 's'.repeat(40) },
    mode: 'demo',
  })
  const { app, finish } = createApp({ config, log: pino({ level: 'debug' }, sink) })
  expect(app).toBeInstanceOf(OpenAPIHono)
  app.get('/api/people/:name', () => {
    throw new Error('Mira Javorova is at 192.0.2.7')
  })
  finish()
  await app.request('http://ariadne.example/api/people/mira?passport=A1234567', {
    headers: { 'X-Forwarded-For': '192.0.2.7', 'User-Agent': 'Mira' },
  })
  await app.request('http://ariadne.example/cases/019b0000-0000-7000-8000-000000000000')
  const told = lines.join('')
  expect(told).toContain('/api/people/:name')
  expect(told).not.toMatch(/mira|A1234567|192\.0\.2|019b0000/iu)
})
