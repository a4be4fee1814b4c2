import type { Api } from '@ariadne/contract'
import { api } from '../api/request.ts'
import { createStore, useStore } from '../store.ts'

export type Instance = Omit<Api['GET /api/instance']['response'], 'now'>

const KEPT = 'ariadne.instance'
const readKept = (): Instance | null => {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Instance | null
  } catch {
    return null
  }
}

/** Whose instance this is; nothing about anybody, so it lies open on the device for a start with no network. */
const instance = createStore<Instance | null>(typeof localStorage === 'undefined' ? null : readKept())
export const useInstance = (): Instance | null => useStore(instance)

/** Asks the instance who it is. @throws ApiError, OfflineError when it never answered on this device */
export const findInstance = async (): Promise<Instance> => {
  try {
    const { now: _now, ...answer } = await api('GET /api/instance', {})
    instance.set(answer)
    try {
      localStorage.setItem(KEPT, JSON.stringify(answer))
    } catch {
      // Then it is asked again at the next start.
    }
    return answer
  } catch (error) {
    const known = instance.get()
    if (known) return known
    throw error
  }
}
