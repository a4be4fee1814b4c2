import type { ReportView } from '@ariadne/contract'
import type { BuiltReport } from './build.ts'
import { reportCsv, reportSdmx, reportXlsx } from './export.ts'

const MEDIA = {
  csv: 'text/csv;charset=utf-8',
  hxl: 'text/csv;charset=utf-8',
  sdmx: 'application/vnd.sdmx.data+csv;version=1.0.0',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type FileFormat = keyof typeof MEDIA

/**
 * A report as a file of a format that other systems read. Its name says country and year, and where SDMX codes could not
 * be verified, that: the format has no room for such a note inside.
 */
export const fileOf = async (built: BuiltReport, view: ReportView, format: FileFormat) => {
  const text = (): string =>
    format === 'sdmx' ? reportSdmx(built, view.country) : reportCsv(built, { hxl: format === 'hxl' })
  const bytes = format === 'xlsx' ? await reportXlsx(built, view) : Buffer.from(text(), 'utf8')
  const ending = format === 'xlsx' ? 'xlsx' : `${format === 'csv' ? '' : `${format}.`}csv`
  const isUnsure = format === 'sdmx' && view.sdmx !== 'verified'
  return {
    name: `${view.report}-${view.country}-${view.year}${isUnsure ? '-codes-not-verified' : ''}.${ending}`,
    mediaType: MEDIA[format],
    content: Buffer.from(bytes).toString('base64'),
  }
}
