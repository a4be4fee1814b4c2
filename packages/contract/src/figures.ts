import { CellStatus, Grain, Period, SourceMark } from '@ariadne/domain/statistics'
import { Instant } from '@ariadne/domain'
import { createRoute, z } from '@hono/zod-openapi'
import { Problem } from './problem.ts'
import { read } from './route.ts'

/** Figures are counts. No answer here holds the id of a case, a person or a record, and none leads to a list of them. */

const Count = z.int().min(0)
/** Not fewer and not more persons than these stand behind records that nobody linked. */
const PersonRange = z.object({ low: Count, high: Count })
/** What was counted, with the four things that are not the same. `value` is null for missing and for suppressed. */
const Cell = z.object({ status: CellStatus, value: z.number().nullable() })
/** The same thing as somebody else says it. It stands beside, it replaces nothing. */
const Beside = Cell.extend({
  source: z.string(),
  sourceTitle: z.string(),
  definition: z.string(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
const Names = z.record(z.string(), z.string())
const PeriodQuery = z.object({ period: Period })

/** Who is told the figure, and therefore how: exact to the country's own coordinator, safe to everybody else. */
const View = z.enum(['exact', 'safe'])

export const FigureDefinition = z
  .object({
    id: z.string(),
    kind: z.enum(['count', 'share', 'duration', 'entered']),
    name: z.string(),
    /** In a sentence: unit, what happened, how often one counts, by which date, what of duplicates. */
    counts: z.string(),
    unit: z.enum(['event', 'victim', 'perpetrator', 'reporting_entity']),
    mark: SourceMark,
    source: z.object({
      title: z.string(),
      publisher: z.string(),
      year: z.int().nullable(),
      address: z.string().nullable(),
    }),
    dimensions: z.array(z.string()),
  })
  .openapi('FigureDefinition')
export type FigureDefinition = z.infer<typeof FigureDefinition>

export const FigureDefinitions = z.object({
  definitions: z.array(FigureDefinition),
  /** Names of categories, by dimension and category. */
  categories: z.record(z.string(), Names),
  dimensions: Names,
  /** Which definitions the pages offer. */
  pages: z.object({ funnel: z.array(z.string()), trends: z.array(z.string()) }),
  /** The first and the last day on which anything is recorded; null while nothing is. */
  recorded: z.object({ from: z.string(), to: z.string() }).nullable(),
})

export const FigureTrend = z
  .object({
    definition: z.string(),
    grain: Grain,
    by: z.string().nullable(),
    view: View,
    periods: z.array(z.object({ period: Period, complete: z.boolean() })),
    /** One series a category; without `by` a single one, `Total`. In the order of their totals. */
    series: z.array(z.object({ category: z.string(), name: z.string(), total: Cell, points: z.array(Cell) })),
    /** What other sources say of the same, by period. */
    beside: z.array(Beside.extend({ period: Period })),
    /** Facts of these periods that became known more than a week after they happened. */
    late: Count,
    notes: z.array(z.object({ period: Period, kind: z.string(), code: z.string(), notes: Count })),
  })
  .openapi('FigureTrend')

export const FigureFunnel = z
  .object({
    period: Period,
    view: View,
    steps: z.array(
      z.object({
        definition: z.string(),
        name: z.string(),
        unit: z.enum(['event', 'victim', 'perpetrator', 'reporting_entity']),
        /** Reached in the period, whenever it began. */
        inPeriod: Cell,
        /** Of the ways that began in the period: how many have reached this step so far. */
        ofThoseBegun: Cell,
        persons: PersonRange.nullable(),
        beside: z.array(Beside),
      }),
    ),
  })
  .openapi('FigureFunnel')

export const FigureKpis = z
  .object({
    period: Period,
    view: View,
    before: Period,
    kpis: z.array(
      z.object({
        definition: z.string(),
        name: z.string(),
        share: Cell.extend({ numerator: z.int().nullable(), denominator: z.int().nullable() }),
        shareBefore: Cell,
      }),
    ),
  })
  .openapi('FigureKpis')

const Took = z.object({
  began: Count,
  reached: Count,
  median: z.number().nullable(),
  ninetieth: z.number().nullable(),
  withinTarget: z.int().nullable(),
})

export const FigureTimeliness = z
  .object({
    period: Period,
    view: View,
    steps: z.array(
      z.object({
        definition: z.string(),
        name: z.string(),
        in: z.enum(['hours', 'days']),
        target: z.number().nullable(),
        took: Took.nullable(),
        /** The same for the quarters or months of the period. */
        parts: z.array(z.object({ period: Period, took: Took.nullable() })),
      }),
    ),
  })
  .openapi('FigureTimeliness')

export const FigureCapacity = z
  .object({
    now: Instant,
    period: Period,
    /** By kind of unit: how many units, people, open cases, lines that wait, of those late. */
    kinds: z.array(
      z.object({
        kind: z.string(),
        units: Count,
        members: Count,
        openCases: Count,
        waiting: Count,
        overdue: Count,
        declinedForWantOfPlace: Count,
        /** Places as entered, with their source. */
        places: z.array(Beside),
      }),
    ),
    services: z.array(z.object({ service: z.string(), requested: Cell, started: Cell, unmet: Cell })),
    declinedAbroad: z.array(z.object({ reason: z.string(), count: Cell })),
  })
  .openapi('FigureCapacity')

export const FigureQuality = z
  .object({
    period: Period,
    /** How many of the registered persons lack each code. */
    missing: z.array(z.object({ dimension: z.string(), name: z.string(), of: Count, unknown: Count })),
    /** How long after it happened a fact became known here. */
    late: z.object({ facts: Count, moreThanDay: Count, moreThanWeek: Count, moreThanMonth: Count }),
    /** Units that could record and those that did. */
    units: z.array(
      z.object({
        unitId: z.string(),
        name: z.string(),
        kind: z.string(),
        records: Count,
        lastDay: z.string().nullable(),
      }),
    ),
    /** Records whose coded profile is that of another of the same day and unit: perhaps one person twice. */
    possiblyTwice: Count,
    onlyYearKnown: Count,
    /** Definitions that two sources answer differently for this period. */
    conflicts: z.array(z.object({ definition: z.string(), name: z.string(), values: z.array(Beside) })),
  })
  .openapi('FigureQuality')

export const ReportLine = z.object({
  id: z.string(),
  title: z.string(),
  recipient: z.string(),
  version: z.string(),
  statutory: z.boolean(),
  due: z.object({ month: z.int(), day: z.int(), mark: SourceMark }).nullable(),
  kept: z.array(z.object({ year: z.int(), version: z.int(), keptAt: Instant })),
})

const ReportCellView = z.object({
  table: z.string(),
  key: Names,
  definition: z.string(),
  mark: SourceMark,
  status: CellStatus,
  value: z.number().nullable(),
  numerator: z.number().optional(),
  denominator: z.number().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  others: z.array(
    z.object({
      source: z.string(),
      definition: z.string(),
      status: CellStatus,
      value: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
})

const ShortCell = Cell.nullable()

export const ReportView = z
  .object({
    report: z.string(),
    title: z.string(),
    recipient: z.string(),
    template: z.string(),
    year: z.int(),
    country: z.string(),
    view: View,
    generatedAt: Instant,
    /** The version last kept; 0 when none was. */
    keptVersion: z.int(),
    tables: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        mark: SourceMark,
        axes: z.array(z.string()),
        /** Names of the categories that occur, by dimension; lines under `line`. */
        names: z.record(z.string(), Names),
        cells: z.array(ReportCellView),
      }),
    ),
    /** What is another number than in the kept version, and why as far as can be told. */
    changes: z.object({
      since: Instant.nullable(),
      cells: z.array(z.object({ table: z.string(), key: Names, before: ShortCell, after: ShortCell })),
      lateFacts: Count,
    }),
    sources: z.array(
      z.object({ title: z.string(), publisher: z.string(), year: z.int().nullable(), address: z.string().nullable() }),
    ),
    notes: z.array(z.string()),
  })
  .openapi('ReportView')
export type ReportView = z.infer<typeof ReportView>

export const FigureEntryView = z
  .object({
    entryId: z.string(),
    definition: z.string(),
    period: Period,
    key: Names,
    status: CellStatus,
    value: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    source: z.string(),
    sourceTitle: z.string(),
    note: z.string().nullable(),
    enteredAt: Instant,
    replaces: z.string().nullable(),
  })
  .openapi('FigureEntry')

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
  place: z.string().max(40).nullable(),
  times: z.enum(['once', 'several', 'often']),
  seenOn: z.iso.date(),
  /** No name, no number, no address: refused where it looks like one. */
  words: z.string().max(160).nullable(),
})
export type GroundNote = z.infer<typeof GroundNote>

export const GroundNoteView = GroundNote.extend({
  unitName: z.string(),
  sentAt: Instant,
  state: z.enum(['sent', 'accepted', 'set_aside']),
  setAsideBecause: z.string().nullable(),
  mayReview: z.boolean(),
}).openapi('GroundNote')

export const RegionView = z
  .object({
    now: Instant,
    year: z.int(),
    countries: z.array(
      z.object({
        instanceId: z.string(),
        country: z.string().nullable(),
        name: z.string(),
        reports: z.array(
          z.object({ report: z.string(), version: z.int(), issuedAt: Instant, receivedAt: Instant, changed: z.int() }),
        ),
        /** Reports of this year that have not come. */
        missing: z.array(z.string()),
      }),
    ),
    /** The same cell of every country that reported, side by side; never added up: one person may be in two countries. */
    cells: z.array(
      z.object({
        report: z.string(),
        table: z.string(),
        key: Names,
        definition: z.string(),
        values: z.array(z.object({ country: z.string(), status: CellStatus, value: z.number().nullable() })),
      }),
    ),
    alerts: z.array(z.object({ country: z.string(), issuedAt: Instant, alert: z.record(z.string(), z.unknown()) })),
  })
  .openapi('FigureRegion')

const Fixed = z.array(
  z.object({ dimension: z.string(), dimensionName: z.string(), category: z.string(), name: z.string() }),
)
const ALERT_FINDINGS = ['looking', 'real', 'recording_changed', 'chance'] as const

/** Early warning: what rose beyond what the past makes usual. Exact, for the country's own coordinator. */
export const FigureAlerts = z
  .object({
    now: Instant,
    /** Null before the first night. */
    lastRun: z
      .object({
        ranAt: Instant,
        /** This country's share of the region's budget: one false alarm in so many days. */
        budgetDays: Count,
        looked: z.array(
          z.object({ definition: z.string(), name: z.string(), sums: Count, refused: z.string().nullable() }),
        ),
      })
      .nullable(),
    alerts: z.array(
      z.object({
        alertId: z.string(),
        definition: z.string(),
        name: z.string(),
        /** What rose; the whole where it is empty. */
        fixed: Fixed,
        zone: z.array(z.string()),
        from: z.string(),
        to: z.string(),
        weeks: Count,
        observed: Count,
        expected: z.number(),
        ratio: z.object({ value: z.number(), lower95: z.number(), upper95: z.number() }),
        /** Chance alone brings as much once in so many days. */
        recurrence: z.number(),
        cells: z.array(z.object({ values: Fixed, observed: Count, expected: z.number() })),
        under: z.array(z.object({ fixed: Fixed, weeks: Count, recurrence: z.number() })),
        /** One count a week, the first beginning on `from`. */
        series: z.object({ from: z.string(), counts: z.array(Count) }),
        firstFoundAt: Instant,
        isOver: z.boolean(),
        looks: z.array(
          z.object({ at: Instant, finding: z.enum(ALERT_FINDINGS), note: z.string().nullable(), by: z.string() }),
        ),
        /** What the network was told of it. */
        released: z
          .object({ at: Instant, told: z.object({ from: z.string(), times: Count, recurrence: Count }) })
          .nullable(),
        notes: z.array(z.object({ kind: z.string(), code: z.string(), notes: Count })),
      }),
    ),
  })
  .openapi('FigureAlerts')

const language = z.string().max(12).optional()

/** Reads of figures. All for the functions that answer for numbers; notes from the ground for everybody who works here. */
export const figureRoutes = {
  figureDefinitions: read('/api/figures/definitions', 'What every figure counts', FigureDefinitions, {
    query: z.object({ language }),
  }),
  figureTrend: read('/api/figures/trends', 'One figure over time, with what others say of it', FigureTrend, {
    query: z.object({
      definition: z.string().max(80),
      grain: Grain,
      from: z.iso.date(),
      to: z.iso.date(),
      by: z.string().max(40).optional(),
      language,
    }),
  }),
  figureFunnel: read('/api/figures/funnel', 'From the first contact to the end of a case', FigureFunnel, {
    query: PeriodQuery.extend({ language }),
  }),
  figureKpis: read('/api/figures/kpis', 'Parts of wholes, with numerator and denominator', FigureKpis, {
    query: PeriodQuery.extend({ language }),
  }),
  figureTimeliness: read('/api/figures/timeliness', 'How long each step took', FigureTimeliness, {
    query: PeriodQuery.extend({ language }),
  }),
  figureCapacity: read('/api/figures/capacity', 'Units, people, open work, unmet needs', FigureCapacity, {
    query: PeriodQuery.extend({ language }),
  }),
  figureQuality: read('/api/figures/quality', 'What is missing, late, twice or contradicted', FigureQuality, {
    query: PeriodQuery.extend({ language }),
  }),
  figureReports: read(
    '/api/figures/reports',
    'Reports that this instance can fill',
    z.object({ reports: z.array(ReportLine) }),
    { query: z.object({ language }) },
  ),
  figureReport: read(
    '/api/figures/reports/{report}',
    'One report for one year, every cell with its definition',
    ReportView,
    {
      params: z.object({ report: z.string().max(60) }),
      query: z.object({ year: z.coerce.number().int().min(1990).max(2100), language }),
    },
  ),
  figureReportFile: read(
    '/api/figures/reports/{report}/file',
    'One report for one year as a file for other systems',
    z.object({ name: z.string(), mediaType: z.string(), content: z.base64() }),
    {
      params: z.object({ report: z.string().max(60) }),
      query: z.object({
        year: z.coerce.number().int().min(1990).max(2100),
        format: z.enum(['csv', 'hxl', 'xlsx', 'sdmx']),
        language,
      }),
    },
  ),
  figureEntries: read(
    '/api/figures/entries',
    'Figures entered or imported, with their sources',
    z.object({ entries: z.array(FigureEntryView), next: z.string().nullable() }),
    {
      query: z.object({
        definition: z.string().max(80).optional(),
        year: z.coerce.number().int().optional(),
        after: z.string().max(200).optional(),
      }),
    },
  ),
  groundNotes: read(
    '/api/figures/notes',
    'Notes from the ground: your unit’s, and the accepted ones',
    z.object({ notes: z.array(GroundNoteView), codes: z.record(z.string(), z.array(z.string())) }),
    { query: z.object({ language }) },
  ),
  figureAlerts: read('/api/figures/alerts', 'What rose, since when, how sure, and who looked', FigureAlerts, {
    query: z.object({ language }),
  }),
  figureRegion: read('/api/figures/region', 'What the countries released, and who has not', RegionView, {
    query: z.object({ year: z.coerce.number().int().min(1990).max(2100), language }),
  }),
}

/** Commands of figures, for `COMMANDS`. */
export const FIGURE_COMMANDS = {
  'figure.enter': z.strictObject({
    entryId: z.uuidv7(),
    definition: z.string().max(80),
    period: Period,
    key: z.record(z.string().max(40), z.string().max(60)),
    status: z.enum(['value', 'missing']),
    value: z.number().min(0).max(1e12).nullable(),
    source: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/),
    sourceTitle: z.string().min(3).max(200),
    note: z.string().max(400).nullable(),
    replaces: z.uuid().nullable(),
  }),
  'figure.keep_report': z.strictObject({ report: z.string().max(60), year: z.int().min(1990).max(2100) }),
  /** Protects, audits, signs and hands a report to the secretariat. Result: version, cells, suppressed, delivered. */
  'figure.release': z.strictObject({ report: z.string().max(60), year: z.int().min(1990).max(2100) }),
  /** Somebody looked at an alert and says what it turned out to be. */
  'alert.look': z.strictObject({
    lookId: z.uuidv7(),
    alertId: z.uuid(),
    finding: z.enum(ALERT_FINDINGS),
    note: z.string().max(400).nullable(),
  }),
  /** Tells the network that something rose: categories and round limits, no counts. */
  'alert.release': z.strictObject({ alertId: z.uuid() }),
  'note.send': z.strictObject({ note: GroundNote }),
  'note.review': z.strictObject({
    noteId: z.uuid(),
    accept: z.boolean(),
    because: z.enum(['names_someone', 'known_already', 'unclear', 'not_about_this']).nullable(),
  }),
} as const

/** Where another instance hands in a release that it signed. The signature, not the caller, is believed. */
export const figureRelease = createRoute({
  method: 'post',
  path: '/exchange/v1/release',
  summary: 'Takes in one signed release of safe tables or alerts',
  request: { body: { content: { 'application/jose': { schema: z.string().max(2_000_000) } }, required: true } },
  responses: {
    200: {
      content: {
        'application/json': {
          schema: z.object({ name: z.string(), period: z.string(), version: z.int(), isNew: z.boolean() }),
        },
      },
      description: 'Taken in, or there already',
    },
    400: { content: { 'application/problem+json': { schema: Problem } }, description: 'Refused: `code` says why' },
    429: { content: { 'application/problem+json': { schema: Problem } }, description: 'Too many tries; wait' },
  },
})
