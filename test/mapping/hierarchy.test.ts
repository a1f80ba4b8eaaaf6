import t from 'tap'
import type { ModelClass } from '../../lib/declaration/declaration.js'
import { computed, integer, model, relationship, sql, text } from '../../lib/index.js'
import type { Members } from '../../types/declared.js'
import {
  type AnimalClass,
  animal,
  bootAnimals,
  invalid,
  kind,
  refusedAnimals,
  type World,
  world,
} from '../fixtures/animals.js'
import { booted, related } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import type { TableInput } from '../fixtures/schema.js'

t.test('classes of one hierarchy share the places in a row', async t => {
  const { mappings } = bootAnimals(Animal => ({
    Cat: class extends model(Animal, 'cat', { lives: integer() }, { identity: 'cat' }) {},
    Dog: class extends model(Animal, { bones: integer().nullable() }, { identity: 'dog' }) {},
  }))
  const shown = mappings.map(({ name, table, width, columns }) => [
    `${name} of ${table.name}, ${width}`,
    columns.map(({ property, slot, quoted }) => `${property} ${slot} ${quoted}`).join(', '),
  ])
  t.same(shown, [
    ['Animal of animal, 6', 'id 0 `id`, kind 1 `kind`, ownerId 2 `owner_id`'],
    ['Dog of animal, 6', 'id 0 `id`, kind 1 `kind`, ownerId 2 `owner_id`, bones 3 `bones`'],
    ['Cat of cat, 6', 'id 0 `id`, ownerId 2 `owner_id`, lives 4 `lives`, kind 5 `joined0`'],
    ['Owner of owner, 2', 'id 0 `id`, bones 1 `bones`'],
  ])
  const [animals, dogs, cats] = mappings.map(({ inheritance }) => inheritance)
  t.same(
    animals?.columns.map(({ slot }) => slot),
    [0, 1, 2, 3, 4, 5],
  )
  t.same(
    animals?.classes.map(({ name }) => name),
    ['Animal', 'Dog', 'Cat'],
  )
  t.same([...(animals?.discriminator?.classes.keys() ?? [])], ['animal', 'dog', 'cat'])
  t.same([animals?.identities, dogs?.identities, cats?.identities], [null, ['dog'], null])
  t.same([animals?.below.length, dogs?.below.length, cats?.parts.length], [1, 0, 2])
  t.equal(mappings[0]?.columns.find(({ property }) => property === 'kind')?.matched, true)
})

t.test('relationships are given to the classes that have their columns', async t => {
  const given = bootAnimals(
    Animal => ({
      Cat: class extends model(Animal, 'cat', {}, { identity: 'cat' }) {},
      Dog: class extends model(Animal, { ownerId: integer().nullable() }, { identity: 'dog' }) {},
      Wolf: class extends Animal {
        static identity = 'wolf'
      },
    }),
    { tables: { ...world, flea: { columns: ['id', 'cat_id'], foreignKeys: ['cat_id -> cat.id'] } } },
  )
  t.same(related(given), [
    'Dog.owner: manyToOne Owner, back by animals, animal(owner_id) -> owner(id)',
    'Cat.fleas: oneToMany Flea, back by cat, flea(cat_id) -> cat(id)',
    'Owner.animals: oneToMany Dog, back by owner, animal(owner_id) -> owner(id)',
    'Flea.cat: manyToOne Cat, back by fleas, flea(cat_id) -> cat(id)',
  ])
  const all = bootAnimals(Animal => ({ Cat: class extends model(Animal, 'cat', {}, { identity: 'cat' }) {} }))
  const cat = all.mappings.find(({ name }) => name === 'Cat')
  t.equal(cat?.relationships.get('owner')?.source, all.mappings[0])
  t.equal(cat?.relationships.get('owner')?.index, 0)
})

t.test('a declared relationship leads to the class that it names, by the key of a class above', async t => {
  const tables = { ...world, owner: { columns: ['id'], unique: [] } }
  const lead = (target: string | ModelClass, options = {}): string[] => {
    const Animal = animal()
    class Cat extends model(Animal, 'cat', {}, { identity: 'cat' }) {}
    class Owner extends model('owner') {
      static relationships = { pets: relationship(target === Animal ? Animal : target, options) }
    }
    return related(booted(tables, { Animal, Cat, Owner })).filter(each => each.startsWith('Owner'))
  }
  const key = 'animal(owner_id) -> owner(id)'
  t.same(lead('Animal'), [`Owner.pets: oneToMany Animal, back by owner, ${key}`])
  t.same(lead('Cat'), [`Owner.pets: oneToMany Cat, back by owner, ${key}`])
  t.same(lead('cat'), [`Owner.pets: oneToMany Cat, back by owner, ${key}`])
  t.same(lead('Cat', { orderBy: 'kind' }), [`Owner.pets: oneToMany Cat, back by owner, ${key}`])
  t.equal(
    await errorOf(() => lead('Cat', { orderBy: 'bark' })),
    invalid('Cannot order "Owner.pets" by "bark": model "Cat" has no such property'),
  )
})

t.test('what leads back leads only to what is reached that way', async t => {
  const tables = {
    animal: { columns: ['id', kind, 'chip_id?'], foreignKeys: ['chip_id -> chip.id'], unique: [['chip_id']] },
    chip: {},
  }
  const Animal = animal()
  class Dog extends Animal {
    static identity = 'dog'
  }
  class Chip extends model('chip') {
    static relationships = { dog: relationship('Dog') }
  }
  t.same(related(booted(tables, { Animal, Dog, Chip })), [
    'Animal.chip: manyToOne Chip, back by none, animal(chip_id) -> chip(id)',
    'Animal.chip: manyToOne Chip, back by none, animal(chip_id) -> chip(id)',
    'Chip.dog: oneToOne Dog, back by chip, animal(chip_id) -> chip(id)',
  ])
})

