import type { Api } from '@ariadne/contract'
import type { ReactNode } from 'react'
import { Select } from '../../../components/Select.tsx'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo } from '../../../lib/params.ts'

export type Learning = Api['GET /api/learning']['response']

/** A count, or that there are too few to show it. */
export const Count = ({ of }: { of: number | null }) => {
  const format = useFormat()
  return of === null ? (
    <span className="quiet small learning-hidden">
      <T id="signs.learning.few" />
    </span>
  ) : (
    <span className="tabular">{format.number(of)}</span>
  )
}

/** Which quarter is looked at, and what is not shown of it. `more` stays in the address. */
export const ChooseQuarter = ({
  learning,
  page,
  more = {},
}: {
  learning: Learning
  page: string
  more?: Readonly<Record<string, string>>
}): ReactNode => {
  const t = useT()
  const go = useGo()
  return (
    <Select
      name="quarter"
      label={t('signs.learning.quarter')}
      hint={t('signs.learning.quarter.hint', { threshold: learning.threshold })}
      options={learning.quarters.map((quarter) => ({
        value: quarter,
        label: t('signs.learning.quarter.name', { year: quarter.slice(0, 4), quarter: quarter.slice(-1) }),
      }))}
      value={learning.quarter}
      onChange={(quarter) => go(`${page}?${new URLSearchParams({ ...more, quarter })}`, { replace: true })}
    />
  )
}
