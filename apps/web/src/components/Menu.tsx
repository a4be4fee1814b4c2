import { type ReactNode, useEffect, useRef } from 'react'

/**
 * A menu as a disclosure: a summary that opens a panel of ordinary links and buttons. Escape, a click elsewhere and leaving it
 * with the keyboard close it.
 */
export const Menu = ({ label, button, children }: { label: string; button: ReactNode; children: ReactNode }) => {
  const menu = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const box = menu.current
    if (!box) return
    const closeOutside = (event: Event) => {
      if (box.open && !(event.target instanceof Node && box.contains(event.target))) box.open = false
    }
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !box.open) return
      box.open = false
      box.querySelector('summary')?.focus()
    }
    const closeWhenChosen = (event: Event) => {
      if (event.target instanceof Element && event.target.closest('.menu-item')) box.open = false
    }
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    box.addEventListener('keydown', closeOnEscape)
    box.addEventListener('click', closeWhenChosen)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
      box.removeEventListener('keydown', closeOnEscape)
      box.removeEventListener('click', closeWhenChosen)
    }
  }, [])
  return (
    <details className="menu" ref={menu}>
      <summary aria-label={label}>{button}</summary>
      <div className="menu-panel">{children}</div>
    </details>
  )
}

export const MenuItem = ({
  current,
  onSelect,
  children,
}: {
  current?: boolean
  onSelect: () => void
  children: ReactNode
}) => (
  <li>
    <button type="button" className="menu-item" aria-current={current ? 'true' : undefined} onClick={onSelect}>
      {children}
    </button>
  </li>
)
