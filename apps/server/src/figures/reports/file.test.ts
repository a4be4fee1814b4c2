import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstance } from '../../testing/instance.ts'
import type { Asker, TestInstance } from '../../testing/instance.ts'
import { bringIn, someHistory } from '../testing/history.ts'

type File = { name: string; mediaType: string; content: string }

let instance: TestInstance
let coordinator: Asker
const year = new Date().getUTCFullYear() - 1

const fileOf = async (format: string): Promise<File> => {
  const response = await coordinator(`/api/figures/reports/eurostat-thb/file?year=${year}&format=${format}`)
  expect(response.status).toBe(200)
  return (await response.json()) as File
}
const text = ({ content }: File): string => Buffer.from(content, 'base64').toString('utf8')

beforeAll(async () => {
  instance = await startTestInstance()
  await instance.unit('unt_office', 'coordinator_office')
  await instance.unit('unt_nrm', 'nrm_office')
  const person = {
    memberId: 'mbr_sonja',
    email: 'sonja@test.example',
    passphrase: 'a passphrase for tests',
    units: { unt_office: ['national_coordinator'] },
  }
  await instance.enrolled(person)
  coordinator = await instance.signIn(person)
  await bringIn(instance.platform.db, 'ins_test', someHistory(new Date()), new Date())
})
afterAll(async () => {
  await instance.stop()
  await instance.database.drop()
})

test('a report leaves as each of its files, named by country and year alone', async () => {
  const csv = await fileOf('csv')
  expect(csv.name).toBe(`eurostat-thb-MK-${year}.csv`)
  const hxl = await fileOf('hxl')
  expect(text(hxl)).toContain('#')
  expect(text(hxl).split('\n').length).toBe(text(csv).split('\n').length + 1)
  // Its structure could not be read in a source: the name says so, and no cell of that table is called verified.
  const sdmx = await fileOf('sdmx')
  expect(sdmx.name).toBe(`eurostat-thb-MK-${year}-codes-not-verified.sdmx.csv`)
  expect(text(sdmx)).toContain('ESTAT:CRIM_THB_VSAGE(1.0)')
  const marked = text(csv)
    .split('\r\n')
    .filter((row) => row.startsWith('victims_sex_age,'))
  expect(marked.length).toBeGreaterThan(0)
  expect(marked.filter((row) => /(^|,)verified(,|$)/u.test(row))).toEqual([])
  const workbook = await fileOf('xlsx')
  // A workbook is a zip archive.
  expect(Buffer.from(workbook.content, 'base64').subarray(0, 2).toString()).toBe('PK')
  expect((await coordinator(`/api/figures/reports/eurostat-thb/file?year=${year}&format=doc`)).status).toBe(400)
})
