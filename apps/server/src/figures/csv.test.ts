import { expect, test } from 'vitest'
import { CliError } from '../cli/command.ts'
import { countsOf, needColumns, readTable, tableOf } from './csv.ts'

test('rows come by column name, with the line an editor shows', () => {
  const table = tableOf('a.csv', '\ufeff"place", y\r\n"Ohrid, lake",3\r\n\r\nBitola,0\r\n')
  expect(table.columns).toEqual(['place', 'y'])
  expect(table.rows).toEqual([
    { line: 2, values: { place: 'Ohrid, lake', y: '3' } },
    { line: 4, values: { place: 'Bitola', y: '0' } },
  ])
  expect(countsOf(table, 'y')).toEqual([3, 0])
})

test('every count that is none is named with its line', () => {
  const table = tableOf('a.csv', 'y\n1\n-2\n1.5\n<5\nNA\n')
  expect(() => countsOf(table, 'y')).toThrow(CliError)
  for (const [line, value] of [
    [3, '-2'],
    [4, '1.5'],
    [5, '<5'],
    [6, 'NA'],
  ])
    expect(() => countsOf(table, 'y')).toThrow(`a.csv:${line}: y: "${value}"`)
})

test('a table that cannot be read says where and what would be right', () => {
  expect(() => tableOf('a.csv', '')).toThrow('line of column names')
  expect(() => tableOf('a.csv', 'y\n')).toThrow('a.csv:2')
  expect(() => tableOf('a.csv', 'y,y\n1,2\n')).toThrow('(column 2): "y"')
  expect(() => tableOf('a.csv', 'i,y\n1,2\n3\n')).toThrow('a.csv:3: (row): "1 fields" should be 2 fields')
  expect(() => tableOf('a.csv', 'i,y\n1,"2\n')).toThrow('line 2: a quote')
  expect(() => needColumns(tableOf('a.csv', 'i,y\n1,2\n'), ['n'])).toThrow('There are: i, y.')
  expect(() => readTable('/nowhere/at-all.csv')).toThrow('cannot be read')
})
