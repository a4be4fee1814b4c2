import { useEffect, useState } from 'react'

const BASES: Record<string, readonly string[]> = { sr: ['sr', 'hr', 'bs'], 'sr-Latn': ['sr', 'hr', 'bs'] }

/**
 * A voice of the device itself for a language. Voices that send the text to somebody's server are not used: what is said in an
 * interview stays in the room. Croatian and Bosnian voices read Serbian aloud where there is no Serbian one.
 */
const findVoice = (lang: string): SpeechSynthesisVoice | undefined => {
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService)
  const bases = BASES[lang] ?? [lang.split('-')[0] ?? lang]
  return bases.flatMap((base) => voices.filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === base))[0]
}

/** Reads aloud in a language; null where this device has no voice of its own for it, and then there is no button. */
export const useVoice = (lang: string): ((text: string) => void) | null => {
  const [voice, setVoice] = useState<SpeechSynthesisVoice>()
  useEffect(() => {
    if (!('speechSynthesis' in globalThis)) return
    const look = () => setVoice(findVoice(lang))
    look()
    speechSynthesis.addEventListener('voiceschanged', look)
    return () => {
      speechSynthesis.removeEventListener('voiceschanged', look)
      speechSynthesis.cancel()
    }
  }, [lang])
  if (!voice) return null
  return (text) => {
    const spoken = new SpeechSynthesisUtterance(text)
    spoken.voice = voice
    spoken.lang = voice.lang
    spoken.rate = 0.85
    speechSynthesis.cancel()
    speechSynthesis.speak(spoken)
  }
}
