import {
  Actor,
  ALARM_ANSWERS,
  ALARM_WORDS,
  CaseId,
  Encounter,
  Instant,
  MemberId,
  PartId,
  ScreeningId,
  UnitId,
  UnitKind,
  vocabulary,
} from '@ariadne/domain'
import { z } from '@hono/zod-openapi'
import { SealedPart } from './sealedPart.ts'
import { read, write } from './route.ts'

const { AgeBand, Country, Language, Sex } = vocabulary
const ContactId = z.uuidv7()
const AlarmId = z.uuidv7()
/** Where a browser is rung: an address at the push service of whoever made it. */
const RingAddress = z.url({ protocol: /^https?$/ }).max(2000)
const DeviceId = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

/** What happens at once, and what comes from outside. */
export const INTAKE_COMMANDS = {
  /** Calls the on-duty team before anything else is written. Coded facts, as far as they are known by then. */
  'alarm.raise': z.strictObject({
    screeningId: ScreeningId,
    by: Actor,
    placeType: Encounter.shape.placeType.nullable(),
    ageBand: AgeBand.nullable(),
    sex: Sex.nullable(),
    language: Language.nullable(),
    raisedAt: Instant,
  }),
  /** What was learned of the person since. The latest word counts by its time; said before there is an alarm it does nothing. */
  'alarm.tell': z.strictObject({
    screeningId: ScreeningId,
    by: Actor,
    placeType: Encounter.shape.placeType.nullable(),
    ageBand: AgeBand.nullable(),
    sex: Sex.nullable(),
    language: Language.nullable(),
    people: z.int().min(1).max(500).nullable(),
    saidAt: Instant,
  }),
  /** Where exactly, sealed for units that the alarm may call. */
  'alarm.place': z.strictObject({ screeningId: ScreeningId, by: Actor, part: SealedPart, saidAt: Instant }),
  /** There is no danger (any more): nobody is called any further. By the unit that called. Kept also where it arrives before the call. */
  'alarm.call_off': z.strictObject({ screeningId: ScreeningId, by: Actor, saidAt: Instant }),
  /** `undone` takes the unit's last answer back. `cannot` after a promise calls the next team at once. */
  'alarm.answer': z.strictObject({ alarmId: AlarmId, unitId: UnitId, answer: z.enum(ALARM_WORDS) }),
  /** Opens where exactly; that it was opened is kept. Result: `{ part }`. */
  'alarm.open_place': z.strictObject({ alarmId: AlarmId, unitId: UnitId }),
  /** Takes a reminder off the list: a second talk does it by itself. */
  'screening.no_second_look': z.strictObject({
    screeningId: ScreeningId,
    unitId: UnitId,
    because: z.enum(['met_elsewhere', 'moved_on', 'no_longer_needed']),
  }),
  'contact.take': z.strictObject({ contactId: ContactId, unitId: UnitId }),
  'contact.close': z.strictObject({
    contactId: ContactId,
    unitId: UnitId,
    because: z.enum(['helped', 'passed_on', 'cannot_be_reached', 'not_meant_for_us']),
  }),
  /** Opens what was sealed in a contact from outside; that it was opened, and why, is kept. Result: `{ part }`. */
  'contact.open_part': z.strictObject({ contactId: ContactId, unitId: UnitId, reason: z.string().max(60) }),
  /** Somebody has called a unit's on-duty number and it was answered. */
  'duty.called': z.strictObject({ unitId: UnitId, phone: z.string().regex(/^\+?[\d ()/-]{3,30}$/) }),
  /** A turn of duty: who of the unit is called first for an alarm, from when and until when. */
  'duty.shift_add': z.strictObject({
    shiftId: z.uuidv7(),
    unitId: UnitId,
    memberId: MemberId,
    from: Instant,
    until: Instant,
  }),
  'duty.shift_remove': z.strictObject({ shiftId: z.uuidv7(), unitId: UnitId }),
  /** From now on this device rings for alarms also while the app is closed. `endpoint` is what its browser's push service gave it. */
  'ringer.on': z.strictObject({ deviceId: DeviceId, endpoint: RingAddress }),
  /** Only for whoever says it. Result: `{ last }`, whether the address rings for nobody any more, so that the browser can give it up. */
  'ringer.off': z.strictObject({ deviceId: DeviceId }),
  /** Rings this device once, to try it. */
  'ringer.try': z.strictObject({ deviceId: DeviceId }),
} as const

