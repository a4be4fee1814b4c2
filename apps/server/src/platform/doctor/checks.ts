import { statSync } from 'node:fs'
import { UNITS_WITHOUT_CASES } from '@ariadne/domain'
import { usableLive } from '@ariadne/domain/interviewTexts'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Config } from '../config/index.ts'
import { interviewPacks, reachLanguages } from '../content/interview-packs.ts'
import type { LoadedContent } from '../content/load.ts'
import { checkSchema } from '../database/index.ts'
import type { Attestation, Database, Migration } from '../database/index.ts'
import { webAppIsBuilt } from '../http/static.ts'
import { nameIn } from '../organisation/names.ts'

/** `warn`: works, but somebody should look. `fail`: must be mended. */
export type Finding = { check: string; state: 'ok' | 'warn' | 'fail'; detail: string; remedy?: string }
export type DoctorInput = {
  config: Config
  db: Database
  pool: pg.Pool
  migrations: readonly Migration[]
  content: LoadedContent
  now: Date
}
/** One thing to look at. `live`: it matters only before and after going live. */
export type Examination = { live: boolean; examine: (input: DoctorInput) => Promise<Finding[]> }
type Check = (input: DoctorInput) => Promise<Finding[]>

const ok = (check: string, detail: string): Finding => ({ check, state: 'ok', detail })
const fail = (check: string, detail: string, remedy: string): Finding => ({ check, state: 'fail', detail, remedy })
const warn = (check: string, detail: string, remedy: string): Finding => ({ check, state: 'warn', detail, remedy })

const schema: Check = async ({ pool, migrations }) => {
  const { version } = await checkSchema(pool, migrations)
  return [ok('schema', `The database is at ${version}.`)]
}

/** The app role must be small: what it cannot do, no fault in the app can do either. */
const roles: Check = async ({ db }) => {
  const found = await sql<{ name: string; big: boolean; auth: boolean; owns: boolean }>`
    select current_user as name, (select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user) as big,
      has_schema_privilege('auth', 'usage') as auth,
      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'app' and pg_get_userbyid(c.relowner) = current_user) as owns`.execute(
    db,
  )
  const role = found.rows[0]
  if (role === undefined || role.big || role.auth || role.owns)
    return [
      fail('roles', 'The app role may do more than it needs.', 'Use the roles that "ariadne database create" makes.'),
    ]
  return [ok('roles', `${role.name} owns nothing, passes no row-level security and does not reach the accounts.`)]
}

const clock: Check = async ({ db, now }) => {
  const found = await sql<{ at: string }>`select clock_timestamp() as at`.execute(db)
  const apart = Math.abs(Date.parse(found.rows[0]?.at ?? '') - now.getTime()) / 1000
  return [
    apart < 30
      ? ok('clock', `The machine and the database agree within ${Math.ceil(apart)} s.`)
      : fail(
          'clock',
          `The machine and the database are ${Math.round(apart)} s apart.`,
          'Set both by NTP: receipts and expiry rest on it.',
        ),
  ]
}

const content: Check = async ({ content: loaded }) =>
  loaded.faults.length === 0
    ? [ok('content', `${loaded.files} files without a fault.`)]
    : [
        fail(
          'content',
          `${loaded.faults.length} faults in the content.`,
          'Run "ariadne content validate" and mend what it names.',
        ),
      ]

const web: Check = async ({ config }) =>
  webAppIsBuilt(config.webDir)
    ? [ok('web', 'The web app is built.')]
    : [fail('web', `There is no web app in ${config.webDir}.`, 'Build it, or set webDir.')]

/** Files with secrets are for this user alone. */
const secretFiles: Check = async ({ config }) =>
  [config.trust.signingKey, config.trust.sealingKey].flatMap((path): Finding[] => {
    if (path === undefined) return []
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined)
      return [fail('key files', `${path} is not there.`, 'Name the key file in the configuration.')]
    return (stat.mode & 0o077) === 0
      ? [ok('key files', `${path} is readable by its owner alone.`)]
      : [fail('key files', `${path} can be read by others.`, `chmod 600 ${path}`)]
  })

const backupKey: Check = async ({ config }) =>
  config.backup.publicKey === undefined
    ? [warn('backup', 'No backup key is configured.', 'Make one with "ariadne backup-key", and back up every day.')]
    : [ok('backup', 'A backup key is configured.')]

const restored: Check = async ({ db }) => {
  const state = await db.selectFrom('instance_state').select(['restored_at', 'reconciled_at']).executeTakeFirst()
  return state?.restored_at != null && state.reconciled_at === null
    ? [
        warn(
          'restored',
          `Restored at ${state.restored_at} and not yet reconciled with its peers.`,
          'No custody moves until every peer has answered. See the exchange page.',
        ),
      ]
    : []
}

const general: readonly Check[] = [schema, roles, clock, content, web, secretFiles, backupKey, restored]

const mode: Check = async ({ config }) =>
  config.mode === 'live' && config.http.baseUrl.startsWith('https://') && config.session.totpRequired
    ? [ok('mode', 'Live, over https, with a second factor for everybody.')]
    : [fail('mode', `The mode is ${config.mode}.`, 'Set mode: live, an https base address and the second factor.')]

type UnitRow = {
  id: string
  kind: string
  name: Record<string, string>
  duty: string
  called: string | null
  holders: number
  kit: number
  ready: boolean
}

