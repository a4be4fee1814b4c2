import { useMemo } from 'react'
import { useActWords } from '../../components/act/words.ts'
import { Page } from '../../components/Page.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { type OpenCase, type Possible, useCase } from '../../lib/case/useCase.ts'
import { useDraft } from '../../lib/device/drafts.ts'
import { T } from '../../lib/i18n/text.tsx'
import { newId } from '../../lib/id.ts'
import { useGo, usePathParams, useSearchText } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { Until, What, Who } from './Asking.tsx'
import { Check } from './Check.tsx'
import type { Flow } from './Flow.tsx'
import { Decide, ReadTogether, Setting } from './Talking.tsx'
import { type Terms, emptyTerms, isStep, stepAfter, stepBefore } from './terms.ts'

/** An agreement, talked through with the person: to whom, what, for what, until when; yes, a part, or no. */
export const NewAgreementPage = () => {
  const { caseId } = usePathParams<'caseId'>()
  const read = useCase(caseId)
  const back = `/cases/${caseId}/agreements`
  const words = useActWords()
  if (read.state !== 'ready') return <Reading read={read} titleId="agreement.new" back={back} />
  const possible = read.data.possible.find((one) => one.kind === 'agreement.given')
  if (!possible || possible.refusal)
    return (
      <Page titleId="agreement.new" back={back}>
        <Callout tone="warn" title={<T id="act.refused.title" />}>
          <p>{words.refusal(possible?.refusal?.code ?? 'not_your_function', ['case_worker', 'case_coordinator'])}</p>
        </Callout>
      </Page>
    )
  return <Asking open={read.data} possible={possible} back={back} />
}

const Asking = ({ open, possible, back }: { open: OpenCase; possible: Possible; back: string }) => {
  const { step } = usePathParams<'step'>()
  const search = useSearchText()
  const go = useGo()
  const me = useMe()
  const directory = useDirectory()
  const base = `${back}/new`
  const now = isStep(step) ? step : step === 'read' ? 'read' : 'who'
  const language = open.state.person.languages[0] ?? ''
  const initial = useMemo(
    () =>
      emptyTerms(newId(), {
        language,
        ...(search['purpose'] ? { purpose: search['purpose'] } : {}),
        ...(search['unitId'] ? { unitId: search['unitId'] } : {}),
      }),
    [language, search],
  )
  const draftId = `agreement/${open.state.caseId}`
  const draft = useDraft<Terms>(draftId, { what: 'agreement.draft', resume: `${base}/${now}`, initial })
  if (!draft.value) return null
  const terms = draft.value
  const abroad = (directory.find(terms.unitId)?.instanceId ?? me.instance.instanceId) !== me.instance.instanceId
  const before = now === 'read' ? 'talk' : stepBefore(now)
  const flow: Flow = {
    open,
    possible,
    directory,
    terms,
    abroad,
    base,
    back: terms.reached && now !== 'check' && now !== 'read' ? `${base}/check` : before ? `${base}/${before}` : back,
    draftId,
    saving: draft.saving,
    change: (next) => draft.change((value) => ({ ...value, ...next })),
    goTo: async (to) => {
      await draft.flush()
      go(`${base}/${to}`)
    },
    next: async (from) => {
      const after = stepAfter(terms, from)
      if (after === 'check') draft.change((value) => ({ ...value, reached: true }))
      await draft.flush()
      go(`${base}/${after}`)
    },
    finished: async () => {
      await draft.discard()
      go(back, { replace: true })
    },
    waits: () => go(back, { replace: true }),
  }
  switch (now) {
    case 'who':
      return <Who {...flow} />
    case 'what':
      return <What {...flow} />
    case 'until':
      return <Until {...flow} />
    case 'talk':
      return <Setting {...flow} />
    case 'read':
      return <ReadTogether {...flow} />
    case 'decide':
      return <Decide {...flow} />
    case 'check':
      return <Check {...flow} />
  }
}
