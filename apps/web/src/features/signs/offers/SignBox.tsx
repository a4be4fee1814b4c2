import type { Api } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { ErrorSummary, fieldId } from '../../../components/Field.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { codeOf } from '../../../lib/api/problem.ts'
import { api } from '../../../lib/api/request.ts'
import { queries } from '../../../lib/api/useRead.ts'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import { signaturesFrom } from './sign.ts'

const NAME = 'signing-key'

/** The coordinator signs for the country, with the key in their hand. */
export const SignBox = ({ offer }: { offer: Api['GET /api/content/offers/{digest}']['response'] }) => {
  const t = useT()
  const has = useHasText()
  const [file, setFile] = useState<File>()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string>()
  const sign = async () => {
    if (!file) return setFailed('missing')
    setBusy(true)
    setFailed(undefined)
    try {
      const signatures = await signaturesFrom(file, offer)
      if (typeof signatures === 'string') setFailed(signatures)
      else {
        await api('POST /api/content/signatures', { body: { digest: offer.digest, signatures } })
        await queries.invalidateQueries()
      }
    } catch (error) {
      setFailed(codeOf(error))
    }
    setBusy(false)
  }
  const error =
    failed === undefined
      ? undefined
      : t(
          has(`signs.sign.failed.${failed}`)
            ? `signs.sign.failed.${failed}`
            : has(`refusal.${failed}`)
              ? `refusal.${failed}`
              : 'refusal.unexpected',
        )
  const hint = `${fieldId(NAME)}-hint`
  return (
    <section className="stack">
      <h2>
        <T id="signs.offer.sign" />
      </h2>
      <p>
        <T id="signs.offer.sign.body" />
      </p>
      <ErrorSummary errors={error === undefined ? [] : [{ field: NAME, message: error }]} />
      <div className="field">
        <label className="field-label" htmlFor={fieldId(NAME)}>
          <T id="signs.offer.key" />
        </label>
        <p className="field-hint" id={hint}>
          <T id="signs.offer.key.hint" />
        </p>
        {error && (
          <p className="field-error" id={`${fieldId(NAME)}-error`}>
            {error}
          </p>
        )}
        <input
          className="file-input"
          id={fieldId(NAME)}
          type="file"
          accept=".json,application/json"
          aria-describedby={error === undefined ? hint : `${hint} ${fieldId(NAME)}-error`}
          aria-invalid={error !== undefined}
          onChange={(event) => setFile(event.target.files?.[0])}
        />
      </div>
      <Callout tone="plain">
        <p>
          <T id="signs.offer.key.care" />
        </p>
      </Callout>
      <div>
        <Button busy={busy} onClick={() => void sign()}>
          <T id="signs.offer.sign.do" />
        </Button>
      </div>
    </section>
  )
}
