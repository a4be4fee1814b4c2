import { join } from 'node:path'
import { isCountry } from '@ariadne/domain/codes'
import { z } from 'zod'
import { readContentFile } from '../../platform/content/read-file.ts'

const Spellings = z.strictObject({
  countries: z.record(z.string().refine(isCountry, 'is no country code'), z.array(z.string()).min(1)),
  groups: z.record(z.string(), z.array(z.string()).min(1)),
})

/** What a label means: a country's code, a group that is no country, or nothing anybody knows. */
export type Meaning =
  | { is: 'country'; code: string; asNamed: boolean; broken: boolean }
  | { is: 'group'; name: string }
  | { is: 'not_known' }

const plain = (label: string): string =>
  label
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    // Letters, digits, and what stands for a letter that was lost on the way.
    .replaceAll(/[^\p{L}\p{N}\ufffd]+/gu, ' ')
    .trim()

export type Countries = { find: (label: string) => Meaning; findSeveral: (label: string) => string[] | undefined }

/**
 * The table of spellings as a search. A label fits by its letters alone; a plural s and one broken character for each
 * letter are forgiven.
 */
export const countriesFrom = ({ countries, groups }: z.infer<typeof Spellings>): Countries => {
  const known = new Map<string, { code: string; named: string }>()
  for (const [code, spellings] of Object.entries(countries))
    for (const spelling of spellings) known.set(plain(spelling), { code, named: spellings[0] ?? code })
  const gathered = new Map(
    Object.entries(groups).flatMap(([name, labels]) => labels.map((label) => [plain(label), name] as const)),
  )
  const byLetters = (letters: string) =>
    known.get(letters) ?? (letters.endsWith('s') ? known.get(letters.slice(0, -1)) : undefined)
  const find = (label: string): Meaning => {
    const letters = plain(label)
    const group = gathered.get(letters)
    if (letters === '' || group === 'unknown') return { is: 'group', name: 'unknown' }
    const found = byLetters(letters)
    if (found) return { is: 'country', code: found.code, asNamed: label === found.named, broken: false }
    if (group !== undefined) return { is: 'group', name: group }
    if (letters.includes('\ufffd')) {
      const shape = new RegExp(`^${letters.replaceAll('\ufffd', '.{1,2}')}$`, 'u')
      const fits = new Set([...known].flatMap(([name, { code }]) => (shape.test(name) ? [code] : [])))
      const [code] = fits
      if (code !== undefined && fits.size === 1) return { is: 'country', code, asNamed: false, broken: true }
    }
    return { is: 'not_known' }
  }
  return {
    find,
    // Two nationalities written one after the other: the longest first part that is one, then the rest.
    findSeveral: (label) => {
      const words = label.trim().split(/\s+/u)
      for (let at = words.length - 1; at > 0; at -= 1) {
        const [first, second] = [find(words.slice(0, at).join(' ')), find(words.slice(at).join(' '))]
        if (first.is === 'not_known' || second.is === 'not_known') continue
        const codes = [first, second].map((one) => (one.is === 'country' ? one.code : one.name))
        return [...new Set(codes)].toSorted()
      }
      return undefined
    },
  }
}

/** @throws for a table that is wrong; it is content of ours */
export const loadCountries = async (contentDir: string): Promise<Countries> => {
  const got = await readContentFile(join(contentDir, 'codelists', 'country-spellings.yaml'))
  if (!got.ok) throw new Error(`codelists/country-spellings.yaml: ${got.problem}`)
  return countriesFrom(Spellings.parse(got.value))
}
