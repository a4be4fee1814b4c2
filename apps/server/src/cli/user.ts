import { FUNCTIONS } from '@ariadne/domain'
import { opaqueId } from '../platform/ids.ts'
import { withSystem } from '../platform/database/index.ts'
import { revokeGrants } from '../platform/organisation/rotate-unit-key.ts'
import { endSessions, invite } from '../platform/sign-in/accounts.ts'
import type { Call, CliCommand } from './command.ts'
import { CliError } from './command.ts'
import { withDatabases } from './session.ts'

/** `unt_a=case_worker,guardian` */
const parseMembership = (text: string): { unit: string; functions: string[] } => {
  const [unit = '', list = ''] = text.split('=')
  const functions = list.split(',').filter((name) => name !== '')
  if (unit === '' || functions.length === 0)
    throw new CliError(
      `"${text}" is no membership. Write --in UNIT=FUNCTION,FUNCTION, such as --in unt_shelter=case_worker.`,
    )
  for (const name of functions)
    if (!(FUNCTIONS as readonly string[]).includes(name))
      throw new CliError(`"${name}" is no function. There are: ${FUNCTIONS.join(', ')}.`)
  return { unit, functions }
}

const required = (call: Call, flag: string): string => {
  const value = call.text(flag)
  if (value === undefined || value === '')
    throw new CliError(`--${flag} is missing. "ariadne user invite --help" says more.`)
  return value
}

const inviteUser: CliCommand = {
  summary: 'Makes a one-time link for a new member, or a new link for one who lost the passphrase',
  usage: '--email ADDRESS (--name NAME --in UNIT=FUNCTION,... | --member MEMBER)',
  flags: {
    email: { type: 'string', help: 'address to sign in with', value: 'ADDRESS' },
    name: { type: 'string', help: 'name as colleagues see it', value: 'NAME' },
    in: { type: 'string', help: 'unit and functions; several apart by spaces', value: 'UNIT=F,F' },
    member: { type: 'string', help: 'an existing member who starts again with new keys', value: 'MEMBER' },
    language: { type: 'string', help: 'language of the interface', value: 'CODE' },
    hours: { type: 'string', help: 'how long the link works; by default 72', value: 'HOURS' },
  },
  run: async (call) => {
    const email = required(call, 'email')
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/u.test(email)) throw new CliError(`"${email}" is no e-mail address.`)
    const hours = Number(call.text('hours') ?? 72)
    if (!Number.isInteger(hours) || hours < 1 || hours > 336)
      throw new CliError('--hours takes a whole number from 1 to 336.')
    const config = call.config()
    return withDatabases(config, async ({ db, authPool }) => {
      const now = new Date()
      const memberId = call.text('member') ?? (await addMember())
      if (call.text('member') !== undefined) {
        const found = await db.selectFrom('member').select('state').where('id', '=', memberId).executeTakeFirst()
        if (found === undefined) throw new CliError(`There is no member "${memberId}". "ariadne user list" shows them.`)
        if (found.state === 'suspended' || found.state === 'left')
          throw new CliError(`${memberId} is ${found.state}. Resume them first: ariadne user resume ${memberId}.`)
      }
      const { token, expiresAt } = await invite(authPool, { memberId, email, now, hours })
      const link = new URL(`/enrol#${token}`, config.http.baseUrl).href
      call.io.out(
        call.json
          ? JSON.stringify({ ok: true, memberId, link, expiresAt: expiresAt.toISOString() })
          : `${memberId}\n${link}\nThe link works once, until ${expiresAt.toISOString()}. Give it to them in person or over a line you trust.`,
      )
      return 0

      async function addMember(): Promise<string> {
        const name = required(call, 'name')
        const memberships = required(call, 'in').split(' ').filter(Boolean).map(parseMembership)
        const units = await db
          .selectFrom('unit')
          .select(['id', 'organisation_id'])
          .where(
            'id',
            'in',
            memberships.map(({ unit }) => unit),
          )
          .where('state', '=', 'active')
          .execute()
        const unknown = memberships.find(({ unit }) => !units.some(({ id }) => id === unit))
        if (unknown !== undefined)
          throw new CliError(
            `There is no unit "${unknown.unit}" in service. "ariadne directory apply FILE" adds units.`,
          )
        const id = opaqueId('mbr')
        await db.transaction().execute(async (tx) => {
          await tx
            .insertInto('member')
            .values({
              id,
              account_id: null,
              organisation_id: units.find((one) => one.id === memberships[0]?.unit)?.organisation_id ?? '',
              display_name: name,
              language: call.text('language') ?? config.instance.languages[0] ?? 'en',
              created_at: now,
            })
            .execute()
          await tx
            .insertInto('membership')
            .values(memberships.map(({ unit, functions }) => ({ member_id: id, unit_id: unit, functions, since: now })))
            .execute()
        })
        return id
      }
    })
  },
}

