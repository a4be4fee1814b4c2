import { Grain } from '@ariadne/domain/statistics'
import { z } from '@hono/zod-openapi'
import { read } from '../route.ts'
import { Cell, PeriodQuery } from './cell.ts'
import { FigureDefinitions } from './definition.ts'
import { FigureTrend } from './trend.ts'
import { FigureFunnel, FigureKpis, FigureTimeliness } from './way.ts'
import { FigureCapacity } from './capacity.ts'
import { FigureQuality } from './quality.ts'
import { ReportLine, ReportView } from './report.ts'
import { FigureEntryView } from './entry.ts'
import { GroundNoteView } from './groundNote.ts'
import { RegionView } from './region.ts'
import { RegionTrend } from './regionTrend.ts'
import { FigureMap } from './map.ts'
import { FigureAlerts } from './alert.ts'
import { FigureReleases, StatutoryTransmissions } from './release.ts'

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
  figureMap: read('/api/figures/map', 'One figure by the parts of the country', FigureMap, {
    query: PeriodQuery.extend({ definition: z.string().max(80), language }),
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
  figureReleases: read(
    '/api/figures/releases',
    'Every release with its certificate, and where it went',
    FigureReleases,
    {
      query: z.object({ language }),
    },
  ),
  figureReleaseFile: read(
    '/api/figures/releases/{release}/file',
    'One release as it was signed, to be handed over where there is no network',
    z.object({ name: z.string(), signed: z.string() }),
    { params: z.object({ release: z.uuid() }) },
  ),
  figureTransmissions: read(
    '/api/figures/transmissions',
    'What went out exact because a law demands it',
    StatutoryTransmissions,
    { query: z.object({ language }) },
  ),
  figureEntries: read(
    '/api/figures/entries',
    'Figures entered or imported, with their sources',
    z.object({
      entries: z.array(FigureEntryView),
      /** What the country's own records say of the same year and definition, to stand beside them. */
      own: z.array(Cell.extend({ definition: z.string() })),
      next: z.string().nullable(),
    }),
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
    z.object({
      notes: z.array(GroundNoteView),
      codes: z.record(z.string(), z.array(z.string())),
      forms: z.array(z.string()),
      /** Parts of the country that a note may name; nothing smaller is asked. */
      areas: z.array(z.object({ code: z.string(), name: z.string() })),
    }),
    { query: z.object({ language }) },
  ),
  figureAlerts: read('/api/figures/alerts', 'What rose, since when, how sure, and who looked', FigureAlerts, {
    query: z.object({ language }),
  }),
  figureRegionTrend: read('/api/figures/region/trend', 'One released figure over the years, by country', RegionTrend, {
    query: z.object({
      report: z.string().max(60),
      table: z.string().max(60),
      /** JSON of the cell's key, as it stands in the region's answer. */
      key: z.string().max(600),
      to: z.coerce.number().int().min(1990).max(2100),
    }),
  }),
  figureAudits: read(
    '/api/figures/audits',
    'How far what is being protected now has come: asked by a page that waits for it',
    z.object({
      /** How many wait in line behind the one that runs. */
      waiting: z.int(),
      /** What runs: since how many seconds, and how much of it is done, from 0 to 1. */
      running: z.object({ seconds: z.number(), share: z.number() }).nullable(),
      /** After so many seconds it is broken off. */
      limitSeconds: z.number(),
    }),
  ),
  figureRegion: read('/api/figures/region', 'What the countries released, and who has not', RegionView, {
    query: z.object({ year: z.coerce.number().int().min(1990).max(2100), language }),
  }),
}
