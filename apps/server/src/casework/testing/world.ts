import type { SealedPart } from '@ariadne/contract'
import { agreementHash, DEFAULT_TARGETS, emptyCase, mintId } from '@ariadne/domain'
import type {
  Act,
  Actor,
  CaseId,
  CaseState,
  DataClass,
  FunctionName,
  InstanceId,
  MemberId,
  UnitId,
} from '@ariadne/domain'
import { sql } from 'kysely'
import { createDatabase } from '../../../../../tests/support/database.ts'
import { openDatabase, openPool, withActor, withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { movableClock } from '../../platform/clock.ts'
import { createCasework } from '../index.ts'
import { findStanding } from '../store.ts'

/** Fictional units and people of a small instance, and a unit of another one. */
export const UNITS = {
  unt_border: 'border_police',
  unt_nrm: 'nrm_office',
  unt_csw: 'child_protection',
  unt_guards: 'guardian_service',
  unt_shelter: 'shelter',
  unt_office: 'coordinator_office',
} as const
type UnitName = keyof typeof UNITS

export const PEOPLE = {
  mbr_border: { unt_border: ['first_responder'] },
  mbr_nrm: { unt_nrm: ['case_coordinator', 'focal_point', 'panel_member'] },
  mbr_nrm2: { unt_nrm: ['case_worker'] },
  mbr_csw: { unt_csw: ['competent_authority', 'case_worker', 'case_coordinator'] },
  mbr_csw2: { unt_csw: ['case_worker'] },
  mbr_guard: { unt_guards: ['guardian'] },
  mbr_guard2: { unt_guards: ['guardian'] },
  mbr_shelter: { unt_shelter: ['case_worker'] },
  mbr_shelter2: { unt_shelter: ['case_worker', 'advocate'] },
  // The same person in two places: a case worker in one, a first responder in the other.
  mbr_both: { unt_border: ['case_worker'], unt_nrm: ['first_responder'] },
  mbr_office: { unt_office: ['national_coordinator', 'rapporteur', 'instance_admin'] },
} as const satisfies Record<string, Partial<Record<UnitName, readonly FunctionName[]>>>
export type PersonName = keyof typeof PEOPLE

export const PEER = {
  instanceId: 'ins_al' as InstanceId,
  unit: {
    unitId: 'unt_al_child',
    kinds: ['child_protection'],
    country: 'AL',
    keyId: 'key_unt_al_child',
  },
}

const instanceId = 'ins_mk' as InstanceId

const seed = async (tx: Tx): Promise<void> => {
  const at = '2026-01-01T00:00:00.000Z'
  await tx
    .insertInto('organisation')
    .values({ id: 'org_one', name: JSON.stringify({ en: 'Organisation' }), kind: 'demo' })
    .execute()
  for (const [id, kind] of Object.entries(UNITS))
    await tx
      .insertInto('unit')
      .values({ id, organisation_id: 'org_one', kind, name: JSON.stringify({ en: `Unit ${id}` }) })
      .execute()
  for (const [id, units] of Object.entries(PEOPLE)) {
    await tx
      .insertInto('member')
      .values({ id, organisation_id: 'org_one', display_name: `Person ${id}`, state: 'active', created_at: at })
      .execute()
    await tx
      .insertInto('member_key')
      .values({ member_id: id, version: 1, key_id: `key_${id}`, public_key: 'p', wrapped_seed: 'w', created_at: at })
      .execute()
    for (const [unitId, functions] of Object.entries(units))
      await tx
        .insertInto('membership')
        .values({ member_id: id, unit_id: unitId, functions: [...functions], since: at })
        .execute()
  }
  for (const unitId of Object.keys(UNITS).filter((id) => id !== 'unt_office')) {
    const holders = Object.entries(PEOPLE).flatMap(([id, units]) => (unitId in units ? [id] : []))
    const first = holders[0] ?? ''
    await tx
      .insertInto('unit_key')
      .values({
        unit_id: unitId,
        version: 1,
        key_id: `key_${unitId}`,
        public_key: 'p',
        created_by: first,
        created_at: at,
      })
      .execute()
    await tx
      .insertInto('recovery_kit')
      .values({ unit_id: unitId, version: 1, sealed_seed: 's', created_by: first, created_at: at })
      .execute()
    for (const member of holders) {
      await tx
        .insertInto('unit_key_grant')
        .values({
          unit_id: unitId,
          version: 1,
          member_id: member,
          member_key_id: `key_${member}`,
          sealed_seed: 's',
          granted_by: first,
          granted_at: at,
        })
        .execute()
      await tx
        .insertInto('recovery_kit_confirmation')
        .values({ unit_id: unitId, version: 1, member_id: member, confirmed_at: at })
        .execute()
    }
  }
}

/** A migrated, seeded database with casework on it. Times are the world's own: it begins on 1 March 2026. */
export const createWorld = async () => {
  const database = await createDatabase()
  const start = Date.parse('2026-03-01T08:00:00.000Z')
  const clock = movableClock({ now: () => new Date(start), offset: () => 0 })
  const pool = openPool(database.urls.app, { schema: 'app', name: 'test', max: 4 })
  const db = openDatabase(pool)
  await withSystem(db, 'seed', seed)

  const now = () => clock.now().toISOString()
  const casework = createCasework({ db, clock, instanceId, country: 'MK', targets: () => DEFAULT_TARGETS })
  casework.connectPeers({
    findUnit: (instance, unitId) =>
      instance === PEER.instanceId && unitId === PEER.unit.unitId ? PEER.unit : undefined,
    findName: () => 'Child unit',
  })

  const membershipsOf = (name: PersonName) =>
    Object.entries(PEOPLE[name]).map(([unitId, functions]) => ({ unitId, functions: [...functions] as string[] }))
  const who = (name: PersonName) => {
    const memberships = membershipsOf(name)
    const functions = [...new Set(memberships.flatMap((one) => one.functions))]
    return {
      memberId: name as string,
      memberships,
      functions,
      language: 'en',
      actor: { member: name as string, units: memberships.map((one) => one.unitId), functions },
    }
  }
  /** Somebody in one of their functions: by default the first. */
  const actor = (name: PersonName, named?: FunctionName): Actor => {
    const seats = membershipsOf(name)
    const seat = seats.find((one) => named === undefined || one.functions.includes(named)) ?? seats[0]
    return {
      instanceId,
      unitId: (seat?.unitId ?? '') as UnitId,
      memberId: name as unknown as MemberId,
      function: named ?? (seat?.functions[0] as FunctionName),
    }
  }
  const as = <T>(name: PersonName, work: (tx: Tx) => Promise<T>): Promise<T> => withActor(db, who(name).actor, work)
  const stateOf = async (caseId: string): Promise<CaseState> =>
    (await withSystem(db, 'look', (tx) => findStanding(tx, caseId)))?.state ?? emptyCase(caseId as CaseId, instanceId)

  const seal = (dataClass: DataClass, subject: string, readers: readonly string[]): SealedPart => ({
    v: 1,
    alg: 'A256GCM',
    partId: mintId(clock.now().getTime()),
    class: dataClass,
    subject,
    iv: 'iv',
    ciphertext: 'sealed',
    wraps: readers.map((reader) => ({ reader: reader as UnitId, keyId: `key_${reader}`, enc: 'e', ct: 'c' })),
  })

  const mint = async (
    by: Actor,
    caseId: CaseId,
    kind: string,
    body: Record<string, unknown> = {},
    parts: readonly SealedPart[] = [],
  ): Promise<Act> => ({
    id: mintId(clock.now().getTime()),
    caseId,
    kind,
    version: 1,
    by,
    occurredAt: now(),
    reliesOn: (await stateOf(caseId)).revisions,
    body,
    parts: parts.map((part) => ({ partId: part.partId, class: part.class })),
  })

  /** One act by one person, as a browser would send it. */
  const act = async (
    by: Actor,
    caseId: CaseId,
    kind: string,
    body: Record<string, unknown> = {},
    parts: readonly SealedPart[] = [],
  ) => {
    const name = by.memberId as unknown as PersonName
    const minted = await mint(by, caseId, kind, body, parts)
    return as(name, (tx) =>
      casework.appendActs(tx, {
        caseId,
        acts: [minted],
        parts,
        from: { kind: 'member', memberId: name, memberships: membershipsOf(name) },
      }),
    )
  }
  /** As `act`, for what must go well. */
  const done = async (...call: Parameters<typeof act>) => {
    const outcome = await act(...call)
    if (outcome.status !== 'accepted') throw new Error(`${call[2]}: ${JSON.stringify(outcome)}`)
    return outcome
  }

  const newCase = (): CaseId => mintId<CaseId>(clock.now().getTime())
  const opening = (ageBand = '25_39', referralId: string | null = null) => ({
    reference: 'MK-7F3K-9Q2D',
    fileBasis: ageBand === '25_39' ? 'person_agreed' : 'child_protection',
    safeToProceed: true,
    ageBand,
    sex: 'Feminine',
    languages: ['sq'],
    confidentialityExplained: true,
    nationalityClaimed: null,
    referralId,
  })
  const open = async (by: Actor = actor('mbr_nrm'), ageBand?: string): Promise<CaseId> => {
    const caseId = newCase()
    await done(by, caseId, 'case.opened', opening(ageBand))
    return caseId
  }
  const day = (ahead: number): string => new Date(clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10)
  const agreement = async (recipient: { instanceId: string; unitId: string; country: string }, purpose: string) => {
    const terms = {
      agreementId: mintId<string>(clock.now().getTime()),
      recipient,
      classes: ['identity'],
      purpose,
      expiresOn: day(200),
      language: 'sq',
      lawfulBasis: 'public_task',
      transferBasis: 'to_be_confirmed',
    }
    return {
      ...terms,
      interpreter: 'none_needed',
      toldPrivately: true,
      toldMayRefuse: true,
      toldWhatCannotBeRecalled: true,
      hash: await agreementHash(terms as never),
    }
  }

  return {
    database,
    pool,
    db,
    clock,
    now,
    day,
    instanceId,
    casework,
    membershipsOf,
    who,
    actor,
    as,
    stateOf,
    seal,
    mint,
    act,
    done,
    newCase,
    opening,
    open,
    agreement,
    system: <T>(work: (tx: Tx) => Promise<T>) => withSystem(db, 'test', work),
    count: async (name: PersonName, table: string): Promise<number> => {
      const rows = await as(name, (tx) => sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx))
      return rows.rows[0]?.n ?? -1
    },
    close: async () => {
      await db.destroy()
      await database.drop()
    },
  }
}
export type World = Awaited<ReturnType<typeof createWorld>>
