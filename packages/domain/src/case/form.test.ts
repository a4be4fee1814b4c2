import { expect, test } from 'vitest'
import { ACTS, formOf } from '../index.ts'

test('every act has a form whose every entry has a kind that a person can fill in', () => {
  for (const definition of ACTS.values())
    for (const field of formOf(definition)) {
      if (field.kind === 'choice' || field.kind === 'choices')
        expect(field.options.length, `${definition.kind}.${field.name}`).toBeGreaterThan(
          field.name === 'standard' ? 0 : 1,
        )
      if (field.kind === 'text')
        expect(
          ['reference', 'setId', 'setVersion', 'source', 'area', 'hash', 'agreementHash', 'workerName'],
          definition.kind,
        ).toContain(field.name)
    }
})

test('statements that have to be true are confirmed, never chosen', () => {
  const form = formOf(ACTS.get('agreement.given')!)
  expect(form.filter((field) => field.kind === 'confirm').map((field) => field.name)).toEqual([
    'toldPrivately',
    'toldMayRefuse',
    'toldWhatCannotBeRecalled',
  ])
  expect(form.find((field) => field.name === 'expiresOn')?.kind).toBe('day')
  expect(form.find((field) => field.name === 'recipient')?.kind).toBe('recipient')
})
