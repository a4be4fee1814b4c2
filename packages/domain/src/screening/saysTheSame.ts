import { canonicalJson } from '../canonicalJson.ts'
import type { IndicatorSet } from './schema.ts'
import type { SetTexts } from './validateTexts.ts'

interface Worded {
  readonly set: IndicatorSet
  readonly texts: SetTexts
}

const said = ({ set, texts }: Worded): string => {
  const { version: _, lifecycle: _life, mapping: _mapping, ...rest } = set
  return canonicalJson({ definition: rest, texts })
}

/**
 * Whether a version says nothing that another does not say: the same signs, rules, sources and words. Its number, its place
 * in life and how older answers are read are all that may differ.
 */
export const saysTheSame = (one: Worded, other: Worded): boolean => said(one) === said(other)
