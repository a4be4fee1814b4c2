import type { IndicatorSet, SignId } from '@ariadne/domain/screening'
import { useEffect } from 'react'
import { firstViewOf } from '../SignList.tsx'

export interface ShiftActs {
  readonly sign: (sign: SignId) => void
  readonly next: () => void
  readonly together: () => void
  readonly danger: () => void
  readonly self: () => void
}

/** Letters that mean the same wherever they lie on a keyboard: by their place, as on a keyboard for English. */
const LETTERS: Readonly<Record<string, Exclude<keyof ShiftActs, 'sign'>>> = {
  KeyN: 'next',
  KeyG: 'together',
  KeyD: 'danger',
  KeyS: 'self',
}

/** A digit by its place too: an Arabic keyboard writes ١ with it, a French one &. */
const digitOf = (code: string): number => Number(/^(?:Digit|Numpad)(\d)$/u.exec(code)?.[1] ?? 0)

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable], dialog') !== null

/** A whole person by the keyboard: digits for signs, N and G for who comes next. Off until it is switched on (WCAG 2.1.4). */
export const useShiftKeys = (on: boolean, set: IndicatorSet | undefined, acts: ShiftActs): void => {
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      // A key held down is one press: it must not send people on, or switch danger on and off.
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const sign = set && firstViewOf(set)[digitOf(event.code) - 1]
      const act = LETTERS[event.code]
      if (!sign && !act) return
      event.preventDefault()
      if (sign) acts.sign(sign.id)
      else if (act) acts[act]()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}
