import { codeOf } from '../../lib/api/problem.ts'
import { useHasText, useT } from '../../lib/i18n/text.tsx'

/** Why a command was not taken, in words, with the remedy. */
export const useRefusal = (): ((why: unknown) => string) => {
  const t = useT()
  const has = useHasText()
  return (why) => {
    const code =
      typeof why === 'object' && why !== null && 'status' in why && 'code' in why && typeof why.code === 'string'
        ? why.code
        : codeOf(why)
    const own = `figures.refusal.${code}`
    return has(own) ? t(own) : has(`refusal.${code}`) ? t(`refusal.${code}`) : t('refusal.unexpected')
  }
}
