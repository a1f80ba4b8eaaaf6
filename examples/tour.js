/** The tour: what the library does with a database it has never seen. Started by `npm start`. */

import { automap } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'
import { statementsOf } from './record-shop/statements.js'

const shop = await openRecordShop()
const started = performance.now()
const db = await automap(shop.knex)
const boot = Math.round(performance.now() - started)
const { Album, Artist, Customer, Order } = db.models

let step = 0
function title(text, ...code) {
  step++
  console.log(`\n${step}. ${text}`)
  for (const line of code) console.log(`   > ${line}`)
}
const say = text => console.log(`   ${text}`)
/** A statement, its columns left out, no longer than a line. */
function brief(sql) {
  const text = sql.replace(/select .+? from /, 'select … from ')
  return text.length <= 112 ? text : `${text.slice(0, 110)} …`
}
const show = statements => {
  for (const [i, sql] of statements.entries()) say(`${i + 1}: ${brief(sql)}`)
}

console.log('knex-automap: a tour of a record shop, an invented database of 17 tables and a view')

title('One call reads the database and builds its models', 'const db = await automap(connection)')
say(`${Object.keys(db.models).length} models, ${db.relationships.length} relationships, in ${boot} ms:`)
const names = Object.keys(db.models)
for (let i = 0; i < names.length; i += 9) say(`  ${names.slice(i, i + 9).join(' ')}`)
say('What Album is related to, from its keys alone:')
for (const { model, name, kind, target, through } of db.relationships) {
  if (model !== 'Album') continue
  const many = kind.endsWith('Many') ? '[]' : ''
  say(`  album.${name.padEnd(11)} ${target}${many}${through ? ` through ${through.table}` : ''}`)
}

title(
  'A loop over a lazy relationship costs two queries, not N + 1',
  'for (const order of await Order.limit(100)) (await order.customer).name',
)
const loop = await statementsOf(db.knex, async () => {
  const seen = new Set()
  for (const order of await Order.limit(100)) seen.add((await order.customer).name)
  return seen.size
})
show(loop.statements)
say(`100 orders of ${loop.result} customers, ${loop.statements.length} queries`)

title('Loaded by the query, a relationship is a plain value', "await Artist.with('albums.genres').get(7)")
const artist = await Artist.with('albums.genres').get(7)
for (const album of artist.albums) {
  say(`${artist.name}: ${album.title} (${album.genres.map(genre => genre.name).join(', ')})`)
}

title('The plan tells what would run, and why', "Order.with('customer', 'orderLines.album').plan()")
for (const line of String(Order.with('customer', 'orderLines.album').plan()).split('\n')) say(brief(line))

title(
  'A filter across relationships, as deep as they go',
  "Customer.whereHas('playlists.tracks.album.genres', genre => genre.where('name', 'Bebop')).count()",
)
const bebop = Customer.whereHas('playlists.tracks.album.genres', genre => genre.where('name', 'Bebop'))
say(`${await bebop.count()} of ${await Customer.count()} customers have a playlist with a bebop album in it`)

title(
  'A limit counts for each owner',
  "Artist.limit(3).with('albums', albums => albums.orderBy('releasedOn', 'desc').limit(2))",
)
for (const { name, albums } of await Artist.limit(3).with('albums', albums =>
  albums.orderBy('releasedOn', 'desc').limit(2),
)) {
  say(`${name}: ${albums.map(album => `${album.title} (${album.releasedOn})`).join(', ')}`)
}

title('What is not loaded cannot be mistaken for a value', 'album.tracks.length')
const album = await Album.first()
try {
  album.tracks.length
} catch (error) {
  say(`${error.name}: ${error.message}`)
}

title('Every name can be explained', "db.explain('Address.customersByShippingAddress')")
for (const line of String(db.explain('Address.customersByShippingAddress')).split('\n')) say(line)

title('Nothing is lost in silence', 'db.report')
const mapped = db.report.tables.filter(table => table.status === 'mapped').length
const related = db.report.foreignKeys.filter(key => key.status === 'related').length
say(`${mapped} of ${db.report.tables.length} tables and views are mapped`)
say(`${related} of ${db.report.foreignKeys.length} foreign keys are relationships`)
for (const { model, reason } of db.report.tables) if (reason) say(`  ${model}: ${reason}`)

console.log('\nNext: README.md, docs/guide.md, and the programs in examples/')

await db.close()
await shop.close()
