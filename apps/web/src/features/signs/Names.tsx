import { compareVersions } from '@ariadne/domain/screening'
import type { ReactNode } from 'react'
import { Id } from '../../components/When.tsx'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useTitles } from './useTitles.tsx'
import { useSets } from './useSets.ts'

const LAID = /^(\d+\.\d+\.\d+)\+([a-z]{2})\.(\d+)$/u

/** A version in words, for plain text: `1.0.0+mk.2` is what a country lays over 1.0.0, the second time. */
export const useVersionWords = (): ((version: string) => string) => {
  const t = useT()
  const format = useFormat()
  return (version) => {
    const [, over, country, number] = LAID.exec(version) ?? []
    return over && country && number
      ? t('signs.version.laid', {
          version: over,
          country: format.country(country.toUpperCase()),
          number: format.number(Number(number)),
        })
      : t('signs.version', { version })
  }
}

export const VersionName = ({ version }: { version: string }) => <>{useVersionWords()(version)}</>

/** A set by its title and version; by its id where no version of it is on this device. */
export const SetName = ({ id, version }: { id: string; version: string }) => {
  const titleOf = useTitles()
  const newest = (useSets() ?? [])
    .filter(({ set }) => set.id === id)
    .toSorted((a, b) => compareVersions(b.set.version, a.set.version))[0]
  const title: ReactNode = newest ? titleOf({ id, version: newest.set.version, title: id }) : <Id>{id}</Id>
  return <T id="signs.version.of" values={{ set: title, version: <VersionName version={version} /> }} />
}

const HELD = /^([a-z0-9-]+)@(\S+?)(?: ([A-Z]{2}))?$/u

/** What a package holds: `small@1.0.0`, or `small@1.0.0 MK` for what a country lays over it. */
export const ContentNames = ({ contents }: { contents: readonly string[] }) => {
  const format = useFormat()
  return contents.map((one) => {
    const [, id, version, country] = HELD.exec(one) ?? []
    return (
      <span key={one} className="content-name">
        {id && version ? <SetName id={id} version={version} /> : <Id>{one}</Id>}
        {country && <> ({format.country(country)})</>}
      </span>
    )
  })
}
