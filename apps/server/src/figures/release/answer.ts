import { inWords, numberOf } from '@ariadne/disclosure'
import type { Audit, AuditedCell, Table } from '@ariadne/disclosure'
import type { Io } from '../../cli/command.ts'

/** An upper end that nothing published bounds is null: JSON has no infinity. */
const cellOf = ({ key, lower, upper, release }: AuditedCell) => ({
  key,
  lower,
  upper: Number.isFinite(upper) ? upper : null,
  ...(release === undefined ? {} : { release }),
})

/** What both commands answer; `changes` and `past` only where past releases were given. */
export const answerOf = ({ safe, k, cells, changes, links }: Audit) => ({
  safe,
  cells: cells.map(cellOf),
  k,
  ...(links.length === 0 ? {} : { past: links, changes: changes.map(cellOf) }),
})

/** A table as rows, as they were read: codes, value, status. */
export const rowsOf = ({ cells }: Table) =>
  cells.map(({ key, value }) => ({
    ...key,
    value: numberOf(value) ?? null,
    status: value.is === 'missing' || value.is === 'suppressed' ? value.is : 'published',
  }))

const quoted = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const csvOf = (table: Table): string =>
  [
    [...table.dimensions, 'value', 'status'],
    ...table.cells.map(({ key, value }) => [
      ...table.dimensions.map((dimension) => key[dimension] ?? ''),
      String(numberOf(value) ?? ''),
      value.is === 'missing' || value.is === 'suppressed' ? value.is : 'published',
    ]),
  ]
    .map((fields) => `${fields.map(quoted).join(',')}\n`)
    .join('')

const interval = ({ lower, upper }: { lower: number; upper: number }): string =>
  `[${Number(lower.toFixed(6))}, ${Number.isFinite(upper) ? Number(upper.toFixed(6)) : 'unbounded'}]`

/** For people: what is wrong first, then how many cells there are. */
export const tell = ({ safe, k, cells, unsafe, changes, links }: Audit, io: Io): void => {
  for (const cell of unsafe)
    io.out(
      `${inWords(cell.key)}: anyone can work out ${interval(cell)}${cell.release === undefined ? '' : ` (suppressed in ${cell.release})`}`,
    )
  for (const change of changes)
    io.out(`${inWords(change.key)}: the change since ${change.release} shows, ${interval(change)}`)
  for (const { name, link } of links)
    io.out(
      `${name}: ${link === 'same' ? 'the same figures' : link === 'grows' ? 'an earlier state; figures have grown since' : 'an earlier state; figures were revised since'}`,
    )
  io.out(
    safe
      ? `Safe: ${cells.length} suppressed cells, none known to within less than ${k}.`
      : `Not safe: ${unsafe.length} of ${cells.length} suppressed cells are known to within less than ${k}${changes.length === 0 ? '' : `, and ${changes.length} small changes show`}.`,
  )
}