t.test('a class below keeps what it has under the name of what is inherited', async t => {
  const tables = {
    animal: { columns: ['id', kind] },
    cat: { columns: ['id'], foreignKeys: ['id -> animal.id'] },
    flea: {
      columns: ['id', 'cat_id', 'animal_id'],
      foreignKeys: ['cat_id -> cat.id', 'animal_id -> animal.id'],
    },
  }
  const Animal = animal()
  class Cat extends model(Animal, 'cat', {}, { identity: 'cat' }) {
    static relationships = { fleas: relationship('Flea', { foreignKey: 'cat_id' }) }
  }
  const { mappings } = booted(tables, { Animal, Cat })
  const of = (name: string) => mappings.find(each => each.name === name)?.relationships.get('fleas')
  t.same([of('Animal')?.index, of('Cat')?.index], [0, 1])
  t.equal(of('Cat')?.source.name, 'Cat')
})

t.test('an identity belongs to one class, and is of its column', async t => {
  const named = (identity: unknown) =>
    refusedAnimals(Animal => ({
      Cat: class extends model(Animal, 'cat', {}, { identity: identity as string }) {},
    }))
  t.match(await named('animal'), 'Cannot give classes "Animal" and "Cat" the same identity "animal"')
  t.equal(
    await named(7),
    invalid('Cannot use identity 7 of class "Cat": property "kind" of the root holds a string'),
  )
  t.match(
    await refusedAnimals(Animal => ({ Cat: class extends model(Animal, 'cat', {}, { identity: true }) {} }), {
      options: { polymorphicOn: 'sort' },
      tables: { ...world, animal: { columns: ['id', kind, { name: 'sort', kind: 'binary', type: 'blob' }] } },
    }),
    /^DeclarationError DECLARATION_INVALID: Cannot use identity true of class "Cat": Cannot use /,
  )
  t.equal(
    await refusedAnimals(Animal => ({ Wolf: class Wolf extends Animal {} })),
    invalid(
      'Cannot tell which rows are of class "Wolf": it has no identity, nor has a class below it. Say identity in its options',
    ),
  )
  const between = bootAnimals(Animal => {
    class Canine extends Animal {}
    return {
      Canine,
      Dog: class extends Canine {
        static identity = 'dog'
      },
    }
  })
  t.same(between.mappings[1]?.inheritance?.identities, ['dog'])
})

t.test('polymorphicOn names a column of the root', async t => {
  const children = (Animal: AnimalClass) => ({
    Cat: class extends model(Animal, 'cat', {}, { identity: 'cat' }) {},
  })
  const wrong =
    'Cannot tell the classes of "Animal" apart by polymorphicOn "knd": table "animal" has no column for it. Did you mean "kind"?'
  const options = { polymorphicOn: 'knd', identity: 'animal' }
  t.equal(await refusedAnimals(children, { options }), invalid(wrong))
  t.equal(await refusedAnimals(() => ({}), { options }), invalid(wrong), 'also where nothing inherits yet')
  const alone = bootAnimals(() => ({}))
  t.equal(alone.mappings[0]?.inheritance, null)
  class Animal extends model(
    'animal',
    { id: integer().primaryKey(), kind: text(), sort: computed(text(), c => sql`${c.kind}`) },
    { polymorphicOn: 'sort' },
  ) {}
  t.equal(
    await errorOf(() => booted(world, { Animal })),
    invalid(
      'Cannot tell the classes of "Animal" apart by polymorphicOn "sort": it is computed, and has to be a column',
    ),
  )
})

t.test('a joined table has a key to the rows above', async t => {
  const message = (name: string) =>
    invalid(
      `Cannot join the rows of class "Cat" to those of "${name}": the primary key of table "cat" is no foreign key to the table above. Declare it with references(), or say concrete`,
    )
  const Cat =
    (columns: Members = {}) =>
    (Animal: AnimalClass) => ({
      Cat: class extends model(Animal, 'cat', columns, { identity: 'cat' }) {},
    })
  const keyless = (cat: TableInput): World => ({ ...world, cat })
  t.equal(await refusedAnimals(Cat(), { tables: keyless({ columns: ['id'] }) }), message('Animal'))
  t.equal(
    await refusedAnimals(Cat(), {
      tables: keyless({ columns: ['id', 'animal_id'], foreignKeys: ['animal_id -> animal.id'] }),
    }),
    message('Animal'),
  )
  class Plain extends model('animal', {}, { polymorphicOn: 'kind' }) {}
  const plainCat = () => class extends model(Plain, 'cat', {}, { identity: 'cat' }) {}
  const unkeyed = { columns: ['id', kind], primaryKey: null, unique: [['id']] }
  t.equal(
    await errorOf(() => booted({ ...world, animal: unkeyed }, { Plain, Cat: plainCat() })),
    message('Plain'),
  )
  class Hidden extends model('animal', {}, { polymorphicOn: 'kind', exclude: ['bones'] }) {}
  const onBones = { columns: ['id'], foreignKeys: ['id -> animal.bones'] }
  t.equal(
    await errorOf(() =>
      booted(
        { ...world, animal: { columns: ['id', kind, 'bones'], unique: [['bones']] }, cat: onBones },
        { Hidden, Cat: class extends model(Hidden, 'cat', {}, { identity: 'cat' }) {} },
      ),
    ),
    message('Hidden'),
  )
  const declared = bootAnimals(Cat({ id: integer().primaryKey().references('animal.id') }), {
    tables: keyless({ columns: ['id'] }),
  })
  t.same(
    related(declared).filter(each => each.startsWith('Cat')),
    [],
  )
})
