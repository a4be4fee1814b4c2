import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DEFAULT_TARGETS, findBrokenLink } from '@ariadne/domain'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withActor } from '../../platform/database/index.ts'
import { listCases } from '../reads/list-cases.ts'
import { listActions } from '../store.ts'
import { createWorld } from '../testing/world.ts'
import type { World } from '../testing/world.ts'
import { readCtdc } from './ctdc-records.ts'
import { importRecords } from './import-records.ts'

const file = fileURLToPath(
  new URL('../../../../../../shared/data/ctdc/ctdc_global_k-anon_2020_SEE_subset.csv', import.meta.url),
)
const isThere = existsSync(file)
if (!isThere && process.env['CI'] !== 'true') process.stderr.write(`skipped: the real records are not at ${file}\n`)

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test.skipIf(!isThere && process.env['CI'] !== 'true')(
  'the 14,717 real records are imported, twice without doubling, and lists stay quick with them',
  async () => {
    const { records, faults } = readCtdc(readFileSync(file, 'utf8'), 2026)
    expect(faults).toEqual([])
    expect(records).toHaveLength(14_717)
    // Counted in the file by other means.
    const count = (of: (record: (typeof records)[number]) => boolean) => records.filter(of).length
    expect(count((one) => one.sex === 'Feminine')).toBe(10_007)
    expect(count((one) => one.citizenship === 'MD')).toBe(5_901)
    expect(count((one) => one.citizenship === null)).toBe(36)
    expect(count((one) => one.exploitation.includes('ForcedLabour'))).toBe(1_876)
    expect(count((one) => one.exploitation.includes('SexualExploitation'))).toBe(2_176)
    expect(count((one) => one.countryOfExploitation === null)).toBe(732 + 469)
    expect(count((one) => ['under_12', '12_15'].includes(one.ageBand))).toBe(913 + 1_705)

    const deps = { db: world.db, instanceId: world.instanceId, now: world.now, targets: DEFAULT_TARGETS }
    const input = { records, source: 'ctdc-2020', unitId: 'unt_nrm' }
    const started = performance.now()
    expect(await importRecords(deps, input)).toEqual({ read: 14_717, imported: 14_717, alreadyThere: 0 })
    expect(performance.now() - started).toBeLessThan(60_000)
    world.clock.advance(86_400_000)
    expect(await importRecords(deps, input)).toEqual({ read: 14_717, imported: 0, alreadyThere: 14_717 })

    const rows = await world.system((tx) =>
      sql<{ cases: number; actions: number; readers: number }>`select (select count(*) from case_row) as cases,
        (select count(*) from case_action) as actions, (select count(*) from case_access) as readers`.execute(tx),
    )
    expect(rows.rows[0]).toEqual({ cases: 14_717, actions: 14_717, readers: 14_717 * 4 })

    const live = await world.open()
    const { actor } = world.who('mbr_nrm')
    const page = (historic: 'yes' | 'no', after?: string) =>
      withActor(world.db, actor, (tx) => listCases(tx, { historic, after }))
    expect((await page('no')).entries.map((one) => one.caseId)).toEqual([live])
    const seen = new Set<string>()
    let next: string | null | undefined
    do {
      const one = await page('yes', next ?? undefined)
      for (const { caseId } of one.entries) seen.add(caseId)
      next = one.next
    } while (next !== null)
    expect(seen.size).toBe(14_717)
    const [sample = ''] = seen
    expect(await findBrokenLink(await world.as('mbr_nrm', (tx) => listActions(tx, sample)))).toBeNull()
  },
)
