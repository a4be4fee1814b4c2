import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Details } from '../../components/Details.tsx'
import { Form } from '../../components/Form.tsx'
import { TextField } from '../../components/TextField.tsx'
import { When } from '../../components/When.tsx'
import { readCardCode } from '../../lib/card/code.ts'
import { T } from '../../lib/i18n/text.tsx'
import { OutsideError, stateOf } from './outside.ts'

/** For whoever comes back with a code: whether somebody has taken it up. The code opens nothing else. */
export const AskState = () => {
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const [found, setFound] = useState<{ state: 'waiting' | 'taken'; at: string | null }>()
  const look = async () => {
    setFound(undefined)
    const code = readCardCode(typed)
    if (!code) return setError('screening.link.code.wrong')
    setError(undefined)
    try {
      setFound(await stateOf(code))
    } catch (problem) {
      setError(`reach.failed.${problem instanceof OutsideError ? problem.code : 'refused'}`)
    }
  }
  return (
    <Details summary={<T id="reach.ask" />}>
      <Form onSubmit={look}>
        <TextField
          name="code"
          label={<T id="reach.code" />}
          error={error && <T id={error} />}
          value={typed}
          onChange={setTyped}
        />
        <Button type="submit" kind="secondary">
          <T id="reach.ask.go" />
        </Button>
      </Form>
      <p role="status">
        {found && (
          <T
            id={`reach.ask.${found.state}`}
            values={{ at: found.at ? <When key="at" at={found.at} show="date" /> : '' }}
          />
        )}
      </p>
    </Details>
  )
}
