import { useState } from 'react'
import { type Answer, OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useActWords } from '../../components/act/words.ts'
import { Checkbox } from '../../components/Choices.tsx'
import { Page } from '../../components/Page.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { codeOf } from '../../lib/api/problem.ts'
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
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Answer | null>(null)
  if (!vault || vault.stage !== 'held' || !colleague)
    return (
      <Page titleId="vault.let_in.title" back="/vault">
        <p>
          <T id={vault?.stage === 'held' ? 'vault.let_in.nobody' : 'refusal.not_a_holder'} />
        </p>
      </Page>
    )
  const error = tried && !compared ? t('vault.let_in.missing') : undefined
  const send = async () => {
    setTried(true)
    if (!compared) return
    setBusy(true)
    setOutcome(null)
    try {
      const answer = await sendNow('vault.grant_unit_key', await grantTo(unitId, me, colleague))
      if (answer.status === 'accepted') {
        await keepCompared([colleague])
        return go('/vault', { replace: true })
      }
      setOutcome(answer)
    } catch (failed) {
      setOutcome({ status: 'failed', code: codeOf(failed) })
    } finally {
      setBusy(false)
    }
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
      onContinue={() => void send()}
      continueLabel={<T id="vault.let_in.now" />}
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      <p className="fingerprint">
        <bdi dir="ltr" className="id">
          {inGroups(colleague.keyId)}
        </bdi>
      </p>
      <div className="field" data-error={error ? '' : undefined}>
        {error && <p className="field-error">{error}</p>}
        <Checkbox name="compared" label={t('vault.let_in.compared')} value={compared} onChange={setCompared} />
      </div>
    </QuestionPage>
  )
}
