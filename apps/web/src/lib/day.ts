/** Year, month and day as typed: "2010--7" has no month yet. */
export const partsOf = (value: string): [year: string, month: string, day: string] => {
  const [year = '', month = '', day = ''] = value.split('-')
  return [year, month, day]
}

export type Day = { readonly day: string } | { readonly problem: 'empty' | 'incomplete' | 'notADay' }

/**
 * Reads what stands in a date field. `day` is an ISO day ("2010-04-07").
 * @example const birth = readDay(draft.birthDay); if ('problem' in birth) errors.push(...)
 */
export const readDay = (value: string): Day => {
  const [year, month, day] = partsOf(value)
  if (!year && !month && !day) return { problem: 'empty' }
  if (!/^\d{4}$/.test(year) || !month || !day) return { problem: 'incomplete' }
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? { day: iso } : { problem: 'notADay' }
}
