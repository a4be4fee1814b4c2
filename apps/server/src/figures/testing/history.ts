import { DEFAULT_TARGETS } from '@ariadne/domain'
import type { InstanceId } from '@ariadne/domain'
import { importRecords } from '../../casework/index.ts'
import type { HistoricRecord } from '../../casework/index.ts'
import { inventHistory } from '../../demo/history.ts'
import type { Database } from '../../platform/database/index.ts'

/** An invented register of a few hundred people, the same every time. */
export const someHistory = (now: Date, monthly = 4): HistoricRecord[] =>
  inventHistory(
    {
      seed: 7,
      country: 'MK',
      monthly,
      citizenships: [
        ['MK', 5],
        ['AL', 3],
        ['SY', 2],
      ],
      areas: [
        ['MK004', 5],
        ['MK008', 4],
        ['MK006', 1],
      ],
      partners: ['AL', 'RS'],
      rise: { citizenship: 'AL', form: 'ForcedLabour', times: 4 },
    },
    now,
  )

export const bringIn = (
  db: Database,
  instanceId: string,
  records: readonly HistoricRecord[],
  now: Date,
  source = 'register-demo',
) =>
  importRecords(
    { db, instanceId: instanceId as InstanceId, now: () => now.toISOString(), targets: DEFAULT_TARGETS },
    { records, source, unitId: 'unt_nrm' },
  )
