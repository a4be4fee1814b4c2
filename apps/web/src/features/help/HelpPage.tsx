import { useIntl } from 'react-intl'
import { LinkButton } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { NotThere } from './NotThere.tsx'
import './help.css'

/** Read first by somebody who started yesterday. */
const FIRST = ['first-day', 'home', 'outbox', 'sign-in']

/** Every "how this works", and the words of the field. */
export const HelpPage = () => {
  const { messages } = useIntl()
  const t = useT()
  const pages = Object.keys(messages).flatMap((id) => /^help\.([\w-]+)\.title$/.exec(id)?.[1] ?? [])
  const ordered = [...FIRST.filter((page) => pages.includes(page)), ...pages.filter((page) => !FIRST.includes(page))]
  return (
    <Page titleId="shell.help.title" lead={<T id="shell.help.lead" />} back="/">
      <ul className="task-list">
        {ordered.map((page) => (
          <li className="task" key={page}>
            <Link to={`/help/${page}`}>{t(`help.${page}.title`)}</Link>
          </li>
        ))}
      </ul>
      <p className="help-words">
        <LinkButton to="/help/words" kind="secondary">
          <T id="shell.help.words" />
        </LinkButton>
      </p>
    </Page>
  )
}

export const HelpTextPage = () => {
  const { page } = usePathParams<'page'>()
  const t = useT()
  if (!useHasText()(`help.${page}.title`)) return <NotThere />
  return (
    <Page titleId={`help.${page}.title`} back="/help" width="text">
      <div className="stack">
        {t(`help.${page}.body`)
          .split(/\n+/)
          .map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
      </div>
    </Page>
  )
}