/** On-duty contacts confirmed and called, and keys that one person's absence does not lose, in every unit that may get a case. */
const units: Check = async ({ db, now }) => {
  const found = await sql<UnitRow>`
    select id, kind, name, on_duty_state as duty, on_duty_called_at as called, unit_key_holders(id) as holders,
      unit_kit_confirmations(id) as kit, unit_is_ready(id) as ready
    from unit where state = 'active' and kind <> all (${[...UNITS_WITHOUT_CASES]}::text[]) order by id`.execute(db)
  if (found.rows.length === 0)
    return [fail('units', 'No unit can receive a case.', 'Enter the units with "ariadne directory apply FILE".')]
  const yearAgo = now.getTime() - 365 * 86_400_000
  return found.rows.flatMap((unit): Finding[] => {
    const named = `${nameIn(unit.name, 'en')} (${unit.id})`
    const contact =
      unit.duty === 'confirmed' && unit.called !== null && Date.parse(unit.called) > yearAgo
        ? ok('on duty', `${named}: confirmed, called ${unit.called.slice(0, 10)}.`)
        : fail(
            'on duty',
            `${named}: ${unit.duty === 'confirmed' ? 'not called within a year' : unit.duty === 'demo' ? 'a contact of the demo' : 'no contact'}.`,
            'Confirm it, call it, and enter both with "ariadne directory apply".',
          )
    const keys = unit.ready
      ? ok('unit key', `${named}: held by ${unit.holders} people, the recovery kit locked away.`)
      : fail(
          'unit key',
          `${named}: held by ${unit.holders} of 2 people, recovery kit confirmed by ${unit.kit} of 2.`,
          'Its members make the key and grant it to each other on their home page.',
        )
    return [contact, keys]
  })
}

/** What no program can see for itself: somebody with a name has to say it. */
export const attestable = {
  data_protection_assessment: 'A data-protection impact assessment is done and approved.',
  controller_agreement: 'The controllers have signed who answers for what.',
  independent_host: 'The host is neither the police nor a migration authority.',
} as const
export type Attestable = keyof typeof attestable

const attested: Check = async ({ db }) => {
  const state = await db.selectFrom('instance_state').select('attestations').executeTakeFirst()
  const given: Record<string, Attestation> = state?.attestations ?? {}
  return Object.entries(attestable).map(([key, sentence]) => {
    const said = given[key]
    return said === undefined
      ? fail(
          'attested',
          sentence.replace('.', '') + ': nobody has said so.',
          `ariadne attest ${key} --by "NAME, OFFICE"`,
        )
      : ok('attested', `${sentence} ${said.by}, ${said.at.slice(0, 10)}.`)
  })
}

/**
 * Interview, agreement and card texts that no native reviewer has confirmed work only in demo and training. The instance's own
 * languages must be confirmed; a further language of a talk is simply not offered until it is.
 */
const texts: Check = async ({ config, content: { content } }) => {
  const { scripts, card } = content
  const all = [
    ...scripts.map(({ script, texts: by }) => ({ name: script.id, by })),
    ...(card ? [{ name: 'card', by: card.texts }] : []),
  ]
  const own = all.flatMap(({ name, by }) =>
    config.instance.languages.flatMap((language): Finding[] => {
      const text = by[language]
      if (text === undefined) return [fail('texts', `${name}: not in ${language}.`, 'Have it written and reviewed.')]
      return usableLive(text)
        ? [ok('texts', `${name}: reviewed in ${language}.`)]
        : [
            fail(
              'texts',
              `${name}: not reviewed in ${language}.`,
              'Have a native speaker who knows the field review it.',
            ),
          ]
    }),
  )
  const further = [...interviewPacks(content)]
  const offered = further.filter(([, { info }]) => info.live.length === all.length).map(([language]) => language)
  const [outside, outsideNow] = [reachLanguages(content, false), reachLanguages(content, true)]
  const onPage =
    outside.length === outsideNow.length
      ? []
      : [
          warn(
            'texts',
            `Of ${outside.length} further languages of the page for people outside, ${outsideNow.length} are reviewed${outsideNow.length === 0 ? '' : ` (${outsideNow.join(', ')})`}. The others are not offered to anybody.`,
            'Have native speakers who know the field review those that people on your routes speak.',
          ),
        ]
  if (further.length === offered.length) return [...own, ...onPage]
  return [
    ...own,
    ...onPage,
    warn(
      'texts',
      `Of ${further.length} further languages of a talk, ${offered.length} are reviewed whole${offered.length === 0 ? '' : ` (${offered.join(', ')})`}. The others are not offered to anybody.`,
      'Have native speakers who know the field review those that people on your routes speak.',
    ),
  ]
}

const goLive: readonly Check[] = [mode, units, attested, texts]

/** Everything that can be told about an instance's health; with `live`, also what must hold before persons are in it. */
export const examine = async (
  input: DoctorInput,
  live: boolean,
  ofStages: readonly Examination[] = [],
): Promise<Finding[]> => {
  const findings: Finding[] = []
  const more = ofStages.filter((one) => live || !one.live).map((one) => one.examine)
  for (const check of live ? [...general, ...goLive, ...more] : [...general, ...more]) {
    try {
      findings.push(...(await check(input)))
    } catch (error) {
      findings.push(
        fail(
          check.name,
          error instanceof Error ? error.message : 'failed',
          'Mend this first, then run the doctor again.',
        ),
      )
    }
  }
  return findings
}
