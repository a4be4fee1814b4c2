import { useState } from 'react'
import type { FieldError } from '../../components/Field.tsx'
import { useT } from '../../lib/i18n/text.tsx'
import { doorError } from './words.ts'

/**
 * One try at the door at a time. What goes wrong stands at the field that `fieldOf` names.
 * @example attempt(() => signIn(email, passphrase), () => 'passphrase')
 */
export const useAttempt = () => {
  const t = useT()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [working, setWorking] = useState(false)
  const attempt = async (work: () => Promise<void>, fieldOf: (error: unknown) => string) => {
    setWorking(true)
    setErrors([])
    try {
      await work()
    } catch (error) {
      setErrors([{ field: fieldOf(error), message: doorError(t, error) }])
    } finally {
      setWorking(false)
    }
  }
  return { errors, setErrors, working, attempt }
}
