import { NEXT_STEPS, type Sign } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Button, LinkButton } from '../../../components/Button.tsx'
import { Checkbox, Checkboxes, Radios } from '../../../components/Choices.tsx'
import { Select } from '../../../components/Select.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { read } from '../../../lib/content/texts.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../../lib/params.ts'
import { DIMENSIONS } from '../SignFacts.tsx'
import { withLaid, withSign, withText, withoutSign } from './change.ts'
import { LanguageToWrite, TextIn, writtenIn } from './InLanguages.tsx'
import { HOW_KNOWN, STRENGTHS } from './kinds.ts'
import { ProblemList } from './Problems.tsx'
import type { OpenDraft } from './useDraftOfSet.ts'

/** Facts of a sign that this draft may set. */
const Facts = ({ open, sign, regional }: { open: OpenDraft; sign: Sign; regional: readonly Sign[] }) => {
  const t = useT()
  const { language } = useLanguage()
  const { working, content } = open
  const set = (change: Partial<Sign>) => open.change(withSign(working, sign.id, change))
  const reading = content && read(content.texts, language)
  const sources = Object.keys(content?.set.sources ?? {})
  return (
    <>
      <div className="sign-form-pair">
        <Select
          name="strength"
          label={t('signs.field.strength')}
          options={STRENGTHS.map((value) => ({ value, label: t(`codes.screening.strength.${value}`) }))}
          value={sign.strength}
          onChange={(value) => {
            const strength = STRENGTHS.find((one) => one === value)
            if (strength) set({ strength })
          }}
        />
        <Select
          name="dimension"
          label={t('signs.field.dimension')}
          options={DIMENSIONS.map((value) => ({ value, label: t(`codes.screening.dimension.${value}`) }))}
          value={sign.dimension}
          onChange={(value) => {
            const dimension = DIMENSIONS.find((one) => one === value)
            if (dimension) set({ dimension })
          }}
        />
        <Select
          name="howKnown"
          label={t('signs.field.howKnown')}
          options={HOW_KNOWN.map((value) => ({ value, label: t(`codes.screening.howKnown.${value}`) }))}
          value={sign.howKnown}
          onChange={(value) => {
            const howKnown = HOW_KNOWN.find((one) => one === value)
            if (howKnown) set({ howKnown })
          }}
        />
        <Select
          name="askOrDoNext"
          label={t('signs.field.askOrDoNext')}
          options={NEXT_STEPS.map((value) => ({ value, label: t(`codes.screening.next.${value}`) }))}
          value={sign.askOrDoNext}
          onChange={(value) => {
            const askOrDoNext = NEXT_STEPS.find((one) => one === value)
            if (askOrDoNext) set({ askOrDoNext })
          }}
        />
      </div>
      <Checkbox
        name="firstView"
        label={t('signs.field.firstView')}
        value={sign.firstView === true}
        onChange={(firstView) => set({ firstView })}
      />
      {working.kind === 'overlay' && reading && (
        <Select
          name="mapsTo"
          label={t('signs.sign.mapsTo')}
          hint={t('signs.sign.mapsTo.hint')}
          empty={t('signs.sign.mapsTo.none')}
          options={regional.map(({ id }) => ({ value: id, label: reading.get(`sign.${id}.label`) }))}
          value={sign.mapsTo ?? ''}
          onChange={(value) => set({ mapsTo: value || null })}
        />
      )}
      {sources.length > 0 ? (
        <Checkboxes
          name="source"
          label={t('signs.field.source')}
          choices={sources.map((value) => ({
            value,
            label: (
              <span lang="en" dir="ltr">
                {content?.set.sources[value]?.title ?? value}
              </span>
            ),
          }))}
          value={sign.source}
          onChange={(source) => set({ source })}
        />
      ) : (
        <LinkButton kind="secondary" to={`/signs/drafts/${open.draftId}/sources`}>
          <T id="signs.source.add" />
        </LinkButton>
      )}
    </>
  )
}

/** What a country can do with a sign of the region: mute it with a reason, or give it its own words. */
const Laid = ({ open, sign }: { open: OpenDraft; sign: Sign }) => {
  const t = useT()
  const { working } = open
  if (working.kind !== 'overlay') return null
  return (
    <>
      <Checkbox
        name="mute"
        label={t('signs.sign.mute')}
        hint={t('signs.sign.mute.hint')}
        value={working.definition.mute.includes(sign.id)}
        onChange={(on) => open.change(withLaid(working, 'mute', sign.id, on))}
      />
      <Checkbox
        name="reword"
        label={t('signs.sign.reword')}
        hint={t('signs.sign.reword.hint')}
        value={working.definition.reword.includes(sign.id)}
        onChange={(on) => open.change(withLaid(working, 'reword', sign.id, on))}
      />
    </>
  )
}

