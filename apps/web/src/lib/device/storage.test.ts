import { afterEach, expect, test } from 'vitest'
import { importDeviceKey, makeDeviceKey } from '@ariadne/vault/device'
import { rowsOf } from './device.ts'
import { type Storage, memoryStorage, sturdy } from './storage.ts'
import { storageTrouble } from './trouble.ts'

const openRows = async (disk: Storage, profile = 'one') =>
  rowsOf(disk, profile, await importDeviceKey(makeDeviceKey()), () => {})
/** A disk that can be made to refuse, as a full one does. */
const moody = () => {
  const disk = memoryStorage()
  let refusal: DOMException | null = null
  const guard =
    <A extends unknown[]>(work: (...args: A) => Promise<void>) =>
    (...args: A) =>
      refusal ? Promise.reject(refusal) : work(...args)
  return {
    disk: {
      ...disk,
      write: guard((...row: Parameters<typeof disk.write>) => disk.write(...row)),
      remove: guard((...row: Parameters<typeof disk.remove>) => disk.remove(...row)),
      putProfile: guard((...row: Parameters<typeof disk.putProfile>) => disk.putProfile(...row)),
    },
    under: disk,
    refuse: (name: string | null) => {
      refusal = name === null ? null : new DOMException('no', name)
    },
  }
}

afterEach(() => storageTrouble.set('none'))

test('rows come back as they were, and lie on the disk unreadable', async () => {
  const disk = memoryStorage()
  const rows = await openRows(disk)
  await rows.put('drafts', 'a', { place: 'Gevgelija' })
  expect(await rows.get('drafts', 'a')).toEqual({ place: 'Gevgelija' })
  const stored = await disk.read('one', 'drafts', 'a')
  expect(new TextDecoder().decode(stored?.ciphertext)).not.toContain('Gevgelija')
})

test('a row that was put in the place of another does not open', async () => {
  const disk = memoryStorage()
  const rows = await openRows(disk)
  await rows.put('drafts', 'a', 1)
  const row = await disk.read('one', 'drafts', 'a')
  if (!row) throw new Error('nothing stored')
  await disk.write('one', 'drafts', 'b', row)
  await disk.write('one', 'outbox', 'a', row)
  await expect(rows.get('drafts', 'b')).rejects.toMatchObject({ code: 'cannot_open' })
  await expect(rows.get('outbox', 'a')).rejects.toMatchObject({ code: 'cannot_open' })
})

test('one member does not see the rows of another on the same device', async () => {
  const disk = memoryStorage()
  const [one, two] = [await openRows(disk, 'one'), await openRows(disk, 'two')]
  await one.put('drafts', 'a', 1)
  expect(await two.all('drafts')).toEqual([])
})

test.each([
  ['QuotaExceededError', 'full'],
  ['UnknownError', 'failing'],
] as const)(
  '%s: what is typed stays in memory, is said, and is written when the disk takes it again',
  async (name, trouble) => {
    const { disk, under, refuse } = moody()
    const rows = await openRows(sturdy(disk))
    await rows.put('drafts', 'a', 'before')
    refuse(name)
    await rows.put('drafts', 'a', 'typed meanwhile')
    await rows.put('drafts', 'b', 'new meanwhile')
    expect(storageTrouble.get()).toBe(trouble)
    expect(await rows.get('drafts', 'a')).toBe('typed meanwhile')
    expect((await rows.all('drafts')).map((row) => row.value).sort()).toEqual(['new meanwhile', 'typed meanwhile'])

    refuse(null)
    await rows.put('drafts', 'c', 'after')
    expect(storageTrouble.get()).toBe('none')
    expect(await under.list('one', 'drafts')).toHaveLength(3)
  },
)

test('what was removed while the disk refused stays removed', async () => {
  const { disk, refuse } = moody()
  const rows = await openRows(sturdy(disk))
  await rows.put('drafts', 'a', 1)
  refuse('UnknownError')
  await rows.remove('drafts', 'a')
  expect(await rows.get('drafts', 'a')).toBeUndefined()
  expect(await rows.all('drafts')).toEqual([])
})

test('what was erased while the disk refused does not come back with the next write', async () => {
  const { disk, under, refuse } = moody()
  const storage = sturdy(disk)
  const rows = await openRows(storage)
  refuse('QuotaExceededError')
  await rows.put('drafts', 'a', 'typed')
  await storage.removeProfile('one')
  refuse(null)
  await (await openRows(storage, 'two')).put('drafts', 'b', 'of another')
  expect(await under.list('one', 'drafts')).toEqual([])
  expect(await rows.all('drafts')).toEqual([])
})
