import { useState } from 'react'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { Page } from '../../components/Page.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { TextArea } from '../../components/TextField.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { findCodeProblem, restoreFromKit } from './restore.ts'
import { ScanCode } from './ScanCode.tsx'
import { vaultsOf } from './unitVaults.ts'
import './vault.css'

/** The way back in when nobody who holds the key can be reached: the code on paper opens the kit in this browser. */
export const RestorePage = () => {
  const { unitId } = usePathParams<'unitId'>()
  const me = useMe()
  const t = useT()
  const go = useGo()
  const words = useActWords()
  const format = useFormat()
  const vault = vaultsOf(me, useDirectory()).find((one) => one.unitId === unitId)
  // In memory only: a code that opens a vault is never kept on a device.
  const [typed, setTyped] = useState('')
  const [error, setError] = useState('')
  const { busy, outcome, send } = useAnswer()
  if (!vault || vault.stage !== 'not_let_in')
    return (
      <Page titleId="vault.restore" back="/vault">
        <p>
          <T id={vault?.stage === 'held' ? 'vault.restore.held' : 'refusal.unit_key_missing'} />
        </p>
      </Page>
    )

  const restore = async () => {
    setError('')
    const problem = await findCodeProblem(typed)
    if (problem)
      return setError(
        t(`vault.restore.${problem.problem}`, {
          count: problem.groups.length,
          groups: format.list(problem.groups.map((group) => format.number(group))),
        }),
      )
    const answer = await send(() => restoreFromKit(unitId, typed, me))
    if (answer.status === 'accepted') return go('/vault', { replace: true })
    if (answer.status === 'failed' && answer.code === 'cannot_open') setError(t('vault.restore.other_kit'))
  }
  return (
    <QuestionPage
      titleId="vault.restore"
      caption={<bdi>{vault.name}</bdi>}
      question={<T id="vault.restore.question" />}
      hint={<T id="vault.restore.hint" />}
      why={<T id="vault.restore.why" />}
      back="/vault"
      busy={busy}
      errors={error ? [{ field: 'code', message: error }] : []}
      onContinue={() => void restore()}
      continueLabel={<T id="vault.restore.now" />}
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      <ScanCode onRead={setTyped} />
      <TextArea
        name="code"
        label={t('vault.restore.code')}
        hint={<T id="vault.restore.code.hint" />}
        error={error || undefined}
        rows={3}
        value={typed}
        onChange={setTyped}
      />
    </QuestionPage>
  )
}
