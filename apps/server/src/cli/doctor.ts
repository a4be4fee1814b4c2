import { loadContent } from '../platform/content/load.ts'
import { attestable, examine } from '../platform/doctor/checks.ts'
import { migrations, stages } from '../stages.ts'
import type { CliCommand } from './command.ts'
import { CliError } from './command.ts'
import { withDatabases } from './session.ts'

const marks = { ok: 'ok  ', warn: 'look', fail: 'MEND' }

const doctor: CliCommand = {
  summary: 'Examines an instance; --go-live says whether it may hold persons',
  usage: '[--go-live]',
  flags: { 'go-live': { type: 'boolean', help: 'also what must hold before an instance goes live' } },
  run: ({ config, on, io, json }) => {
    const settings = config()
    return withDatabases(settings, async ({ db, pool }) => {
      const content = await loadContent(settings.contentDir, settings.instance.country)
      const findings = await examine(
        { config: settings, db, pool, migrations, content, now: new Date() },
        on('go-live'),
        stages.flatMap((stage) => stage.examinations ?? []),
      )
      const bad = findings.filter((finding) => finding.state === 'fail').length
      if (json) io.out(JSON.stringify({ ok: bad === 0, findings }))
      else {
        for (const { check, state, detail, remedy } of findings)
          io.out(
            `${marks[state]}  ${check.padEnd(10)}  ${detail}${remedy === undefined ? '' : `\n                  ${remedy}`}`,
          )
        io.out(
          bad === 0 ? (on('go-live') ? 'This instance may go live.' : 'Nothing has to be mended.') : `${bad} to mend.`,
        )
      }
      return bad === 0 ? 0 : 1
    })
  },
}

const attest: CliCommand = {
  summary: 'Records what only people can vouch for, with who says it',
  usage: `${Object.keys(attestable).join('|')} --by NAME [--note TEXT]`,
  words: { least: 1, most: 1 },
  flags: {
    by: { type: 'string', help: 'name and office of who vouches', value: 'NAME' },
    note: { type: 'string', help: 'where the paper lies', value: 'TEXT' },
  },
  run: ({ words, text, config, io, json }) => {
    const key = words[0] ?? ''
    if (!Object.hasOwn(attestable, key))
      throw new CliError(`"${key}" is nothing to attest. There are: ${Object.keys(attestable).join(', ')}.`)
    const by = text('by')
    if (by === undefined || by.trim() === '') throw new CliError('Say who vouches: --by "NAME, OFFICE".')
    const note = text('note')
    return withDatabases(config(), async ({ pool }) => {
      const said = { by, at: new Date().toISOString(), ...(note === undefined ? {} : { note }) }
      await pool.query(
        'update instance_state set attestations = attestations || jsonb_build_object($1::text, $2::jsonb)',
        [key, JSON.stringify(said)],
      )
      io.out(
        json
          ? JSON.stringify({ ok: true, attested: key, ...said })
          : `Recorded: ${attestable[key as keyof typeof attestable]} (${by})`,
      )
      return 0
    })
  },
}

export const doctorCommands: Record<string, CliCommand> = { doctor, attest }
