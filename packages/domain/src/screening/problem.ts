/** Everything that can be wrong with a set or an overlay; worded for readers as `signs.problem.<code>`. */
export const PROBLEM_CODES = [
  'malformed',
  'duplicate_sign',
  'duplicate_rule',
  'reserved_rule',
  'sign_without_source',
  'unknown_source',
  'child_asked',
  'first_view_empty',
  'first_view_too_long',
  'unknown_sign',
  'retired_sign',
  'unknown_rule',
  'rule_cycle',
  'unreachable_rule',
  'unreachable_outcome',
  'too_many_explanations',
  'missing_language',
  'missing_translation',
  'unknown_message',
  'child_routed_elsewhere',
  'mapping_without_replaces',
  'duplicate_mapping',
  'merged_alone',
  'unmapped_sign',
  'unknown_version',
  'version_cycle',
  'version_twice',
  'mapping_cycle',
  'mapping_chain',
  'no_words',
  'unknown_base',
  'changed_after_publication',
  'no_effective_day',
] as const

/** What is wrong with a set, where, and what would be right. `path` leads into the file, as keys and positions. */
export interface SetProblem {
  readonly file: string
  readonly path: readonly (string | number)[]
  readonly code: (typeof PROBLEM_CODES)[number]
  /** What it is about, by name: a sign, a rule, a source, a version. Empty where the place says it. */
  readonly about: string
  readonly message: string
  readonly remedy: string
}

const SET_FILE = 'set.yaml'

export const problem = (
  code: SetProblem['code'],
  path: SetProblem['path'],
  about: string,
  message: string,
  remedy: string,
  file = SET_FILE,
): SetProblem => ({ file, path, code, about, message, remedy })
