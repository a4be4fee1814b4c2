/** What is wrong with a course, where, and what would be right. `path` leads into the file, as keys and positions. */
export interface CourseProblem {
  readonly file: string
  readonly path: readonly (string | number)[]
  readonly code:
    | 'malformed'
    | 'duplicate_page'
    | 'unknown_source'
    | 'without_source'
    | 'unknown_set'
    | 'unknown_sign'
    | 'sign_not_shown'
    | 'answer_differs'
    | 'opens_without_practice'
    | 'too_long'
    | 'missing_language'
    | 'wrong_language'
    | 'missing_translation'
    | 'unknown_message'
  readonly message: string
  readonly remedy: string
  /** Of an unknown set: which one is named, as ID@VERSION. */
  readonly about?: string
}

export const courseProblem = (
  code: CourseProblem['code'],
  path: CourseProblem['path'],
  message: string,
  remedy: string,
  file = 'course.yaml',
): CourseProblem => ({ file, path, code, message, remedy })
