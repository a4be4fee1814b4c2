import { writeFileSync } from 'node:fs'
import { otherMethods } from './methods.ts'
import { CliError } from '../../cli/command.ts'
import type { CliCommand } from '../../cli/command.ts'
import { releaseFlags } from './audit.ts'

export const protectCommand: CliCommand = {
  summary: 'Makes a table safe: suppressed with what covers it, rounded, or with noise',
  usage:
    '--input FILE --rule JSON [--budget FILE] [--hierarchy FILE] [--past FILE,FILE] [--earlier FILE,FILE] [--out FILE] [--certificate FILE]',
  flags: {
    ...releaseFlags,
    rule: {
      type: 'string',
      help: 'JSON or a file of it. {"method":"round","base":5}: every figure a multiple, and the table adds up. {"method":"noise","epsilon":"0.5","cellsPerPerson":1}: changed by chance, from a budget. Without a method, or "suppress": threshold (10: counts from 1 to 9 are not shown), k (least width of what can be worked out; the threshold if not given), zeros (open or protect), p (p% rule, on columns largest and second), differences (protect or open: small changes since a past release), kind (counts or amounts), total (the word of totals), hierarchies ({"region":{"Skopje":"North"}})',
      value: 'JSON',
    },
    budget: {
      type: 'string',
      help: 'with noise: what may be spent on these people and what was, {"limit":"1","entries":[]}; the spending is added',
      value: 'FILE',
    },
    out: { type: 'string', help: 'writes the table as it may be published, as CSV', value: 'FILE' },
    certificate: { type: 'string', help: 'writes what was audited, to be kept with the release', value: 'FILE' },
  },
  run: async ({ text, io, json }) => {
    const [{ certify, inWords, protect }, read, { answerOf, csvOf, rowsOf, tell }] = await Promise.all([
      import('@ariadne/disclosure'),
      import('./read.ts'),
      import('./answer.ts'),
    ])
    const file = text('input')
    if (file === undefined) throw new CliError('Say which table: --input FILE, or - for the standard input.')
    const chosen = read.readMethodRule(text('rule'))
    if (chosen === undefined) throw new CliError('Say by which rule: --rule \'{"threshold":10}\'.')
    if (chosen.method !== 'suppress') return otherMethods(chosen, file, { text, io, json })
    const given = chosen.rule
    const rule = { ...given, hierarchies: { ...given.hierarchies, ...read.readHierarchies(text('hierarchy')) } }
    const exact = read.readExact(file, rule.kind)
    const past = read.readReleases(exact, { past: text('past'), earlier: text('earlier') }, rule)
    const { safe, table, audit, primary, secondary, alreadyPublic } = await read.tellingLater(file, () =>
      protect(exact, rule, past),
    )
    const [out, certificate] = [text('out'), text('certificate')]
    if (table !== null && out !== undefined) writeFileSync(out, csvOf(table))
    if (table !== null && certificate !== undefined)
      writeFileSync(
        certificate,
        `${JSON.stringify(await certify(table, rule, past, new Date().toISOString()), null, 2)}\n`,
      )
    for (const { key } of alreadyPublic)
      io.err(`${inWords(key)}: a past release shows this figure already, so it stays. Withdraw that release first.`)
    if (json) io.out(JSON.stringify({ ...answerOf(audit), table: table === null ? null : rowsOf(table) }))
    else {
      if (table !== null && out === undefined) io.out(csvOf(table).trimEnd())
      tell(audit, io)
      io.out(`${primary.length} cells by the rule, ${secondary} more to cover them.`)
    }
    if (!safe)
      io.err(
        'No suppression of this table makes it safe beside what is public already. Nothing was written; publish fewer breakdowns, or withdraw the past release that gives it away.',
      )
    return safe ? 0 : 1
  },
}
