import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('quotes, commas and lines are kept in their cell', () => {
  expect(csvOf([['a', 'b "c"', 'd,e', 'f\ng']])).toBe('\uFEFFa,"b ""c""","d,e","f\ng"\r\n')
})

test('what a spreadsheet would run as a formula stays a text; a number stays a number', () => {
  expect(csvOf([['=1+1', '@x', '-5', '-5.5', '-x']])).toBe("\uFEFF'=1+1,'@x,-5,-5.5,'-x\r\n")
})
