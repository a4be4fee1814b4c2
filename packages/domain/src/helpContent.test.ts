import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const content = join(import.meta.dirname, '../../../content')
const Help = z.strictObject({
  version: z.string(),
  pages: z.record(z.string(), z.array(z.string()).min(1)),
  elsewhere: z.array(z.string()),
})
const help = Help.parse(parse(readFileSync(join(content, 'help/help.yaml'), 'utf8')))
const catalogue = (language: string): Record<string, unknown> =>
  z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(readFileSync(join(content, `catalogues/help/${language}.json`), 'utf8')))

/** A message of the help: English says more of it than the words. */
const text = (language: string, id: string): string => {
  const message = z.union([z.string(), z.object({ message: z.string() })]).parse(catalogue(language)[id])
  return typeof message === 'string' ? message : message.message
}

const terms = [...new Set([...Object.values(help.pages).flat(), ...help.elsewhere])]
const needed = [
  ...Object.keys(help.pages).flatMap((page) => [`help.${page}.title`, `help.${page}.body`]),
  ...terms.flatMap((term) => [`glossary.${term}.term`, `glossary.${term}.definition`]),
].toSorted()

test.each(['en', 'sq', 'mk', 'sr', 'ar'])(
  'every page and every word of the help is written in %s, and nothing else is',
  (language) => {
    const ids = Object.keys(catalogue(language)).filter((id) => id !== '$catalogue')
    expect(ids.toSorted()).toEqual(needed)
  },
)

test('the first-day list has as many steps in every language', () => {
  const steps = (language: string) => text(language, 'help.first-day.body').match(/^\d\. /gm)
  expect(steps('en')?.length).toBeGreaterThan(4)
  for (const language of ['sq', 'mk', 'sr', 'ar']) expect(steps(language)).toEqual(steps('en'))
})

test('definitions are short and speak of nobody as illegal', () => {
  for (const term of terms) {
    const message = text('en', `glossary.${term}.definition`)
    expect(message.split(/\s+/).length).toBeLessThanOrEqual(45)
    expect(message).not.toMatch(/illegal/i)
  }
})
