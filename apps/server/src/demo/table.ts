/** Columns as wide as their longest cell, two blanks between them, for a terminal. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd()
  return [line(heads), widths.map((size) => '-'.repeat(size)).join('  '), ...rows.map(line)].join('\n')
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const width = (text: string) => [...letters.segment(text)].length
