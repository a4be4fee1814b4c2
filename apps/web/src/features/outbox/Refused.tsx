import type { CommandOutcome } from '@ariadne/contract'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'

/** Why the instance said no, which entry it means, and who may do it instead. */
export const Refused = ({ outcome }: { outcome: CommandOutcome }) => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const word = (id: string, other: string) => (has(id) ? t(id) : other)
  const functions = format.list((outcome.mayInstead ?? []).map((name) => word(`code.${name}`, name)))
  const field = outcome.field?.split('.').at(-1)
  return (
    <div className="outbox-why">
      <p>
        {outcome.code && has(`refusal.${outcome.code}`)
          ? t(`refusal.${outcome.code}`, { functions })
          : (outcome.remedy ?? t('outbox.refusedNoReason'))}
      </p>
      {field && (
        <p className="quiet small">
          <T id="outbox.field" values={{ field: word(`field.${field}`, field) }} />
        </p>
      )}
    </div>
  )
}
