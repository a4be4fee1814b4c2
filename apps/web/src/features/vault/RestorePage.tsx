import { checkRecoveryCode } from '@ariadne/vault/recovery-code'
import { useState } from 'react'
import { type Answer, OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useActWords } from '../../components/act/words.ts'
import { Page } from '../../components/Page.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { TextField } from '../../components/TextField.tsx'
import { codeOf } from '../../lib/api/problem.ts'
import { queries } from '../../lib/api/useRead.ts'
import { RefusedError } from '../../lib/case/submit.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams } from '../../lib/params.ts'
import { useMe, type Me } from '../../lib/session/me.tsx'

/** Opens the printed kit's ciphertext with the typed code, here, and grants the unit's key to whoever typed it. */
const restoreWith = async (unitId: string, code: string, me: Me) => {
  const taken = await sendNow('vault.take_recovery_kit', { unitId: unitId as never })
  if (taken.status !== 'accepted') throw new RefusedError(taken)
  const [{ openRecoveryKit }, { grantUnitKey }] = await Promise.all([
    import('@ariadne/vault/recovery'),
    import('@ariadne/vault/unit-keys'),
  ])
  const unitKey = await openRecoveryKit(JSON.parse(String(taken.result?.['kit'])), code)
  const grant = await grantUnitKey(unitKey, { memberId: me.member.memberId, publicKey: me.keys.publicKey })
  unitKey.seed.fill(0)
  return sendNow('vault.restore_unit_key', {
    unitId: unitId as never,
    memberKeyId: grant.memberKeyId,
    sealedSeed: JSON.stringify(grant),
  })
}

/** For the day when nobody who holds the unit's key is left: two people, the paper from the safe, and this page. */
export const RestorePage = () => {
  const { unitId } = usePathParams<'unitId'>()
  const me = useMe()
  const t = useT()
  const go = useGo()
  const words = useActWords()
  const [code, setCode] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Answer | null>(null)
  const unit = me.member.memberships.find((one) => one.unitId === unitId)
  if (!unit)
    return (
      <Page titleId="vault.restore" back="/vault">
        <p>
          <T id="refusal.not_in_unit" />
        </p>
      </Page>
    )
  const restore = async () => {
    const checked = await checkRecoveryCode(code)
    if (!checked.ok)
      return setError(
        checked.groups.length > 0
          ? t('vault.restore.groups', { groups: checked.groups.join(', ') })
          : t('vault.restore.wrong'),
      )
    setError(null)
    setBusy(true)
    setOutcome(null)
    try {
      const answer = await restoreWith(unitId, code, me)
      if (answer.status !== 'accepted') return setOutcome(answer)
      await queries.invalidateQueries()
      go('/vault', { replace: true })
    } catch (failed) {
      setOutcome(failed instanceof RefusedError ? failed.outcome : { status: 'failed', code: codeOf(failed) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <QuestionPage
      titleId="vault.restore"
      caption={<bdi>{unit.unitName}</bdi>}
      question={<T id="vault.restore.question" />}
      hint={<T id="vault.restore.hint" />}
      back="/vault"
      busy={busy}
      errors={error ? [{ field: 'code', message: error }] : []}
      onContinue={() => void restore()}
      continueLabel={<T id="vault.restore.now" />}
    >
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      <TextField name="code" label={t('vault.restore.code')} error={error} value={code} onChange={setCode} />
    </QuestionPage>
  )
}
