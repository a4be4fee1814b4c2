import { expect, test } from 'vitest'
import { addressesOf } from './moved.ts'

const key = new Uint8Array([4, 1, 2]).buffer
const at = (endpoint: string) => ({ endpoint, options: { applicationServerKey: key } }) as PushSubscription
const before = at('https://push.example/before')

test('the browser gives both addresses: none is asked for', async () => {
  const manager = { subscribe: () => Promise.reject(new Error('Nobody asked for one.')) }
  const moved = { oldSubscription: before, newSubscription: at('https://push.example/after') }
  expect(await addressesOf(moved, manager)).toEqual({ before: before.endpoint, after: 'https://push.example/after' })
})

test('without a new one it is asked for, under the key of the one before', async () => {
  const asked: unknown[] = []
  const subscribe = (options?: PushSubscriptionOptionsInit) => {
    asked.push(options)
    return Promise.resolve(at('https://push.example/asked'))
  }
  const moved = { oldSubscription: before, newSubscription: null }
  expect(await addressesOf(moved, { subscribe })).toMatchObject({ after: 'https://push.example/asked' })
  expect(asked).toEqual([{ userVisibleOnly: true, applicationServerKey: key }])
})

test('without the one before nothing is told', async () => {
  const manager = { subscribe: () => Promise.reject(new Error('Nobody asked for one.')) }
  expect(await addressesOf({ oldSubscription: null, newSubscription: before }, manager)).toBe(undefined)
})
