import type { IndicatorSet } from '../screening/schema.ts'
import { courseProblem } from './problem.ts'
import type { CourseProblem } from './problem.ts'
import { Course, CourseTexts } from './schema.ts'
import { validateCourse } from './validateCourse.ts'

const shape = (
  file: string,
  issues: readonly { path: PropertyKey[]; message: string; code: string }[],
): CourseProblem[] =>
  issues.map(({ path, message, code }) =>
    courseProblem(
      'malformed',
      path.filter((key) => typeof key !== 'symbol'),
      message,
      code === 'unrecognized_keys' ? 'take these keys out, or correct their names' : 'correct it as the message says',
      file,
    ),
  )

/**
 * A course as it comes from its files: shapes are checked first, then what it says.
 * @returns the course with its texts, or everything that is wrong with them
 */
export const readCourse = (
  raw: unknown,
  rawTexts: Readonly<Record<string, unknown>>,
  findSet: (id: string, version: string) => IndicatorSet | undefined,
): { ok: true; course: Course; texts: Record<string, CourseTexts> } | { ok: false; problems: CourseProblem[] } => {
  const parsed = Course.safeParse(raw)
  const problems = parsed.success ? [] : shape('course.yaml', parsed.error.issues)
  const texts: Record<string, CourseTexts> = {}
  for (const [language, text] of Object.entries(rawTexts)) {
    const one = CourseTexts.safeParse(text)
    if (one.success) texts[language] = one.data
    else problems.push(...shape(`${language}.json`, one.error.issues))
  }
  if (!parsed.success || problems.length > 0) return { ok: false, problems }
  problems.push(...validateCourse(parsed.data, texts, findSet))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, course: parsed.data, texts }
}
