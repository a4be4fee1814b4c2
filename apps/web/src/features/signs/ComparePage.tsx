import { type SetComparison, compareSets, compareVersions, saysTheSame } from '@ariadne/domain/screening'
import { EmptyState } from '../../components/Queue.tsx'
import { Page } from '../../components/Page.tsx'
import { Select } from '../../components/Select.tsx'
import type { SetContent } from '../../lib/content/bundle.ts'
import { read } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useGo, usePathParams, useSearchText } from '../../lib/params.ts'
import { Changes } from './Changes.tsx'
import { Gone } from './Gone.tsx'
import { setAddress } from './known.ts'
import { SetName, useVersionWords } from './Names.tsx'
import { findVersion, useSets } from './useSets.ts'
import './signs.css'

const isUnchanged = ({ added, removed, renamed, changed, reworded, rules, route }: SetComparison): boolean =>
  [added, removed, renamed, changed, reworded, rules.added, rules.removed, rules.changed].every(
    (list) => list.length === 0,
  ) && route === null

/** Two versions side by side: what was added, removed, reworded, weighed otherwise, and which rules changed. */
export const Compared = ({ before, after }: { before: SetContent; after: SetContent }) => {
  const { language } = useLanguage()
  const comparison = compareSets(before.set, after.set, { before: before.texts, after: after.texts })
  if (isUnchanged(comparison))
    return (
      <EmptyState
        kind="none-match"
        title={<T id={saysTheSame(before, after) ? 'signs.compare.same' : 'signs.compare.besides'} />}
      />
    )
  return (
    <Changes
      comparison={comparison}
      before={{ set: before.set, reading: read(before.texts, language) }}
      after={{ set: after.set, reading: read(after.texts, language) }}
    />
  )
}

export const ComparePage = () => {
  const { setId, version } = usePathParams<'setId' | 'version'>()
  const chosen = useSearchText()['with']
  const t = useT()
  const versionWords = useVersionWords()
  const go = useGo()
  const sets = useSets()
  if (sets === undefined) return null
  const here = findVersion(sets, setId, version)
  if (!here) return <Gone />
  const others = sets
    .filter((other) => other.set.id === setId && other.set.version !== version)
    .toSorted((a, b) => compareVersions(b.set.version, a.set.version))
  const other =
    others.find(({ set }) => set.version === (chosen ?? here.set.lifecycle.replaces)) ??
    (chosen ? undefined : others[0])
  const [before, after] =
    other && compareVersions(other.set.version, here.set.version) > 0 ? [here, other] : [other, here]
  return (
    <Page titleId="signs.compare.title" back={setAddress(here.set)} caption={<SetName id={setId} version={version} />}>
      {others.length === 0 ? (
        <EmptyState kind="none-yet" title={<T id="signs.compare.one" />} />
      ) : (
        <>
          <Select
            name="with"
            label={t('signs.compare.with', { version: versionWords(version) })}
            options={others.map(({ set }) => ({ value: set.version, label: versionWords(set.version) }))}
            value={other?.set.version ?? ''}
            onChange={(next) =>
              go(`${setAddress(here.set)}/compare${next ? `?with=${encodeURIComponent(next)}` : ''}`, { replace: true })
            }
          />
          {before && after && <Compared before={before} after={after} />}
        </>
      )}
    </Page>
  )
}
