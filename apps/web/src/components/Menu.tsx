import { type ReactNode, useEffect, useRef } from 'react'

/**
 * A menu as a disclosure: a summary that opens a panel of ordinary links and buttons. Escape, a click elsewhere and leaving it
 * with the keyboard close it.
 */
export const Menu = ({ label, button, children }: { label: string; button: ReactNode; children: ReactNode }) => {
  const menu = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event) => {
      const box = menu.current
      if (box?.open && !(event.target instanceof Node && box.contains(event.target))) box.open = false
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('focusin', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('focusin', close)
    }
  }, [])
  return (
    // Escape and a chosen item close it; every control inside is a button or a link of its own.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <details
      className="menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return
        menu.current.open = false
        menu.current.querySelector('summary')?.focus()
      }}
      onClick={(event) => {
        if (menu.current && (event.target as Element).closest('.menu-item')) menu.current.open = false
      }}
    >
      <summary aria-label={label}>{button}</summary>
      <div className="menu-panel">{children}</div>
    </details>
  )
}

export const MenuItem = ({
  current,
  lang,
  onSelect,
  children,
}: {
  current?: boolean
  lang?: string
  onSelect: () => void
  children: ReactNode
}) => (
  <li>
    <button
      type="button"
      className="menu-item"
      lang={lang}
      dir={lang ? 'auto' : undefined}
      aria-current={current ? 'true' : undefined}
      onClick={onSelect}
    >
      {children}
    </button>
  </li>
)
