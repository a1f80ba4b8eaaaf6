/** Makes singulars and plurals of single English words in lower case. Leaves other scripts as they are. */

import pluralize from 'pluralize'
import { remembered } from './remembered.js'

/** Words that are their own plural; `pluralize` would cut most of them. */
const invariable: ReadonlySet<string> = new Set(
  (
    'apparatus aws chassis clothes cms corps css cvs data diabetes dns dos electronics economics ethics equipment ' +
    'feedback firmware genetics gis goods gps graphics hardware headquarters https iaas ics ios information js ' +
    'knowledge kudos lms logistics macos mathematics means media merchandise metadata mms money mms mps news nfs os ' +
    'paas physics politics pos prix robotics rss saas sas series sis sms software species staff thanks tls traffic ' +
    'trousers ts ups vps whereabouts'
  ).split(' '),
)

/** Singular and plural, where `pluralize` gets one of the two directions wrong. */
const pairs: readonly (readonly [string, string])[] = [
  ...withEnding('s', [
    'agenda apache auntie birdie bookie brioche brownie cache caddie calorie cliche cookie cpu creche crevasse dogma ecu',
    'excuse finesse foodie freebie fuse genie german goalie golf gpu groupie gulf guru haiku headache hippie hoodie',
    'hypotenuse impasse indie junkie lemma mousse moustache muse mustache newbie niche nova omega omen ottoman pastiche',
    'pixie poi prairie premise psyche recluse refuse regimen reuse roadie roi roman rookie ruse safari saga sari schema',
    'selfie shaman sku smoothie sortie specimen stamen stigma supernova talisman techie tofu toga toothache tutu uri',
    'yoga abdomen acumen avalanche lumen microfiche quiche stadium',
  ]),
  ...withEnding('es', [
    'atlas bias cactus canvas chaos cosmos ethos iris kansas lens locus mantis metropolis pancreas pelvis radius',
    'rhinoceros syllabus texas trellis virus',
  ]),
  ...[
    'oasis',
    'nemesis',
    'paralysis',
    'catalysis',
    'dialysis',
    'electrolysis',
    'metamorphosis',
    'neurosis',
  ].map(word => [word, `${word.slice(0, -2)}es`] as const),
  ['axis', 'axes'],
  ['buffalo', 'buffaloes'],
  ['corpus', 'corpora'],
  ['domino', 'dominoes'],
  ['genus', 'genera'],
  ['mosquito', 'mosquitoes'],
  ['octopus', 'octopuses'],
  ['praxis', 'praxes'],
  ['torpedo', 'torpedoes'],
  ['veto', 'vetoes'],
]

const plurals: ReadonlyMap<string, string> = new Map(pairs)
const singulars: ReadonlyMap<string, string> = new Map([
  ...pairs.map(([singular, plural]) => [plural, singular] as const),
  ...pairs.map(([singular]) => [singular, singular] as const),
  // The plurals that are also in use.
  ['cacti', 'cactus'],
  ['loci', 'locus'],
  ['radii', 'radius'],
  ['schemata', 'schema'],
  ['syllabi', 'syllabus'],
])

const latin = /[a-z]$/
/** `userdata`, `socialmedia`, `hepatitis`. */
const invariableEnding = /(?:data|media|itis)$/
/** `basis`, `analysis`; their plural ends in `-ses`. */
const greek = /sis$/

/** Gives the singular of a word that may be a plural. */
export const singularOf: (word: string) => string = remembered(word => {
  const known = singulars.get(word)
  if (known !== undefined) return known
  if (isInvariable(word) || greek.test(word)) return word
  // The singular of `s` would be nothing.
  return pluralize.singular(word) || word
})

/** Gives the plural of a singular word; where there is none, the word. */
export const pluralOf: (word: string) => string = remembered(word => {
  const known = plurals.get(word)
  if (known !== undefined) return known
  if (isInvariable(word)) return word
  return greek.test(word) ? `${word.slice(0, -2)}es` : pluralize.plural(word)
})

function isInvariable(word: string): boolean {
  return !latin.test(word) || invariable.has(word) || invariableEnding.test(word)
}

function withEnding(ending: string, lines: readonly string[]): (readonly [string, string])[] {
  return lines.flatMap(line => line.split(' ')).map(word => [word, word + ending] as const)
}