/** A word from outside: by a person for themselves, or by somebody for them. Codes, and sealed text if they wish. */
export const OutsideContact = z
  .strictObject({
    contactId: ContactId,
    toUnitId: UnitId,
    about: z.enum(['myself', 'someone_i_know', 'someone_my_organisation_met']),
    age: z.enum(['child', 'adult', 'unknown']),
    dangerNow: z.boolean(),
    language: Language,
    /** How they may be met. How exactly stands in the sealed text. */
    answerBy: z.enum(['will_ask_with_code', 'call', 'message', 'come_to_place']),
    codeHash: z.string().regex(/^[0-9a-f]{64}$/),
    partId: PartId.nullable(),
  })
  .openapi('OutsideContact')
export type OutsideContact = z.infer<typeof OutsideContact>

export const AlarmView = z
  .object({
    alarmId: AlarmId,
    /** By an officer, or by somebody without an account. */
    kind: z.enum(['officer', 'outside']),
    screeningId: ScreeningId.nullable(),
    /** The word from outside that called, for the unit it went to. */
    contactId: ContactId.nullable(),
    /** Coded hints: age band, sex, language, kind of place, how many people. */
    hints: z.record(z.string(), z.string()),
    /** When the latest of them was said. */
    hintsAt: Instant,
    /** When it was last said where exactly; null while it was not. */
    placeAt: Instant.nullable(),
    /** Where exactly can be opened with the key of this unit of the reader's. */
    placeFor: UnitId.nullable(),
    raisedAt: Instant,
    receivedAt: Instant,
    state: z.enum(['ringing', 'answered', 'nobody', 'called_off']),
    /** When the next team is called; null once somebody has answered, or when there is nobody more to call. */
    dueAt: Instant.nullable(),
    /** Until then only those on duty at the unit called last are called; null once everybody there is. */
    widensAt: Instant.nullable(),
    calls: z.array(
      z.object({
        unitId: UnitId,
        unitName: z.string(),
        at: Instant,
        answer: z.enum(ALARM_ANSWERS).nullable(),
        answeredAt: Instant.nullable(),
        /** It had promised, and cannot after all. */
        afterAll: z.boolean(),
      }),
    ),
    /** The unit that called; null where somebody without an account did. */
    fromUnitName: z.string().nullable(),
    calledOffAt: Instant.nullable(),
    /** Units in whose name the reader can call it off. */
    callOffFor: z.array(UnitId),
    /** Where a unit of the reader's has answered and can say otherwise. */
    changeFor: z.object({ unitId: UnitId, answer: z.enum(ALARM_ANSWERS) }).nullable(),
    /** Whom to call back: the on-duty number of the unit that raised it, where one is confirmed. */
    callBack: z.string().nullable(),
    /** Units in whose name the reader can answer. */
    answerFor: z.array(UnitId),
    /** The referral of this person, where the reader may read it. */
    referralId: z.string().nullable(),
    /** The case it became, for those who took the person up. */
    caseId: CaseId.nullable(),
    /** What came of the call so far, for a unit that may take the person up; null for others, and for a word from outside. */
    cameOfIt: z.enum(['nothing_yet', 'screening', 'referred_elsewhere', 'referral', 'case']).nullable(),
    /** Signs and rule, for a unit that may take the person up. */
    screening: z
      .object({
        setId: z.string(),
        setVersion: z.string(),
        outcome: z.string(),
        present: z.array(z.string()),
        ruleId: z.string(),
      })
      .nullable(),
  })
  .openapi('AlarmView')
export type AlarmView = z.infer<typeof AlarmView>

export const ContactView = z
  .object({
    contactId: ContactId,
    contact: OutsideContact,
    state: z.enum(['waiting', 'taken', 'closed']),
    receivedAt: Instant,
    takenAt: Instant.nullable(),
    isSealed: z.boolean(),
  })
  .openapi('ContactView')
export type ContactView = z.infer<typeof ContactView>

/** A unit's on-duty contact, with who stands behind it. */
export const DutyContact = z
  .object({
    unitId: UnitId,
    unitName: z.string(),
    organisationName: z.string(),
    kind: UnitKind,
    languages: z.array(z.string()),
    phone: z.string().nullable(),
    state: z.enum(['empty', 'demo', 'confirmed']),
    confirmedBy: z.string().nullable(),
    calledAt: Instant.nullable(),
    /** Called too long ago to be relied on. */
    stale: z.boolean(),
    mayRecordCall: z.boolean(),
  })
  .openapi('DutyContact')
export type DutyContact = z.infer<typeof DutyContact>

