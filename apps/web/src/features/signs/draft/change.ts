import type { AddedSign, IndicatorSet, Overlay, Rule, Sign, Source } from '@ariadne/domain/screening'
import type { Texts } from '../../../lib/content/texts.ts'
import type { Working } from '../../../lib/content/working.ts'

/** What can be done to a draft, as pure steps: each gives the draft as it is afterwards. */

const headOf = (language: string): Texts => {
  const head = { language, state: 'machine_draft', drafter: 'human', reviewer: null }
  return language === 'en' ? {} : { $catalogue: head }
}

/** A text in one language. An empty one is no text. */
export const withText = (working: Working, language: string, id: string, text: string): Working => {
  const { [id]: _, ...others } = working.texts[language] ?? headOf(language)
  return {
    ...working,
    texts: { ...working.texts, [language]: text.trim() === '' ? others : { ...others, [id]: text } },
  }
}

/** Takes every text away that begins so, in every language. */
const withoutTexts = (texts: Working['texts'], isGone: (id: string) => boolean): Working['texts'] =>
  Object.fromEntries(
    Object.entries(texts).map(([language, words]) => [
      language,
      Object.fromEntries(Object.entries(words).filter(([id]) => !isGone(id))),
    ]),
  )

const inSet = (working: Working, change: (set: IndicatorSet) => IndicatorSet): Working =>
  working.kind === 'set' ? { ...working, definition: change(working.definition) } : working
const inOverlay = (working: Working, change: (overlay: Overlay) => Overlay): Working =>
  working.kind === 'overlay' ? { ...working, definition: change(working.definition) } : working

/** A sign with other facts. Of a country's overlay only its own signs can be reached. */
export const withSign = (working: Working, id: string, change: Partial<Sign>): Working => {
  const next = <S extends Sign>(sign: S): S => {
    const merged = { ...sign, ...change }
    if (!merged.firstView) delete merged.firstView
    return merged
  }
  if (working.kind === 'set')
    return inSet(working, (set) => ({
      ...set,
      signs: set.signs.map((sign) => (sign.id === id ? next(sign) : sign)),
    }))
  return inOverlay(working, (overlay) => ({
    ...overlay,
    add: overlay.add.map((sign) => (sign.id === id ? next(sign) : sign)),
  }))
}

/** A new sign: the facts most signs begin with, no words yet. */
export const withNewSign = (working: Working, id: string): Working => {
  const sign: Sign = {
    id,
    dimension: 'means',
    strength: 'weak',
    status: 'active',
    howKnown: 'observed',
    source: [],
    askOrDoNext: 'ask_gently',
  }
  return working.kind === 'set'
    ? inSet(working, (set) => ({ ...set, signs: [...set.signs, sign] }))
    : inOverlay(working, (overlay) => ({
        ...overlay,
        add: [...overlay.add, { ...sign, status: 'active', mapsTo: null } satisfies AddedSign],
      }))
}

/** Takes a sign out that no version had before; what was published is retired instead. */
export const withoutSign = (working: Working, id: string): Working => {
  const texts = withoutTexts(working.texts, (key) => key.startsWith(`sign.${id}.`))
  return working.kind === 'set'
    ? inSet({ ...working, texts }, (set) => ({ ...set, signs: set.signs.filter((sign) => sign.id !== id) }))
    : inOverlay({ ...working, texts }, (overlay) => ({ ...overlay, add: overlay.add.filter((sign) => sign.id !== id) }))
}

/** Which regional signs a country mutes or words anew. Taking one back takes its words along. */
export const withLaid = (working: Working, list: 'mute' | 'reword', id: string, on: boolean): Working => {
  const isGone = (key: string) =>
    key.startsWith(`sign.${id}.`) && (list === 'mute' ? key.endsWith('.muted') : !key.endsWith('.muted'))
  return inOverlay({ ...working, texts: on ? working.texts : withoutTexts(working.texts, isGone) }, (overlay) => ({
    ...overlay,
    [list]: on ? [...overlay[list].filter((one) => one !== id), id] : overlay[list].filter((one) => one !== id),
  }))
}

/** A rule with what it says now. Of two that share a name, which is a fault, the first: the pages show that one. */
export const withRule = (working: Working, rule: Rule): Working =>
  inSet(working, (set) => ({
    ...set,
    rules: set.rules.with(
      set.rules.findIndex(({ id }) => id === rule.id),
      rule,
    ),
  }))

export const withNewRule = (working: Working, rule: Rule): Working =>
  inSet(working, (set) => ({ ...set, rules: [...set.rules, rule] }))

export const withoutRule = (working: Working, id: string): Working =>
  inSet({ ...working, texts: withoutTexts(working.texts, (key) => key === `rule.${id}`) }, (set) => ({
    ...set,
    rules: set.rules.filter((rule) => rule.id !== id),
  }))

export const withSource = (working: Working, key: string, source: Source): Working => {
  const sources = { ...working.definition.sources, [key]: source }
  return working.kind === 'set'
    ? inSet(working, (set) => ({ ...set, sources }))
    : inOverlay(working, (overlay) => ({ ...overlay, sources }))
}
