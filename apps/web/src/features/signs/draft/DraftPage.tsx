import { type ComponentType, type ReactNode, useState } from 'react'
import { Button, LinkButton } from '../../../components/Button.tsx'
import { NavTabs } from '../../../components/NavTabs.tsx'
import { Page } from '../../../components/Page.tsx'
import { Reading } from '../../../components/Reading.tsx'
import { SaveStatus } from '../../../components/SaveStatus.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { codeOf } from '../../../lib/api/problem.ts'
import { read as readTexts } from '../../../lib/content/texts.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import { usePathParams } from '../../../lib/params.ts'
import { VersionName } from '../Names.tsx'
import { Stage } from '../Stage.tsx'
import { useSets } from '../useSets.ts'
import { About } from './About.tsx'
import { Conflicts } from './merge/Conflicts.tsx'
import { Overview } from './Overview.tsx'
import { ProblemList } from './Problems.tsx'
import { RulePage } from './rule/RulePage.tsx'
import { Rules } from './Rules.tsx'
import { SignForm } from './SignForm.tsx'
import { Signs } from './Signs.tsx'
import { Sources } from './Sources.tsx'
import { type OpenDraft, useDraftOfSet } from './useDraftOfSet.ts'
import { problemsOf } from './yaml.ts'
import '../signs.css'

const PAGES: Readonly<Record<string, ComponentType<{ open: OpenDraft }>>> = {
  overview: Overview,
  signs: Signs,
  sign: SignForm,
  rules: Rules,
  rule: RulePage,
  sources: Sources,
  about: About,
}

/** What is typed stays on the device; this puts it where the others see it. */
const SaveBar = ({ open }: { open: OpenDraft }) => {
  const t = useT()
  const has = useHasText()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<{ code: string; remedy?: string | undefined }>()
  if (!open.isChanged) return null
  const save = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const outcome = await open.save()
      if (outcome && outcome.status !== 'accepted')
        setFailed({ code: outcome.code ?? 'unexpected', remedy: outcome.remedy })
    } catch (error) {
      setFailed({ code: codeOf(error) })
    }
    setBusy(false)
  }
  return (
    <div className="draft-bar no-print" role="group" aria-label={t('signs.draft.save')}>
      {failed && (
        <p role="alert">
          <T id={has(`refusal.${failed.code}`) ? `refusal.${failed.code}` : 'refusal.unexpected'} />
        </p>
      )}
      <div className="row">
        {open.conflicts.length === 0 && (
          <Button busy={busy} onClick={() => void save()}>
            <T id="signs.draft.save" />
          </Button>
        )}
        <Button kind="quiet" onClick={() => void open.putBack()}>
          <T id="signs.draft.putBack" />
        </Button>
        <SaveStatus saving={open.saving} />
      </div>
    </div>
  )
}

const Steps = ({ open }: { open: OpenDraft }) => {
  const t = useT()
  const { kind } = open.working
  const steps = kind === 'set' ? ['overview', 'signs', 'rules', 'about', 'sources'] : ['overview', 'signs', 'sources']
  return (
    <NavTabs
      label={t('signs.draft.steps')}
      tabs={steps.map((step) => ({
        to: `/signs/drafts/${open.draftId}/${step}`,
        label: t(`signs.draft.step.${step}`),
      }))}
    />
  )
}

const Frame = ({ open, children }: { open: OpenDraft; children: ReactNode }) => {
  const { language } = useLanguage()
  const { working, server, content } = open
  const reading = content && readTexts(content.texts, language)
  const version =
    working.kind === 'set'
      ? working.definition.version
      : `${working.definition.over}+${working.definition.country.toLowerCase()}.${working.definition.number}`
  return (
    <Page
      titleId="signs.draft.title"
      back="/signs"
      caption={
        <>
          <VersionName version={version} /> <Stage stage={server.state} />
        </>
      }
      heading={
        reading?.has('set.title') ? (
          <span lang={reading.lang} dir={directionOf(reading.lang)}>
            {reading.get('set.title')}
          </span>
        ) : (
          <T id="signs.draft.title" />
        )
      }
    >
      <Steps open={open} />
      <Conflicts open={open} />
      <div className="stack draft-page">{children}</div>
      <SaveBar open={open} />
    </Page>
  )
}

/** One draft: its pages share what was typed and what is still wrong with it. */
export const DraftPage = () => {
  const { draftId } = usePathParams<'draftId'>()
  const sets = useSets()
  if (sets === undefined) return null
  return <Draft key={draftId} draftId={draftId} sets={sets} />
}

const Draft = ({ draftId, sets }: { draftId: string; sets: NonNullable<ReturnType<typeof useSets>> }) => {
  const { step } = usePathParams<'step'>()
  const { read, open } = useDraftOfSet(draftId, sets)
  if (read.state !== 'ready') return <Reading read={read} titleId="signs.draft.title" back="/signs" />
  if (open === undefined) return null
  if (open === 'broken')
    return (
      <Page titleId="signs.draft.title" back="/signs">
        <Callout tone="danger" title={<T id="signs.draft.broken" />}>
          <ProblemList problems={problemsOf(read.data, sets)} />
        </Callout>
        <LinkButton to="/signs/new">
          <T id="signs.new" />
        </LinkButton>
      </Page>
    )
  const Shown = PAGES[step] ?? Overview
  return (
    <Frame open={open}>
      <Shown open={open} />
    </Frame>
  )
}
