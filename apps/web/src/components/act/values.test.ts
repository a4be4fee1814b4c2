import { ACTS, formOf } from '@ariadne/domain'
import { expect, test } from 'vitest'
import { askedFields, bodyOf, bodyProblems, writtenTexts } from './values.ts'

const get = (kind: string) => {
  const definition = ACTS.get(kind)
  if (!definition) throw new Error(kind)
  return { definition, fields: formOf(definition) }
}

test('what was entered becomes a body that the rules take', () => {
  const { definition, fields } = get('risk.assessed')
  const body = bodyOf(fields, { type: 'pre_return', level: 'low', validUntil: '2027-1-9', tookPart: ['person'] }, {})
  expect(body).toEqual({ type: 'pre_return', level: 'low', validUntil: '2027-01-09', tookPart: ['person'] })
  expect(bodyProblems(definition, fields, body)).toEqual([])
})

test('what is missing is named, each in its own way', () => {
  const { definition, fields } = get('support_plan.agreed')
  const body = bodyOf(fields, { reviewOn: '2027-13-' }, {})
  expect(bodyProblems(definition, fields, body)).toEqual([
    { field: 'withPerson', code: 'not_ticked' },
    { field: 'needs', code: 'missing' },
    { field: 'reviewOn', code: 'day_incomplete' },
  ])
})

test('an optional entry left empty is null, and a page that knows an entry does not ask it', () => {
  const { fields } = get('service.requested')
  expect(bodyOf(fields, { type: 'documents' }, { urgency: 'today' })).toEqual({
    type: 'documents',
    unitId: null,
    urgency: 'today',
  })
  expect(askedFields(fields, { urgency: 'today' }).map((field) => field.name)).toEqual(['type', 'unitId'])
})

test('what may only be "no" is not asked and is said', () => {
  const { fields } = get('handover.dossier_sent')
  expect(askedFields(fields, {}).map((field) => field.name)).not.toContain('onwardSharing')
  expect(bodyOf(fields, {}, {})['onwardSharing']).toBe(false)
})

test('only texts with something in them are sealed', () => {
  const sealed = { identity: { givenName: 'Arben', familyName: ' ' }, narrative: { text: '  ' } }
  expect(writtenTexts(sealed, ['identity', 'narrative', 'contact'])).toEqual({ identity: { givenName: 'Arben' } })
})
