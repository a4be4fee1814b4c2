import { expect, test } from 'vitest'
import { certify, faultsOfCertificate } from './certificate.ts'
import { protect } from './protect/protect.ts'
import { ruleOf } from './rule.ts'
import { crossed } from './testing/crossed.ts'

const rule = ruleOf({ threshold: 5 })
const at = '2027-01-31T00:00:00.000Z'
const exact = crossed({ place: ['A', 'B', 'C'], sex: ['F', 'M'] }, [2, 30, 8, 11, 9, 40])

test('a certificate holds for its table, in whatever order, and for no other', async () => {
  const { table, audit } = await protect(exact, rule)
  const certificate = await certify(table!, rule, [], at)
  expect(certificate).toMatchObject({ safe: true, method: 'suppression', at, cells: 12, past: [] })
  expect(certificate.suppressed).toBe(audit.cells.length)
  expect(certificate.narrowest).toBeGreaterThanOrEqual(5)
  expect(JSON.parse(JSON.stringify(certificate))).toEqual(certificate)

  const turned = { dimensions: ['sex', 'place'], cells: table!.cells.toReversed() }
  expect(await faultsOfCertificate(certificate, turned, [])).toEqual([])
  const shown = { ...table!, cells: exact.cells }
  expect(await faultsOfCertificate(certificate, shown, [])).toEqual([
    'the table: other than certified',
    'the intervals: other than certified',
  ])
})

test('it names the past releases that were taken into account', async () => {
  const first = await protect(exact, rule)
  const past = [{ name: 'first.csv', table: first.table! }]
  const second = await protect(exact, rule, past)
  const certificate = await certify(second.table!, rule, past, at)
  expect(certificate.past).toMatchObject([{ name: 'first.csv', link: 'same' }])
  expect(await faultsOfCertificate(certificate, second.table!, [])).toContain('the past releases: other than certified')
})
