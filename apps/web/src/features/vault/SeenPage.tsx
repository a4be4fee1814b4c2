import { useActWords } from '../../components/act/words.ts'
import { CasePageFrame } from '../../components/case/CasePageFrame.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { Reading } from '../../components/Reading.tsx'
import { When } from '../../components/When.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { useCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import '../../components/case/case.css'

/** Who opened what of this person, when and why: for the person who asks, and for those who answer for the case. */
export const SeenPage = () => {
  const { caseId } = usePathParams<'caseId'>()
  const read = useCase(caseId)
  const t = useT()
  const { names } = useDirectory()
  const words = useActWords(names)
  const format = useFormat()
  if (read.state !== 'ready') return <Reading read={read} titleId="vault.seen.title" back={`/cases/${caseId}`} />
  const looks = read.data.view.actions.filter((action) => action.kind === 'vault.opened').toReversed()
  const classesOf = (body: Record<string, unknown> | null) =>
    Array.isArray(body?.['classes']) ? (body['classes'] as string[]) : []
  return (
    <CasePageFrame
      open={read.data}
      titleId="vault.seen.title"
      heading={<T id="vault.seen.title" />}
      lead={<T id="vault.seen.lead" />}
      asOf={read.asOf}
    >
      <Queue
        caption={t('vault.seen.caption')}
        hideCaption
        rows={looks}
        rowKey={(action) => action.id}
        columns={[
          { key: 'when', label: t('vault.seen.when'), heads: true, cell: (action) => <When at={action.occurredAt} /> },
          {
            key: 'who',
            label: t('vault.seen.who'),
            cell: (action) => (
              <>
                {action.byName && (
                  <>
                    <bdi>{action.byName}</bdi> ·{' '}
                  </>
                )}
                {words.code(action.by.function)} · <bdi>{action.unitName ?? names.unit(action.by.unitId)}</bdi>
              </>
            ),
          },
          {
            key: 'what',
            label: t('vault.seen.what'),
            cell: (action) => format.list(classesOf(action.body).map((one) => words.code(one))),
          },
          {
            key: 'why',
            label: t('vault.seen.why'),
            cell: (action) => words.code(String(action.body?.['reason'] ?? ''), 'reason'),
          },
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="vault.seen.nobody" />} />}
      />
    </CasePageFrame>
  )
}
