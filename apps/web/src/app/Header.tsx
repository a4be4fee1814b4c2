import { Icon } from '../components/Icon.tsx'
import { Link } from '../components/Link.tsx'
import { Menu, MenuItem } from '../components/Menu.tsx'
import { lockDevice } from '../lib/device/device.ts'
import { T, useT } from '../lib/i18n/text.tsx'
import { useMe } from '../lib/session/me.tsx'
import { Brand, HeaderFrame } from './Brand.tsx'
import { ExitButton } from './ExitButton.tsx'
import { LanguageMenu } from './LanguageMenu.tsx'

const signOut = () => import('../lib/session/signIn.ts').then((m) => m.signOut())

const AccountMenu = () => {
  const me = useMe()
  const t = useT()
  return (
    <Menu
      label={t('shell.account.menu', { name: me.member.name })}
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
          <Link to="/training" className="menu-item">
            <Icon name="book" />
            <T id="shell.account.courses" />
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
    <HeaderFrame
      banner={
        <Link to="/demo">
          <T id="home.demo.link" />
        </Link>
      }
      brand={
        <Link to="/" className="brand">
          <Brand />
        </Link>
      }
    >
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
    </HeaderFrame>
  )
}
