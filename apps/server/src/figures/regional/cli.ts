import { readFileSync, writeFileSync } from 'node:fs'
import { CliError } from '../../cli/command.ts'
import type { Call, CliCommand } from '../../cli/command.ts'
import type { Method } from '@ariadne/disclosure'
import { withDatabases } from '../../cli/session.ts'
import type { Config } from '../../platform/config/index.ts'
import type { Figures } from '../figures.ts'
import { figuresFor, tellingReports, yearFrom } from '../reports/cli.ts'

type Wanted = { name: string; year: number; method: Method; send: boolean; out: string | undefined }
type Told = Pick<Call, 'io' | 'json'>

const methodFrom = (given: string | undefined): Method => {
  const known = ['suppress', 'round', 'noise'] as const
  const method = known.find((one) => one === (given ?? 'suppress'))
  if (method === undefined) throw new CliError(`--method: "${given ?? ''}" should be ${known.join(', ')}.`)
  return method
}

/** Exact, as a law demands it: a class of its own, noted with the law. */
const sendByLaw = async (
  figures: Figures,
  { name, year, out, article, recipient }: Wanted & { article: string; recipient: string | undefined },
  { io, json }: Told,
): Promise<number> => {
  if (recipient === undefined)
    throw new CliError('Say who receives it: --recipient NAME. What a law demands goes to one recipient.')
  if (out === undefined) throw new CliError('Say where to write the exact figures: --out FILE.')
  const [{ noteStatutory }, { buildReport }, { reportCsv }] = await Promise.all([
    import('../published/statutory.ts'),
    import('../reports/build.ts'),
    import('../reports/export.ts'),
  ])
  return figures.read('en', async (reading) => {
    const built = await buildReport(reading, name, year)
    if (!built.template.statutory)
      throw new CliError(`No law is known to demand "${name}". Release it without --statutory: protected and audited.`)
    const sent = { report: name, year, recipient, legalBasis: article.trim(), cells: built.cells, by: null }
    await noteStatutory(reading.tx, sent, reading.now)
    writeFileSync(out, reportCsv(built, { hxl: false }))
    io.out(
      json
        ? JSON.stringify({ ok: true, class: 'statutory', report: name, year, cells: built.cells.length, out })
        : `Exact figures for ${recipient} by ${article.trim() || 'a law that is to be confirmed'}: ${out}. The sending is noted.`,
    )
    return 0
  })
}

/** Protected, audited, signed and kept; into the outbox of the running instance, into a file, or both. */
const releaseSafely = async (
  figures: Figures,
  settings: Config,
  { name, year, method, send, out }: Wanted,
  { io, json }: Told,
): Promise<number> => {
  if (!send && out === undefined)
    throw new CliError('Say where it goes: --send to the network, --out FILE for a signed file, or both.')
  const { signingKey, sealingKey, list, root } = settings.trust
  if (signingKey === undefined || sealingKey === undefined)
    throw new CliError(
      'This instance has no signing key. Set trust.signingKey and trust.sealingKey in its configuration.',
    )
  const [{ releaseReport }, { NotSafe }, { DisclosureError }, { openTrust, readInstanceKeys }, { queueFor }, log] =
    await Promise.all([
      import('../published/release.ts'),
      import('../reports/release.ts'),
      import('@ariadne/disclosure'),
      import('../../network/index.ts'),
      import('../../handover/index.ts'),
      import('../../platform/log.ts'),
    ])
  const keys = await readInstanceKeys({ signingKey, sealingKey })
  const quiet = log.createLogger({ ...settings, log: { ...settings.log, level: 'silent' } })
  const trust = await openTrust({ files: { list, root }, db: figures.db, clock: figures.clock, log: quiet })
  const known = send ? trust.lastList() : null
  if (send && !known?.members.some((member) => member.kind === 'secretariat'))
    throw new CliError('The trust list of this instance names no secretariat. Renew the list, or use --out FILE.')
  const from = { clock: figures.clock, me: figures.instanceId }
  const release = await figures
    .read('en', (reading) =>
      releaseReport(
        reading,
        { send: (tx, message) => queueFor(from, tx, message), key: keys.signing, list: known },
        { report: name, year, method, instanceId: settings.instance.id, by: null },
      ),
    )
    .catch((error: unknown) => {
      throw error instanceof NotSafe || error instanceof DisclosureError ? new CliError(error.message) : error
    })
  const { version, cells, suppressed, isNew, handedTo, signed } = release
  if (out !== undefined) writeFileSync(out, `${signed}\n`)
  const where = [...(out === undefined ? [] : [out]), ...handedTo]
  const answer = { ok: true, class: 'safe_table', report: name, year, version, method, cells, suppressed }
  if (json) io.out(JSON.stringify({ ...answer, isNew, handedTo, ...(out === undefined ? {} : { out }) }))
  else {
    io.out(
      `${cells} cells, ${suppressed} of them suppressed; audited against all earlier releases. Version ${version}.`,
    )
    io.out(isNew ? `Kept with its certificate; to: ${where.join(', ')}` : 'The same figures were released before.')
  }
  return 0
}

