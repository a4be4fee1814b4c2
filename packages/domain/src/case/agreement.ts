import { canonicalJson, sha256 } from '../canonicalJson.ts'
import type { InstanceId, UnitId } from '../ids.ts'
import { endOfDay, isPast, type Instant } from '../time.ts'
import type { Agreement, CaseState, Override } from './state.ts'
import { isChild, type AgreementPurpose } from './vocabulary.ts'

/** Given, authorised and assented where the person is a child, not refused, not withdrawn, not expired. */
export const isEffective = (agreement: Agreement, state: CaseState, now: Instant): boolean =>
  !agreement.refused &&
  agreement.withdrawnAt === null &&
  !isPast(endOfDay(agreement.expiresOn), now) &&
  (!isChild(state.person.ageBand) || (agreement.guardianAuthorisedAt !== null && agreement.childAssentedAt !== null))

/** The newest effective agreement with exactly this recipient for exactly this purpose. */
export const findEffectiveAgreement = (
  state: CaseState,
  wanted: { instanceId: InstanceId; unitId: UnitId; purpose: AgreementPurpose },
  now: Instant,
): Agreement | undefined =>
  state.agreements.findLast(
    (agreement) =>
      agreement.recipient.instanceId === wanted.instanceId &&
      agreement.recipient.unitId === wanted.unitId &&
      agreement.purpose === wanted.purpose &&
      isEffective(agreement, state, now),
  )

/**
 * An override that lets information go without agreement. For life-risk and children the second person confirms within
 * 24 hours afterwards, never before, and what nobody confirmed in that time carries nothing more; for the others the
 * second person comes first.
 */
export const findUsableOverride = (
  state: CaseState,
  recipient: { instanceId: InstanceId; unitId: UnitId },
  now: Instant,
): Override | undefined =>
  state.overrides.findLast(
    (override) =>
      override.recipient.instanceId === recipient.instanceId &&
      override.recipient.unitId === recipient.unitId &&
      (override.confirmedBy !== null ||
        ((override.ground === 'life_risk' || override.ground === 'child_safeguarding') &&
          !isPast(override.confirmBy, now))),
  )

/** What was agreed, apart from how and when it was said. */
export type AgreedTerms = Pick<
  Agreement,
  'agreementId' | 'recipient' | 'classes' | 'purpose' | 'expiresOn' | 'language' | 'lawfulBasis' | 'transferBasis'
>

/**
 * SHA-256 in hex over the terms of an agreement, in canonical JSON (RFC 8785) with the classes sorted. It travels with
 * the offer and with every message that relies on it, so that both sides mean the same agreement.
 */
export const agreementHash = (terms: AgreedTerms): Promise<string> =>
  sha256(
    canonicalJson({
      agreementId: terms.agreementId,
      recipient: terms.recipient,
      classes: terms.classes.toSorted(),
      purpose: terms.purpose,
      expiresOn: terms.expiresOn,
      language: terms.language,
      lawfulBasis: terms.lawfulBasis,
      transferBasis: terms.transferBasis,
    }),
  )
