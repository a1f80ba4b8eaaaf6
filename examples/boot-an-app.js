/** An app that maps its database when it starts, and answers with JSON. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { automap, NotFoundError } from 'knex-automap'
import { openRecordShop } from './record-shop/open.js'

const shop = await openRecordShop()

// The knex that the app has anyway. It stays the app's: the library never closes it.
const db = await automap(shop.knex, { except: 'search_log', strict: true })
const { Album, Artist } = db.models

const routes = {
  artists: ({ id }) => Artist.with('albums.genres').get(Number(id)),
  albums: ({ search }) =>
    Album.where('title', 'like', `%${search.get('title') ?? ''}%`)
      .orderBy('title')
      .with('artist')
      .paginate({ page: Number(search.get('page') ?? 1), perPage: 5 }),
}

async function answer(request, response) {
  const { pathname, searchParams: search } = new URL(request.url, 'http://localhost')
  const [, route, id] = pathname.split('/')
  response.setHeader('content-type', 'application/json')
  try {
    response.end(JSON.stringify(await routes[route]({ id, search })))
  } catch (error) {
    response.statusCode = error instanceof NotFoundError ? 404 : 500
    response.end(JSON.stringify({ error: error.message }))
  }
}

const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
await once(server, 'listening')
const origin = `http://127.0.0.1:${server.address().port}`

const artist = await fetch(`${origin}/artists/3`).then(response => response.json())
assert.equal(artist.id, 3)
assert.ok(artist.albums.length > 0)
assert.ok(artist.albums.every(album => album.artistId === 3 && album.genres.length > 0))
// What leads back is left out, so a graph of instances is a tree in JSON.
assert.equal('artist' in artist.albums[0], false)

const page = await fetch(`${origin}/albums?title=Comets&page=1`).then(response => response.json())
assert.ok(page.total > 0)
assert.equal(page.pages, Math.ceil(page.total / 5))
assert.ok(page.items.every(({ title, artist }) => title.includes('Comets') && artist.name.startsWith('The ')))

const missing = await fetch(`${origin}/artists/9999`)
assert.equal(missing.status, 404)
assert.match((await missing.json()).error, /^No instance of "Artist" has key 9999/)

server.close()
await db.close()
await shop.close()
