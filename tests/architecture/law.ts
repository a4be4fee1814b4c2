import { isBuiltin } from 'node:module'
import type { Import } from './imports.ts'
import { isTest } from './files.ts'

/** A rule returns what is wrong with one import, or nothing. */
type Rule = (one: Import) => string | undefined

/** Folders of the server that are not stages of a case's way: what all stages stand on, and what puts them together. */
const notStages = new Set(['platform', 'cli', 'demo', 'testing'])

const packageOf = (path: string) => /^packages\/([^/]+)\//.exec(path)?.[1]
const stageOf = (path: string) => {
  const folder = /^apps\/server\/src\/([^/]+)\//.exec(path)?.[1]
  return folder !== undefined && !notStages.has(folder) ? folder : undefined
}
const featureOf = (path: string) => /^apps\/web\/src\/features\/([^/]+)\//.exec(path)?.[1]
const ours = (name: string) => /^@ariadne\/([^/]+)/.exec(name)?.[1]
const workspaceOf = (path: string) => /^(?:packages|apps)\/[^/]+\//.exec(path)?.[0]

const packagesStandAlone: Rule = ({ from, to }) => {
  if (packageOf(from) === undefined || isTest(from)) return undefined
  if (to.startsWith('apps/') || ours(to) === 'server' || ours(to) === 'web') return 'A package never imports an app.'
  return undefined
}

const domainImportsNothingOfOurs: Rule = ({ from, to }) =>
  packageOf(from) === 'domain' &&
  ((ours(to) !== undefined && ours(to) !== 'domain') || (packageOf(to) ?? 'domain') !== 'domain')
    ? 'The domain imports nothing of ours.'
    : undefined

const packagesRunAnywhere: Rule = ({ from, to }) =>
  packageOf(from) !== undefined && !isTest(from) && isBuiltin(to)
    ? 'A package runs in server and browser alike, so it imports nothing of Node.'
    : undefined

const stagesMeetAtTheDoor: Rule = ({ from, to }) => {
  const other = stageOf(to)
  if (!from.startsWith('apps/server/src/') || other === undefined || other === stageOf(from)) return undefined
  if (from.startsWith('apps/server/src/platform/')) return 'The platform knows no stage.'
  return to === `apps/server/src/${other}/index.ts` ? undefined : `A stage is entered through its index.ts: ${other}.`
}

const featuresKeepApart: Rule = ({ from, to }) => {
  const other = featureOf(to)
  if (!from.startsWith('apps/web/src/') || other === undefined || other === featureOf(from)) return undefined
  if (featureOf(from) !== undefined) return 'Features never import each other.'
  return from.startsWith('apps/web/src/app/')
    ? undefined
    : 'Only the app puts features together; components and lib know none.'
}

const shellStaysLight: Rule = ({ from, to, typeOnly }) =>
  from.startsWith('apps/web/') && !isTest(from) && ours(to) === 'contract' && !typeOnly
    ? 'The web app imports only types from the contract.'
    : undefined

const workspacesMeetByName: Rule = ({ from, to }) => {
  const [home, other] = [workspaceOf(from), workspaceOf(to)]
  return !isTest(from) && home !== undefined && other !== undefined && other !== home
    ? 'Another workspace is imported by its name (@ariadne/...), not by a path.'
    : undefined
}

const appsKeepApart: Rule = ({ from, to }) =>
  (from.startsWith('apps/web/') && (ours(to) === 'server' || to.startsWith('apps/server/'))) ||
  (from.startsWith('apps/server/') && (ours(to) === 'web' || to.startsWith('apps/web/')))
    ? 'Server and web app meet in the packages only.'
    : undefined

const rules = [
  packagesStandAlone,
  domainImportsNothingOfOurs,
  packagesRunAnywhere,
  stagesMeetAtTheDoor,
  featuresKeepApart,
  shellStaysLight,
  workspacesMeetByName,
  appsKeepApart,
]

/** What the import law has against one import. */
export const faultsOf = (one: Import): string[] => rules.flatMap((rule) => rule(one) ?? [])
