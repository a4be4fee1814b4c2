import { CliError } from '../../cli/command.ts'
import type { CliCommand } from '../../cli/command.ts'

const DEFAULT_K = 1

/** What a column or a flag of these two commands means, for both. */
export const releaseFlags = {
  input: {
    type: 'string',
    help: 'CSV, a cell a row: columns of codes (totals say Total), value, status (published, suppressed or missing). A row that is not there is an empty cell. - reads the standard input',
    value: 'FILE',
  },
  hierarchy: {
    type: 'string',
    help: 'CSV of codes under other codes: dimension, code, parent, and tree where codes add up in several ways',
    value: 'FILE',
  },
  past: {
    type: 'string',
    help: 'other releases, as the input, a comma between files; the same codes are the same figures in all of them',
    value: 'FILE,FILE',
  },
  earlier: {
    type: 'string',
    help: 'releases of an earlier state of these figures, which have grown or been corrected since (--past finds that out only where a published figure shows it)',
    value: 'FILE,FILE',
  },
} as const

export const auditCommand: CliCommand = {
  summary: 'Says what anyone can work out about each suppressed cell of a published table',
  usage: '--input FILE [--k N | --rule JSON] [--hierarchy FILE] [--past FILE,FILE] [--earlier FILE,FILE]',
  flags: {
    ...releaseFlags,
    k: {
      type: 'string',
      help: 'the least width that counts as safe; 1 if neither this nor a rule is given: not one number',
      value: 'N',
    },
    rule: {
      type: 'string',
      help: 'the rule of the release as in release protect: k, threshold for changes, kind, total, hierarchies',
      value: 'JSON',
    },
  },
  run: async ({ text, io, json }) => {
    const [{ DEFAULT_RULE, audit }, read, { answerOf, tell }] = await Promise.all([
      import('@ariadne/disclosure'),
      import('./read.ts'),
      import('./answer.ts'),
    ])
    const file = text('input')
    if (file === undefined) throw new CliError('Say which table: --input FILE, or - for the standard input.')
    const given = read.readRule(text('rule'))
    const width = text('k') === undefined ? undefined : Number(text('k'))
    if (width !== undefined && !(width > 0)) throw new CliError(`--k: "${text('k') ?? ''}" should be a number above 0.`)
    const k = width ?? given?.k ?? DEFAULT_K
    const base = given ?? { ...DEFAULT_RULE, threshold: k }
    const rule = { ...base, k, hierarchies: { ...base.hierarchies, ...read.readHierarchies(text('hierarchy')) } }
    const table = read.readPublished(file, rule.kind)
    const past = read.readReleases(table, { past: text('past'), earlier: text('earlier') }, rule)
    const audited = await read.tellingLater(file, () => audit(table, rule, past))
    if (json) io.out(JSON.stringify(answerOf(audited)))
    else tell(audited, io)
    return 0
  },
}
