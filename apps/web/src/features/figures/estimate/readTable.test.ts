import { expect, test } from 'vitest'
import { readTable } from './readTable.ts'

test('a table from a spreadsheet, with tabs, semicolons or commas', () => {
  for (const mark of ['\t', ';', ',']) {
    const read = readTable(['a,b,n', '1,0,12', '0,1,9', '1,1,4', ''].join('\r\n').replaceAll(',', mark))
    expect(read).toMatchObject({ ok: true, table: { lists: ['a', 'b'], observed: 25 } })
  }
})

test('every wrong cell is named by its row and column', () => {
  const read = readTable('a,b,n\n1,0,-3\n2,1,1\n0,0,8\n1,1\n')
  expect(read).toEqual({
    ok: false,
    faults: [
      { row: 2, column: 'n', problem: 'not_count' },
      { row: 3, column: 'a', problem: 'not_01' },
      { row: 4, column: 'a', problem: 'nobody' },
      { row: 5, column: '', problem: 'short' },
      { row: 5, column: 'n', problem: 'not_count' },
    ],
  })
})

test('no list, or more than can be told apart', () => {
  expect(readTable('n\n3\n')).toMatchObject({ ok: false, faults: [{ problem: 'lists' }] })
  expect(readTable('a,b,c,d,e,f,g,h,i,n\n')).toMatchObject({ ok: false, faults: [{ problem: 'too_many' }] })
})
