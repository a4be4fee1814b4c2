import type { IndicatorSet } from '../screening/schema.ts'
import { courseMessages } from './messages.ts'
import { answerOf } from './practice.ts'
import { courseProblem as problem } from './problem.ts'
import type { CourseProblem } from './problem.ts'
import { COURSE_MINUTES_MOST, minutesOf } from './readingTime.ts'
import type { Course, CourseTexts, PracticePage } from './schema.ts'

const COURSE_LANGUAGES = ['en', 'sq', 'mk', 'sr', 'ar'] as const

type FindSet = (id: string, version: string) => IndicatorSet | undefined

const practiceProblems = (page: PracticePage, at: number, findSet: FindSet): CourseProblem[] => {
  const path = ['pages', at]
  const set = findSet(page.set.id, page.set.version)
  if (!set) {
    const about = `${page.set.id}@${page.set.version}`
    const remedy = 'name a set and version of content/indicator-sets'
    return [{ ...problem('unknown_set', [...path, 'set'], `there is no set ${about}`, remedy), about }]
  }
  const active = set.signs.filter(({ status }) => status === 'active').map(({ id }) => id)
  const unknown = page.shown.flatMap((id, index) =>
    active.includes(id)
      ? []
      : [
          problem(
            'unknown_sign',
            [...path, 'shown', index],
            `"${id}" is no active sign of ${set.id}@${set.version}`,
            'correct the name, or choose another sign of the set',
          ),
        ],
  )
  const hidden = page.present.flatMap((id, index) =>
    page.shown.includes(id)
      ? []
      : [
          problem(
            'sign_not_shown',
            [...path, 'present', index],
            `"${id}" belongs to the answer and is not among the signs shown`,
            'add it to shown, or take it out of present',
          ),
        ],
  )
  if (unknown.length + hidden.length > 0) return [...unknown, ...hidden]
  const { outcome } = answerOf(set, page)
  return outcome === page.right
    ? []
    : [
        problem(
          'answer_differs',
          [...path, 'right'],
          `the rules of ${set.id}@${set.version} say "${outcome}", the course "${page.right}"`,
          'change the story and its signs, or what the course expects',
        ),
      ]
}

const pageProblems = (course: Course, findSet: FindSet): CourseProblem[] =>
  course.pages.flatMap((page, at) => {
    const twice =
      course.pages.findIndex(({ id }) => id === page.id) < at
        ? [problem('duplicate_page', ['pages', at, 'id'], `a page "${page.id}" is there already`, 'give it another id')]
        : []
    if (page.kind === 'practice') return [...twice, ...practiceProblems(page, at, findSet)]
    const strangers = page.source.flatMap((key, index) =>
      Object.hasOwn(course.sources, key)
        ? []
        : [
            problem(
              'unknown_source',
              ['pages', at, 'source', index],
              `"${key}" is not among sources`,
              `add it to sources, or name one of: ${Object.keys(course.sources).join(', ')}`,
            ),
          ],
    )
    return [...twice, ...strangers]
  })

const textProblems = (course: Course, texts: Readonly<Record<string, CourseTexts>>): CourseProblem[] => {
  const wanted = courseMessages(course)
  return COURSE_LANGUAGES.flatMap((language) => {
    const file = `${language}.json`
    const own = texts[language]
    if (!own)
      return [
        problem('missing_language', [], `there are no texts in "${language}"`, `add ${file} with every message`, file),
      ]
    const said = own.$catalogue?.language ?? 'en'
    const minutes = minutesOf(course, own)
    return [
      ...(said === language
        ? []
        : [problem('wrong_language', ['$catalogue', 'language'], `says "${said}"`, `write "${language}"`, file)]),
      ...wanted
        .filter((id) => !Object.hasOwn(own, id))
        .map((id) => problem('missing_translation', [id], `"${id}" has no words in "${language}"`, 'write it', file)),
      ...Object.keys(own)
        .filter((id) => id !== '$catalogue' && !wanted.includes(id))
        .map((id) =>
          problem('unknown_message', [id], `nothing in the course shows "${id}"`, 'correct the id, or delete it', file),
        ),
      ...(minutes > COURSE_MINUTES_MOST
        ? [
            problem(
              'too_long',
              [],
              `takes ${minutes} minutes to read, at most ${COURSE_MINUTES_MOST} are found beside the work`,
              'shorten it, or make two courses of it',
              file,
            ),
          ]
        : []),
    ]
  })
}

/**
 * Everything that is wrong with a course and its texts, each with its place and a remedy; empty when it may be used.
 * Every practice case is answered by the engine, with the set it names, and held against what the course says.
 */
export const validateCourse = (
  course: Course,
  texts: Readonly<Record<string, CourseTexts>>,
  findSet: FindSet,
): CourseProblem[] => [
  ...(Object.keys(course.sources).length === 0
    ? [problem('without_source', ['sources'], 'the course names no source', 'say where what it teaches comes from')]
    : []),
  ...(course.opens.length > 0 && !course.pages.some(({ kind }) => kind === 'practice')
    ? [
        problem(
          'opens_without_practice',
          ['opens'],
          'the course opens something and has nothing to practise',
          'add a page of kind: practice, or take opens out',
        ),
      ]
    : []),
  ...pageProblems(course, findSet),
  ...textProblems(course, texts),
]
