/** A moment some hours after another. */
export const plusHoursFrom = (at: string, hours: number): string =>
  new Date(Date.parse(at) + hours * 3_600_000).toISOString()
