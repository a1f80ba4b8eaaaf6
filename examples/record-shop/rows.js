/** Makes the record shop's rows: invented, and the same on every run. Reads no database. */

import { randomOf } from './random.js'

const words = {
  first:
    'Amber Bold Copper Distant Electric Fading Golden Hollow Iron Jade Kindly Little Midnight Northern'.split(
      ' ',
    ),
  second:
    'Anchors Bridges Comets Daughters Echoes Ferries Gardens Harbours Islands Jackdaws Kites Lanterns Mirrors Notes'.split(
      ' ',
    ),
  verb: 'Calling Counting Following Keeping Leaving Losing Naming Painting Reading Turning'.split(' '),
  given: 'Ada Bruno Carla Dmitri Elif Farah Goran Hana Ivo Jonna Kofi Lena Mateo Nora Omar Pia'.split(' '),
  family: 'Abel Berg Costa Dahl Eriksen Fontana Grau Holt Ito Jansen Klein Lund Marino Novak Okafor'.split(
    ' ',
  ),
  cities: [
    ['Oslo', 'NO'],
    ['Porto', 'PT'],
    ['Ghent', 'BE'],
    ['Turin', 'IT'],
    ['Leeds', 'GB'],
    ['Graz', 'AT'],
  ],
  streets: 'Mill Lane,High Street,Harbour Road,Station Square,Garden Walk'.split(','),
}

/** A genre and the one above it, by position; those above come first. */
const genres = [
  ['Music', null],
  ['Rock', 1],
  ['Jazz', 1],
  ['Electronic', 1],
  ['Folk', 1],
  ['Classical', 1],
  ['Indie Rock', 2],
  ['Post-Rock', 2],
  ['Bebop', 3],
  ['Fusion', 3],
  ['Ambient', 4],
  ['House', 4],
  ['Nordic Folk', 5],
  ['Chamber Music', 6],
]

/** An employee, the title and the manager, by position. */
const employees = [
  ['Ida Holm', 'Owner', null],
  ['Samir Haddad', 'Shop manager', 1],
  ['Vera Pohl', 'Online manager', 1],
  ['Tom Reyes', 'Sales', 2],
  ['Greta Falk', 'Sales', 2],
  ['Yusuf Demir', 'Sales', 3],
  ['Noor Visser', 'Stock', 3],
]

const counts = { artist: 48, label: 10, album: 180, address: 90, customer: 75, playlist: 40, orders: 300 }
const firstDay = Date.UTC(2024, 0, 1)
const dayLength = 86_400_000

const day = number => new Date(firstDay + number * dayLength).toISOString().slice(0, 10)
const instant = (number, second) => new Date(firstDay + number * dayLength + second * 1000)
const price = cents => (cents / 100).toFixed(2)

/** Gives `count` rows, numbered from 1. */
const many = (count, rowOf) => Array.from({ length: count }, (_, i) => rowOf(i + 1))

/** Every table with its columns and rows, in an order that keys allow. */
export function tableRows() {
  const random = randomOf(20240229)
  const music = musicRows(random)
  const people = peopleRows(random, music)
  return { ...music, ...people, ...salesRows(random, music) }
}

function musicRows(random) {
  const artist = many(counts.artist, id => {
    const name = `The ${words.first[id % 14]} ${words.second[(id * 5 + Math.floor(id / 14)) % 14]}`
    return {
      id,
      name,
      country: random.chance(85) ? random.pick(words.cities)[1] : null,
      formed_on: random.chance(80) ? day(-random.between(400, 14_000)) : null,
    }
  })
  const label = many(counts.label, id => ({ id, name: `${words.second[id]} Records` }))
  const album = many(counts.album, id => ({
    id,
    title: `${random.pick(words.verb)} ${random.pick(words.second)}`,
    catalogue_no: `RS-${String(1000 + id)}`,
    artist_id: id <= counts.artist ? id : random.between(1, counts.artist),
    label_id: random.chance(90) ? random.between(1, counts.label) : null,
    released_on: day(-random.between(0, 7000)),
    price: price(random.between(6, 30) * 100 - 1),
    in_print: random.chance(75),
  }))
  const track = album
    .flatMap(({ id: album_id }) =>
      many(random.between(5, 13), position => ({
        album_id,
        position,
        title: `${random.pick(words.first)} ${random.pick(words.second)}`,
        seconds: random.between(95, 520),
      })),
    )
    .map((row, i) => ({ id: i + 1, ...row }))
  const genre = genres.map(([name, parent_id], i) => ({ id: i + 1, name, parent_id }))
  const album_genre = album.flatMap(({ id: album_id }) =>
    random.some(genre.slice(1), random.between(1, 3)).map(({ id: genre_id }) => ({ album_id, genre_id })),
  )
  return { artist, label, album, track, genre, album_genre }
}

