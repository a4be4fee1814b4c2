import type { FormField } from '@ariadne/domain'
import { useMemo } from 'react'
import { NO_NAMES, type Names } from '../../lib/case/directory.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { isolate } from '../../lib/i18n/isolate.ts'
import { useHasText, useT } from '../../lib/i18n/text.tsx'

export { NO_NAMES, type Names }

/**
 * Words for what the rules know by codes: acts, entries, values. `field.<act>.<entry>` goes before `field.<entry>`,
 * `code.<entry>.<value>` before `code.<value>`.
 */
export const useActWords = (names: Names = NO_NAMES) => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  return useMemo(() => {
    const first = (...ids: string[]): string => {
      const found = ids.find(has)
      return found === undefined ? (ids.at(-1) ?? '') : t(found)
    }
    const code = (value: string, entry = ''): string => first(`code.${entry}.${value}`, `code.${value}`)
    const value = (field: Pick<FormField, 'name' | 'kind'>, given: unknown): string => {
      if (given === null || given === undefined || given === '') return ''
      switch (field.kind) {
        case 'yes_no':
        case 'confirm':
          return code(given === true ? 'yes' : 'no')
        case 'day':
          return format.day(String(given))
        case 'moment':
          return format.dateTime(String(given))
        case 'country':
          return format.country(String(given))
        case 'language':
          return format.language(String(given))
        case 'languages':
          return format.list((given as string[]).map(format.language))
        case 'choices':
          return format.list(
            (given as string[]).map((one) => code(one, field.name === 'classes' ? 'class' : field.name)),
          )
        case 'numbers':
          return format.list((given as number[]).map(format.number))
        case 'number':
          return format.number(Number(given))
        case 'choice':
          return code(String(given), field.name)
        case 'unit':
          return isolate(names.unit(String(given)))
        case 'member':
          return isolate(names.member(String(given)))
        case 'recipient':
          return isolate(names.unit((given as { unitId: string }).unitId))
        default:
          return String(given)
      }
    }
    return {
      act: (kind: string) => t(`act.${kind}`),
      done: (kind: string) => t(`act.${kind}.done`),
      field: (kind: string, name: string) => first(`field.${kind}.${name}`, `field.${name}`),
      hint: (kind: string, name: string) => [`hint.${kind}.${name}`, `hint.${name}`].filter(has).map((id) => t(id))[0],
      refusal: (refusalCode: string, functions: readonly string[] = []) =>
        has(`refusal.${refusalCode}`)
          ? t(`refusal.${refusalCode}`, { functions: format.list(functions.map((name) => code(name))) })
          : t('refusal.other', { code: refusalCode }),
      /** What is wrong with an entry, as the error summary says it. */
      problem: (problem: string, kind: string, name: string) =>
        problem === 'sealed_part_missing'
          ? t('refusal.sealed_part_missing')
          : t(`act.problem.${problem}`, { field: first(`field.${kind}.${name}`, `field.${name}`) }),
      code,
      value,
    }
  }, [t, has, format, names])
}
export type ActWords = ReturnType<typeof useActWords>