const listUsers: CliCommand = {
  summary: 'Lists members with their units and functions',
  run: (call) =>
    withDatabases(call.config(), async ({ db, authPool }) => {
      const members = await db
        .selectFrom('member')
        .leftJoin('membership', (join) =>
          join.onRef('membership.member_id', '=', 'member.id').on('membership.until', 'is', null),
        )
        .select([
          'member.id',
          'member.account_id',
          'member.display_name',
          'member.state',
          'membership.unit_id',
          'membership.functions',
        ])
        .orderBy('member.display_name')
        .orderBy('member.id')
        .orderBy('membership.unit_id')
        .execute()
      const addresses = new Map(
        (await authPool.query<{ id: string; email: string }>('select id, email from "user"')).rows.map((row) => [
          row.id,
          row.email,
        ]),
      )
      const byId = Map.groupBy(members, (row) => row.id)
      for (const [id, rows] of byId) {
        const first = rows[0]
        const email = addresses.get(first?.account_id ?? '') ?? null
        const memberships = rows.flatMap((row) =>
          row.unit_id === null ? [] : [{ unit: row.unit_id, functions: row.functions ?? [] }],
        )
        call.io.out(
          call.json
            ? JSON.stringify({ memberId: id, name: first?.display_name, state: first?.state, email, memberships })
            : `${id}  ${(first?.state ?? '').padEnd(9)}  ${first?.display_name ?? ''}  ${email ?? '(not enrolled)'}  ${memberships.map(({ unit, functions }) => `${unit}=${functions.join(',')}`).join(' ')}`,
        )
      }
      return 0
    }),
}

const changeState = (state: 'suspended' | 'active', summary: string, done: string): CliCommand => ({
  summary,
  usage: 'MEMBER',
  words: { least: 1, most: 1 },
  run: (call) =>
    withDatabases(call.config(), async ({ db, authPool }) => {
      const id = call.words[0] ?? ''
      const changed = await db
        .updateTable('member')
        .set((eb) => ({
          // Somebody who never enrolled goes back to being invited.
          state:
            state === 'active'
              ? eb
                  .case()
                  .when('account_id', 'is', null)
                  .then('invited' as const)
                  .else('active' as const)
                  .end()
              : state,
        }))
        .where('id', '=', id)
        .returning('account_id')
        .executeTakeFirst()
      if (changed === undefined) throw new CliError(`There is no member "${id}". "ariadne user list" shows them.`)
      const sessions = changed.account_id === null ? 0 : await endSessions(authPool, changed.account_id)
      call.io.out(
        call.json
          ? JSON.stringify({ ok: true, memberId: id, state, sessionsEnded: sessions })
          : `${id} ${done}; ${sessions} sessions ended.`,
      )
      return 0
    }),
})

const endUserSessions: CliCommand = {
  summary: 'Ends the sessions of one member, or of everybody with --all',
  usage: 'MEMBER | --all',
  words: { least: 0, most: 1 },
  flags: { all: { type: 'boolean', help: 'everybody' } },
  run: (call) =>
    withDatabases(call.config(), async ({ db, authPool }) => {
      const id = call.words[0]
      if ((id === undefined) !== call.on('all')) throw new CliError('Name one member, or say --all.')
      let ended: number
      if (id === undefined) ended = (await authPool.query('delete from session')).rowCount ?? 0
      else {
        const member = await db.selectFrom('member').select('account_id').where('id', '=', id).executeTakeFirst()
        if (member === undefined) throw new CliError(`There is no member "${id}". "ariadne user list" shows them.`)
        ended = member.account_id === null ? 0 : await endSessions(authPool, member.account_id)
      }
      call.io.out(call.json ? JSON.stringify({ ok: true, sessionsEnded: ended }) : `${ended} sessions ended.`)
      return 0
    }),
}

const leaveUnit: CliCommand = {
  summary: 'Takes a member out of a unit; its key is to be changed by a colleague then',
  usage: 'MEMBER --from UNIT',
  words: { least: 1, most: 1 },
  flags: { from: { type: 'string', help: 'the unit', value: 'UNIT' } },
  run: (call) => {
    const unitId = call.text('from')
    if (unitId === undefined) throw new CliError('Say which unit: --from UNIT.')
    return withDatabases(call.config(), async ({ db }) => {
      const id = call.words[0] ?? ''
      const now = new Date()
      const left = await withSystem(db, 'user leave', async (tx) => {
        const ended = await tx
          .updateTable('membership')
          .set({ until: now })
          .where('member_id', '=', id)
          .where('unit_id', '=', unitId)
          .where('until', 'is', null)
          .returning('member_id')
          .executeTakeFirst()
        if (ended) await revokeGrants(tx, { unitId, memberId: id, now })
        return ended !== undefined
      })
      if (!left) throw new CliError(`${id} is not in ${unitId}. "ariadne user list" shows who is where.`)
      call.io.out(
        call.json
          ? JSON.stringify({ ok: true, memberId: id, unitId })
          : `${id} is not in ${unitId} any more and holds nothing of its key. Ask a colleague there to change the key.`,
      )
      return 0
    })
  },
}

export const userCommands: Record<string, CliCommand> = {
  'user invite': inviteUser,
  'user list': listUsers,
  'user suspend': changeState('suspended', 'Shuts a member out at once; nothing they did is lost', 'is suspended'),
  'user resume': changeState('active', 'Lets a suspended member in again', 'may sign in again'),
  'user leave': leaveUnit,
  'user end-sessions': endUserSessions,
}
