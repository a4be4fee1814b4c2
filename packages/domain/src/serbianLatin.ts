/**
 * Serbian Cyrillic to Serbian Latin: one letter to one letter or to one of the digraphs lj, nj, dž (Pravopis srpskoga
 * jezika). ICU syntax, argument names and tags are ASCII and therefore pass untouched.
 */
const LETTERS: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', ђ: 'đ', е: 'e', ж: 'ž', з: 'z', и: 'i', ј: 'j', к: 'k', л: 'l', љ: 'lj', м: 'm',
  н: 'n', њ: 'nj', о: 'o', п: 'p', р: 'r', с: 's', т: 't', ћ: 'ć', у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'č', џ: 'dž', ш: 'š',
} // prettier-ignore

/** The other way: digraphs before single letters, and the two letters that only Montenegrin has, which Unicode writes as two signs. */
const BACK: Record<string, string> = {
  ...Object.fromEntries(Object.entries(LETTERS).map(([cyrillic, latin]) => [latin, cyrillic])),
  ś: 'с\u0301',
  ź: 'з\u0301',
}

/**
 * Bosnian, Montenegrin or Serbian Latin to Cyrillic. `lj`, `nj` and `dž` are taken as one letter: where they are two (injekcija,
 * nadživjeti) the script cannot tell, so whoever derives a text looks that it has no such word. Made for plain sentences: Latin
 * letters that these languages do not have stay.
 */
export const toSerbianCyrillic = (text: string): string =>
  text.normalize('NFC').replace(/lj|nj|dž|\p{Script=Latin}/giu, (latin) => {
    const cyrillic = BACK[latin.toLowerCase()]
    if (cyrillic === undefined) return latin
    return latin.charAt(0) === latin.charAt(0).toLowerCase() ? cyrillic : cyrillic.toUpperCase()
  })

const isUpper = (letter: string | undefined) => letter !== undefined && letter !== letter.toLowerCase()
const isLetter = (letter: string | undefined) => letter !== undefined && /\p{L}/u.test(letter)

export const toSerbianLatin = (text: string): string => {
  const source = Array.from(text)
  return source
    .map((letter, at) => {
      const latin = LETTERS[letter.toLowerCase()]
      if (latin === undefined) return letter
      if (!isUpper(letter)) return latin
      if (latin.length === 1) return latin.toUpperCase()
      // A digraph is LJ inside a word of capitals and Lj at the head of an ordinary word.
      const next = source[at + 1]
      const capitals = isLetter(next) ? isUpper(next) : isUpper(source[at - 1])
      return capitals ? latin.toUpperCase() : latin.charAt(0).toUpperCase() + latin.slice(1)
    })
    .join('')
}
