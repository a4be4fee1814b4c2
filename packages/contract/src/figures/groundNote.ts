import { Instant } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'

export const GROUND_NOTE_KINDS = ['method', 'place', 'platform', 'group'] as const
export const GROUND_NOTE_CODES = {
  method: [
    'false_job_offer',
    'lover',
    'debt',
    'family_arranged',
    'online_grooming',
    'forced_crime',
    'documents_taken',
    'other_method',
  ],
  place: [
    'border',
    'transit_road',
    'reception_centre',
    'private_flat',
    'building_site',
    'farm',
    'street',
    'hotel',
    'other_place',
  ],
  platform: ['social_network', 'messenger', 'job_site', 'dating_site', 'game', 'adult_site', 'other_platform'],
  group: ['children_alone', 'families', 'women', 'men', 'workers', 'students', 'displaced', 'other_group'],
} as const satisfies Record<(typeof GROUND_NOTE_KINDS)[number], readonly string[]>

const AgeGroup = z.enum(['child', 'adult'])
/** A short note of what is new on the ground. Of no person: codes, and at most a line of words. */
export const GroundNote = z.strictObject({
  noteId: z.uuidv7(),
  unitId: z.string(),
  kind: z.enum(GROUND_NOTE_KINDS),
  code: z.string().regex(/^[a-z_]{2,40}$/),
  forms: z.array(z.string().max(40)).max(11),
  ageGroups: z.array(AgeGroup).max(2),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  /** Part of the country (`Area`), never a place somebody could be found at. */
  place: z.string().max(40).nullable(),
  times: z.enum(['once', 'several', 'often']),
  seenOn: z.iso.date(),
  /** No name, no number, no address: refused where it looks like one. */
  words: z.string().max(160).nullable(),
})
export type GroundNote = z.infer<typeof GroundNote>

export const GroundNoteView = GroundNote.extend({
  unitName: z.string(),
  placeName: z.string().nullable(),
  sentAt: Instant,
  state: z.enum(['sent', 'accepted', 'set_aside']),
  setAsideBecause: z.string().nullable(),
  mayReview: z.boolean(),
}).openapi('GroundNote')
