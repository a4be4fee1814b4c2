import type { ReactNode } from 'react'
import { useState } from 'react'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { Button } from '../../components/Button.tsx'
import { Checkboxes, Confirm } from '../../components/Choices.tsx'
import type { FieldError } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Callout } from '../../components/Tag.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { type Compared, keepCompared } from './compared.ts'
import { KitSheet } from './KitSheet.tsx'
import type { NewUnitKey } from './makeKey.ts'
import { type Colleague, type UnitVault, inGroups } from './unitVaults.ts'
import './vault.css'

interface NewKeyProps {
  vault: UnitVault
  /** Catalogue prefix of the question: `vault.make` or `vault.rotate`. */
  words: 'vault.make' | 'vault.rotate'
  /** Who may be given the key, and who is ticked at first. */
  colleagues: readonly Colleague[]
  ticked: readonly string[]
  compared: Compared
  errors?: readonly FieldError[]
  /** Asked above the colleagues. */
  before?: ReactNode
  /** Null when something is still missing, which `errors` names then. */
  make: (chosen: readonly Colleague[]) => Promise<NewUnitKey | null>
}

/** Two steps to a new key of a unit: who holds it, and the sheet that is printed before it counts. */
export const NewKey = ({ vault, words, colleagues, ticked, compared, errors = [], before, make }: NewKeyProps) => {
  const me = useMe()
  const t = useT()
  const go = useGo()
  const actWords = useActWords()
  const [chosen, setChosen] = useState<readonly string[]>(ticked)
  const [made, setMade] = useState<NewUnitKey | null>(null)
  const [printed, setPrinted] = useState(false)
  const [tried, setTried] = useState(false)
  const { busy, outcome, send } = useAnswer()
  const receiving = colleagues.filter((one) => chosen.includes(one.memberId))

  const begin = () => send(async () => setMade(await make(receiving)))
  const finish = async () => {
    setTried(true)
    if (!printed || !made) return
    const answer = await send(made.send)
    if (answer.status !== 'accepted') return
    await keepCompared(receiving)
    go('/vault', { replace: true })
  }
  const hintOf = ({ memberId, keyId }: Colleague) => {
    const known = compared[memberId]
    return (
      <>
        <bdi dir="ltr" className="id">
          {inGroups(keyId.slice(0, 24))}
        </bdi>
        {known !== undefined && (
          <>
            {' '}
            <T id={known === keyId ? 'vault.compared.before' : 'vault.compared.differs'} />
          </>
        )}
      </>
    )
  }

  if (!made)
    return (
      <QuestionPage
        titleId={`${words}.title`}
        caption={<bdi>{vault.name}</bdi>}
        question={<T id={`${words}.who`} />}
        hint={<T id={`${words}.hint`} />}
        why={<T id={`${words}.why`} />}
        back="/vault"
        busy={busy}
        errors={[...errors]}
        onContinue={() => void begin()}
        continueLabel={<T id={`${words}.now`} />}
      >
        {outcome && <OutcomeCallout outcome={outcome} words={actWords} />}
        {before}
        {colleagues.length > 0 ? (
          <Checkboxes
            name="colleagues"
            label={t(`${words}.colleagues`)}
            hint={<T id="vault.make.compare" />}
            choices={colleagues.map((one) => ({
              value: one.memberId,
              label: <bdi>{one.name}</bdi>,
              hint: hintOf(one),
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
        {outcome && <OutcomeCallout outcome={outcome} words={actWords} />}
        <div className="no-print">
          <Callout tone="warn" title={<T id="vault.kit.once" />}>
            <p>
              <T id="vault.kit.once.body" />
            </p>
          </Callout>
        </div>
        <KitSheet unitName={vault.name} instanceName={me.instance.name} made={made} />
        <div className="no-print">
          <Confirm name="printed" label={t('vault.kit.printed')} error={error} value={printed} onChange={setPrinted} />
        </div>
        <p className="no-print">
          <Button busy={busy} onClick={() => void finish()}>
            <T id={words === 'vault.rotate' ? 'vault.rotate.done' : 'vault.kit.done'} />
          </Button>
        </p>
      </div>
    </Page>
  )
}
