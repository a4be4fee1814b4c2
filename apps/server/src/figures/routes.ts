import { figureRoutes, GROUND_NOTE_CODES } from '@ariadne/contract'
import { vocabulary } from '@ariadne/domain'
import type { TrustList } from '@ariadne/exchange'
import { z } from 'zod'
import { readCursor, writeCursor } from '../casework/index.ts'
import { Problem } from '../platform/problem.ts'
import type { Register } from '../platform/stage.ts'
import { readAlerts } from './alerts/index.ts'
import type { Watching } from './alerts/index.ts'
import { earlierEntries, pageEntries } from './entries/list.ts'
import { ownBeside } from './entries/own.ts'
import type { Figures } from './figures.ts'
import { needCoordinator, viewOf } from './reader.ts'
import { readCapacity } from './reads/capacity.ts'
import { readDefinitions } from './reads/definitions.ts'
import { readFunnel } from './reads/funnel.ts'
import { areasOf, readMap } from './reads/map.ts'
import { readKpis } from './reads/kpis.ts'
import { listNotes } from './reads/notes.ts'
import { readQuality } from './reads/quality.ts'
import { readTimeliness } from './reads/timeliness.ts'
import { readTrend } from './reads/trend.ts'
import { choicesFor } from './published/choices.ts'
import type { Road } from './published/road.ts'
import { releaseReads } from './published/routes.ts'
import { safeCells } from './published/safe-view.ts'
import { readRegionTrend } from './regional/trend.ts'
import { readRegion } from './regional/region.ts'
import { buildReport } from './reports/build.ts'
import { NotSafe } from './reports/release.ts'
import { listKept } from './reports/versions.ts'
import { fileOf } from './reports/file.ts'
import { viewReport } from './reports/view.ts'

const safely = async <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    if (!(error instanceof NotSafe)) throw error
    throw new Problem({
      status: 409,
      code: 'not_safe',
      title: 'This report cannot be told safely.',
      remedy: error.message,
    })
  })

const PAGE = 100
const REGION_YEARS = 6

/** @throws {Problem} 400 */
const readKey = (text: string): Record<string, string> => {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text))
  } catch {
    throw new Problem({
      status: 400,
      code: 'field_invalid',
      field: 'key',
      title: 'This is not the key of a cell.',
      remedy: 'Give the JSON object of names and categories of a cell of the region.',
    })
  }
}
const Cursor = z.tuple([z.iso.datetime({ precision: 3 }), z.uuid()])

