import t from 'tap'
import ts from 'typescript'
import { strict } from './fixtures/careful-user.js'
import { complaints, editor, file, proposals } from './fixtures/editor.js'

t.test('an editor proposes the properties that a method takes', async t => {
  const columns = ['albumId', 'artistId', 'releasedAt', 'title']
  t.strictSame(proposals("Album.where('|', 1)"), columns)
  t.strictSame(proposals('Album.where({ | })'), columns)
  t.strictSame(proposals("Album.orderBy('|')"), columns)
  t.strictSame(proposals("Album.pluck('title', '|')"), columns)
  t.strictSame(proposals("Track.where('format', '=', '|')"), ['flac', 'mp3'])
  t.strictSame(proposals("db.model('|')"), ['Album', 'Artist', 'Genre', 'Playlist', 'Track'])
})

t.test('an editor proposes what is written', async t => {
  const columns = ['albumId', 'artistId', 'releasedAt', 'title']
  t.strictSame(proposals('new Album({ | })'), [...columns, 'artist', 'tracks'].sort())
  t.strictSame(proposals('Album.insert({ | })'), columns)
  t.strictSame(proposals("Album.upsert({ title: 'x' }, { on: ['|'] })"), columns)
  t.strictSame(proposals("Album.where('title', 'x').update({ | })"), [...columns, 'artist'].sort())
  t.strictSame(proposals('Album.everything().update({ title: c => c.| })'), columns)
  t.strictSame(proposals(';(await Album.get(1)).changes.|'), columns)
  t.strictSame(proposals("Album.on('before|', () => undefined)"), [
    'afterDelete',
    'afterInsert',
    'afterLoad',
    'afterUpdate',
    'afterValidate',
    'beforeDelete',
    'beforeInsert',
    'beforeLoad',
    'beforeUpdate',
    'beforeValidate',
  ])
})

t.test('an editor proposes the next step of a path, and no more than one', async t => {
  t.strictSame(proposals("Album.with('|')"), ['artist', 'tracks'])
  t.strictSame(proposals("Album.with('tracks.|')"), ['tracks.album', 'tracks.genre', 'tracks.playlists'])
  t.strictSame(proposals("Album.with('tracks.genre.|')"), ['tracks.genre.tracks'])
  t.strictSame(proposals("Album.with('artist', 'tracks.genre.|')"), ['artist', 'tracks.genre.tracks'])
  t.strictSame(proposals("Album.with('|', q => q.limit(1))"), ['artist', 'tracks'])
  t.strictSame(proposals("Album.with('tracks', { lazy: '|' })"), ['joined', 'raise', 'select', 'selectin'])
  t.strictSame(proposals("Album.whereHas('tracks.|')"), ['tracks.album', 'tracks.genre', 'tracks.playlists'])
  t.strictSame(proposals("db.load(await Album.all(), 'artist.|')"), ['artist.albums'])
})

t.test('the compiler answers a misspelt name with the right ones', async t => {
  t.strictSame(complaints("Album.where('titel', 'x')"), [
    'Argument of type \'"titel"\' is not assignable to parameter of type \'"albumId" | "artistId" | "releasedAt" | "title"\'.',
  ])
  t.strictSame(complaints("Album.with('tracks.gnre')"), [
    'Argument of type \'"tracks.gnre"\' is not assignable to parameter of type \'"tracks.album" | "tracks.genre" | "tracks.playlists"\'.',
  ])
  t.strictSame(complaints("Album.where('title', 1)"), [
    "Argument of type 'number' is not assignable to parameter of type 'string'.",
  ])
  t.strictSame(complaints('const album = await Album.get(1)\nalbum.artist.name'), [
    "Property 'name' does not exist on type 'One<Artist>'.\n  Property 'name' does not exist on type 'Lazy<Artist>'.",
  ])
  t.strictSame(complaints('const album = await Album.get(1)\nalbum.title = 1'), [
    "Type 'number' is not assignable to type 'string'.",
  ])
  t.strictSame(complaints("Album.where('albumId', 1).update({ titel: 'x' })"), [
    "Object literal may only specify known properties, but 'titel' does not exist in type 'UpdateValues<Album>'. Did you mean to write 'title'?",
  ])
})

