import { expect, test } from 'vitest'
import { toSerbianLatin } from './serbianLatin.ts'

test.each([
  ['Људи, њихова џамија', 'Ljudi, njihova džamija'],
  ['ЉУБАВ', 'LJUBAV'],
  ['Љ', 'Lj'],
  ['УГАЉ', 'UGALJ'],
  ['КОЊ је ту', 'KONJ je tu'],
  ['Џон Ђорђевић', 'Džon Đorđević'],
  ['Ћутање, жена, човек, шума, хлеб, цвет', 'Ćutanje, žena, čovek, šuma, hleb, cvet'],
])('%s', (cyrillic, latin) => {
  expect(toSerbianLatin(cyrillic)).toBe(latin)
})

test('ICU syntax, argument names and tags stay as they are', () => {
  const message =
    '{count, plural, one {# упит <b>чека</b>} few {# упита} other {# упита}} за {unitName, select, other {јединицу}}'
  expect(toSerbianLatin(message)).toBe(
    '{count, plural, one {# upit <b>čeka</b>} few {# upita} other {# upita}} za {unitName, select, other {jedinicu}}',
  )
})

test('nothing Cyrillic is left of the Serbian alphabet', () => {
  expect(toSerbianLatin('абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ')).not.toMatch(
    /\p{Script=Cyrillic}/u,
  )
})
