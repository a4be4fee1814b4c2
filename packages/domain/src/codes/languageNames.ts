import { toSerbianLatin } from '../serbianLatin.ts'
import type { NameLanguage } from './countries.ts'

/** In the order of the names below, which is that of `LANGUAGES`. */
const CODES =
  'sq mk sr bs hr cnr bg ro sl el tr hu rom rup uk ru sv en de fr it es pt ar fa prs ps ur ckb kmr uz az ka hy bn hi pa ne si ta tl vi zh so am ti om sw ha yo ig wo ff bm ln'.split(
    ' ',
  )

/**
 * What each language is called in the languages of the interface. Written out, because browsers differ: some have no names in Albanian
 * or Macedonian and show a bare code, and what name data has is wrong for some (Montenegrin is "Serbian (Montenegro)", Dari "Persian
 * (Afghanistan)", both Kurdish languages are one, the Arabic word for Romani hurts). The same name stands in every list.
 */
const NAMES: Readonly<Record<Exclude<NameLanguage, 'sr-Latn'>, string>> = {
  en: 'Albanian|Macedonian|Serbian|Bosnian|Croatian|Montenegrin|Bulgarian|Romanian|Slovenian|Greek|Turkish|Hungarian|Romani|Aromanian|Ukrainian|Russian|Swedish|English|German|French|Italian|Spanish|Portuguese|Arabic|Persian (Farsi)|Dari|Pashto|Urdu|Kurdish (Sorani)|Kurdish (Kurmanji)|Uzbek|Azerbaijani|Georgian|Armenian|Bengali|Hindi|Punjabi|Nepali|Sinhala|Tamil|Tagalog|Vietnamese|Chinese|Somali|Amharic|Tigrinya|Oromo|Swahili|Hausa|Yoruba|Igbo|Wolof|Fula|Bambara|Lingala',
  sq: 'shqip|maqedonisht|serbisht|boshnjakisht|kroatisht|malazezisht|bullgarisht|rumanisht|sllovenisht|greqisht|turqisht|hungarisht|romisht|arumanisht|ukrainisht|rusisht|suedisht|anglisht|gjermanisht|frëngjisht|italisht|spanjisht|portugalisht|arabisht|persisht (farsi)|dari|pashto|urdu|kurdisht (soranisht)|kurdisht (kurmanxhi)|uzbekisht|azerbajxhanisht|gjeorgjisht|armenisht|bengalisht|hindi|panxhabisht|nepalisht|singalisht|tamilisht|tagalogisht|vietnamisht|kinezisht|somalisht|amarisht|tigrinja|oromo|suahilisht|hausa|joruba|igbo|volof|fula|bambara|lingala',
  mk: 'албански|македонски|српски|босански|хрватски|црногорски|бугарски|романски|словенечки|грчки|турски|унгарски|ромски|влашки|украински|руски|шведски|англиски|германски|француски|италијански|шпански|португалски|арапски|персиски (фарси)|дари|паштунски|урду|курдски (сорани)|курдски (курманџи)|узбечки|азербејџански|грузиски|ерменски|бенгалски|хинди|пенџапски|непалски|синхалски|тамилски|тагалог|виетнамски|кинески|сомалиски|амхарски|тигриња|оромо|свахили|хауса|јоруба|игбо|волоф|фула|бамбара|лингала',
  sr: 'албански|македонски|српски|босански|хрватски|црногорски|бугарски|румунски|словеначки|грчки|турски|мађарски|ромски|цинцарски|украјински|руски|шведски|енглески|немачки|француски|италијански|шпански|португалски|арапски|персијски (фарси)|дари|паштунски|урду|курдски (сорани)|курдски (курманџи)|узбечки|азербејџански|грузијски|јерменски|бенгалски|хинди|панџапски|непалски|сингалски|тамилски|тагалог|вијетнамски|кинески|сомалијски|амхарски|тигриња|оромо|свахили|хауса|јоруба|игбо|волоф|фула|бамбара|лингала',
  ar: 'الألبانية|المقدونية|الصربية|البوسنية|الكرواتية|لغة الجبل الأسود|البلغارية|الرومانية|السلوفينية|اليونانية|التركية|المجرية|لغة الروما|الأرومانية|الأوكرانية|الروسية|السويدية|الإنجليزية|الألمانية|الفرنسية|الإيطالية|الإسبانية|البرتغالية|العربية|الفارسية|الدرية|البشتو|الأوردية|الكردية (السورانية)|الكردية (الكرمانجية)|الأوزبكية|الأذربيجانية|الجورجية|الأرمنية|البنغالية|الهندية|البنجابية|النيبالية|السنهالية|التاميلية|التاغالوغية|الفيتنامية|الصينية|الصومالية|الأمهرية|التغرينية|الأورومية|السواحلية|الهوسا|اليوروبا|الإيغبو|الولوف|الفولانية|البامبارا|اللينغالا',
}

const listed = Object.fromEntries(Object.entries(NAMES).map(([language, names]) => [language, names.split('|')]))

/** A language's name in an interface language, or undefined where it is not among ours. */
export const findLanguageName = (code: string, inLanguage: NameLanguage): string | undefined => {
  const at = CODES.indexOf(code)
  if (at < 0) return undefined
  return inLanguage === 'sr-Latn' ? toSerbianLatin(listed['sr']?.[at] ?? code) : listed[inLanguage]?.[at]
}