/** One sign: its words in each language, and what it counts for. */
export const SignForm = ({ open }: { open: OpenDraft }) => {
  const t = useT()
  const go = useGo()
  const { language: mine } = useLanguage()
  const [language, setLanguage] = useState<string>(writtenIn(mine))
  const id = useSearchText()['sign'] ?? ''
  const { working, content, sets, canWrite } = open
  const sign = content?.set.signs.find((one) => one.id === id)
  const back = `/signs/drafts/${open.draftId}/signs`
  if (!content || !sign)
    return (
      <LinkButton kind="secondary" to={back}>
        <T id="signs.draft.step.signs" />
      </LinkButton>
    )
  const regional =
    working.kind === 'overlay'
      ? sets.find(({ set }) => set.id === working.definition.set && set.version === working.definition.over)
      : undefined
  const isOwn = working.kind === 'set' || working.definition.add.some((one) => one.id === id)
  const isReworded = working.kind === 'overlay' && working.definition.reword.includes(id)
  const isMuted = working.kind === 'overlay' && working.definition.mute.includes(id)
  const words = [...(isOwn || isReworded ? ['label', 'hint', 'context'] : []), ...(isMuted ? ['muted'] : [])]
  const index = working.kind === 'set' ? working.definition.signs.findIndex((one) => one.id === id) : -1
  const wrong = open.problems.filter(
    ({ file, path }) =>
      (file.endsWith('.json') && String(path[0] ?? '').startsWith(`sign.${id}.`)) ||
      (path[0] === 'signs' && path[1] === index) ||
      (working.kind === 'overlay' && path[0] === 'add' && working.definition.add[Number(path[1])]?.id === id),
  )
  const isBefore = sets.some(
    ({ set }) => working.kind === 'set' && set.id === working.definition.id && set.signs.some((one) => one.id === id),
  )
  const reading = read(content.texts, mine)
  return (
    <>
      <h2>
        {reading.has(`sign.${id}.label`) ? (
          <span lang={reading.lang} dir={directionOf(reading.lang)}>
            {reading.get(`sign.${id}.label`)}
          </span>
        ) : (
          <bdi dir="ltr">{id}</bdi>
        )}
      </h2>
      {wrong.length > 0 && (
        <Callout tone="warn" title={t('signs.problems', { count: wrong.length })}>
          <ProblemList problems={wrong} draft={open} here={`sign?sign=${id}`} />
        </Callout>
      )}
      {canWrite && (
        <>
          {!isOwn && <Laid open={open} sign={sign} />}
          {words.length > 0 && (
            <section>
              <LanguageToWrite value={language} onChange={setLanguage} />
              {words.map((part) => (
                <TextIn
                  key={`${language}.${part}`}
                  id={`sign.${id}.${part}`}
                  label={t(`signs.words.${part}`)}
                  language={language}
                  texts={working.texts}
                  base={isReworded ? regional?.texts : undefined}
                  onChange={(text) => open.change(withText(working, language, `sign.${id}.${part}`, text))}
                />
              ))}
            </section>
          )}
          {isOwn && <Facts open={open} sign={sign} regional={regional?.set.signs ?? []} />}
          {isOwn && working.kind === 'set' && isBefore && (
            <Radios
              name="status"
              label={t('signs.field.status')}
              hint={t('signs.sign.retire.hint')}
              choices={(['active', 'retired'] as const).map((value) => ({ value, label: t(`signs.sign.${value}`) }))}
              value={sign.status}
              onChange={(status) => open.change(withSign(working, id, { status }))}
            />
          )}
          {isOwn && !isBefore && (
            <Button
              kind="danger"
              onClick={() => {
                open.change(withoutSign(working, id))
                void open.flush().then(() => go(back))
              }}
            >
              <T id="signs.sign.remove" />
            </Button>
          )}
        </>
      )}
      <LinkButton kind="secondary" to={back}>
        <T id="signs.draft.step.signs" />
      </LinkButton>
    </>
  )
}
