import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { IndicatorSet } from '../screening/schema.ts'
import { REFERRAL_SENDERS } from '../referral/referral.ts'
import { isMeantFor } from './access.ts'
import { judgeCompletion } from './completion.ts'
import { answerOf, judgePractice, practicesOf } from './practice.ts'
import { readCourse } from './readCourse.ts'
import { COURSE_MINUTES_MOST, minutesOf } from './readingTime.ts'
import type { Course } from './schema.ts'
import { coursesInForce } from './standing.ts'

/** The courses we ship, as they lie in content/, held against the sets we ship; and what is refused, with its place. */

const content = new URL('../../../../content/', import.meta.url)
const LANGUAGES = ['en', 'sq', 'mk', 'sr', 'ar']
const NOW = '2026-11-22T14:05:00.000Z'

const text = (path: string): string => readFileSync(new URL(path, content), 'utf8')
const findSet = (id: string, version: string): IndicatorSet | undefined => {
  try {
    return IndicatorSet.parse(parse(text(`indicator-sets/${id}/${version}/set.yaml`)))
  } catch {
    return undefined
  }
}
type Raw = { course: Record<string, unknown>; texts: Record<string, Record<string, unknown>> }
const raw = (id: string, version: string): Raw => ({
  course: parse(text(`courses/${id}/${version}/course.yaml`)) as Record<string, unknown>,
  texts: Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      JSON.parse(text(`courses/${id}/${version}/${language}.json`)) as Record<string, unknown>,
    ]),
  ),
})
const shipped = readdirSync(new URL('courses/', content), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(`courses/${name}/`, content)).map((version) => ({ id: name, version })))
const loaded = shipped.map(({ id, version }) => {
  const { course, texts } = raw(id, version)
  const read = readCourse(course, texts, findSet)
  if (!read.ok) throw new Error(`${id}@${version}: ${JSON.stringify(read.problems)}`)
  return read
})
const courses = loaded.map(({ course }) => course)

test.each(loaded.map((one) => [`${one.course.id}@${one.course.version}`, one] as const))(
  '%s is complete, short in every language, and has something to practise',
  (_, { course, texts }) => {
    for (const language of LANGUAGES) {
      const minutes = minutesOf(course, texts[language] ?? {})
      expect(minutes, language).toBeLessThanOrEqual(COURSE_MINUTES_MOST)
      expect(minutes, language).toBeGreaterThan(1)
      if (language !== 'en') expect(texts[language]?.$catalogue?.state).toBe('machine_draft')
    }
    expect(practicesOf(course).length).toBeGreaterThan(0)
    for (const page of practicesOf(course)) {
      const set = findSet(page.set.id, page.set.version)!
      const { ruleId, minimalSets } = answerOf(set, page)
      expect(ruleId).not.toBe('')
      if (page.right !== 'no_concern_recorded') expect(minimalSets.length).toBeGreaterThan(0)
    }
  },
)

