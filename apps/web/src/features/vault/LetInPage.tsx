import { useState } from 'react'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { Confirm } from '../../components/Choices.tsx'
import { Page } from '../../components/Page.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { keepCompared } from './compared.ts'
import { grantTo } from './makeKey.ts'
import { inGroups, vaultsOf } from './unitVaults.ts'
import './vault.css'

/** Lets a colleague into the unit's vault, after both have compared the fingerprint of the colleague's key. */
export const LetInPage = () => {
  const { unitId, memberId } = usePathParams<'unitId' | 'memberId'>()
  const me = useMe()
  const t = useT()
  const go = useGo()
  const words = useActWords()
  const vault = vaultsOf(me, useDirectory()).find((one) => one.unitId === unitId)
  const colleague = vault?.waiting.find((one) => one.memberId === memberId)
  const [compared, setCompared] = useState(false)
  const [tried, setTried] = useState(false)
  const { busy, outcome, send } = useAnswer()
  if (!vault || vault.stage !== 'held' || !colleague)
    return (
      <Page titleId="vault.let_in.title" back="/vault">
        <p>
          <T id={vault?.stage === 'held' ? 'vault.let_in.nobody' : 'refusal.not_a_holder'} />
        </p>
      </Page>
    )
  const error = tried && !compared ? t('vault.let_in.missing') : undefined
  const letIn = async () => {
    setTried(true)
    if (!compared) return
    const answer = await send(async () => sendNow('vault.grant_unit_key', await grantTo(unitId, me, colleague)))
    if (answer.status !== 'accepted') return
    await keepCompared([colleague])
    go('/vault', { replace: true })
  }
  return (
    <QuestionPage
      titleId="vault.let_in.title"
      caption={<bdi>{vault.name}</bdi>}
      question={<T id="vault.let_in.question" values={{ name: <bdi>{colleague.name}</bdi> }} />}
      hint={<T id="vault.let_in.hint" />}
      why={<T id="vault.let_in.why" />}
      back="/vault"
      busy={busy}
      errors={error ? [{ field: 'compared', message: error }] : []}
      onContinue={() => void letIn()}
      continueLabel={<T id="vault.let_in.now" />}
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      <p className="fingerprint">
        <bdi dir="ltr" className="id">
          {inGroups(colleague.keyId)}
        </bdi>
      </p>
      <Confirm
        name="compared"
        label={t('vault.let_in.compared')}
        error={error}
        value={compared}
        onChange={setCompared}
      />
    </QuestionPage>
  )
}
