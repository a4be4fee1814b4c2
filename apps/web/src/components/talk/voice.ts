import { useEffect, useState } from 'react'
import { toSerbianLatin } from '@ariadne/domain/serbianLatin'

/** Which voices read a language aloud, best first. A language that is not named is read by its own voices only. */
const READ_BY: Readonly<Record<string, readonly string[]>> = {
  sr: ['sr', 'hr', 'bs'],
  'sr-Latn': ['hr', 'bs', 'sr'],
  bs: ['bs', 'hr', 'sr'],
  'bs-Cyrl': ['bs', 'sr', 'hr'],
  'cnr-Cyrl': ['cnr', 'sr', 'bs', 'hr'],
  hr: ['hr', 'bs'],
  cnr: ['cnr', 'bs', 'hr', 'sr'],
  fa: ['fa', 'prs'],
  prs: ['prs', 'fa'],
  // Voices that call themselves Kurdish and nothing more read Kurmanji.
  kmr: ['kmr', 'ku'],
}

const baseOf = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0] ?? tag

type Voice = Pick<SpeechSynthesisVoice, 'lang' | 'localService'>

/**
 * A voice of the device itself for a language, or undefined. Voices that send the text to somebody's server are not used: what is
 * said in an interview stays in the room.
 */
export const chooseVoice = <V extends Voice>(voices: readonly V[], lang: string): V | undefined =>
  (READ_BY[lang] ?? [baseOf(lang)]).flatMap((base) =>
    voices.filter((voice) => voice.localService && baseOf(voice.lang) === base),
  )[0]

/** What a voice is given to read: one that is not Serbian may not know Cyrillic. */
const forVoice = (text: string, lang: string, voice: Voice): string =>
  (lang === 'sr' || lang.endsWith('-Cyrl')) && baseOf(voice.lang) !== 'sr' ? toSerbianLatin(text) : text

/**
 * Reads aloud; null where this device has no voice of its own for the language, and then there is no button. It falls silent
 * when another text takes the place of `text`, and when the page is left.
 */
export const useVoice = (lang: string, text: string): ((words: string) => void) | null => {
  const [voice, setVoice] = useState<SpeechSynthesisVoice>()
  useEffect(() => {
    if (!('speechSynthesis' in globalThis)) return
    const look = () => setVoice(chooseVoice(speechSynthesis.getVoices(), lang))
    look()
    speechSynthesis.addEventListener('voiceschanged', look)
    return () => speechSynthesis.removeEventListener('voiceschanged', look)
  }, [lang])
  useEffect(() => {
    if (!('speechSynthesis' in globalThis)) return
    const silence = () => speechSynthesis.cancel()
    addEventListener('pagehide', silence)
    return () => {
      removeEventListener('pagehide', silence)
      silence()
    }
  }, [lang, text])
  if (!voice) return null
  return (words) => {
    const spoken = new SpeechSynthesisUtterance(forVoice(words, lang, voice))
    spoken.voice = voice
    spoken.lang = voice.lang
    spoken.rate = 0.85
    speechSynthesis.cancel()
    speechSynthesis.speak(spoken)
  }
}
