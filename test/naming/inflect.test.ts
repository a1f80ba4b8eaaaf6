import t from 'tap'
import { pluralOf, singularOf } from '../../lib/naming/inflect.js'

/** Singular and plural of words that tables are called by, the ones that are easily got wrong among them. */
const words: readonly (readonly [string, string])[] = [
  ['address', 'addresses'],
  ['alias', 'aliases'],
  ['analysis', 'analyses'],
  ['atlas', 'atlases'],
  ['axis', 'axes'],
  ['batch', 'batches'],
  ['bias', 'biases'],
  ['bonus', 'bonuses'],
  ['box', 'boxes'],
  ['branch', 'branches'],
  ['bus', 'buses'],
  ['business', 'businesses'],
  ['cache', 'caches'],
  ['campus', 'campuses'],
  ['canvas', 'canvases'],
  ['category', 'categories'],
  ['cave', 'caves'],
  ['census', 'censuses'],
  ['child', 'children'],
  ['class', 'classes'],
  ['cookie', 'cookies'],
  ['corpus', 'corpora'],
  ['course', 'courses'],
  ['cpu', 'cpus'],
  ['crisis', 'crises'],
  ['criterion', 'criteria'],
  ['curve', 'curves'],
  ['database', 'databases'],
  ['day', 'days'],
  ['diagnosis', 'diagnoses'],
  ['dns', 'dns'],
  ['expense', 'expenses'],
  ['gas', 'gases'],
  ['german', 'germans'],
  ['hepatitis', 'hepatitis'],
  ['hero', 'heroes'],
  ['house', 'houses'],
  ['human', 'humans'],
  ['index', 'indices'],
  ['invoice', 'invoices'],
  ['iris', 'irises'],
  ['key', 'keys'],
  ['leaf', 'leaves'],
  ['lens', 'lenses'],
  ['man', 'men'],
  ['matrix', 'matrices'],
  ['media', 'media'],
  ['menu', 'menus'],
  ['metadata', 'metadata'],
  ['movie', 'movies'],
  ['news', 'news'],
  ['niche', 'niches'],
  ['oasis', 'oases'],
  ['octopus', 'octopuses'],
  ['person', 'people'],
  ['phase', 'phases'],
  ['photo', 'photos'],
  ['process', 'processes'],
  ['quiz', 'quizzes'],
  ['radius', 'radiuses'],
  ['release', 'releases'],
  ['saga', 'sagas'],
  ['schema', 'schemas'],
  ['series', 'series'],
  ['shelf', 'shelves'],
  ['sku', 'skus'],
  ['sms', 'sms'],
  ['socialmedia', 'socialmedia'],
  ['species', 'species'],
  ['specimen', 'specimens'],
  ['staff', 'staff'],
  ['status', 'statuses'],
  ['tax', 'taxes'],
  ['thesis', 'theses'],
  ['uri', 'uris'],
  ['user', 'users'],
  ['userdata', 'userdata'],
  ['virus', 'viruses'],
  ['warehouse', 'warehouses'],
  ['woman', 'women'],
]

t.test('makes plurals of singulars', async t => {
  for (const [singular, plural] of words) t.equal(pluralOf(singular), plural)
})

t.test('makes singulars of plurals', async t => {
  for (const [singular, plural] of words) t.equal(singularOf(plural), singular)
})

t.test('leaves a singular as it is', async t => {
  for (const [singular] of words) t.equal(singularOf(singular), singular)
})

t.test('knows the second plural that a word has', async t => {
  t.equal(singularOf('schemata'), 'schema')
  t.equal(singularOf('radii'), 'radius')
  t.equal(singularOf('indexes'), 'index')
  t.equal(singularOf('bases'), 'base')
  t.equal(singularOf('basis'), 'basis')
  t.equal(pluralOf('basis'), 'bases')
})

t.test('leaves numbers and other scripts as they are', async t => {
  for (const word of ['s', '1', 'v2', '日本語', 'größe1', '']) {
    t.equal(pluralOf(word), word)
    t.equal(singularOf(word), word)
  }
})