const consumer = `export async function use(): Promise<void> {
  const albums = await Album.where('title', 'like', 'B%').orderBy('title').with('artist', 'tracks.genre')
  for (const album of albums) console.log(album.artist.name, album.tracks.map(track => track.genre?.name))
  const artist = await Artist.find(1)
  for (const album of await artist!.albums) console.log(album.title, (await album.tracks).length)
  await Track.whereHas('genre', q => q.where({ name: 'Rock' })).with('album', q => q.with('artist')).first()
  for await (const track of Track.where(q => q.whereNull('genreId').orWhere('bytes', '>', 1n))) track.name.trim()
  const untyped = await automap('sqlite:music.db')
  console.log((await untyped.model('Album').with('a.b').where('c', 1))[0]!.d)
  await untyped[Symbol.asyncDispose]()
}
export async function write(): Promise<void> {
  const album = await new Album({ title: 'x', artist: await Artist.get(1) }).save()
  album.title = 'y'
  album.tracks = [new Track({ name: 'z', bytes: 1n })]
  console.log(album.isNew, album.changes.title?.from, (await album.save()).title)
  await db.session(async session => session.delete(session.add(album)))
  console.log((await Album.insert([{ title: 'x', artistId: 1 }]))[0]!.title)
  await Album.upsert({ albumId: 1, title: 'x' }, { update: ['title'] })
  await Track.where('explicit', true).update({ name: 'x', genreId: null })
  await db.model('nothing').everything().update({ a: 1 })
}
export async function misuse(): Promise<void> {
  // @ts-expect-error not loaded
  ;(await Artist.get(1)).albums.length
  // @ts-expect-error misspelt
  Album.with('tracks.gnre')
  // @ts-expect-error misspelt
  Album.where('titel', 'x')
  // @ts-expect-error not a text
  Album.where('title', 1)
  // @ts-expect-error misspelt
  new Album({ titel: 'x' })
  // @ts-expect-error misspelt
  Album.where('title', 'x').update({ titel: 'x' })
}
`

t.test('users compile with the options that they have', async t => {
  t.strictSame(complaints(consumer), [])
  t.strictSame(complaints(consumer, { ...strict, strict: false }), [])
  t.strictSame(
    complaints(consumer, { ...strict, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }),
    [],
  )
  const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
  t.strictSame(complaints(consumer, { ...strict, ...bundler }), [])
})

const declaredHead = `import { integer, model, relationship, text, timestamp } from '../../lib/index.js'
import type { Insert } from '../../types/declared.js'
import type { Deferred, Many, One } from '../../types/loaded.js'
import type { New } from '../../types/written.js'
class Customer extends model('customer', {
  id: integer().primaryKey().autoIncrement(),
  name: text(),
  note: text().nullable(),
  body: text().deferred(),
}) {
  static relationships = { orders: relationship(() => Order, { backPopulates: 'customer' }) }
  declare orders: Many<Order>
  get shout() { return this.name.toUpperCase() }
}
class Order extends model('order', { id: integer().primaryKey(), customerId: integer('customer_id') }) {
  static relationships = { customer: relationship(Customer) }
  declare customer: One<Customer>
}
`

/** What an editor shows of the name that stands before the bar. */
function hover(line: string): string {
  const bar = line.indexOf('|')
  const text = declaredHead + line.slice(0, bar) + line.slice(bar + 1)
  const found = editor(text).getQuickInfoAtPosition(file, declaredHead.length + bar - 1)
  return ts.displayPartsToString(found?.displayParts).replace(/\s+/g, ' ')
}

t.test('an editor shows declared models by their own names', async t => {
  t.equal(hover("const found| = Customer.where('name', 'x')"), 'const found: Query<Customer, never>')
  t.equal(hover('const one| = await Customer.get(1)'), 'const one: Customer')
  t.equal(hover("const names| = await Customer.pluck('body')"), 'const names: string[]')
  t.equal(hover('const { note| } = await Customer.get(1)'), 'const note: string | null')
  t.equal(hover('const { body| } = await Customer.get(1)'), 'const body: Deferred<string>')
  t.equal(
    hover('const row|: Insert<typeof Order> = { id: 1, customerId: 2 }'),
    'const row: { id: number; customerId: number; }',
  )
  t.equal(
    hover('type Row| = Insert<typeof Customer>'),
    'type Row = { name: string; body: string; id?: number | undefined; note?: string | null | undefined; }',
  )
  t.equal(hover('const saved| = await new Customer({ name: "x" }).save()'), 'const saved: Customer')
  t.equal(
    hover('const name| = (await Customer.get(1)).changes.name'),
    'const name: Change<string> | undefined',
  )
  t.equal(hover('const several| = await Customer.insert([])'), 'const several: Customer[]')
  t.equal(
    hover('type Given| = New<Order>'),
    'type Given = { readonly id?: number | undefined; readonly customerId?: number | undefined; readonly customer?: Customer | undefined; }',
  )
  t.equal(
    hover("const column| = integer('customer_id').nullable().index()"),
    'const column: ColumnBuilder<number | null, "optional">',
  )
})