export const DutyShift = z
  .object({
    shiftId: z.uuidv7(),
    unitId: UnitId,
    memberId: MemberId,
    memberName: z.string(),
    from: Instant,
    until: Instant,
    mayRemove: z.boolean(),
  })
  .openapi('DutyShift')
export type DutyShift = z.infer<typeof DutyShift>

const RevokedDevice = z.object({ revoked: z.boolean() })

export const intakeRoutes = {
  alarm: read('/api/alarms/{alarmId}', 'One alarm: who was called and who answered', AlarmView, {
    params: z.object({ alarmId: AlarmId }),
  }),
  ownAlarms: read(
    '/api/alarms/mine',
    'What became of the alarms you raised in the last day',
    z.object({ alarms: z.array(AlarmView) }),
  ),
  duty: read(
    '/api/duty',
    'On-duty contacts of this country, and who confirmed and called them',
    z.object({
      contacts: z.array(DutyContact),
      /** Turns of duty of the reader's own units that are not over. */
      shifts: z.array(DutyShift),
      /** Targets of the country's profile, no law: for those on duty, and until the next unit is called. */
      minutes: z.object({ answer: z.int(), passOn: z.int() }),
      /** The key that a browser subscribes with to ring while the app is closed; null where the operator has not set it up. */
      ringKey: z.string().nullable(),
    }),
  ),
  contact: read('/api/contacts/{contactId}', 'A contact from outside', ContactView, {
    params: z.object({ contactId: ContactId }),
  }),
  reachInfo: read(
    '/api/reach',
    'Who can be reached from outside without an account, and the keys to seal to',
    z.object({
      country: Country.or(z.literal('')),
      units: z.array(
        z.object({
          unitId: UnitId,
          instanceId: z.string(),
          name: z.string(),
          kind: UnitKind,
          languages: z.array(z.string()),
          phone: z.string().nullable(),
        }),
      ),
      /** Languages that the page can be read in here beside those of the interface. Live: those a native reviewer has confirmed. */
      languages: z.array(z.string()),
      /** The country's emergency number, where it was read in a source. */
      emergency: z.string().nullable(),
      trust: z
        .object({ signed: z.record(z.string(), z.unknown()), root: z.record(z.string(), z.unknown()) })
        .nullable(),
    }),
  ),
  reachWords: read(
    '/api/reach/words/{language}',
    'The page for people outside in a language that the interface is not written in, with the language serving it',
    z.object({ texts: z.record(z.string(), z.record(z.string(), z.unknown())) }),
    { params: z.object({ language: z.string().max(12) }) },
  ),
  reach: write(
    '/api/reach',
    'A word from outside, without an account. Nothing about the sender is kept but what they write',
    z.strictObject({ contact: OutsideContact, part: SealedPart.nullable() }),
    /**
     * `called`: the on-duty team is being called, because somebody is in danger now. `withinHours`: the country's target for looking
     * at it, no promise.
     */
    z.object({ contactId: ContactId, receivedAt: Instant, called: z.boolean(), withinHours: z.number() }),
  ),
  reachState: write(
    '/api/reach/state',
    'What became of a word from outside, for whoever has its code. An unknown code is answered like one that waits',
    z.strictObject({ codeHash: OutsideContact.shape.codeHash }),
    z.object({ state: z.enum(['waiting', 'taken']), at: Instant.nullable() }),
  ),
  deviceHere: write(
    '/api/device',
    'This device is used with this session, so that the session takes the device along when it is ended elsewhere',
    z.strictObject({ deviceId: DeviceId }),
    /** `taken`: this id is known as somebody else's device. The device takes a new one and says that it is here again. */
    RevokedDevice.extend({ taken: z.boolean() }),
  ),
  deviceState: write(
    '/api/device/state',
    'Whether a device was revoked and has to erase what lies on it. Asked without a session',
    z.strictObject({ deviceId: DeviceId, erased: z.boolean().optional() }),
    RevokedDevice,
  ),
  ringerState: write(
    '/api/ringers',
    'Whether this device rings for alarms while the app is closed',
    z.strictObject({ deviceId: DeviceId, endpoint: RingAddress.nullable() }),
    /** `moved`: it was let ring, and its browser has another address by now, or none. */
    z.object({ state: z.enum(['off', 'on', 'moved']) }),
  ),
  ringerMoved: write(
    '/api/ringers/moved',
    'A browser has another address. Said by its service worker, without a session: who knows the old one is that browser',
    z.strictObject({ before: RingAddress, after: RingAddress }),
    z.object({ heard: z.literal(true) }),
  ),
}
