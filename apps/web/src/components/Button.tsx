import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Link } from './Link.tsx'

interface Looks {
  /** primary: the one thing to do here. danger: cannot be taken back. quiet: beside something more important. */
  kind?: 'primary' | 'secondary' | 'danger' | 'quiet'
  size?: 'small' | 'medium' | 'large'
}
type ButtonProps = Looks & {
  /** Works on something: stays pressable for a screen reader, says so, and does not act twice. */
  busy?: boolean
} & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'>

/** There is no disabled button here: one that would not work is absent, and one that works says what is wrong. */
export const Button = ({
  kind = 'primary',
  size = 'medium',
  busy = false,
  type = 'button',
  onClick,
  children,
  ...rest
}: ButtonProps) => (
  <button
    {...rest}
    type={type}
    className="button"
    data-kind={kind}
    data-size={size}
    aria-busy={busy || undefined}
    onClick={(event) => {
      if (busy) event.preventDefault()
      else onClick?.(event)
    }}
  >
    {busy && <span className="spinner" aria-hidden="true" />}
    {children}
  </button>
)

export const LinkButton = ({
  kind = 'primary',
  size = 'medium',
  to,
  children,
}: Looks & { to: string; children: ReactNode }) => (
  <Link to={to} className="button" data-kind={kind} data-size={size}>
    {children}
  </Link>
)
