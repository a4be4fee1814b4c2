import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadXForm } from '../../../../../tests/support/xformsEngine.ts'
import { commandLine } from '../../testing/cli.ts'
import { readSheets } from './excel.ts'
import { readForm } from './readForm.ts'
import type { Remark } from './readForm.ts'
import { xformOf } from './xform.ts'
import { testFolder } from '../../testing/folder.ts'

// IOM's own form for case data, as it is published: read whole, and its defects told where they stand.

const file = fileURLToPath(new URL('../../../../../../shared/data/htcds/toolkit/htcds_xlsform.xlsx', import.meta.url))
const isThere = existsSync(file)
const isSkipped = !isThere && process.env['CI'] !== 'true'
if (isSkipped) process.stderr.write(`skipped: the real form is not at ${file}\n`)
const contentDir = fileURLToPath(new URL('../../../../../content', import.meta.url))

test.skipIf(isSkipped)('the form is read with every question, and each of its defects by row and column', async () => {
  const out = join(testFolder('htcds'), 'draft')
  const told = await commandLine()('content', 'import-xlsform', file, '--out', out, '--content', contentDir, '--json')
  expect(told.code).toBe(0)
  const { form, set, remarks } = JSON.parse(told.out) as {
    form: object
    set: unknown
    remarks: Remark[]
  }
  expect(form).toEqual({
    id: 'htcds_xlsform',
    title: 'htcds_xlsform',
    version: 'vSmt4GQA3C9uBMLPEVfgND',
    questions: 34,
  })
  expect(set).toBeNull()
  expect(remarks.filter(({ kind }) => kind === 'left_out')).toEqual([])
  const placed = remarks.map(({ sheet, row, column, problem }) => [sheet, row, column, problem.split('"')[1] ?? ''])
  expect(placed.filter(([, row]) => row !== null)).toEqual([
    ['choices', 270, 'name', 'DebtBondage '],
    ['survey', 6, 'name', 'prs_First_Name'],
    ['survey', 7, 'name', 'prs_Second_Name'],
    ['survey', 10, 'type', 'prs_Citizenship'],
    ['survey', 11, 'label', 'prs_Title'],
    ['survey', 24, 'name', 'vic_Methods_of_Control'],
    ['survey', 26, 'type', 'vic_ForcedLabourIndustry'],
    ['survey', 33, 'type', 'cas_ReasonForIncomingReferral'],
  ])
  const absent = remarks.flatMap(({ problem }) => /core field (\w+)/u.exec(problem)?.slice(1) ?? [])
  expect(absent.toSorted()).toEqual([
    'cas_CaseOwner',
    'cas_OutgoingReferralDate',
    'cas_OutgoingReferralDetails',
    'cas_ReasonForCaseClosure',
    'cas_ReasonForOutgoingReferral',
    'cas_ReferredOrganisation',
    'cas_ReferredPrimaryCaseWorker',
  ])
  expect(remarks.some(({ problem }) => problem.includes('no XK'))).toBe(true)
  expect(remarks.some(({ problem }) => problem.includes('TRUE or FALSE'))).toBe(true)
  const kept = parse(readFileSync(join(out, 'form.yaml'), 'utf8')) as { children: unknown[]; lists: object }
  expect(kept.children.length).toBe(34)
  expect(Object.keys(kept.lists).length).toBe(11)
})

test.skipIf(isSkipped)(
  'written anew as an XForm it loads in the engine, with every question in its place',
  async () => {
    const { form } = readForm(await readSheets(file), 'htcds_xlsform')
    const ours = await loadXForm(xformOf(form))
    const theirs = await loadXForm(readFileSync(file.replace('.xlsx', '.xml'), 'utf8'))
    expect([...ours.nodes.keys()].toSorted()).toEqual([...theirs.nodes.keys()].toSorted())
    const labels = ({ nodes }: typeof ours) =>
      Object.fromEntries([...nodes].map(([path, node]) => [path, node.currentState.label?.asString ?? null]))
    expect(labels(ours)).toEqual(labels(theirs))
  },
)
