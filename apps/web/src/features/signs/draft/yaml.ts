import { readOverlay, readSet } from '@ariadne/domain/screening/definitions'
import type { SetProblem } from '@ariadne/domain/screening'
import { parseDocument, stringify } from 'yaml'
import type { SetContent } from '../../../lib/content/bundle.ts'
import type { Texts } from '../../../lib/content/texts.ts'
import type { Working } from '../../../lib/content/working.ts'

/** A file that somebody chose. */
export interface GivenFile {
  readonly name: string
  readonly text: string
}
export type Taken =
  | { readonly ok: true; readonly working: Working; readonly problems: readonly SetProblem[] }
  | { readonly ok: false; readonly problems: readonly SetProblem[] }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wrong = (file: string, message: string, remedy: string, path: SetProblem['path'] = []): SetProblem => ({
  file,
  path,
  code: 'malformed',
  about: '',
  message,
  remedy,
})

/** One file with everything in it: the definition and the words of every language. */
export const toYaml = ({ definition, texts }: Pick<Working, 'definition' | 'texts'>): string =>
  stringify({ definition, texts }, { lineWidth: 120 })

export const fileNameOf = (working: Working): string =>
  working.kind === 'set'
    ? `${working.definition.id}-${working.definition.version}.yaml`
    : `${working.definition.set}-${working.definition.over}-${working.definition.country.toLowerCase()}.${working.definition.number}.yaml`

/** A draft may be wrong in what it says, never in its shape: then nobody could look at it. */
const isShape = ({ code }: SetProblem): boolean => code === 'malformed'

const findIn = (sets: readonly SetContent[]) => (id: string, version: string) =>
  sets.find(({ set }) => set.id === id && set.version === version)

/** Everything that is wrong with a draft, as the server will say it too. */
export const problemsOf = (
  { definition, texts }: { definition: unknown; texts: Readonly<Record<string, Readonly<Record<string, unknown>>>> },
  sets: readonly SetContent[],
): SetProblem[] => {
  const result =
    isRecord(definition) && 'over' in definition
      ? readOverlay(definition, findIn(sets), texts)
      : readSet(definition, texts)
  return result.ok ? [] : result.problems
}

/** A draft as the server keeps it; undefined where its shape is so wrong that no page can show it. */
export const readWorking = (
  revision: number,
  definition: Record<string, unknown>,
  texts: Readonly<Record<string, unknown>>,
  sets: readonly SetContent[],
): Working | undefined => {
  const words = texts as Record<string, Texts>
  const given = 'over' in definition ? { sources: {}, add: [], reword: [], mute: [], ...definition } : definition
  const shape = problemsOf({ definition: given, texts: words }, sets).filter(isShape)
  // A set from nothing has neither signs nor rules yet, which is what its problems say and no page stumbles over.
  if (shape.some(({ path }) => path.length !== 1 || !/^(?:signs|rules)$/u.test(String(path[0])))) return undefined
  return { kind: 'over' in given ? 'overlay' : 'set', revision, definition: given, texts: words } as unknown as Working
}

const parse = ({ name, text }: GivenFile): { value: unknown } | { problem: SetProblem } => {
  const document = parseDocument(text, { prettyErrors: true })
  const [error] = document.errors
  if (error)
    return {
      problem: wrong(name, error.message.split('\n')[0] ?? '', `mend line ${error.linePos?.[0].line ?? 1}`),
    }
  return { value: document.toJS() as unknown }
}

/**
 * A draft out of files: one with `definition` and `texts`, or set.yaml (overlay.yaml) with en.json, sq.json and so on beside it.
 * What cannot be read, or has another shape, is refused whole; what it says may still be wrong, and is told.
 */
export const fromFiles = (files: readonly GivenFile[], sets: readonly SetContent[]): Taken => {
  const texts: Record<string, Texts> = {}
  let definition: Record<string, unknown> | undefined
  const refused: SetProblem[] = []
  for (const file of files) {
    const parsed = parse(file)
    if ('problem' in parsed) refused.push(parsed.problem)
    else if (!isRecord(parsed.value)) refused.push(wrong(file.name, 'this is no set', 'give a file with named entries'))
    else {
      const { value } = parsed
      const [, language] = /^([a-z]{2,3})\.json$/u.exec(file.name) ?? []
      const own = isRecord(value['definition']) ? value['definition'] : language ? undefined : value
      if (own && definition) refused.push(wrong(file.name, 'two definitions were given', 'give one set at a time'))
      if (own) definition = own
      if (isRecord(value['texts'])) Object.assign(texts, value['texts'])
      else if (language) texts[language] = value as Texts
    }
  }
  if (refused.length > 0) return { ok: false, problems: refused }
  if (!definition)
    return { ok: false, problems: [wrong('set.yaml', 'no definition was given', 'add the file set.yaml')] }
  const given: Record<string, unknown> = {
    ...definition,
    lifecycle: {
      ...(isRecord(definition['lifecycle']) ? definition['lifecycle'] : {}),
      state: 'proposed',
      effectiveFrom: null,
    },
  }
  if (isRecord(given['lifecycle'])) delete given['lifecycle']['retiredFrom']
  const problems = problemsOf({ definition: given, texts }, sets)
  const working = readWorking(0, given, texts, sets)
  return working ? { ok: true, working, problems } : { ok: false, problems: problems.filter(isShape) }
}
