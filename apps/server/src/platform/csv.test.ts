import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCsv } from './csv.ts'

const write = (rows: string[][], ending: string): string =>
  rows.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')).join(ending)

test('what was written is read again, whatever is in it', () => {
  const rows = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(rows, fc.constantFrom('\n', '\r\n'), (given, ending) => {
      expect(parseCsv(write(given, ending)).map((row) => row.fields)).toEqual(given)
    }),
  )
})

test('lines are counted as an editor counts them', () => {
  expect(parseCsv('\ufeffa,b\n1,"x\ny"\n\n2,z\n')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['1', 'x\ny'] },
    { line: 5, fields: ['2', 'z'] },
  ])
  expect(() => parseCsv('a,b\n"open,1\n')).toThrow('line 2')
})

test('what spreadsheets write where the comma stands in numbers is read too', () => {
  const rows = [
    ['a', 'b, c'],
    ['1', '2,5'],
  ]
  for (const [separator, ending] of [
    [';', '\r\n'],
    ['\t', '\n'],
    [';', '\r'],
  ] as const) {
    const text = `\ufeff"a"${separator}"b, c"${ending}1${separator}"2,5"${ending}`
    expect(parseCsv(text).map(({ fields }) => fields)).toEqual(rows)
  }
  expect(parseCsv('name, first;name, last\n1;2,3\n')[1]?.fields).toEqual(['1;2', '3'])
  expect(parseCsv('a;b\r1;2\r\r3;4').map(({ line }) => line)).toEqual([1, 2, 4])
})
