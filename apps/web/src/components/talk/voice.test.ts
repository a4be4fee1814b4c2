import { expect, test } from 'vitest'
import { chooseVoice } from './voice.ts'

const voice = (lang: string, localService = true) => ({ lang, localService })

test('only a voice of the device itself reads, however well a voice on the network would', () => {
  expect(chooseVoice([voice('fa-IR', false)], 'fa')).toBeUndefined()
  expect(chooseVoice([voice('fa-IR', false), voice('fa_IR')], 'fa')).toEqual(voice('fa_IR'))
})

test('a language is read by its own voice before one that merely can', () => {
  const voices = [voice('hr-HR'), voice('fa-IR'), voice('bs-BA'), voice('ku-TR')]
  expect(chooseVoice(voices, 'bs')?.lang).toBe('bs-BA')
  expect(chooseVoice(voices, 'cnr')?.lang).toBe('bs-BA')
  expect(chooseVoice(voices, 'prs')?.lang).toBe('fa-IR')
  expect(chooseVoice(voices, 'kmr')?.lang).toBe('ku-TR')
})

test('no voice of another language reads: there is silence, and no button', () => {
  const voices = [voice('ar-SA'), voice('fa-IR'), voice('hi-IN'), voice('en-US'), voice('ku-TR')]
  for (const lang of ['ps', 'ur', 'ckb', 'rom', 'mk', 'sq']) expect(chooseVoice(voices, lang), lang).toBeUndefined()
})
