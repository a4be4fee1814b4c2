import { evaluate } from '@ariadne/domain/screening'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { Button, LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { readKept } from '../../lib/api/useRead.ts'
import { nowIso } from '../../lib/clock.ts'
import type { Bundle, SetContent } from '../../lib/content/bundle.ts'
import { useContent } from '../../lib/content/content.ts'
import { read } from '../../lib/content/texts.ts'
import { type Working, inForce, workingIdOf } from '../../lib/content/working.ts'
import { whenOpen } from '../../lib/device/device.ts'
import type { Draft } from '../../lib/device/drafts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { type ScreeningDraft, answersOf, decidedOutcome, emptyScreening } from './draft.ts'
import { Observe } from './Observe.tsx'
import { Outcome } from './Outcome.tsx'
import { Person } from './Person.tsx'
import { type OpenScreening, ScreeningContext } from './useScreening.tsx'

const WAY = ['person', 'observe', 'outcome'] as const
type PreviewStep = (typeof WAY)[number]
const PAGES = { person: Person, observe: Observe, outcome: Outcome } as const

/** A version by `id@version`, or a draft as it lies on this device, or as the server keeps it. */
const findSetToWalk = async (what: string, bundle: Bundle): Promise<SetContent | undefined> => {
  const known = bundle.sets.find(({ set }) => `${set.id}@${set.version}` === what)
  if (known) return known
  const kept = await (await whenOpen()).get<Draft<Working | null>>('drafts', workingIdOf(what))
  if (kept?.value) return inForce(kept.value, bundle.sets)
  const { data } = await readKept('GET /api/content/drafts/{draftId}', { params: { draftId: what } })
  const { kind, revision, definition, texts } = data
  return data.problems.length === 0
    ? inForce({ kind, revision, definition, texts } as unknown as Working, bundle.sets)
    : undefined
}

const useSetToWalk = (what: string, bundle: Bundle | undefined): SetContent | 'none' | undefined => {
  const [found, setFound] = useState<SetContent | 'none'>()
  useEffect(() => {
    if (!bundle) return
    let wanted = true
    void findSetToWalk(what, bundle)
      .then((set) => {
        // A draft may still be wrong in ways that no rule can be worked out from.
        if (set) evaluate(set.set, answersOf(emptyScreening(what, nowIso())))
        return set
      })
      .catch(() => undefined)
      .then((set) => wanted && setFound(set ?? 'none'))
    return () => {
      wanted = false
    }
  }, [what, bundle])
  return found
}

const Walk = ({ what, step, bundle, set }: { what: string; step: PreviewStep; bundle: Bundle; set: SetContent }) => {
  const me = useMe()
  const go = useGo()
  const { language } = useLanguage()
  const name = { id: set.set.id, version: set.set.version }
  const fresh = (): ScreeningDraft => ({ ...emptyScreening(what, nowIso()), sets: { adult: name, child: name } })
  const [draft, setDraft] = useState(fresh)
  const open = useMemo((): OpenScreening => {
    const path = (to: string) => `/screening/preview/${encodeURIComponent(what)}/${to}`
    const evaluation = evaluate(set.set, answersOf(draft))
    const goTo = (to: string) => go(path(WAY.find((one) => one === to) ?? 'outcome'))
    return {
      draft,
      change: (next) => setDraft((now) => (typeof next === 'function' ? next(now) : { ...now, ...next })),
      saving: 'none',
      flush: async () => undefined,
      discard: async () => undefined,
      me,
      bundle,
      set,
      reading: read(set.texts, language),
      evaluation,
      outcome: decidedOutcome(draft, evaluation),
      way: WAY,
      path,
      goTo,
      goOn: (from) => goTo(WAY[WAY.findIndex((one) => one === from) + 1] ?? 'person'),
      leaveTo: go,
      before: (to) => path(WAY[Math.max(0, WAY.findIndex((one) => one === to) - 1)] ?? 'person'),
      isPreview: true,
    }
  }, [draft, set, what, bundle, me, language, go])
  const Shown = PAGES[step]
  return (
    <ScreeningContext value={open}>
      <Banner what={what} set={set} again={() => setDraft(fresh())} />
      <Shown key={step} />
    </ScreeningContext>
  )
}

/** Always there, so that nobody takes a try for a real screening. */
const Banner = ({ what, set, again }: { what: string; set: SetContent; again: () => void }) => {
  const go = useGo()
  const back = what.includes('@')
    ? `/signs/${set.set.id}/${encodeURIComponent(set.set.version)}`
    : `/signs/drafts/${what}/overview`
  return (
    <div className="preview-banner">
      <Callout tone="accent" title={<T id="signs.preview.title" />}>
        <p>
          <T id="signs.preview.body" />
        </p>
        <div className="row">
          <LinkButton kind="secondary" to={back}>
            <T id="signs.preview.end" />
          </LinkButton>
          <Button
            kind="quiet"
            onClick={() => {
              again()
              go(`/screening/preview/${encodeURIComponent(what)}/person`)
            }}
          >
            <T id="signs.preview.again" />
          </Button>
        </div>
      </Callout>
    </div>
  )
}

const Told = ({ children }: { children: ReactNode }) => {
  const t = useT()
  return (
    <Page titleId="signs.preview.title" back="/signs" width="text">
      <Callout tone="warn" title={t('signs.preview.none')}>
        <p>{children}</p>
      </Callout>
    </Page>
  )
}

/** A set walked through on the pages of a real screening. Nothing is kept and nothing is sent. */
export const PreviewPage = () => {
  const { what, step } = usePathParams<'what' | 'step'>()
  const content = useContent()
  const bundle = content.state === 'ready' ? content.bundle : undefined
  const set = useSetToWalk(what, bundle)
  if (content.state === 'missing' || set === 'none')
    return (
      <Told>
        <T id="signs.preview.none.body" />
      </Told>
    )
  if (!bundle || !set) return null
  return <Walk key={what} what={what} step={WAY.find((one) => one === step) ?? 'person'} bundle={bundle} set={set} />
}
