import type { ComponentType } from 'react'
import { Page } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { FIGURE_PAGES, type FigurePath } from './pages.ts'
import { type Reader, useReader } from './reader.ts'

/** The page for those it is for; everybody else is told whose it is and what they can do instead. */
export const forReaders = (Shown: ComponentType, to: FigurePath): ComponentType => {
  const page = FIGURE_PAGES.find((one) => one.to === to)
  const readers: readonly Reader[] = page?.readers ?? []
  return () =>
    readers.includes(useReader()) ? <Shown /> : <NotForYou tab={page?.tab ?? 'figures.nav'} readers={readers} />
}

const NotForYou = ({ tab, readers }: { tab: string; readers: readonly Reader[] }) => {
  const t = useT()
  return (
    <Page titleId={tab}>
      <Callout
        title={
          <T id="figures.notYours" values={{ who: readers.map((one) => t(`figures.reader.${one}`)).join(' · ') }} />
        }
      >
        <p>
          <T id="figures.notYours.instead" />
        </p>
      </Callout>
    </Page>
  )
}
