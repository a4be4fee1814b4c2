import { expect, test } from 'vitest'
import { WAYS, setsFor } from './ways.ts'

const sets = [
  { id: 'labour-exploitation', subject: 'adult' },
  { id: 'own-set-of-a-country', subject: 'adult' },
  { id: 'asylum-interview', subject: 'adult' },
  { id: 'adult-mixed-flows', subject: 'adult' },
  { id: 'begging-forced-criminality', subject: 'anyone' },
  { id: 'child-alone-or-separated', subject: 'child' },
] as const
const idsFor = (way: (typeof WAYS)[number], unitKind: string | undefined, subject: 'adult' | 'child') =>
  setsFor(sets, { way, unitKind, subject }).map(({ id }) => id)

test('an inspector begins with the signs of a workplace, a border officer with those of mixed flows', () => {
  expect(idsFor('observation', 'labour_inspectorate', 'adult')[0]).toBe('labour-exploitation')
  expect(idsFor('inspection', 'border_police', 'adult')[0]).toBe('labour-exploitation')
  expect(idsFor('observation', 'border_police', 'adult')[0]).toBe('adult-mixed-flows')
  expect(idsFor('asylum_interview', 'asylum_office', 'adult')[0]).toBe('asylum-interview')
})

test('a child is looked at with a set for children in every way, whoever looks', () => {
  for (const way of WAYS)
    for (const kind of ['labour_inspectorate', 'border_police', undefined])
      expect(idsFor(way, kind, 'child')[0], `${way} ${kind}`).toBe('child-alone-or-separated')
})

test('a set about anyone is offered for adults and for children', () => {
  for (const subject of ['adult', 'child'] as const)
    expect(idsFor('observation', 'ngo_outreach', subject)).toContain('begging-forced-criminality')
})

test('where thousands pass there is one set and no choice', () => {
  expect(idsFor('arrival', 'border_police', 'adult')).toEqual(['adult-mixed-flows'])
  expect(idsFor('arrival', 'border_police', 'child')).toEqual(['child-alone-or-separated'])
})

test("a country's own set is offered, after those the region knows", () => {
  expect(idsFor('observation', 'ngo_outreach', 'adult').at(-1)).toBe('own-set-of-a-country')
})

test('somebody is never left without a set when the content has one', () => {
  expect(setsFor([sets[1]], { way: 'arrival', unitKind: undefined, subject: 'adult' })).toHaveLength(1)
})
