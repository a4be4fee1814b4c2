/** What a browser does with cookies, as far as a test needs it. */
export const cookieJar = () => {
  const cookies = new Map<string, string>()
  return {
    take: (setCookies: readonly string[]) => {
      for (const line of setCookies) {
        const [pair = '', ...attributes] = line.split(';')
        const at = pair.indexOf('=')
        const gone = attributes.some((attribute) => /max-age=0$/iu.test(attribute.trim()))
        if (gone) cookies.delete(pair.slice(0, at))
        else cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
    },
    header: () => Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; '),
  }
}