function peopleRows(random, { track }) {
  const address = many(counts.address, id => {
    const [city, country] = random.pick(words.cities)
    return { id, street: `${random.pick(words.streets)} ${random.between(1, 99)}`, city, country }
  })
  const customer = many(counts.customer, id => {
    const [given, family] = [words.given[id % 16], words.family[(id * 4 + Math.floor(id / 16)) % 15]]
    return {
      id,
      name: `${given} ${family}`,
      email: `${given}.${family}.${id}@example.com`.toLowerCase(),
      billing_address_id: random.between(1, counts.address),
      shipping_address_id: random.chance(40) ? random.between(1, counts.address) : null,
      created_at: instant(random.between(0, 200), random.below(86_400)),
      newsletter: random.chance(50),
    }
  })
  const customer_profile = customer
    .filter(() => random.chance(60))
    .map(({ id: customer_id }) => ({
      customer_id,
      about: random.chance(70) ? `Looks for ${random.pick(genres)[0].toLowerCase()}` : null,
      preferences: JSON.stringify({
        format: random.pick(['vinyl', 'cd', 'file']),
        alerts: random.chance(50),
      }),
    }))
  const playlist = many(counts.playlist, id => ({
    id,
    customer_id: random.between(1, counts.customer),
    name: `${random.pick(words.first)} mix`,
  }))
  const playlist_track = playlist.flatMap(({ id: playlist_id }) =>
    random.some(track, random.between(4, 18)).map(({ id: track_id }) => ({
      playlist_id,
      track_id,
      added_at: instant(random.between(200, 300), random.below(86_400)),
    })),
  )
  const employee = employees.map(([name, title, manager_id], i) => ({ id: i + 1, name, title, manager_id }))
  return { address, customer, customer_profile, playlist, playlist_track, employee }
}

function salesRows(random, { album }) {
  const orders = many(counts.orders, id => ({
    id,
    customer_id: random.between(1, counts.customer),
    employee_id: random.chance(60) ? random.between(4, employees.length) : null,
    placed_at: instant(200 + Math.floor(id / 3), random.below(86_400)),
    status: random.pick(['open', 'sent', 'sent', 'sent', 'returned']),
  }))
  const order_line = orders.flatMap(({ id: order_id }) =>
    random.some(album, random.between(1, 4)).map((item, i) => ({
      order_id,
      line_no: i + 1,
      album_id: item.id,
      quantity: random.chance(80) ? 1 : random.between(2, 4),
      unit_price: item.price,
    })),
  )
  const shipment = order_line
    .filter(({ order_id }) => orders[order_id - 1].status !== 'open')
    .map(({ order_id, line_no }, i) => ({
      id: i + 1,
      order_id,
      line_no,
      carrier: random.pick(['Post', 'Bicycle', 'Van']),
      sent_on: day(201 + Math.floor(order_id / 3)),
    }))
  const review = many(260, id => ({
    id,
    album_id: random.between(1, counts.album),
    customer_id: random.between(1, counts.customer),
    stars: random.pick([1, 2, 3, 3, 4, 4, 4, 5, 5]),
    comment: random.chance(50)
      ? `${random.pick(words.first)} and ${random.pick(words.first).toLowerCase()}`
      : null,
  }))
  const search_log = many(200, number => ({
    searched_at: instant(200 + Math.floor(number / 2), number),
    words: random.pick(words.second).toLowerCase(),
    customer_id: random.chance(50) ? random.between(1, counts.customer) : null,
  }))
  return { orders, order_line, shipment, review, search_log }
}
