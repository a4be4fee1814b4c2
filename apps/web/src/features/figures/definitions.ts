import type { Api } from '@ariadne/contract'
import { useRead, type Read } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { useHasText, useT } from '../../lib/i18n/text.tsx'

export type Definitions = Api['GET /api/figures/definitions']['response']
export type Definition = Definitions['definitions'][number]

export const useDefinitions = (): Read<Definitions> => {
  const { language } = useLanguage()
  return useRead('GET /api/figures/definitions', { query: { language } })
}

/** A category with what it is one of, where the name alone could be anything: "Citizenship: Ukraine". */
export const useNamedPart = ({ dimensions, categories }: Pick<Definitions, 'dimensions' | 'categories'>) => {
  const category = useCategory()
  const t = useT()
  return (dimension: string, value: string): string =>
    t('figures.part', {
      dimension: dimensions[dimension] ?? dimension,
      category: category(dimension, value, categories[dimension]?.[value] ?? value),
    })
}

/** A category as the server names it; countries and codes of lists by the reader's own words. */
export const useCategory = (): ((dimension: string | null, category: string, name?: string) => string) => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  return (dimension, category, name = category) => {
    if (name !== category) return name
    if (/^[A-Z]{2}$/u.test(category)) return format.country(category)
    const ids = [`figures.category.${category}`, `code.${dimension ?? ''}.${category}`, `code.${category}`]
    const found = ids.find(has)
    return found === undefined ? name : t(found)
  }
}
