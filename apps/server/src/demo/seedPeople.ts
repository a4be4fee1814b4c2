import { UNITS_WITHOUT_CASES } from '@ariadne/domain'
import { DEMO_KDF } from '@ariadne/vault'
import type pg from 'pg'
import { invite } from '../platform/sign-in/accounts.ts'
import { openHttp, type Http } from './browser.ts'
import { DEMO_PASSPHRASE, emailOf, memberIdOf, type DemoCountry, type DemoPerson } from './people.ts'
import { enrol, signIn, type Person } from './person.ts'

/**
 * Accounts and keys of one country's fictional people, made as people make them: each follows an invitation, somebody
 * makes the unit's key and lets the colleagues in, two confirm that the recovery kit is printed.
 * @returns those who had to sign in for it, by their login
 */
export const seedPeople = async (
  country: DemoCountry,
  authPool: pg.Pool,
  open: () => Http,
  now: Date,
): Promise<Map<string, Person>> => {
  await Promise.all(
    country.people.map(async (person) => {
      const { token } = await invite(authPool, {
        memberId: memberIdOf(country, person),
        email: emailOf(country, person),
        now,
        hours: 48,
      })
      await enrol(open(), token, DEMO_PASSPHRASE, DEMO_KDF)
    }),
  )
  const people = new Map<string, Person>()
  const enter = async (person: DemoPerson): Promise<Person> => {
    const known = people.get(person.login)
    if (known) return known
    const entered = await signIn(open(), emailOf(country, person), DEMO_PASSPHRASE)
    people.set(person.login, entered)
    return entered
  }
  const withKeys = country.organisations
    .flatMap(({ units }) => units)
    .filter(({ kind }) => !UNITS_WITHOUT_CASES.includes(kind))
  await Promise.all(
    withKeys.map(async ({ id }) => {
      const staff = country.people.filter((person) => person.memberships.some((one) => one.unit === id))
      const [first, second] = staff
      if (!first || !second) throw new Error(`${id} needs two people to hold its key`)
      const maker = await enter(first)
      await maker.createUnitKey(id)
      await maker.command('vault.confirm_recovery_kit', { unitId: id, printed: true })
      await (await enter(second)).command('vault.confirm_recovery_kit', { unitId: id, printed: true })
    }),
  )
  await Promise.all([...people.values()].map((person) => person.refresh()))
  return people
}

export const openHttpTo = (baseUrl: string, request: (path: string, init?: RequestInit) => Promise<Response>): Http =>
  openHttp(baseUrl, async (asked) => {
    const { pathname, search } = new URL(asked.url)
    return request(`${pathname}${search}`, {
      method: asked.method,
      headers: asked.headers,
      ...(asked.method === 'POST' ? { body: await asked.text() } : {}),
    })
  })
