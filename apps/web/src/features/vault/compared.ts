import { openRows } from '../../lib/device/device.ts'

/** Whose key somebody has compared with them on this device, by member and key id. */
export type Compared = Readonly<Record<string, string>>
const ROW = 'compared'

export const readCompared = async (): Promise<Compared> => (await openRows()?.get<Compared>('settings', ROW)) ?? {}

/** Keeps it for the next time: a server that shows another key for somebody then is seen. */
export const keepCompared = async (people: readonly { memberId: string; keyId: string }[]): Promise<void> => {
  const known = await readCompared()
  const added = Object.fromEntries(people.map(({ memberId, keyId }) => [memberId, keyId]))
  await openRows()?.put('settings', ROW, { ...known, ...added })
}
