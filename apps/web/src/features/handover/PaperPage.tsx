import type { HandoverState } from '@ariadne/domain'
import type { SealedPart } from '@ariadne/contract'
import { useMemo, useState } from 'react'
import { useActWords } from '../../components/act/words.ts'
import { Page } from '../../components/Page.tsx'
import { PrintSheet } from '../../components/PrintSheet.tsx'
import { Qr } from '../../components/Qr.tsx'
import { Reading } from '../../components/Reading.tsx'
import { SealedBox } from '../../components/sealed/SealedBox.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Id } from '../../components/When.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { fetchSealed } from '../../lib/case/submit.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { blocksOf, packetCode } from './packet.ts'
import { useHandoverCase } from './useHandover.ts'

/** The same packet on paper, for when the other side has no network: a cover in words and a dossier nobody else can read. */
export const PaperPage = () => {
  const { read, handoverId } = useHandoverCase()
  if (read.state !== 'ready') return <Reading read={read} />
  const handover = read.data.state.handovers.find((one) => one.handoverId === handoverId)
  return handover ? (
    <Paper open={read.data} handover={handover} />
  ) : (
    <Reading read={{ state: 'failed', error: new Error('not there'), retry: () => {} }} />
  )
}

const Paper = ({ open, handover }: { open: OpenCase; handover: HandoverState }) => {
  const t = useT()
  const me = useMe()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const format = useFormat()
  const [sealed, setSealed] = useState<readonly SealedPart[]>([])
  const parts = open.state.parts.filter((part) => part.handoverId === handover.handoverId)
  const by = open.possible.find((one) => one.kind === 'vault.opened')?.by
  const blocks = useMemo(() => blocksOf(sealed), [sealed])
  const code = packetCode(handover.handoverId)
  return (
    <Page
      titleId="handover.paper.title"
      back={`/cases/${open.state.caseId}/handover/${handover.handoverId}`}
      lead={<T id="handover.paper.lead" />}
    >
      {parts.length === 0 && (
        <p className="quiet">
          <T id="handover.paper.noDossier" />
        </p>
      )}
      {parts.length > 0 && sealed.length === 0 && by && (
        <SealedBox
          title={<T id="handover.paper.addDossier" />}
          classes={[...new Set(parts.map((part) => part.class))]}
          opener={async (reason) => {
            setSealed(
              await fetchSealed(
                open,
                parts.map((part) => part.partId),
                reason,
                by,
              ),
            )
            return []
          }}
        />
      )}
      <PrintSheet title={<T id="handover.paper.cover" />}>
        <SummaryList
          rows={[
            { key: 'code', label: <T id="handover.paper.code" />, value: <Id>{code}</Id> },
            {
              key: 'from',
              label: t('field.from'),
              value: `${directory.names.unit(handover.senderUnitId)}, ${me.instance.name}`,
            },
            {
              key: 'to',
              label: t('field.to'),
              value: `${directory.names.unit(handover.recipientUnitId)}, ${format.country(handover.recipientCountry)}`,
            },
            { key: 'role', label: t('field.role'), value: words.code(handover.role, 'role') },
            { key: 'age', label: t('field.ageBand'), value: words.code(handover.query.ageBand, 'ageBand') },
            { key: 'sex', label: t('field.sex'), value: words.code(handover.query.sex) },
            {
              key: 'languages',
              label: t('field.languages'),
              value: format.list(handover.query.languages.map(format.language)),
            },
            {
              key: 'needs',
              label: t('field.needs'),
              value: format.list(handover.query.needs.map((one) => words.code(one))),
            },
            {
              key: 'risks',
              label: t('field.riskFlags'),
              value: format.list((handover.offer?.riskFlags ?? []).map((one) => words.code(one))),
            },
            {
              key: 'meet',
              label: t('field.meetOn'),
              value: handover.logistics ? format.day(handover.logistics.meetOn) : '',
            },
          ]}
        />
        <Qr text={code} label={t('handover.paper.code')} size="7rem" />
        <p>
          <T id="handover.paper.codeHint" />
        </p>
        <h3>
          <T id="handover.paper.steps" />
        </h3>
        <ol>
          {[1, 2, 3, 4].map((step) => (
            <li key={step}>
              <T id={`handover.paper.step${step}`} />
            </li>
          ))}
        </ol>
      </PrintSheet>
      {blocks.map((block, at) => (
        <section className="print-sheet packet-block" key={block}>
          <h3>
            <T id="handover.paper.sealed" values={{ part: at + 1, count: blocks.length }} />
          </h3>
          {at === 0 && (
            <p>
              <T id="handover.paper.sealedHint" />
            </p>
          )}
          <Qr text={block} label={t('handover.paper.sealed', { part: at + 1, count: blocks.length })} size="16rem" />
          <p className="packet-text" dir="ltr">
            {block}
          </p>
        </section>
      ))}
    </Page>
  )
}
