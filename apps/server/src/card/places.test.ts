import { CARD_PLACES_AT_MOST } from '@ariadne/domain/helpCard'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { withSystem } from '../platform/database/index.ts'
import { crewOfFile } from '../testing/crew.ts'

const crew = crewOfFile({
  units: { unt_border: 'border_police', unt_office: 'coordinator_office' },
  people: { officer: { unt_border: ['first_responder'] }, sonja: { unt_office: ['national_coordinator'] } },
  keys: {},
})
const { ask, newId, send } = crew
const desk = { where: 'Information desk, bus station', when: '8–20' }

type Listed = { places: { placeId: string; where: string; confirmedBy: string; stale: boolean }[]; mayKeep: boolean }
const list = async (name: keyof typeof ask): Promise<Listed> =>
  (await (await ask[name]('/api/cards/places')).json()) as Listed

test('the coordinator keeps the places for the card, and every officer reads them', async () => {
  const placeId = newId()
  const add = { ...desk, placeId, agreed: true }
  expect(await send('officer', 'card.place_add', add)).toMatchObject({ code: 'not_your_function' })
  expect(await send('sonja', 'card.place_add', { ...add, agreed: false })).toMatchObject({ code: 'invalid_input' })
  expect(await send('sonja', 'card.place_add', add)).toMatchObject({ status: 'accepted' })
  expect(await send('sonja', 'card.place_add', { ...add, where: 'Another door' })).toMatchObject({ code: 'taken' })
  expect(await list('officer')).toMatchObject({ places: [{ ...desk, placeId, stale: false }], mayKeep: false })

  await withSystem(crew.instance.platform.db, 'test', (tx) =>
    sql`update card_place set confirmed_at = confirmed_at - interval '91 days'`.execute(tx),
  )
  expect((await list('sonja')).places).toMatchObject([{ placeId, stale: true }])
  expect(await send('sonja', 'card.place_confirm', { placeId })).toMatchObject({ status: 'accepted' })
  expect((await list('sonja')).places).toMatchObject([{ placeId, stale: false }])

  expect(await send('officer', 'card.place_remove', { placeId })).toMatchObject({ code: 'not_your_function' })
  expect(await send('sonja', 'card.place_remove', { placeId })).toMatchObject({ status: 'accepted' })
  expect(await send('sonja', 'card.place_confirm', { placeId })).toMatchObject({ code: 'place_unknown' })
  expect(await list('officer')).toMatchObject({ places: [] })
})

test('a place whose words would tell what the card is for is refused, in whatever language', async () => {
  for (const where of ['Police station, ground floor', 'Засолниште, втор кат', 'Strehëza, kati i parë', 'مأوى النساء'])
    expect(await send('sonja', 'card.place_add', { ...desk, where, placeId: newId(), agreed: true })).toMatchObject({
      code: 'card_would_tell',
      field: 'where',
    })
})

test('there are never more than an officer can choose from at a glance, whoever adds at the same moment', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: CARD_PLACES_AT_MOST + 2 }, (_, at) =>
      send('sonja', 'card.place_add', { ...desk, where: `Desk in hall ${at}`, placeId: newId(), agreed: true }),
    ),
  )
  expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(CARD_PLACES_AT_MOST)
  expect(outcomes.filter(({ code }) => code === 'places_full')).toHaveLength(2)
})
