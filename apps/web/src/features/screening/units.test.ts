import { expect, test } from 'vitest'
import type { Me } from '../../lib/session/me.tsx'
import { readyUnits, receivingUnits, serviceOf } from './units.ts'

const me = { instance: { instanceId: 'ins_mk' } } as unknown as Me
const unit = (name: string, kind: string, over: object = {}) =>
  ({ unitId: `unt_${name}`, name, kind, instanceId: 'ins_mk', ready: true, ...over }) as never
const units = [
  unit('shelter', 'shelter'),
  unit('border', 'border_police'),
  unit('asylum', 'asylum_office'),
  unit('nrm', 'nrm_office'),
  unit('children', 'child_protection'),
  unit('abroad', 'child_protection', { instanceId: 'ins_rs' }),
  unit('judge', 'investigation'),
  unit('hearth', 'violence_service'),
]
const names = (child: boolean) => receivingUnits(units, me, child).map(({ name }) => name)

test('a child is offered child protection first', () => {
  expect(names(true)).toEqual(['children', 'nrm', 'hearth', 'shelter'])
})

test('violence found on the way leads to its own services first; a child to child protection all the same', () => {
  const routes = ['gbv_services'] as const
  const leads = (child: boolean) => receivingUnits(units, me, child, serviceOf(routes, child)).map(({ name }) => name)
  expect(leads(false)).toEqual(['hearth', 'nrm', 'shelter'])
  expect(leads(true)[0]).toBe('children')
  expect(names(false)[0]).toBe('nrm')
})

test('nobody is handed on to border, asylum or investigation, nor to another country', () => {
  for (const child of [true, false])
    for (const closed of ['border', 'asylum', 'judge', 'abroad']) expect(names(child)).not.toContain(closed)
})

test('a unit without a key, or one’s own, cannot be chosen', () => {
  const some = [unit('ready', 'shelter'), unit('keyless', 'shelter', { ready: false }), unit('mine', 'shelter')]
  expect(readyUnits(some, 'unt_mine').map(({ name }) => name)).toEqual(['ready'])
})