const publish: CliCommand = {
  summary: 'Releases a report: audited, signed and kept with its certificate, or noted as a law demands it',
  usage:
    'NAME --year YEAR [--method suppress|round|noise] [--send] [--out FILE] [--statutory ARTICLE --recipient NAME]',
  words: { least: 1, most: 1 },
  flags: {
    year: { type: 'string', help: 'the calendar year', value: 'YEAR' },
    method: {
      type: 'string',
      help: 'suppress (the default: small figures are not shown), round (all to multiples of 5) or noise (all changed by chance, from the budget of the year)',
      value: 'METHOD',
    },
    send: { type: 'boolean', help: 'hands the release to the secretariat, by the outbox of the running instance' },
    out: { type: 'string', help: 'where the signed release is written, for where there is no network', value: 'FILE' },
    statutory: {
      type: 'string',
      help: 'the law that demands it ("" where it is to be confirmed): exact figures as CSV, and the sending is noted',
      value: 'ARTICLE',
    },
    recipient: { type: 'string', help: 'who receives what the law demands', value: 'NAME' },
  },
  run: async ({ words, text, on, config, io, json }) => {
    const [name = ''] = words
    const year = yearFrom(text('year'))
    const settings = config()
    const wanted = { name, year, method: methodFrom(text('method')), send: on('send'), out: text('out') }
    const [article, recipient] = [text('statutory'), text('recipient')]
    return withDatabases(settings, async ({ db }) => {
      const figures = await figuresFor(settings, db)
      const names = async () => (await figures.statistics()).reports.map((one) => one.id)
      return tellingReports(names, name, () =>
        article === undefined
          ? releaseSafely(figures, settings, wanted, { io, json })
          : sendByLaw(figures, { ...wanted, article, recipient }, { io, json }),
      )
    })
  },
}

const receive: CliCommand = {
  summary: 'Takes in a release that another instance signed',
  usage: 'FILE',
  words: { least: 1, most: 1 },
  run: async ({ words, config, io, json }) => {
    const file = words[0] ?? ''
    const signed = (() => {
      try {
        return readFileSync(file, 'utf8').trim()
      } catch {
        throw new CliError(`${file} cannot be read. Check the name and that you may read it.`)
      }
    })()
    const settings = config()
    const [{ receiveRelease }, { openTrust }, { systemClock }, { createLogger }, { withSystem }] = await Promise.all([
      import('./receive.ts'),
      import('../../network/index.ts'),
      import('../../platform/clock.ts'),
      import('../../platform/log.ts'),
      import('../../platform/database/index.ts'),
    ])
    return withDatabases(settings, async ({ db }) => {
      const log = createLogger({ ...settings, log: { ...settings.log, level: 'silent' } })
      const { list, root } = settings.trust
      const trust = await openTrust({ files: { list, root }, db, clock: systemClock, log })
      const status = trust.status()
      const now = systemClock.now().toISOString()
      const given = { list: status.fresh ? status.list : null, now, from: { way: 'file' as const } }
      const received = await withSystem(db, 'release', (tx) => receiveRelease(tx, signed, given))
      if (!received.ok)
        throw new CliError(`${file}: ${received.code.replaceAll('_', ' ')}. ${received.remedy}`, {
          file,
          code: received.code,
        })
      const { from, name, period, version, isNew } = received
      io.out(
        json
          ? JSON.stringify(received)
          : `${name} ${period} of ${from}, version ${version}: ${isNew ? 'taken in' : 'was there already'}.`,
      )
      return 0
    })
  },
}

export const regionalCommands: Record<string, CliCommand> = { 'release publish': publish, 'report receive': receive }
