import type { HandoverState } from '@ariadne/domain'
import { SealedBox } from '../../components/sealed/SealedBox.tsx'
import { openParts } from '../../lib/case/submit.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'

/** The sealed parts that came or went with this handover: closed until somebody says why they open them. */
export const OpenedParts = ({ open, handover }: { open: OpenCase; handover: HandoverState }) => {
  const me = useMe()
  const parts = open.state.parts.filter((part) => part.handoverId === handover.handoverId)
  const by = open.possible.find((one) => one.kind === 'vault.opened')?.by
  if (parts.length === 0 || !by) return null
  return (
    <SealedBox
      title={<T id="handover.sealed" values={{ count: parts.length }} />}
      classes={[...new Set(parts.map((part) => part.class))]}
      opener={(reason) =>
        openParts(
          open,
          parts.map((part) => part.partId),
          reason,
          by,
          me,
        )
      }
    />
  )
}
