/** What a browser says when it has exchanged the address at which it is rung. */
export type Moved = Record<'oldSubscription' | 'newSubscription', PushSubscription | null>

/**
 * The address before and the one after, which is asked for where the browser gives none. Without the one before nobody can tell
 * whose it is: the page lets it ring again at its next start.
 */
export const addressesOf = async (
  { oldSubscription, newSubscription }: Moved,
  { subscribe }: Pick<PushManager, 'subscribe'>,
): Promise<{ before: string; after: string } | undefined> => {
  if (!oldSubscription) return undefined
  const { applicationServerKey } = oldSubscription.options
  const renewed = newSubscription ?? (await subscribe({ userVisibleOnly: true, applicationServerKey }))
  return { before: oldSubscription.endpoint, after: renewed.endpoint }
}
