import { readFileSync } from 'node:fs'
import { evaluate, mapAnswers, ScreeningRefused, signMessages } from '@ariadne/domain/screening'
import type { Answers, Evaluation, MappedAnswers } from '@ariadne/domain/screening'
import { CliError } from '../../cli/command.ts'
import type { CliCommand } from '../../cli/command.ts'
import { findSetFor, setFlags } from '../../cli/content-folder.ts'
import { GIVEN_HELP } from '../../cli/given-set.ts'
import type { LoadedSet } from '../../platform/content/load.ts'
import { ANSWERS_HELP, readAnswers } from './answersFile.ts'

const nameOf = (file: string): string => (file === '-' ? 'Standard input' : file)

const readFile = (file: string): unknown => {
  const name = nameOf(file)
  const text = (() => {
    try {
      return readFileSync(file === '-' ? 0 : file, 'utf8')
    } catch {
      throw new CliError(`${name} cannot be read. Name a JSON file, or - for standard input.`, { file })
    }
  })()
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CliError(
      `${name} is no JSON (${error instanceof Error ? error.message : String(error)}). Expected ${ANSWERS_HELP}.`,
      { file },
    )
  }
}

/** Evaluates, and says in which file and field what cannot be taken stands, as the file calls it. */
const refusedIn = <T>(file: string, isHeld: boolean, act: () => T): T => {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof ScreeningRefused)) throw error
    const field = isHeld ? error.field : error.field.replace('present', 'signs')
    throw new CliError(`${nameOf(file)}: ${field}: ${error.remedy}.`, { file, code: error.code, field })
  }
}

const labels = ({ set, texts }: LoadedSet, ids: readonly string[]): string =>
  ids
    .map((id) => {
      const sign = set.signs.find((one) => one.id === id)
      const entry = sign && texts['en']?.[signMessages(sign).label]
      const words = typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : entry
      return typeof words === 'string' ? words : id
    })
    .join('; ')

const toldIn = (loaded: LoadedSet, result: Evaluation, mapped: MappedAnswers | undefined): string => {
  const { outcome, ruleId, signs, minimalSets, muted, routes, setId, version } = result
  return [
    `${setId}@${version}: ${outcome} (rule ${ruleId}), to ${routes.join(', ')}`,
    `Signs: ${labels(loaded, signs) || 'none recorded'}`,
    ...(minimalSets.length > 0 ? ['Enough by themselves:'] : []),
    ...minimalSets.map((one) => `  ${[...one.circumstances, ...one.signs].join(' + ')}`),
    ...(muted.length > 0 ? [`Muted in this country, counted by no rule: ${muted.join(', ')}`] : []),
    ...(mapped ? [`Read through ${mapped.through.join(' > ')}`] : []),
    ...(mapped?.unsettled ?? []).map(({ from, among }) => `Look again: ${from} is now ${among.join(', ')}`),
    ...(mapped && mapped.gone.length > 0 ? [`Not in this version any more: ${mapped.gone.join(', ')}`] : []),
    'Signs are not proof. Their absence proves nothing.',
  ].join('\n')
}

const run: CliCommand = {
  summary: 'Evaluates answers with an indicator set: what to do, by which rule, and why',
  usage: '--set ID[@VERSION] [--from FILE|FOLDER] --answers FILE|-',
  flags: {
    ...setFlags,
    from: { type: 'string', help: `where the set is, when not in the content: ${GIVEN_HELP}`, value: 'FILE|FOLDER' },
    answers: { type: 'string', help: ANSWERS_HELP, value: 'FILE|-' },
  },
  run: async (call) => {
    const { text, io, json } = call
    const file = text('answers')
    if (file === undefined) throw new CliError('Say where the answers are: --answers FILE, or - for standard input.')
    const loaded = await findSetFor(call, text('set'))
    const read = readAnswers(readFile(file))
    if (!read.ok)
      throw new CliError(
        read.problems.map(({ field, problem }) => `${nameOf(file)}: ${field}: ${problem}.`).join('\n') +
          `\nExpected ${ANSWERS_HELP}.`,
        { file, problems: read.problems },
      )
    const mapped = read.set === undefined ? undefined : readAs(file, loaded, { ...read, set: read.set })
    const result = refusedIn(file, read.isHeld, () => evaluate(loaded.set, mapped?.answers ?? read.answers))
    const { outcome, ruleId, ruleIds, signs, setId, version, floor, route, routes, nextSteps, minimalSets, muted } =
      result
    for (const line of loaded.told) io.err(line)
    io.out(
      json
        ? JSON.stringify({
            ok: true,
            outcome,
            rule: ruleId,
            rules: ruleIds,
            signs,
            set: setId,
            version,
            route,
            routes,
            floor,
            nextSteps,
            explanation: minimalSets,
            muted,
            mapped: mapped ? { through: mapped.through, unsettled: mapped.unsettled, gone: mapped.gone } : null,
            limits: result.limits,
          })
        : toldIn(loaded, result, mapped),
    )
    return 0
  },
}

/** Answers to another version, read as answers to this one; refused by name where nothing says how. */
const readAs = (
  file: string,
  { set, all }: LoadedSet & { all: readonly LoadedSet[] },
  { set: given, answers, isHeld }: { set: string; answers: Answers; isHeld: boolean },
): MappedAnswers | undefined => {
  if (given === `${set.id}@${set.version}`) return undefined
  const from = all.find((one) => `${one.set.id}@${one.set.version}` === given)?.set
  if (!from)
    throw new CliError(
      `${nameOf(file)}: set: there is no ${given} here, so its answers cannot be read as answers to ${set.id}@${set.version}. There are: ${all
        .filter((one) => one.set.id === set.id)
        .map((one) => `${one.set.id}@${one.set.version}`)
        .join(', ')}.`,
      { file, code: 'no_mapping', field: 'set' },
    )
  return refusedIn(file, isHeld, () =>
    mapAnswers(
      answers,
      from,
      set,
      all.map((one) => one.set),
    ),
  )
}

export const screenCommands: Record<string, CliCommand> = { 'screen evaluate': run }
