import { mintId } from '@ariadne/domain'
import { canonicalJson, ContentPackage, digestOf } from '@ariadne/exchange'
import type { IndicatorSet } from '@ariadne/domain/screening'
import type { Person } from '../../../apps/server/src/demo/person.ts'
import type { Region } from '../../support/region.ts'

type Bundle = { sets: { set: IndicatorSet; texts: Record<string, Record<string, unknown>> }[] }

/** A new version of a set with one sign taken out of the first view, and an overlay with a sign whose words are missing. */
export const draftsOf = async (coordinator: Person): Promise<string[]> => {
  const { sets } = await coordinator.get<Bundle>('/api/content/bundle')
  const base = sets.find(({ set }) => set.id === 'adult-mixed-flows' && set.version === '1.0.0')
  if (!base) throw new Error('The set that drafts are made of is not in the bundle.')
  const [version, overlay] = [mintId<string>(Date.now()), mintId<string>(Date.now() + 1)]
  await coordinator.command('content.save_draft', {
    draftId: version,
    revision: 0,
    definition: {
      ...base.set,
      version: '1.1.0',
      lifecycle: { state: 'proposed', effectiveFrom: null, replaces: '1.0.0' },
      signs: base.set.signs.map((sign, at) => (at === 0 ? { ...sign, firstView: undefined, strength: 'weak' } : sign)),
    },
    texts: base.texts,
  })
  await coordinator.command('content.save_draft', {
    draftId: overlay,
    revision: 0,
    definition: {
      country: 'MK',
      set: 'adult-mixed-flows',
      over: '1.0.0',
      number: 1,
      lifecycle: { state: 'proposed', effectiveFrom: null },
      sources: {},
      add: [
        {
          id: 'own_sign',
          dimension: 'means',
          strength: 'weak',
          status: 'active',
          howKnown: 'observed',
          source: ['network_2017'],
          askOrDoNext: 'ask_gently',
          mapsTo: 'watched_closely',
        },
      ],
      reword: [],
      mute: ['answers_rehearsed'],
    },
    texts: {},
  })
  return [version, overlay]
}

/** What the secretariat offers lies on a country's instance, signed by nobody yet: a new version of a set. Answers its digest. */
export const offerTo = async (region: Region, code: string, coordinator: Person): Promise<string> => {
  const { sets } = await coordinator.get<Bundle>('/api/content/bundle')
  const base = sets.find(({ set }) => set.id === 'adult-mixed-flows' && set.version === '1.0.0')
  if (!base) throw new Error('The set that is offered anew is not in the bundle.')
  const lifecycle = { state: 'approved', effectiveFrom: region.day(7), replaces: '1.0.0' }
  const definition = { ...base.set, version: '1.1.0', lifecycle }
  const content = ContentPackage.parse({
    v: 1,
    name: 'signs-adult-mixed-flows',
    version: 1,
    issued: new Date().toISOString(),
    sets: [
      {
        id: base.set.id,
        version: '1.1.0',
        digest: await digestOf(canonicalJson(definition)),
        definition,
        texts: base.texts,
      },
    ],
    overlays: [],
  })
  const digest = await digestOf(canonicalJson(content))
  const signed = { payload: Buffer.from(canonicalJson(content)).toString('base64url'), signatures: [] }
  await region.sql(
    code,
    `insert into app.content_offer (digest, name, version, signed, met_at)
     values ('${digest}', '${content.name}', 1, '${JSON.stringify(signed)}', '${content.issued}')`,
  )
  return digest
}
