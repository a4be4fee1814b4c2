import { Details } from '../../components/Details.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { TextField } from '../../components/TextField.tsx'
import { SealedEntries } from '../../components/act/SealedEntries.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import type { SealedText } from '../../lib/vault/parts.ts'
import { type ReferralDraft, isChild } from './draft.ts'
import { Frame } from './Frame.tsx'
import { useScreening } from './useScreening.tsx'

/** What only the receiving unit may read: sealed on this device before it leaves. All of it may stay empty. */
export const Sealed = () => {
  const { draft, change, goOn, before } = useScreening()
  const t = useT()
  const directory = useRead('GET /api/directory', {})
  const { referral } = draft
  const unit =
    directory.state === 'ready' ? directory.data.units.find((one) => one.unitId === referral.toUnitId)?.name : undefined
  const write = (partClass: keyof ReferralDraft['texts'], text: SealedText) =>
    change((now) => ({
      ...now,
      referral: { ...now.referral, texts: { ...now.referral.texts, [partClass]: text } },
    }))
  const readers = unit ? [unit] : []
  const place = referral.texts.contact ?? {}
  return (
    <Frame step="sealed">
      <QuestionPage
        titleId="screening.title"
        question={<T id="screening.sealed.question" />}
        hint={<T id="screening.sealed.hint" values={{ unit: <bdi>{unit ?? '…'}</bdi> }} />}
        why={<T id="screening.sealed.why" />}
        back={before('sealed')}
        onContinue={() => goOn('sealed')}
      >
        <TextField
          name="contact-address"
          label={t('screening.sealed.place')}
          hint={t('screening.sealed.place.hint')}
          optional
          value={place['address'] ?? ''}
          onChange={(text) => write('contact', { ...place, address: text })}
        />
        <SealedEntries
          partClass="identity"
          optional
          readers={readers}
          value={referral.texts.identity ?? {}}
          onChange={(text) => write('identity', text)}
        />
        <Details summary={t('screening.sealed.words')} open={Boolean(referral.texts.narrative?.['text'])}>
          <p>
            <T id={isChild(draft) ? 'screening.sealed.words.child' : 'screening.sealed.words.adult'} />
          </p>
          <SealedEntries
            partClass="narrative"
            optional
            readers={readers}
            value={referral.texts.narrative ?? {}}
            onChange={(text) => write('narrative', text)}
          />
        </Details>
      </QuestionPage>
    </Frame>
  )
}
