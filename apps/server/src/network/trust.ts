import { readFileSync, statSync } from 'node:fs'
import {
  GeneralJws,
  verifyRootRotation,
  verifyTrustList,
  verifyTrustRoot,
  type KnownList,
  type TrustList,
  type TrustRoot,
} from '@ariadne/exchange'
import type { Clock } from '../platform/clock.ts'
import { stamp } from '../platform/clock.ts'
import { withSystem } from '../platform/database/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'
import type { NetworkTables } from './tables.ts'

/** What is believed of the network now. Without a fresh list nothing is sent and nothing received. */
export type TrustStatus =
  | { readonly fresh: true; readonly list: TrustList; readonly root: TrustRoot }
  | { readonly fresh: false; readonly code: string; readonly detail: string; readonly list: TrustList | null }

/** Thrown where something would need a fresh trust list and there is none. */
export class TrustMissing extends Error {
  readonly code: string
  constructor(code: string, detail: string) {
    super(detail)
    this.name = 'TrustMissing'
    this.code = code
  }
}

export type Trust = {
  /** Looks at the files again when they changed. Everything else answers from what was seen last. */
  refresh: () => Promise<void>
  status: () => TrustStatus
  /** @throws TrustMissing */
  freshList: () => TrustList
  /** The last accepted list, stale or not: for showing who is who. */
  lastList: () => TrustList | null
  /** The list as it was signed, for browsers that verify it themselves. */
  signed: () => GeneralJws | null
  /** The root it is verified with. A browser pins it at first use. */
  root: () => TrustRoot | null
}

type Held = {
  root: TrustRoot | undefined
  list: TrustList | null
  signedList: GeneralJws | null
  fault: { code: string; detail: string } | null
}

const nothing: Held = { root: undefined, list: null, signedList: null, fault: null }

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8')) as unknown
const stampOf = (file: string | undefined): string => {
  const found = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })
  return found === undefined ? 'none' : `${found.mtimeMs}/${found.size}`
}

/**
 * The trust list of this instance: read from a file, verified with the root, remembered in the database so that an
 * older list or root is never taken again.
 */
export const openTrust = async (input: {
  files: { list?: string | undefined; root?: string | undefined }
  db: Database
  clock: Clock
  log: Logger
}): Promise<Trust> => {
  const { files, clock, log } = input
  let seen = ''
  let held: Held | undefined
  let loading: Promise<Held> | undefined

  const load = (): Promise<Held> =>
    withSystem(input.db, 'trust', async (anyTx) => {
      const tx = anyTx.withTables<NetworkTables>()
      const now = stamp(clock)
      const failed = (code: string, detail: string, rest: Partial<Held> = {}): Held => ({
        ...nothing,
        ...rest,
        fault: { code, detail },
      })
      if (files.root === undefined || files.list === undefined)
        return failed('trust_not_configured', 'No trust list and root are configured: this instance works alone')

      const kept = await tx.selectFrom('trust_root').selectAll().orderBy('version').execute()
      let root: TrustRoot | undefined
      const last = kept.at(-1)
      if (last) {
        // Accepted before, under its own rules; only its age is asked again, by the list's verification.
        const again = await verifyTrustRoot(last.signed, { now: last.accepted_at })
        if (again.ok) root = again.root
      }
      const fileRoots = ((value: unknown) => (Array.isArray(value) ? value : [value]))(
        readJson(files.root),
      ) as unknown[]
      for (const value of fileRoots) {
        const answer =
          root === undefined ? await verifyTrustRoot(value, { now }) : await verifyRootRotation(value, root, { now })
        if (!answer.ok) {
          if (root === undefined) return failed(answer.code, answer.detail)
          if (answer.code !== 'rollback') log.warn({ code: answer.code }, 'root of trust not taken')
          continue
        }
        root = answer.root
        await tx
          .insertInto('trust_root')
          .values({ version: root.version, signed: JSON.stringify(value), accepted_at: now })
          .onConflict((c) => c.doNothing())
          .execute()
      }
      if (root === undefined) return failed('malformed', 'The root file holds no root')

      const before = await tx
        .selectFrom('trust_list')
        .selectAll()
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      const known: KnownList | undefined = before && { version: before.version, digest: before.digest }
      const value = readJson(files.list)
      const answer = await verifyTrustList(value, root, { now, ...(known ? { known } : {}) })
      if (!answer.ok) {
        log.warn({ code: answer.code }, 'trust list not taken')
        if (!before) return failed(answer.code, answer.detail, { root })
        // An older or forged file does not undo what was accepted: that list goes on until it expires.
        const again = await verifyTrustList(before.signed, root, { now: before.accepted_at })
        const list = again.ok ? again.list : null
        return { root, list, signedList: before.signed, fault: list && list.expires > now ? null : answer }
      }
      const signedList = GeneralJws.parse(value)
      await tx
        .insertInto('trust_list')
        .values({
          version: answer.list.version,
          digest: answer.known.digest,
          signed: JSON.stringify(signedList),
          issued_at: answer.list.issued,
          expires_at: answer.list.expires,
          accepted_at: now,
        })
        .onConflict((c) => c.doNothing())
        .execute()
      return { root, list: answer.list, signedList, fault: null }
    }).catch((error: unknown): Held => {
      if ((error as { code?: unknown } | null)?.code === 'ENOENT' || error instanceof SyntaxError)
        return {
          root: undefined,
          list: null,
          signedList: null,
          fault: { code: 'malformed', detail: 'The trust list or root file is missing or no JSON' },
        }
      throw error
    })

  const refresh = async (): Promise<void> => {
    const stamps = `${stampOf(files.root)} ${stampOf(files.list)}`
    if (held !== undefined && stamps === seen) return
    loading ??= load().finally(() => {
      loading = undefined
    })
    held = await loading
    seen = stamps
  }
  await refresh()

  const status = (): TrustStatus => {
    const { root, list, fault } = held ?? nothing
    const now = stamp(clock)
    if (list && root && list.expires > now && root.expires > now) return { fresh: true, list, root }
    if (fault) return { fresh: false, ...fault, list }
    const detail = 'The trust list has expired; nothing is exchanged until a newer one is here'
    return { fresh: false, code: 'stale', detail, list }
  }
  return {
    refresh,
    status,
    freshList: () => {
      const now = status()
      if (!now.fresh) throw new TrustMissing(`trust_list_${now.code}`, now.detail)
      return now.list
    },
    lastList: () => held?.list ?? null,
    signed: () => held?.signedList ?? null,
    root: () => held?.root ?? null,
  }
}
