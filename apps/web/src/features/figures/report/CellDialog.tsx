import type { ReportView } from '@ariadne/contract'
import { Dialog } from '../../../components/Dialog.tsx'
import { T } from '../../../lib/i18n/text.tsx'
import { CellValue } from '../chart/CellValue.tsx'
import { DefinitionText } from '../DefinitionText.tsx'
import type { Definition } from '../definitions.ts'
import './report.css'

type Cell = ReportView['tables'][number]['cells'][number]

/** What a cell counts, in a sentence; the parts of a share; what other sources say. Never a list of what was counted. */
export const CellDialog = ({
  cell,
  definition,
  onClose,
}: {
  cell: Cell
  definition: Definition | undefined
  onClose: () => void
}) => (
  <Dialog title={<T id="figures.whatIsCounted" />} onClose={onClose}>
    <div className="stack">
      <p className="cell-large">
        <CellValue cell={cell} as={definition?.kind === 'share' ? 'percent' : 'number'} />
      </p>
      {cell.numerator !== undefined && cell.denominator !== undefined && (
        <p>
          <T id="figures.funnel.of" values={{ numerator: cell.numerator, denominator: cell.denominator }} />
        </p>
      )}
      {cell.low !== undefined && cell.high !== undefined && cell.low !== cell.high && (
        <p>
          <T id="figures.funnel.personsBetween" values={{ low: cell.low, high: cell.high }} />
        </p>
      )}
      {definition ? <DefinitionText definition={definition} /> : <p>{cell.definition}</p>}
      {cell.others.length > 0 && (
        <>
          <h3>
            <T id="figures.beside" />
          </h3>
          <ul className="plain-list">
            {cell.others.map((other) => (
              <li key={`${other.source} ${other.definition}`}>
                <bdi>{other.source}</bdi>: <CellValue cell={other} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  </Dialog>
)
