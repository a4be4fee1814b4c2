import { OrganisationId, UnitId, UnitKind, vocabulary } from '@ariadne/domain'
import { z } from 'zod'
import { readContentFile } from '../platform/content/read-file.ts'
import { faultsOf } from '../platform/content/faults.ts'
import type { CliCommand } from './command.ts'
import { CliError } from './command.ts'
import { withDatabases } from './session.ts'

const Name = z
  .record(z.string().min(2).max(10), z.string().min(1).max(200))
  .refine((name) => Object.keys(name).length > 0, 'needs at least one language')

/** Organisations and their working units, as an administrator writes them down. */
const Directory = z.strictObject({
  organisations: z
    .array(
      z.strictObject({
        id: OrganisationId,
        kind: z.string().min(1),
        name: Name,
        units: z
          .array(
            z.strictObject({
              id: UnitId,
              kind: UnitKind,
              name: Name,
              languages: z.array(z.string().min(2)).default([]),
              state: z.enum(['active', 'closed']).default('active'),
              /** Part of the country it works in, by the code that content/statistics/areas.yaml gives it. */
              area: vocabulary.Area.optional(),
              /** Reached at any hour. Written only once somebody has confirmed it and somebody has called it. */
              onDuty: z
                .strictObject({
                  contact: z.string().min(3),
                  confirmedBy: z.string().min(2),
                  calledAt: z.iso.datetime({ offset: true }),
                })
                .optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
})

const apply: CliCommand = {
  summary: 'Enters the organisations and units of a file; what is there already is brought up to it',
  usage: 'FILE',
  words: { least: 1, most: 1 },
  run: async (call) => {
    const file = call.words[0] ?? ''
    const read = await readContentFile(file).catch(() => {
      throw new CliError(`${file} cannot be read. Name a YAML or JSON file.`)
    })
    if (!read.ok) throw new CliError(`${file}:${read.line ?? 1}: ${read.problem}`)
    const parsed = Directory.safeParse(read.value)
    if (!parsed.success) {
      const faults = faultsOf(file, parsed.error, read.lineOf)
      throw new CliError(
        faults
          .map(
            (fault) =>
              `${file}${fault.line === undefined ? '' : `:${fault.line}`}: ${fault.field}: ${fault.problem}. ${fault.remedy}`,
          )
          .join('\n'),
        { faults },
      )
    }
    const { organisations } = parsed.data
    return withDatabases(call.config(), async ({ db }) => {
      await db.transaction().execute(async (tx) => {
        for (const { id, kind, name, units } of organisations) {
          const row = { kind, name: JSON.stringify(name) }
          await tx
            .insertInto('organisation')
            .values({ id, ...row })
            .onConflict((c) => c.column('id').doUpdateSet(row))
            .execute()
          for (const unit of units) {
            const held = {
              organisation_id: id,
              kind: unit.kind,
              name: JSON.stringify(unit.name),
              languages: unit.languages,
              area: unit.area ?? null,
              state: unit.state,
              on_duty_contact: unit.onDuty?.contact ?? null,
              on_duty_state: unit.onDuty === undefined ? ('empty' as const) : ('confirmed' as const),
              on_duty_confirmed_by: unit.onDuty?.confirmedBy ?? null,
              on_duty_called_at: unit.onDuty?.calledAt ?? null,
            }
            await tx
              .insertInto('unit')
              .values({ id: unit.id, ...held })
              .onConflict((c) => c.column('id').doUpdateSet(held))
              .execute()
          }
        }
      })
      const units = organisations.reduce((sum, organisation) => sum + organisation.units.length, 0)
      call.io.out(
        call.json
          ? JSON.stringify({ ok: true, organisations: organisations.length, units })
          : `${organisations.length} organisations and ${units} units are in the directory.`,
      )
      return 0
    })
  },
}

export const directoryCommands: Record<string, CliCommand> = { 'directory apply': apply }