t.test('an editor proposes the properties of declared models', async t => {
  const at = (line: string): string[] => {
    const bar = line.indexOf('|')
    const text = declaredHead + line.slice(0, bar) + line.slice(bar + 1)
    const found = editor(text).getCompletionsAtPosition(file, declaredHead.length + bar, undefined)
    return (found?.entries ?? []).map(entry => entry.name).sort()
  }
  const columns = ['body', 'id', 'name', 'note']
  t.strictSame(at("Customer.where('|', 'x')"), columns)
  t.strictSame(at('Customer.where({ | })'), columns)
  t.strictSame(at("Customer.orderBy('|')"), columns)
  t.strictSame(at("Customer.only('id', '|')"), columns)
  t.strictSame(at("Order.with('|')"), ['customer'])
  t.strictSame(at("Order.with('customer.|')"), ['customer.orders'])
  t.strictSame(at('new Customer({ | })'), columns)
  t.strictSame(at('new Order({ | } satisfies New<Order>)'), ['customer', 'customerId', 'id'])
  t.strictSame(at('(await Customer.get(1)).changes.|'), columns)
  t.strictSame(at("integer().references('a.b', { onDelete: '|' })"), [
    'cascade',
    'noAction',
    'restrict',
    'setDefault',
    'setNull',
  ])
})

const declaredConsumer = `export async function use(): Promise<void> {
  const orders = await Order.where('customerId', 1).with('customer')
  for (const { customer } of orders) console.log(customer.shout, (await customer.body).length)
  console.log((await (await Customer.get(1)).orders).length)
  console.log((await Customer.undefer('body').first())?.body.length)
}
export async function write(): Promise<void> {
  const customer = new Customer({ name: 'Ada', orders: [new Order({ id: 1 })] })
  console.log((await customer.save()).changes.name?.to, customer.isNew)
  customer.orders = []
  const order = await Order.get(1)
  order.customer = customer
  console.log(order.customer.shout, await order.refresh(), await order.delete())
  await Customer.upsert([{ name: 'x', body: 'y' }], { on: ['name'], update: false })
  await Customer.where('id', 1).update({ name: c => c.note, body: 'x' })
}
export type Mixed = Deferred<Insert<typeof Customer>>
// biome-ignore lint/suspicious/noExplicitAny: TypeScript asks for it in mixins
const stamped = <C extends new (...inputs: any[]) => object>(above: C) =>
  class extends above {
    static columns = { createdAt: timestamp('created_at') }
    declare createdAt: Date
  }
class Post extends stamped(model('post', { id: integer() })) {}
export async function mixin(): Promise<void> {
  console.log((await Post.where('createdAt', '<', new Date()).get(1)).id)
}
export async function misuse(): Promise<void> {
  // @ts-expect-error not loaded
  ;(await Order.get(1)).customer.shout
  // @ts-expect-error misspelt
  Customer.where('nmae', 'x')
  // @ts-expect-error not read yet
  ;(await Customer.get(1)).body.length
  // @ts-expect-error another type
  new Customer({ name: 1 })
  // @ts-expect-error misspelt
  new Customer({ nmae: 'x' } satisfies New<Customer>)
}
`

t.test('users compile declared models with the options that they have', async t => {
  const compile = (options: ts.CompilerOptions): string[] => {
    const program = editor(declaredHead + declaredConsumer, options).getProgram() as ts.Program
    // The library's own sources are compiled with the library's options.
    return ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(found => ts.flattenDiagnosticMessageText(found.messageText, '\n'))
  }
  t.strictSame(compile(strict), [])
  t.strictSame(compile({ ...strict, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }), [])
  t.strictSame(compile({ ...strict, useDefineForClassFields: false }), [])
})
