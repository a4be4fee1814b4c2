import { expect, test } from 'vitest'
import { toSerbianCyrillic, toSerbianLatin } from './serbianLatin.ts'

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

test.each([
  ['Ljudi, njihova džamija', 'Људи, њихова џамија'],
  ['KONJ je tu. Pitanje: đak, ćutanje, čovjek', 'КОЊ је ту. Питање: ђак, ћутање, човјек'],
  ['Śutra', 'С\u0301утра'],
])('back: %s', (latin, cyrillic) => {
  expect(toSerbianCyrillic(latin)).toBe(cyrillic)
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
