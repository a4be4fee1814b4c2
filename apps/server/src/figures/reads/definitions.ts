import type { FigureDefinition } from '@ariadne/contract'
import { DimensionId, UNKNOWN } from '@ariadne/domain/statistics'
import type { Definition } from '@ariadne/domain/statistics'
import type { Reading } from '../figures.ts'
import { nameOf } from '../figures.ts'
import { findRecorded } from './recorded.ts'

/** A definition as a sentence, put together from what it says, so that the two cannot part. */
const sentenceOf = (definition: Definition, { word }: Pick<Reading, 'word'>): string => {
  const parts = [word(`unit.${definition.unit}`)]
  if (definition.kind === 'count')
    parts.push(
      word(`rule.${definition.counts.rule}`),
      word(`date.${definition.date}`),
      word(`duplicates.${definition.duplicates}`),
    )
  else parts.push(word(`kind.${definition.kind}`))
  return parts.join(' ')
}

export const readDefinitions = async (reading: Reading) => {
  const { statistics, word } = reading
  const sources = new Map(statistics.sources.map((one) => [one.id, one]))
  const definitions = statistics.definitions.map((definition): FigureDefinition => {
    const source = sources.get(definition.source)
    return {
      id: definition.id,
      kind: definition.kind,
      name: nameOf(reading, definition.id),
      counts: sentenceOf(definition, reading),
      unit: definition.unit,
      mark: definition.mark,
      source: {
        title: source?.title ?? definition.source,
        publisher: source?.publisher ?? '',
        year: source?.year ?? null,
        address: source?.address ?? null,
      },
      dimensions: 'dimensions' in definition ? definition.dimensions : [],
    }
  })
  const categories = Object.fromEntries(
    statistics.groupings.map(({ dimension, groups, others, several }) => [
      dimension,
      Object.fromEntries(
        [...Object.keys(groups), ...(others ? [others] : []), ...(several ? [several] : []), UNKNOWN].map((name) => [
          name,
          categoryName(reading, dimension, name),
        ]),
      ),
    ]),
  )
  return {
    definitions,
    categories,
    dimensions: Object.fromEntries(DimensionId.options.map((one) => [one, word(`dimension.${one}`)])),
    pages: {
      funnel: [...statistics.pages.funnel, ...statistics.pages.funnelSide],
      trends: [...statistics.pages.trends],
      map: [...statistics.pages.map],
    },
    recorded: await findRecorded(reading.tx),
  }
}

/** A category's name; where nobody wrote one it is a code of a list that the reader's own catalogue knows. */
export const categoryName = (
  { statistics, word }: Pick<Reading, 'statistics' | 'word'>,
  dimension: string,
  name: string,
): string => {
  const id = `category.${dimension}.${name}`
  if (id in (statistics.texts['en'] ?? {})) return word(id)
  return name === 'unknown' || name === 'Total' || name === 'national' || name === 'several'
    ? word(`category.${name}`)
    : name
}
