import { readFile } from 'node:fs/promises'
import { LineCounter, isMap, isNode, isSeq, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import { findParsedAhead } from './parsed-ahead.ts'

/** The line of a field, or of the nearest thing around it. */
export type Position = (path: readonly (string | number)[]) => number | undefined

export type ReadFile = { ok: true; value: unknown; lineOf: Position } | { ok: false; line?: number; problem: string }

const positionIn =
  (document: Document, counter: LineCounter): Position =>
  (path) => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const key = path[depth - 1]
      const parent: unknown = depth <= 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true)
      const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === String(key)) : undefined
      const node: unknown = pair?.key ?? (isSeq(parent) && typeof key === 'number' ? parent.items[key] : undefined)
      const start = isNode(node) ? node.range?.[0] : (node as { range?: [number] } | undefined)?.range?.[0]
      if (start !== undefined) return counter.linePos(start).line
    }
    const whole = document.contents?.range?.[0]
    return whole === undefined ? undefined : counter.linePos(whole).line
  }

/** Reads a YAML or JSON file (JSON is YAML) and keeps where everything stands in it. */
export const readContentFile = async (path: string): Promise<ReadFile> => {
  const text = await readFile(path, 'utf8')
  if (path.endsWith('.json')) {
    // Quick for the thousands of lines of a catalogue; positions are worked out only when something is wrong.
    try {
      const value: unknown = JSON.parse(text)
      return { ok: true, value, lineOf: (keys) => parse(text).lineOf(keys) }
    } catch {
      // Not JSON: parsed below for the line and the reason.
    }
  }
  const ahead = findParsedAhead(text)
  if (ahead !== undefined) return { ok: true, value: ahead, lineOf: (keys) => parse(text).lineOf(keys) }
  const { document, lineOf, counter } = parse(text)
  const error = document.errors[0]
  if (error !== undefined)
    return {
      ok: false,
      line: counter.linePos(error.pos[0]).line,
      problem: error.message.split('\n')[0] ?? 'cannot be read',
    }
  if (path.endsWith('.json')) return { ok: false, line: 1, problem: 'is not JSON (comments or single quotes?)' }
  return { ok: true, value: document.toJS(), lineOf }
}

const parse = (text: string) => {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  return { document, counter, lineOf: positionIn(document, counter) }
}
