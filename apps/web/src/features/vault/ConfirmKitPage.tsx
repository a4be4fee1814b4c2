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
import { vaultsOf } from './unitVaults.ts'

/** One of two people says that the printed kit is where it belongs. */
export const ConfirmKitPage = () => {
  const { unitId } = usePathParams<'unitId'>()
  const me = useMe()
  const t = useT()
  const go = useGo()
  const words = useActWords()
  const vault = vaultsOf(me, useDirectory()).find((one) => one.unitId === unitId)
  const [seen, setSeen] = useState(false)
  const [tried, setTried] = useState(false)
  const { busy, outcome, send } = useAnswer()
  if (!vault || vault.stage === 'no_key')
    return (
      <Page titleId="vault.kit.confirm" back="/vault">
        <p>
          <T id={vault ? 'refusal.unit_key_missing' : 'refusal.not_in_unit'} />
        </p>
      </Page>
    )
  const error = tried && !seen ? t('vault.kit.confirm.missing') : undefined
  const confirm = async () => {
    setTried(true)
    if (!seen) return
    const answer = await send(() => sendNow('vault.confirm_recovery_kit', { unitId: unitId as never, printed: true }))
    if (answer.status === 'accepted') go('/vault', { replace: true })
  }
  return (
    <QuestionPage
      titleId="vault.kit.confirm"
      caption={<bdi>{vault.name}</bdi>}
      question={<T id="vault.kit.confirm.question" />}
      hint={<T id="vault.kit.confirm.hint" />}
      back="/vault"
      busy={busy}
      errors={error ? [{ field: 'seen', message: error }] : []}
      onContinue={() => void confirm()}
      continueLabel={<T id="vault.kit.confirm.now" />}
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      <Confirm name="seen" label={t('vault.kit.confirm.seen')} error={error} value={seen} onChange={setSeen} />
    </QuestionPage>
  )
}
