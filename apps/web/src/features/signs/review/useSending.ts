import type { CommandBody, CommandKind } from '@ariadne/contract'
import { useState } from 'react'
import { codeOf } from '../../../lib/api/problem.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { useHasText, useT } from '../../../lib/i18n/text.tsx'

/** Sends one command and says what came of it, in the words of the reader. */
export const useSending = () => {
  const t = useT()
  const has = useHasText()
  const [busy, setBusy] = useState(false)
  const [code, setCode] = useState<string>()
  const send = async <K extends CommandKind>(kind: K, body: CommandBody<K>): Promise<boolean> => {
    setBusy(true)
    setCode(undefined)
    const refused = await sendNow(kind, body).then(
      (outcome) => (outcome.status === 'accepted' ? undefined : (outcome.code ?? 'unexpected')),
      codeOf,
    )
    setCode(refused)
    setBusy(false)
    return refused === undefined
  }
  const failed = code === undefined ? undefined : t(has(`refusal.${code}`) ? `refusal.${code}` : 'refusal.unexpected')
  return { busy, failed, send }
}
