import { CourseName } from '../../../components/training/CourseName.tsx'
import { Id } from '../../../components/When.tsx'
import { T, useHasText } from '../../../lib/i18n/text.tsx'
import { useTitles } from '../useTitles.tsx'
import type { Line } from './known.ts'

/** What a text belongs to, by its title; by its id where this device has no title for it. */
export const TextName = ({ kind, id, version }: Pick<Line, 'kind' | 'id' | 'version'>) => {
  const titleOf = useTitles()
  const has = useHasText()
  if (kind === 'set') return titleOf({ id, version, title: id })
  if (kind === 'course') return <CourseName id={id} otherwise={<Id>{id}</Id>} />
  return has(`signs.texts.name.${id}`) ? <T id={`signs.texts.name.${id}`} /> : <Id>{id}</Id>
}
