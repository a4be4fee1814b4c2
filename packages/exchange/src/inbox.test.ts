import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsFrom, judgeArrival, readyInThread, type StoredMessage } from './inbox.ts'

const chain = (length: number): StoredMessage[] =>
  Array.from({ length }, (_, at) => ({
    id: `id-${at + 1}`,
    seq: at + 1,
    digest: `digest-${at + 1}`,
    prev: at === 0 ? null : `digest-${at}`,
  }))
const [one, two, three, four] = chain(4) as [StoredMessage, StoredMessage, StoredMessage, StoredMessage]
const judge = (stored: readonly StoredMessage[], arrival: StoredMessage, horizon = 0) =>
  judgeArrival(factsFrom(stored, horizon, arrival), arrival)

test('in order, each is new', () => {
  expect(judge([], one)).toStrictEqual({ kind: 'new' })
  expect(judge([one], two)).toStrictEqual({ kind: 'new' })
})

test('a gap is stored and asked for; what fills it is new', () => {
  expect(judge([one], four)).toStrictEqual({ kind: 'gap', missing: [2, 3] })
  expect(judge([one, four], three)).toStrictEqual({ kind: 'gap', missing: [2] })
  expect(judge([one, three, four], two)).toStrictEqual({ kind: 'new' })
})

test('the same again is recognised, also out of order', () => {
  expect(judge([one, two], one)).toStrictEqual({ kind: 'same_again' })
  expect(judge([two], two)).toStrictEqual({ kind: 'same_again' })
})

test('a reused id, a reused number and a broken chain are reported', () => {
  expect(judge([one], { ...one, digest: 'else' })).toStrictEqual({ kind: 'report', code: 'id_reused' })
  expect(judge([one], { ...one, seq: 2 })).toStrictEqual({ kind: 'report', code: 'id_reused' })
  expect(judge([one], { ...one, id: 'other' })).toStrictEqual({ kind: 'report', code: 'sequence_reused' })
  expect(judge([one], { ...two, prev: 'else' })).toStrictEqual({ kind: 'report', code: 'chain_broken' })
  expect(judge([two], { ...one, digest: 'else' })).toStrictEqual({ kind: 'report', code: 'chain_broken' })
})

test('behind the horizon nobody can tell', () => {
  expect(judge([four], two, 3)).toStrictEqual({ kind: 'too_old' })
  expect(judge([], four, 3)).toStrictEqual({ kind: 'new' })
})

test('in whatever order and however often a chain arrives, each is stored once and nothing is missing at the end', () => {
  const messages = chain(8)
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...messages)),
      fc.shuffledSubarray(messages, { minLength: 8 }),
      (some, all) => {
        const stored: StoredMessage[] = []
        for (const arrival of [...some, ...all]) {
          const decision = judge(stored, arrival)
          expect(decision.kind).not.toBe('report')
          expect(decision.kind === 'same_again').toBe(stored.includes(arrival))
          if (decision.kind === 'new' || decision.kind === 'gap') stored.push(arrival)
        }
        expect(stored).toHaveLength(8)
      },
    ),
  )
})

test('a hole holds up its own thread only', () => {
  const first = [{ threadSeq: 3 }, { threadSeq: 1 }]
  const second = [{ threadSeq: 2 }, { threadSeq: 1 }]
  expect(readyInThread(first, 0)).toStrictEqual([{ threadSeq: 1 }])
  expect(readyInThread(second, 0)).toStrictEqual([{ threadSeq: 1 }, { threadSeq: 2 }])
  expect(readyInThread(first, 2)).toStrictEqual([{ threadSeq: 3 }])
  expect(readyInThread([], 0)).toStrictEqual([])
})
