import t from 'tap'
import { readDeclaration } from '../../lib/declaration/read.js'
import type { Mapping } from '../../lib/mapping/mapping.js'
import { runsFields } from '../../lib/model/class-fields.js'
import { model } from '../../lib/model/declare.js'
import { tieOf } from '../../lib/model/tie.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'
import { complete, declarationOf } from '../fixtures/declared.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

/** A class as it is once it is mapped. */
function mapped(model: unknown): Model<Untyped> {
  return model as Model<Untyped>
}

/** What a class over model() extends, without types. */
function over(table: string): new () => object {
  return model(table) as unknown as new () => object
}

async function tags(database: Database): Promise<Mapping> {
  return tieOf((await openShop(database)).models.Tag)!.mapping
}

eachDatabase(t, 'the fields of a class run for every row, its constructor does not', async (t, database) => {
  const db = await openShop(database)
  let made = 0
  class Customer extends over('customer') {
    seen: unknown[] = []
    #count = 0
    upper = String(Reflect.get(this, 'name')).toUpperCase()
    next(): number {
      return ++this.#count
    }
  }
  class Tag {
    #count = 0
    own = Reflect.get(this, 'label')
    next(): number {
      return ++this.#count
    }
  }
  class Item extends over('item') {
    made: number
    constructor() {
      super()
      this.made = ++made
    }
  }
  const declarations = {
    Customer: readDeclaration(Customer),
    Tag: declarationOf(Tag),
    Item: readDeclaration(Item),
  }
  complete(db, declarations)
  made = 0
  const [one, two] = (await mapped(Customer).limit(2)) as unknown as [Customer, Customer]
  t.equal(one.upper, 'CUSTOMER 1', 'they read the row')
  t.not(one.seen, two.seen)
  t.same([one.next(), one.next(), two.next()], [1, 2, 1])
  const tag = (await mapped(Tag).get(1)) as unknown as Tag
  t.same([tag.next(), tag.next()], [1, 2])
  t.equal(tag.own, undefined, 'those of a class that extends no model run before the row is there')
  t.equal(Reflect.get(tag, 'label'), 'tag 1')
  t.ok(tag instanceof Tag)
  t.equal((await mapped(Item).get(1)).made, undefined)
  t.equal(made, 0)
})

eachDatabase(t, 'what a field throws for a row reaches the caller of the query', async (t, database) => {
  const db = await openShop(database)
  class Tag extends over('tag') {
    size = (Reflect.get(this, 'label') as unknown as { missing: { size: number } }).missing.size
  }
  complete(db, { Tag: readDeclaration(Tag) })
  t.equal(
    await errorOf(() => mapped(Tag).get(1)),
    "TypeError: Cannot read properties of undefined (reading 'size')",
  )
  t.equal(
    await errorOf(() => new Tag()),
    "TypeError: Cannot read properties of null (reading 'missing')",
    'and leaves nothing behind for the next one, whose row is its own',
  )
})

t.test('a field that hides a mapped property is refused, an assignment is not', async t => {
  const mapping = await tags((await freshDatabase(t, 'better-sqlite3'))!)
  class Hiding extends over('tag') {
    label!: string
    items = []
    other = 1
  }
  t.equal(
    await errorOf(() => runsFields(Hiding, mapping)),
    'DeclarationError PROPERTY_HIDDEN: Class "Hiding" hides mapped properties "label", "items" behind class fields; write `declare label: …` instead of a field, or leave it out',
  )
  class Assigning extends over('tag') {
    constructor() {
      super()
      Object.assign(this, { label: 'x' })
    }
  }
  t.equal(runsFields(Assigning, mapping), false)
  class Explicit extends over('tag') {
    label = 'x'
    constructor() {
      super()
      this.label = 'y'
    }
  }
  t.equal(
    await errorOf(() => runsFields(Explicit, mapping)),
    'DeclarationError PROPERTY_HIDDEN: Class "Explicit" hides mapped property "label" behind a class field; write `declare label: …` instead of a field, or leave it out',
  )
})

t.test('what a compiler makes of fields counts as fields, though it assigns', async t => {
  const mapping = await tags((await freshDatabase(t, 'better-sqlite3'))!)
  const text = `class Compiled extends above {
    constructor() {
      super(...arguments)
      this.label = 'x'
      this.other = 1
    }
  }`
  const compiled = new Function('above', `return ${text}`)(over('tag'))
  t.equal(
    await errorOf(() => runsFields(compiled, mapping)),
    'DeclarationError PROPERTY_HIDDEN: Class "Compiled" hides mapped property "label" behind a class field; write `declare label: …` instead of a field, or leave it out',
  )
})

eachDatabase(t, 'fields run for new instances, after the values are there', async (t, database) => {
  const db = await openShop(database)
  class Tag extends over('tag') {
    shout = String(Reflect.get(this, 'label')).toUpperCase()
  }
  class Item extends over('item') {
    constructor(name: string) {
      super(...([{ name, sku: 'S' }] as unknown as []))
    }
  }
  complete(db, { Tag: readDeclaration(Tag), Item: readDeclaration(Item) })
  t.equal(Reflect.construct(Tag, [{ label: 'x' }]).shout, 'X')
  const item = new Item('Pen')
  t.same([Reflect.get(item, 'name'), Reflect.get(item, 'sku')], ['Pen', 'S'])
  t.equal(((await mapped(Item).get(1)) as Untyped).name, 'Item 1')
})

t.test('fields run only where there are any, and no constructor would run with them', async t => {
  const mapping = await tags((await freshDatabase(t, 'better-sqlite3'))!)
  class Throwing extends over('tag') {
    constructor(input: { label: string }) {
      super()
      Object.assign(this, { other: input.label })
    }
  }
  class Above {
    other: string
    constructor(other: string) {
      this.other = other
    }
  }
  class Below extends Above {
    more = 1
  }
  class Reading extends over('tag') {
    size = (Reflect.get(this, 'label') as string).length
  }
  const cases: [string, boolean, new (...inputs: never[]) => object][] = [
    ['no field', false, class extends over('tag') {}],
    ['a constructor that throws', false, Throwing],
    ['a constructor above', false, Below],
    ['a field that needs a row', true, Reading],
    [
      'a private method',
      true,
      class {
        #one(): number {
          return 1
        }
        two(): number {
          return this.#one()
        }
      },
    ],
  ]
  for (const [title, expected, each] of cases) t.equal(runsFields(each, mapping), expected, title)
})

eachDatabase(t, 'a class whose instances await would call is refused', async (t, database) => {
  const db = await openShop(database)
  class Tag {
    then(): void {}
  }
  t.equal(
    await errorOf(() => complete(db, { Tag: declarationOf(Tag) })),
    'DeclarationError DECLARATION_INVALID: Cannot map class "Tag": it has a member "then", which await would call on every instance; give it another name',
  )
})
