import { verifyMessageCopy } from '@ariadne/exchange'
import { inSavepoint } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { isFit } from '../../platform/fit-json.ts'
import type { ExchangeDeps } from '../deps.ts'
import {
  ActBody,
  CUSTODY_SAID,
  MISSING,
  MissingBody,
  RECEIPTS,
  ReceiptsBody,
  SaidBody,
  VOID,
  VoidBody,
} from '../wire.ts'
import { processAct } from './act.ts'
import { processSaid } from './custody.ts'
import { processMissing, processVoid } from './gaps.ts'
import { isNotStorable, Rejected, type Outcome, type Row } from './outcome.ts'
import { processReceipts } from './receipts.ts'

/** What was stored, its signature checked once more: what is acted on is what was signed. */
export const copyOf = async (deps: ExchangeDeps, row: Row) => {
  const list = deps.trust.lastList()
  return list && row.jws !== null ? verifyMessageCopy(row.jws, list) : null
}

/** Acts on one message by its kind. What is not as it must be is rejected by a code and changes nothing. */
export const processMessage = async (
  deps: ExchangeDeps,
  tx: Tx,
  row: Row,
  copy: Awaited<ReturnType<typeof copyOf>>,
): Promise<Outcome> => {
  if (row.kind === VOID && row.jws === null) return { state: 'void' }
  if (!copy?.ok) return { state: 'rejected', code: 'signature_not_valid' }
  const { message } = copy
  if (!isFit(message.body)) return { state: 'rejected', code: 'body_invalid' }
  const read = <T>(schema: { safeParse: (value: unknown) => { success: boolean; data?: T } }): T => {
    const parsed = schema.safeParse(message.body)
    if (!parsed.success || parsed.data === undefined) throw new Rejected('body_invalid')
    return parsed.data
  }
  try {
    switch (message.kind) {
      case RECEIPTS:
        return await processReceipts(deps, tx, message, read(ReceiptsBody))
      case MISSING:
        return await processMissing(deps, tx, message, read(MissingBody))
      case VOID:
        return await processVoid(deps, tx, message, read(VoidBody))
      case CUSTODY_SAID:
        return await processSaid(deps, tx, message, read(SaidBody))
      default: {
        const handle = deps.messages.find(message.kind)
        if (handle === undefined) return await processAct(deps, tx, message, read(ActBody))
        const { id, iss: from, thread, body } = message
        const done = await inSavepoint(tx, () => handle(tx, { id, from, thread, body }))
        if (!done.ok) throw isNotStorable(done.error) ? new Rejected('not_storable') : done.error
        return done.value.ok ? { state: 'processed' } : { state: 'rejected', code: done.value.code }
      }
    }
  } catch (error) {
    if (error instanceof Rejected) return { state: 'rejected', code: error.code }
    throw error
  }
}
