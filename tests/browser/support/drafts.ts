import { mintId } from '@ariadne/domain'
import type { IndicatorSet } from '@ariadne/domain/screening'
import type { Person } from '../../../apps/server/src/demo/person.ts'

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
