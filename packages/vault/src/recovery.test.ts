import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { toHex } from './bytes.ts'
import { kitName, makeRecoveryKit, openRecoveryKit, type RecoveryKit } from './recovery.ts'
import { checkRecoveryCode, readRecoveryCode, writeRecoveryCode } from './recoveryCode.ts'
import { makeUnitKey, type UnitKey } from './unitKeys.ts'

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const bytes = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((value) => Uint8Array.from(value))
let unitKey: UnitKey
let kit: RecoveryKit
let code: string
beforeAll(async () => {
  unitKey = await makeUnitKey('unt_skopje', 3)
  ;({ kit, code } = await makeRecoveryKit(unitKey))
})

test('the kit and its paper give the unit key back', async () => {
  expect(await openRecoveryKit(JSON.parse(JSON.stringify(kit)), code)).toStrictEqual(unitKey)
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){8}[0-9A-HJKMNP-TV-Z]{5}$/)
  expect(await kitName(kit)).toMatch(/^[0-9a-f]{8}$/)
})

test('the code of another kit does not open it', async () => {
  const other = await makeRecoveryKit(unitKey)
  await expect(openRecoveryKit(kit, other.code)).rejects.toMatchObject({ code: 'cannot_open' })
})

test('a kit relabelled as another unit, version or key does not open', async () => {
  for (const change of [{ unitId: 'unt_tetovo' }, { version: 4 }, { keyId: 'x' }])
    await expect(openRecoveryKit({ ...kit, ...change }, code)).rejects.toMatchObject({ code: 'cannot_open' })
  await expect(openRecoveryKit({ ...kit, v: 2 }, code)).rejects.toMatchObject({ code: 'unsupported_version' })
  await expect(openRecoveryKit({ ...kit, salt: 'AAAA' }, code)).rejects.toMatchObject({ code: 'malformed' })
})

test('any 160 bits become a code and come back, however it is typed', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, async (value) => {
      const written = await writeRecoveryCode(value)
      expect(toHex(await readRecoveryCode(written))).toBe(toHex(value))
      const sloppy = written.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
      expect(toHex(await readRecoveryCode(sloppy))).toBe(toHex(value))
      expect(toHex(await readRecoveryCode(written.replaceAll('-', '')))).toBe(toHex(value))
    }),
  )
})

test('every single wrong symbol is found, in its group', async () => {
  const plain = code.replaceAll('-', '')
  for (let at = 0; at < plain.length; at++) {
    for (const symbol of SYMBOLS) {
      if (symbol === plain[at]) continue
      const typed = plain.slice(0, at) + symbol + plain.slice(at + 1)
      expect(await checkRecoveryCode(typed)).toStrictEqual({
        ok: false,
        problem: 'group',
        groups: [Math.floor(at / 5) + 1],
      })
    }
  }
})

test('every swap of two symbols in a group is found there, and every swap of two groups', async () => {
  const groups = code.split('-')
  const swapped = <T>(list: readonly T[], one: number, other: number) =>
    list.map((item, at) => (at === one ? list[other] : at === other ? list[one] : item))
  for (let group = 0; group < groups.length; group++) {
    const symbols = Array.from(groups[group] ?? '')
    for (let one = 0; one < 5; one++) {
      for (let other = one + 1; other < 5; other++) {
        if (symbols[one] === symbols[other]) continue
        const typed = groups.map((text, at) => (at === group ? swapped(symbols, one, other).join('') : text)).join('-')
        expect(await checkRecoveryCode(typed)).toStrictEqual({ ok: false, problem: 'group', groups: [group + 1] })
      }
    }
    for (let other = group + 1; other < groups.length; other++)
      expect(await checkRecoveryCode(swapped(groups, group, other).join('-'))).toStrictEqual({
        ok: false,
        problem: 'group',
        groups: [group + 1, other + 1],
      })
  }
})

test('two wrong symbols that hide from their group are found by the whole', async () => {
  // Weights 2 and 3 in one group: changing both symbols by amounts whose products cancel leaves the group's check as it was.
  const plain = code.replaceAll('-', '')
  const hidden: unknown[] = []
  for (const first of SYMBOLS) {
    for (const second of SYMBOLS) {
      const typed = first + second + plain.slice(2)
      const check = await checkRecoveryCode(typed)
      if (typed !== plain && (check.ok || check.problem !== 'group')) hidden.push(check)
    }
  }
  expect(hidden).toHaveLength(31)
  expect(
    hidden.every((check) => JSON.stringify(check) === JSON.stringify({ ok: false, problem: 'whole', groups: [] })),
  ).toBe(true)
})

test('a missing symbol, a foreign sign and an empty line are told apart', async () => {
  const groups = code.split('-')
  const third = groups.map((group, at) => (at === 2 ? group.slice(1) : group)).join('-')
  expect(await checkRecoveryCode(third)).toStrictEqual({ ok: false, problem: 'length', groups: [3] })
  expect(await checkRecoveryCode('')).toStrictEqual({ ok: false, problem: 'length', groups: [] })
  const foreign = groups.map((group, at) => (at === 4 ? `U${group.slice(1)}` : group)).join('-')
  expect(await checkRecoveryCode(foreign)).toStrictEqual({ ok: false, problem: 'symbol', groups: [5] })
  await expect(openRecoveryKit(kit, third)).rejects.toMatchObject({
    code: 'code_mistyped',
    message: expect.stringContaining('group 3'),
  })
})
