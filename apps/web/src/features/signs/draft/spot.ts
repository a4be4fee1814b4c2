import type { SetProblem } from '@ariadne/domain/screening'
import type { Working } from '../../../lib/content/working.ts'
import type { Spot } from '../Place.tsx'
import type { Place } from './merge/merge.ts'

const nameAt = ({ kind, definition }: Working, list: unknown, at: string | number | undefined): string | undefined => {
  if (typeof at !== 'number') return at
  if (kind === 'set') return list === 'signs' || list === 'rules' ? definition[list][at]?.id : undefined
  if (list === 'add') return definition.add[at]?.id
  return list === 'mute' || list === 'reword' ? definition[list][at] : undefined
}

/** Where a problem is, by names: a file counts its lines, a reader knows the sign. */
export const spotOfProblem = ({ file, path }: SetProblem, working: Working): Spot => {
  const [list, at, field] = path
  if (file.endsWith('.json'))
    return { list: 'texts', language: file.replace('.json', ''), name: list === undefined ? undefined : String(list) }
  return {
    list: String(list ?? ''),
    name: nameAt(working, list, at),
    field: typeof field === 'string' ? field : undefined,
  }
}

/** Where two sides differ. */
export const spotOfConflict = ([part, list = '', name, field]: Place): Spot =>
  part === 'texts' ? { list: 'texts', language: list, name } : { list, name, field }

/** The page of the draft on which it can be put right, as far as its place tells. */
export const pageOf = ({ list, name }: Spot): string | undefined => {
  switch (list) {
    case 'texts': {
      const [, sign] = /^sign\.(\w+)\./u.exec(name ?? '') ?? []
      const [, rule] = /^rule\.(\w+)$/u.exec(name ?? '') ?? []
      return sign ? `sign?sign=${sign}` : rule ? `rule?rule=${rule}` : 'about'
    }
    case 'sources':
      return 'sources'
    case 'rules':
      return name ? `rule?rule=${name}` : 'rules'
    case 'signs':
    case 'add':
    case 'mute':
    case 'reword':
      return name ? `sign?sign=${name}` : 'signs'
    default:
      return undefined
  }
}
