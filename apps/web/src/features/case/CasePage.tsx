import '../../components/case/case.css'
import { type CaseState, canonicalJson, sha256, vocabulary } from '@ariadne/domain'
import { useEffect, useState } from 'react'
import { useActWords } from '../../components/act/words.ts'
import { LinkButton } from '../../components/Button.tsx'
import { CasePageFrame } from '../../components/case/CasePageFrame.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Reading } from '../../components/Reading.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout } from '../../components/Tag.tsx'
import { type OpenCase, useCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { CaseTimeline } from './CaseTimeline.tsx'
import { Clocks } from './Clocks.tsx'
import { IdentityBar } from './IdentityBar.tsx'
import { NextSteps } from './NextSteps.tsx'
import { CasePath } from './Path.tsx'
import { People } from './People.tsx'

/** One case: who leads it, what is next, what is due, the path, who works on it, and the thread of what happened. */
export const CasePage = () => {
  const { caseId } = usePathParams<'caseId'>()
  const read = useCase(caseId)
  if (read.state !== 'ready') return <Reading read={read} titleId="casefile.title" back="/cases" />
  const open = read.data
  const { state } = open
  return (
    <CasePageFrame
      open={open}
      titleId="casefile.title"
      asOf={read.asOf}
      actions={
        <>
          <LinkButton kind="quiet" to={`/cases/${caseId}/print`}>
            <Icon name="print" size={18} />
            <T id="casefile.print" />
          </LinkButton>
          {(state.status === 'closed' || state.status === 'retained') && (
            <LinkButton kind="quiet" to={`/cases/${caseId}/erasure`}>
              <T id="casefile.erase.title" />
            </LinkButton>
          )}
        </>
      }
    >
      <Notices open={open} />
      <IdentityBar open={open} />
      {state.historic ? (
        <Historic state={state} />
      ) : (
        <div className="case-columns">
          <div className="stack-large">
            <NextSteps open={open} />
            <CasePath open={open} child={vocabulary.isChild(state.person.ageBand)} />
          </div>
          <aside className="stack-large">
            <Clocks open={open} />
            <People open={open} />
          </aside>
          <CaseTimeline open={open} />
        </div>
      )}
    </CasePageFrame>
  )
}

/** What must be known before anything else about this case. */
const Notices = ({ open }: { open: OpenCase }) => {
  const agrees = useAgrees(open)
  const { state } = open
  return (
    <>
      {!agrees && (
        <Callout tone="danger" title={<T id="casefile.differs" />}>
          <p>
            <T id="casefile.differs.body" />
          </p>
        </Callout>
      )}
      {state.unknownKinds.length > 0 && (
        <Callout tone="warn">
          <p>
            <T id="refusal.case_read_only_newer_version" />
          </p>
        </Callout>
      )}
      {state.status === 'missing' && (
        <Callout tone="danger" title={<T id="casefile.missing" />}>
          <p>
            <T id="casefile.missing.body" />
          </p>
        </Callout>
      )}
    </>
  )
}

/** Whether this browser's fold and the server's are the same state. */
const useAgrees = ({ state, view, pending }: OpenCase): boolean => {
  const [folded, setFolded] = useState<{ readonly of: unknown; readonly hash: string } | null>(null)
  useEffect(() => {
    let current = true
    void sha256(canonicalJson(state)).then((hash) => current && setFolded({ of: state, hash }))
    return () => {
      current = false
    }
  }, [state])
  return pending.length > 0 || !view.stateHash || folded?.of !== state || folded.hash === view.stateHash
}

/** A record of another register: kept for figures and history, nobody works on it. */
const Historic = ({ state }: { state: CaseState }) => {
  const words = useActWords()
  const format = useFormat()
  const { historic, person } = state
  if (!historic) return null
  return (
    <section className="stack">
      <Callout>
        <p>
          <T id="casefile.historic" />
        </p>
      </Callout>
      <SummaryList
        rows={[
          { key: 'source', label: words.field('', 'source'), value: historic.source },
          { key: 'year', label: words.field('', 'year'), value: String(historic.year) },
          {
            key: 'citizenship',
            label: words.field('', 'citizenship'),
            value: person.nationalityClaimed && format.country(person.nationalityClaimed),
          },
          {
            key: 'exploitation',
            label: words.field('', 'exploitation'),
            value: format.list(historic.exploitation.map((one) => words.code(one, 'exploitation'))),
          },
          {
            key: 'country',
            label: words.field('', 'countryOfExploitation'),
            value: historic.countryOfExploitation && format.country(historic.countryOfExploitation),
          },
        ]}
      />
    </section>
  )
}
