import type { FunctionName } from '@ariadne/domain'
import type { Directory } from '../../lib/case/directory.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import type { useFormat } from '../../lib/i18n/format.ts'
import type { Option } from '../Select.tsx'
import type { Choosable } from './ActField.tsx'
import type { Values } from './values.ts'
import type { ActWords } from './words.ts'

/** Which kinds of unit an entry asks for; anything that is not here may be any unit of this instance. */
const UNIT_KINDS: Readonly<Record<string, readonly string[]>> = {
  guardianUnitId: ['guardian_service', 'child_protection', 'social_service'],
  authorityUnitId: ['child_protection', 'guardian_service', 'social_service', 'nrm_office', 'identification_authority'],
}
/** Functions in which somebody can be brought into a case. */
const BROUGHT_IN: readonly FunctionName[] = [
  'case_worker',
  'case_coordinator',
  'advocate',
  'competent_authority',
  'panel_member',
  'mediator',
  'interpreter',
  'focal_point',
]
/** The function that a chosen member must have. */
const MEMBER_FUNCTIONS: Readonly<Record<string, readonly FunctionName[]>> = {
  guardianMemberId: ['guardian'],
}
/** Where the unit stands that a member is chosen from. */
const UNIT_OF_MEMBER: Readonly<Record<string, string>> = { guardianMemberId: 'guardianUnitId', memberId: 'unitId' }

/** What can be chosen in the form of an act on this case: units and people from the directory, things from the case. */
export const choosableFor =
  (open: OpenCase, directory: Directory, words: ActWords, format: ReturnType<typeof useFormat>) =>
  (values: Values): Choosable => {
    const option = (unit: (typeof directory.units)[number]): Option => ({
      value: unit.unitId,
      label: unit.name,
      hint: `${words.code(unit.kind, 'kind')} · ${unit.organisationName}`,
    })
    const units = directory.own.map(option)
    const unitsOf = (name: string): Option[] => {
      const kinds = UNIT_KINDS[name]
      const fitting = kinds ? directory.own.filter((unit) => kinds.includes(unit.kind)) : directory.own
      return fitting.map(option)
    }
    const membersOf = (name: string): Option[] => {
      const unitId = String(values[UNIT_OF_MEMBER[name] ?? 'unitId'] ?? '')
      const wanted = MEMBER_FUNCTIONS[name] ?? (values['function'] ? [values['function'] as FunctionName] : undefined)
      return directory.members(unitId, wanted).map((member) => ({
        value: member.memberId,
        label: member.name,
        hint: format.list(member.functions.map((one) => words.code(one))),
      }))
    }
    const { state } = open
    const day = (iso: string): Option => ({ value: iso, label: format.day(iso) })
    return {
      unit: units,
      recipient: directory.units
        .filter((unit) => unit.publicKey)
        .map((unit) => ({ ...option(unit), hint: format.country(unit.country) })),
      recipientOf: (unitId) => ({ instanceId: directory.find(unitId)?.instanceId ?? state.instanceId, unitId }),
      agreement: state.agreements
        .filter((one) => one.withdrawnAt === null)
        .map((one) => ({
          value: one.agreementId,
          label: `${words.code(one.purpose, 'purpose')} · ${directory.names.unit(one.recipient.unitId)}`,
        })),
      handover: state.handovers.map((one) => ({
        value: one.handoverId,
        label: `${words.code(one.role, 'role')} · ${format.country(one.recipientCountry)}`,
      })),
      byName: {
        ...Object.fromEntries(Object.keys(UNIT_KINDS).map((name) => [name, unitsOf(name)])),
        guardianMemberId: membersOf('guardianMemberId'),
        memberId: membersOf('memberId'),
        function: BROUGHT_IN.map((value) => ({ value, label: words.code(value) })),
        dueOn: state.followUps.filter((one) => one.doneAt === null).map((one) => day(one.dueOn)),
        overrideId: state.overrides
          .filter((one) => one.confirmedBy === null || one.personInformedAt === null)
          .map((one) => ({
            value: one.overrideId,
            label: `${words.code(one.ground, 'ground')} · ${directory.names.unit(one.recipient.unitId)}`,
          })),
      },
    }
  }