test('every kind of first responder and of local actor has a course, and nobody who screens has too much before them', () => {
  const suits = new Set(courses.flatMap((course) => course.suits))
  for (const who of [
    'border_police',
    'asylum_officer',
    'labour_inspector',
    'outreach_worker',
    'teacher',
    'nurse',
    'social_worker',
    'prosecutor',
    'judge',
  ] as const)
    // prettier-ignore
    expect(suits).toContain(who)
  const inForce = coursesInForce(courses, NOW)
  for (const name of REFERRAL_SENDERS) {
    const mine = inForce.filter(
      (course) => course.opens.length > 0 && isMeantFor(course, { functions: [name], unitKinds: [] }),
    )
    const minutes = mine.map((course) => {
      const texts = loaded.find((one) => one.course === course)?.texts ?? {}
      return Math.max(...LANGUAGES.map((language) => minutesOf(course, texts[language] ?? {})))
    })
    expect(mine.length).toBeGreaterThan(0)
    // The hour of a new responder has room for the rest.
    expect(minutes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(20)
  }
})

const spoilt = (change: (raw: Raw) => void) => {
  const one = raw('first-contact', '1.0.0')
  change(one)
  const read = readCourse(one.course, one.texts, findSet)
  return read.ok ? [] : read.problems
}
const pageOf = ({ course }: Raw, at: number) => (course['pages'] as Record<string, unknown>[])[at]!

test.each<[string, (raw: Raw) => void, object]>([
  [
    'an answer that the rules do not give',
    (one) => (pageOf(one, 3)['right'] = 'refer'),
    { code: 'answer_differs', path: ['pages', 3, 'right'], message: expect.stringContaining('say "watch"') },
  ],
  [
    'a sign the set does not have',
    (one) => (pageOf(one, 3)['shown'] = ['others_hold_papers', 'nowhere']),
    { code: 'unknown_sign', path: ['pages', 3, 'shown', 1] },
  ],
  [
    'an answer that cannot be ticked',
    (one) => (pageOf(one, 3)['present'] = ['speaks_for']),
    { code: 'sign_not_shown', path: ['pages', 3, 'present', 0] },
  ],
  [
    'a set that is not there',
    (one) => (pageOf(one, 3)['set'] = { id: 'adult-mixed-flows', version: '9.0.0' }),
    { code: 'unknown_set', path: ['pages', 3, 'set'] },
  ],
  [
    'a source that is not named',
    (one) => (pageOf(one, 0)['source'] = ['hearsay']),
    { code: 'unknown_source', path: ['pages', 0, 'source', 0] },
  ],
  ['a page twice', (one) => (pageOf(one, 1)['id'] = 'no_proof'), { code: 'duplicate_page', path: ['pages', 1, 'id'] }],
  [
    'a text that is missing',
    ({ texts }) => delete texts['mk']!['page.no_proof.body'],
    { code: 'missing_translation', file: 'mk.json', path: ['page.no_proof.body'] },
  ],
  [
    'a text that nothing shows',
    ({ texts }) => (texts['sq']!['page.nowhere.title'] = 'Askund'),
    { code: 'unknown_message', file: 'sq.json' },
  ],
  ['a language that is missing', ({ texts }) => delete texts['ar'], { code: 'missing_language', file: 'ar.json' }],
  [
    'more than ten minutes',
    ({ texts }) => (texts['en']!['course.purpose'] = 'word '.repeat(1_200)),
    { code: 'too_long', file: 'en.json' },
  ],
  ['a key nobody knows', ({ course }) => (course['length'] = 10), { code: 'malformed', file: 'course.yaml' }],
])('refused, with place and remedy: %s', (_, change, problem) => {
  const problems = spoilt(change)
  expect(problems).toContainEqual(expect.objectContaining(problem))
  for (const { remedy } of problems) expect(remedy.length).toBeGreaterThan(3)
})

test('a completion needs every case, each with what the rules ask or more', () => {
  const course = courses.find(({ id }) => id === 'first-contact') as Course
  const judge = (chosen: (right: string) => string | null) =>
    judgeCompletion(
      {
        completedAt: NOW,
        practised: practicesOf(course).flatMap((page) => {
          const choice = chosen(page.right)
          return choice === null ? [] : [{ page: page.id, chosen: choice as 'watch' }]
        }),
      },
      course,
      findSet,
      NOW,
    )
  expect(judge((right) => right)).toBeNull()
  expect(judge(() => 'act_now')).toBeNull()
  expect(judge(() => 'no_concern_recorded')).toMatchObject({ code: 'practice_not_done' })
  expect(judge(() => null)).toMatchObject({ code: 'practice_not_done' })
  expect(judgeCompletion({ completedAt: NOW, practised: [] }, undefined, findSet, NOW)).toMatchObject({
    code: 'course_unknown',
  })
})

test('an answer names the signs that were overlooked and those that are not there', () => {
  const page = practicesOf(courses.find(({ id }) => id === 'first-contact') as Course)[0]!
  const set = findSet(page.set.id, page.set.version)!
  expect(
    judgePractice(set, page, { marked: ['others_hold_papers', 'signs_of_injury'], chosen: 'refer' }),
  ).toMatchObject({ choice: 'more', missed: ['watched_closely'], added: ['signs_of_injury'] })
  expect(judgePractice(set, page, { marked: page.present, chosen: 'watch' })).toMatchObject({
    choice: 'same',
    missed: [],
    added: [],
  })
})
