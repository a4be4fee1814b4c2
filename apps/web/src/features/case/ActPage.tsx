import { ACTS } from '@ariadne/domain'
import { ActForm } from '../../components/act/ActForm.tsx'
import { choosableFor } from '../../components/act/choosable.ts'
import { useActWords } from '../../components/act/words.ts'
import { Page } from '../../components/Page.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Id } from '../../components/When.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { type OpenCase, useCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams, useSearchText } from '../../lib/params.ts'

/** The form of any act that has no page of its own. */
export const ActPage = () => {
  const { caseId, kind } = usePathParams<'caseId' | 'kind'>()
  const read = useCase(caseId)
  if (read.state !== 'ready') return <Reading read={read} titleId="casefile.title" back={`/cases/${caseId}`} />
  return <ActOf key={kind} open={read.data} kind={kind} />
}

/** Entries that a link may bring along: ids of units and functions, never anything about a person. */
const FIXABLE = ['unitId', 'memberId', 'function', 'class', 'overrideId'] as const

const ActOf = ({ open, kind }: { open: OpenCase; kind: string }) => {
  const go = useGo()
  const search = useSearchText()
  const has = useHasText()
  const format = useFormat()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const back = `/cases/${open.state.caseId}`
  const possible = open.possible.find((one) => one.kind === kind)
  if (!possible || possible.refusal || !ACTS.has(kind))
    return (
      <Page titleId="casefile.title" back={back} heading={ACTS.has(kind) ? words.act(kind) : undefined}>
        <Callout tone="warn" title={<T id="act.refused.title" />}>
          <p>
            {possible?.refusal
              ? words.refusal(possible.refusal.code, possible.refusal.mayInstead)
              : words.refusal('not_your_function', [
                  ...new Set(
                    (ACTS.get(kind)?.who ?? []).filter((doer) => doer.as !== 'peer').map((doer) => doer.function),
                  ),
                ])}
          </p>
        </Callout>
      </Page>
    )
  const brought = FIXABLE.flatMap((name) => (search[name] ? [[name, search[name]] as const] : []))
  // What is ended is named by the link as a whole; elsewhere a link only fills in what can still be changed.
  const fixed = kind === 'access.ended' ? { memberId: null, ...Object.fromEntries(brought) } : {}
  return (
    <ActForm
      open={open}
      kind={kind}
      by={possible.by}
      actors={possible.actors}
      fixed={fixed}
      initial={kind === 'access.ended' ? {} : Object.fromEntries(brought)}
      choosable={choosableFor(open, directory, words, format)}
      names={directory.names}
      back={back}
      caption={
        <>
          <T id="casefile.case" /> <Id>{open.state.reference}</Id>
        </>
      }
      intro={has(`intro.${kind}`) ? <T id={`intro.${kind}`} /> : kind === 'access.ended' && <Ending {...fixed} />}
      why={has(`why.${kind}`) ? <T id={`why.${kind}`} /> : undefined}
      onDone={() => go(back)}
    />
  )
}

const Ending = (fixed: Readonly<Record<string, unknown>>) => {
  const { names } = useDirectory()
  const words = useActWords(names)
  return (
    <T
      id="casefile.people.ending"
      values={{
        who: (
          <bdi>
            {fixed['memberId'] ? names.member(String(fixed['memberId'])) : names.unit(String(fixed['unitId'] ?? ''))}
          </bdi>
        ),
        function: words.code(String(fixed['function'] ?? '')),
      }}
    />
  )
}
