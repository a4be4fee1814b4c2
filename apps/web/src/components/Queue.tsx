import { type ReactNode } from 'react'

export interface Column<Row> {
  readonly key: string
  readonly label: string
  readonly cell: (row: Row) => ReactNode
  /** The column that names the row; exactly one. */
  readonly heads?: boolean
  readonly align?: 'start' | 'end'
}

/**
 * A list of work: a table on a wide screen, a stack of cards on a phone. Still a table for a screen reader in both.
 * @example <Queue caption={t('…')} columns={columns} rows={rows} rowKey={(r) => r.id} empty={<EmptyState kind="none-yet" … />} />
 */
export const Queue = <Row,>({
  caption,
  hideCaption = false,
  columns,
  rows,
  rowKey,
  empty,
}: {
  caption: ReactNode
  hideCaption?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  empty: ReactNode
}) => {
  if (rows.length === 0) return empty
  return (
    <table className="queue" role="table">
      <caption className={hideCaption ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} scope="col" role="columnheader" data-align={column.align}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map((column) =>
              column.heads ? (
                <th key={column.key} scope="row" role="rowheader">
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.key} role="cell" data-align={column.align}>
                  <span className="queue-cell-label" aria-hidden="true">
                    {column.label}
                  </span>
                  <span>{column.cell(row)}</span>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** An empty list. "Nothing yet" and "nothing matches" are two different sentences, and each says what can be done. */
export const EmptyState = ({
  kind,
  title,
  children,
}: {
  kind: 'none-yet' | 'none-match'
  title: ReactNode
  children?: ReactNode
}) => (
  <div className="empty" data-kind={kind}>
    {kind === 'none-yet' && (
      <svg
        aria-hidden="true"
        className="mirror"
        viewBox="0 0 180 44"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      >
        <path d="M2 32h44c18 0 26-6 26-15S66 4 59 4s-12 6-12 13 8 15 26 15h50" />
        <path d="M130 32h46" strokeDasharray="2 8" />
      </svg>
    )}
    <p className="empty-title">{title}</p>
    {children}
  </div>
)