export const figureReads = (
  routes: Pick<Register, 'signedIn'>,
  figures: Figures,
  network: { trustList: () => Promise<TrustList | null>; stillLooking: Watching; road: Road },
): void => {
  releaseReads(routes, figures, network.road)
  routes.signedIn(figureRoutes.figureDefinitions, async (c, who) => {
    viewOf(who)
    const { language } = c.req.valid('query')
    return c.json(await figures.read(language ?? who.language, readDefinitions), 200)
  })
  routes.signedIn(figureRoutes.figureTrend, async (c, who) => {
    const view = viewOf(who)
    const query = c.req.valid('query')
    return c.json(
      await figures.read(
        query.language ?? who.language,
        (reading) => readTrend(reading, view, query),
        c.req.raw.signal,
      ),
      200,
    )
  })
  routes.signedIn(figureRoutes.figureMap, async (c, who) => {
    const view = viewOf(who)
    const { language = who.language, ...query } = c.req.valid('query')
    return c.json(
      await figures.read(language, (reading) => readMap(reading, view, { ...query, language }), c.req.raw.signal),
      200,
    )
  })
  routes.signedIn(figureRoutes.figureFunnel, async (c, who) => {
    const view = viewOf(who)
    const { period, language } = c.req.valid('query')
    return c.json(
      await figures.read(language ?? who.language, (reading) => readFunnel(reading, view, period), c.req.raw.signal),
      200,
    )
  })
  routes.signedIn(figureRoutes.figureKpis, async (c, who) => {
    const view = viewOf(who)
    const { period, language } = c.req.valid('query')
    return c.json(
      await figures.read(language ?? who.language, (reading) => readKpis(reading, view, period), c.req.raw.signal),
      200,
    )
  })
  routes.signedIn(figureRoutes.figureTimeliness, async (c, who) => {
    const view = viewOf(who)
    const { period, language } = c.req.valid('query')
    return c.json(await figures.read(language ?? who.language, (reading) => readTimeliness(reading, view, period)), 200)
  })
  routes.signedIn(figureRoutes.figureCapacity, async (c, who) => {
    needCoordinator(who)
    const { period, language } = c.req.valid('query')
    return c.json(await figures.read(language ?? who.language, (reading) => readCapacity(reading, period)), 200)
  })
  routes.signedIn(figureRoutes.figureQuality, async (c, who) => {
    needCoordinator(who)
    const { period, language = who.language } = c.req.valid('query')
    return c.json(await figures.read(language, (reading) => readQuality(reading, language, period)), 200)
  })
  routes.signedIn(figureRoutes.figureReports, async (c, who) => {
    const view = viewOf(who)
    const { language } = c.req.valid('query')
    const answer = await figures.read(language ?? who.language, async ({ tx, statistics, word }) => {
      const kept = view === 'exact' ? await listKept(tx) : []
      return statistics.reports.map((report) => ({
        id: report.id,
        title: word(`report.${report.id}`),
        recipient: word(`recipient.${report.id}`),
        version: report.version,
        statutory: report.statutory,
        due: report.due,
        kept: kept.flatMap((one) =>
          one.report === report.id ? [{ year: one.year, version: one.version, keptAt: one.kept_at }] : [],
        ),
      }))
    })
    return c.json({ reports: answer }, 200)
  })
  routes.signedIn(figureRoutes.figureReport, async (c, who) => {
    const view = viewOf(who)
    const { report } = c.req.valid('param')
    const { year, language } = c.req.valid('query')
    const answer = await figures.read(
      language ?? who.language,
      async (reading) => {
        const built = await buildReport(reading, report, year)
        if (view === 'exact') return viewReport(reading, built, view, await choicesFor(reading, built))
        const cells = await safely(safeCells(reading, built))
        return viewReport(reading, { ...built, cells }, view)
      },
      c.req.raw.signal,
    )
    return c.json(answer, 200)
  })
  routes.signedIn(figureRoutes.figureReportFile, async (c, who) => {
    const view = viewOf(who)
    const { report } = c.req.valid('param')
    const { year, format, language } = c.req.valid('query')
    const file = await figures.read(
      language ?? who.language,
      async (reading) => {
        const exact = await buildReport(reading, report, year)
        const built =
          view === 'exact'
            ? exact
            : {
                ...exact,
                cells: await safely(safeCells(reading, exact)),
              }
        return fileOf(built, viewReport(reading, built, view), format)
      },
      c.req.raw.signal,
    )
    return c.json(file, 200)
  })
  routes.signedIn(figureRoutes.figureAudits, (c, who) => {
    viewOf(who)
    const { waiting, running, limitMs } = figures.audits.state()
    return c.json(
      {
        waiting,
        running: running === null ? null : { seconds: Math.round(running.forMs / 1000), share: running.share },
        limitSeconds: limitMs / 1000,
      },
      200,
    )
  })
  routes.signedIn(figureRoutes.figureRegion, async (c, who) => {
    viewOf(who)
    const { year, language } = c.req.valid('query')
    const list = await network.trustList()
    return c.json(await figures.read(language ?? who.language, (reading) => readRegion(reading, year, list)), 200)
  })
  routes.signedIn(figureRoutes.figureRegionTrend, async (c, who) => {
    viewOf(who)
    const { report, table, key, to } = c.req.valid('query')
    const wanted = { report, table, key: readKey(key), to, years: REGION_YEARS }
    return c.json(await figures.read(who.language, (reading) => readRegionTrend(reading, wanted)), 200)
  })
  routes.signedIn(figureRoutes.figureAlerts, async (c, who) => {
    needCoordinator(who)
    const { language } = c.req.valid('query')
    const looking = await network.stillLooking()
    const told = await figures.read(language ?? who.language, (reading) => readAlerts(reading, network.road))
    return c.json({ ...told, looking }, 200)
  })
  routes.signedIn(figureRoutes.figureEntries, async (c, who) => {
    needCoordinator(who)
    const { definition, year, after } = c.req.valid('query')
    const { rows, earlier, own } = await figures.read(who.language, async (reading) => {
      const { tx, country } = reading
      const rows = await pageEntries(tx, { definition, year, country }, readCursor(Cursor, after), PAGE + 1)
      const ids = rows.map((row) => row.id)
      return { rows, earlier: await earlierEntries(tx, ids), own: await ownBeside(reading, rows, year) }
    })
    const shown = rows.slice(0, PAGE)
    const last = shown.at(-1)
    return c.json(
      {
        entries: shown.map((row) => ({
          entryId: row.id,
          definition: row.definition,
          period: row.period,
          key: row.key,
          status: row.status,
          value: row.value,
          low: row.low,
          high: row.high,
          source: row.source,
          sourceTitle: row.source_title,
          note: row.note,
          enteredAt: row.entered_at,
          enteredBy: row.entered_by,
          replaces: row.replaces,
          earlier: (earlier.get(row.id) ?? []).map(({ status, value, note, entered_at, entered_by }) => ({
            status,
            value,
            note,
            enteredAt: entered_at,
            enteredBy: entered_by,
          })),
        })),
        own,
        next: rows.length > PAGE && last ? writeCursor([last.entered_at, last.id]) : null,
      },
      200,
    )
  })
  routes.signedIn(figureRoutes.groundNotes, async (c, who) => {
    const { language = who.language } = c.req.valid('query')
    const { notes, areas } = await figures.read(language, async (reading) => {
      const areas = areasOf(reading, language).map(({ code, name }) => ({ code, name }))
      const notes = await listNotes(reading.tx, {
        units: who.memberships.map((one) => one.unitId),
        reviews: who.functions.includes('national_coordinator'),
        language,
        areas,
      })
      return { notes, areas }
    })
    const codes = { ...GROUND_NOTE_CODES } as unknown as Record<string, string[]>
    return c.json({ notes, codes, areas, forms: [...vocabulary.Exploitation.options] }, 200)
  })
}
