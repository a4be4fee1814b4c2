import type { CommandOutcome } from '@ariadne/contract'
import { useState } from 'react'
import { type Answer, OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useActWords } from '../../components/act/words.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox, Checkboxes } from '../../components/Choices.tsx'
import { Page } from '../../components/Page.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Callout } from '../../components/Tag.tsx'
import { codeOf } from '../../lib/api/problem.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { KitSheet } from './KitSheet.tsx'
import { type NewUnitKey, makeNewUnitKey } from './makeKey.ts'
import { type UnitVault, inGroups, vaultsOf } from './unitVaults.ts'
import './vault.css'

/** The first member of a unit makes its key here; it leaves this browser only sealed to people, and on one sheet of paper. */
export const MakeKeyPage = () => {
  const { unitId } = usePathParams<'unitId'>()
  const me = useMe()
  const directory = useDirectory()
  const vault = vaultsOf(me, directory).find((one) => one.unitId === unitId)
  if (!vault || vault.stage !== 'no_key')
    return (
      <Page titleId="vault.make.title" back="/vault">
        <p>
          <T id={vault ? 'refusal.unit_key_exists' : 'refusal.not_in_unit'} />
        </p>
      </Page>
    )
  return <MakeKey vault={vault} />
}

const MakeKey = ({ vault }: { vault: UnitVault }) => {
  const me = useMe()
  const t = useT()
  const go = useGo()
  const words = useActWords()
  const [chosen, setChosen] = useState<readonly string[]>(vault.waiting.map((one) => one.memberId))
  const [made, setMade] = useState<NewUnitKey | null>(null)
  const [printed, setPrinted] = useState(false)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Answer | null>(null)

  const attempt = async (work: () => Promise<CommandOutcome | null>) => {
    setBusy(true)
    setOutcome(null)
    try {
      const answer = await work()
      if (answer?.status === 'accepted') go('/vault', { replace: true })
      else if (answer) setOutcome(answer)
    } catch (error) {
      setOutcome({ status: 'failed', code: codeOf(error) })
    } finally {
      setBusy(false)
    }
  }
  const make = () =>
    attempt(async () => {
      const others = vault.waiting.filter((one) => chosen.includes(one.memberId))
      setMade(await makeNewUnitKey(vault.unitId, me, others))
      return null
    })
  const send = () => {
    setTried(true)
    if (!printed || !made) return
    void attempt(() => sendNow('vault.create_unit_key', made.command))
  }

  if (!made)
    return (
      <QuestionPage
        titleId="vault.make.title"
        caption={<bdi>{vault.name}</bdi>}
        question={<T id="vault.make.who" />}
        hint={<T id="vault.make.hint" />}
        why={<T id="vault.make.why" />}
        back="/vault"
        busy={busy}
        onContinue={() => void make()}
        continueLabel={<T id="vault.make.now" />}
      >
        {outcome && <OutcomeCallout outcome={outcome} words={words} />}
        {vault.waiting.length > 0 ? (
          <Checkboxes
            name="colleagues"
            label={t('vault.make.colleagues')}
            hint={<T id="vault.make.compare" />}
            choices={vault.waiting.map((one) => ({
              value: one.memberId,
              label: <bdi>{one.name}</bdi>,
              hint: (
                <bdi dir="ltr" className="id">
                  {inGroups(one.keyId.slice(0, 24))}
                </bdi>
              ),
            }))}
            value={chosen}
            onChange={setChosen}
          />
        ) : (
          <Callout tone="warn">
            <p>
              <T id="vault.make.alone" />
            </p>
          </Callout>
        )}
      </QuestionPage>
    )
  const error = tried && !printed ? t('vault.kit.missing') : undefined
  return (
    <Page titleId="vault.kit.title" caption={<bdi>{vault.name}</bdi>} lead={<T id="vault.kit.lead" />}>
      <div className="stack">
        {outcome && <OutcomeCallout outcome={outcome} words={words} />}
        <div className="no-print">
          <Callout tone="warn" title={<T id="vault.kit.once" />}>
            <p>
              <T id="vault.kit.once.body" />
            </p>
          </Callout>
        </div>
        <KitSheet unitName={vault.name} instanceName={me.instance.name} made={made} />
        <div className="field no-print" data-error={error ? '' : undefined}>
          {error && <p className="field-error">{error}</p>}
          <Checkbox name="printed" label={t('vault.kit.printed')} value={printed} onChange={setPrinted} />
        </div>
        <p className="no-print">
          <Button busy={busy} onClick={send}>
            <T id="vault.kit.done" />
          </Button>
        </p>
      </div>
    </Page>
  )
}
