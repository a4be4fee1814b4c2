import { useFormat } from '../../../lib/i18n/format.ts'
import { useT } from '../../../lib/i18n/text.tsx'
import { useCategory } from '../definitions.ts'
import type { Alert } from './WatchPage.tsx'

/** What rose, in words: "Nepal, labour exploitation", or everything. */
export const useNamed = (): ((fixed: Alert['fixed']) => string) => {
  const t = useT()
  const format = useFormat()
  const category = useCategory()
  return (fixed) =>
    fixed.length === 0
      ? t('figures.watch.everything')
      : format.facts(fixed.map((one) => category(one.dimension, one.category, one.name)))
}
