/** The page for people without an account. It opens no storage, asks for no session and installs nothing: it leaves no trace here. */
export const isFromOutside = (): boolean => /^\/reach\/?$/.test(location.pathname)
