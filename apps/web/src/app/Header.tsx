import { Icon } from '../components/Icon.tsx'
import { Link } from '../components/Link.tsx'
import { Mark } from '../components/Mark.tsx'
import { Menu, MenuItem } from '../components/Menu.tsx'
import { lockDevice } from '../lib/device/device.ts'
import { T, useT } from '../lib/i18n/text.tsx'
import { useInstance } from '../lib/session/instance.ts'
import { useMe } from '../lib/session/me.tsx'
import { signOut } from '../lib/session/signIn.ts'
import { ExitButton } from './ExitButton.tsx'
import { LanguageMenu } from './LanguageMenu.tsx'

/** The mark, whose line goes on under the whole header. */
export const Brand = ({ to }: { to?: string }) => {
  const instance = useInstance()
  const words = (
    <>
      <Mark />
      <span className="brand-words">
        <span className="brand-name">
          <T id="shell.app" />
        </span>
        {instance && (
          <span className="brand-instance">
            <bdi>{instance.name}</bdi>
          </span>
        )}
      </span>
    </>
  )
  return to ? (
    <Link to={to} className="brand">
      {words}
    </Link>
  ) : (
    <span className="brand">{words}</span>
  )
}

export const DemoBanner = () => {
  const mode = useInstance()?.mode
  if (mode !== 'demo' && mode !== 'training') return null
  return (
    <p className="demo-banner no-print">
      <T id={`shell.mode.${mode}`} />
    </p>
  )
}

const AccountMenu = () => {
  const me = useMe()
  const t = useT()
  return (
    <Menu
      label={t('shell.account.menu')}
      button={
        <>
          <Icon name="person" />
          <span className="wide-only">
            <bdi>{me.member.name}</bdi>
          </span>
        </>
      }
    >
      <p className="menu-note menu-note-first">
        <strong>
          <bdi>{me.member.name}</bdi>
        </strong>
        {me.member.memberships.map((membership) => (
          <span key={membership.unitId} className="menu-unit">
            <bdi>{membership.unitName}</bdi>
          </span>
        ))}
      </p>
      <ul>
        <li>
          <Link to="/account" className="menu-item">
            <Icon name="person" />
            <T id="shell.account.page" />
          </Link>
        </li>
        <li>
          <Link to="/help" className="menu-item">
            <Icon name="help" />
            <T id="shell.account.help" />
          </Link>
        </li>
        <MenuItem onSelect={() => void lockDevice()}>
          <Icon name="lock" />
          <T id="shell.lock" />
        </MenuItem>
        <MenuItem onSelect={() => void signOut()}>
          <Icon name="forward" />
          <T id="shell.signOut" />
        </MenuItem>
      </ul>
    </Menu>
  )
}

export const Header = () => {
  const t = useT()
  return (
    <>
      <DemoBanner />
      <header className="header no-print">
        <div className="header-row">
          <Brand to="/" />
          <div className="header-actions">
            <LanguageMenu />
            <button
              type="button"
              className="icon-button wide-only"
              aria-label={t('shell.lock')}
              title={t('shell.lock')}
              onClick={() => void lockDevice()}
            >
              <Icon name="lock" />
            </button>
            <AccountMenu />
            <ExitButton />
          </div>
        </div>
        <div className="header-thread" aria-hidden="true" />
      </header>
    </>
  )
}

/** The header where nobody is signed in. */
export const DoorHeader = () => (
  <>
    <DemoBanner />
    <header className="header no-print">
      <div className="header-row">
        <Brand />
        <div className="header-actions">
          <LanguageMenu />
          <ExitButton />
        </div>
      </div>
      <div className="header-thread" aria-hidden="true" />
    </header>
  </>
)
