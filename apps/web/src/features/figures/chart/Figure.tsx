import { type ReactNode, useId } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Details } from '../../../components/Details.tsx'
import { T } from '../../../lib/i18n/text.tsx'
import { saveCsv } from './csv.ts'
import './chart.css'

export interface FigureTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly ReactNode[])[]
  /** The same for a file: bare numbers, status words. */
  readonly file: readonly (readonly string[])[]
}

/**
 * A picture of numbers: its finding as the title, the same numbers as a table and as a file, where they come from, and what
 * is hidden in them.
 */
export const Figure = ({
  finding,
  subtitle,
  table,
  name,
  source,
  note,
  children,
  more,
  isCompact = false,
}: {
  finding: ReactNode
  subtitle?: ReactNode
  table: FigureTable
  /** Of the file, without its ending. Names figures, never a person or a case. */
  name: string
  source: ReactNode
  note?: ReactNode
  children: ReactNode
  /** Where more of it is. */
  more?: ReactNode
  /** One of many: source and note stand with the table. */
  isCompact?: boolean
}) => {
  const title = useId()
  const about = (
    <>
      <p className="tiny quiet">
        <T id="figures.source" values={{ source }} />
      </p>
      {note && <p className="tiny quiet">{note}</p>}
    </>
  )
  return (
    <figure className="figure" aria-labelledby={title}>
      <figcaption>
        <h2 id={title} className="figure-finding">
          {finding}
        </h2>
        {subtitle && <p className="quiet small">{subtitle}</p>}
      </figcaption>
      {children}
      <div className="figure-foot">
        {!isCompact && about}
        <Details summary={<T id="figures.asTable" />}>
          {isCompact && about}
          <TwinTable caption={finding} table={table} />
          <SaveCsv name={name} rows={[table.head, ...table.file]} />
        </Details>
        {more && <p className="small">{more}</p>}
      </div>
    </figure>
  )
}

/** The numbers of a table as a file: codes, bare numbers and status words. */
export const SaveCsv = ({ name, rows }: { name: string; rows: readonly (readonly string[])[] }) => (
  <p className="no-print save-csv">
    <Button kind="secondary" size="small" onClick={() => saveCsv(name, rows)}>
      <T id="figures.csv" />
    </Button>
  </p>
)

const TwinTable = ({ caption, table }: { caption: ReactNode; table: FigureTable }) => (
  <div className="table-wrap" tabIndex={0} role="group">
    <table className="twin">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {table.head.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, at) => (
          // Rows have no id of their own; their order is what they are.
          <tr key={table.file[at]?.join(' ') ?? at}>
            {row.map((cell, column) =>
              column === 0 ? (
                <th key={table.head[column]} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={table.head[column]}>{cell}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
