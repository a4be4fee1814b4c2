import { useFormat } from '../../../lib/i18n/format.ts'
import { useT } from '../../../lib/i18n/text.tsx'
import { useCategory, useDefinitions } from '../definitions.ts'
import type { Alert } from './WatchPage.tsx'

/** What rose, in words: "Nepal (citizenship), labour (form)", or everything. */
export const useNamed = (): ((fixed: Alert['fixed']) => string) => {
  const t = useT()
  const format = useFormat()
  const category = useCategory()
  const definitions = useDefinitions()
  const dimensions = definitions.state === 'ready' ? definitions.data.dimensions : {}
  const part = ({ dimension, category: value, name }: Alert['fixed'][number]): string => {
    const words = category(dimension, value, name)
    const of = dimensions[dimension]
    return of === undefined ? words : t('figures.watch.part', { category: words, dimension: of })
  }
  return (fixed) => (fixed.length === 0 ? t('figures.watch.everything') : format.facts(fixed.map(part)))
}
