import t from 'tap'
import { automap, type Model, model, type Untyped } from '../../lib/index.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { plain } from '../fixtures/staff.js'

/** All keys would give the same names. */
async function makeAnimals(database: Database): Promise<void> {
  await database.exec(`
    create table owner (id integer primary key);
    create table animal (id integer primary key, kind varchar(10), owner varchar(10));
    create table dog (id integer primary key references animal (id), owner_id integer references owner (id));
    create table puppy (id integer primary key references dog (id));
    create table keeper (id integer primary key, animal_id integer references animal (id),
      dog_id integer references dog (id), puppy_id integer references puppy (id));
    insert into animal values (1, 'animal', 'Ann'), (2, 'dog', 'Bob'), (3, 'puppy', 'Cid');
    insert into owner values (1);
    insert into dog values (2, 1), (3, null);
    insert into puppy values (3);
    insert into keeper values (1, 1, 2, null), (2, 2, null, 3), (3, 3, 3, null);`)
}

function animals() {
  class Animal extends model('animal', {}, { polymorphicOn: 'kind', identity: 'animal' }) {}
  class Dog extends model(Animal, 'dog', {}, { identity: 'dog' }) {}
  class Puppy extends model(Dog, 'puppy', {}, { identity: 'puppy' }) {}
  return { Puppy, Dog, Animal }
}

eachDatabase(t, 'what is generated hides nothing that a class inherits', async (t, database) => {
  await makeAnimals(database)
  const { Animal, Dog, Puppy } = animals()
  const db = await automap(database.knex, { models: [Puppy, Dog, Animal] })
  t.same(
    db.relationships
      .filter(({ model }) => !['Keeper', 'Owner'].includes(model))
      .map(({ model, name, key }) => `${model}.${name}: ${key}`),
    [
      'Animal.keepers: keeper(animal_id) -> animal(id)',
      'Dog.keepersByDog: keeper(dog_id) -> dog(id)',
      'Dog.ownerRef: dog(owner_id) -> owner(id)',
      'Puppy.keepersByPuppy: keeper(puppy_id) -> puppy(id)',
    ],
  )
  t.same(
    db.report.renamings.map(({ subject, reason }) => `${subject}: ${reason}`),
    [
      'Dog.keepersByDog: "keepers" collides with the other side of "keeper(animal_id) -> animal(id)"',
      'Dog.ownerRef: "owner" collides with column "owner"',
      'Puppy.keepersByPuppy: "keepers" collides with the other side of "keeper(animal_id) -> animal(id)"',
    ],
  )
  const all = (await (Animal as unknown as Model<Untyped>).with('keepers')) as unknown as Untyped[]
  t.same(plain(all.map(each => (each.keepers as Untyped[]).map(({ id }) => id))), [[1], [2], [3]])
  const dogs = await (Dog as unknown as Model<Untyped>).with('keepers', 'keepersByDog', 'ownerRef').all()
  t.same(plain(dogs.map(each => [each.keepers, each.keepersByDog].map(list => (list as unknown[]).length))), [
    [1, 1],
    [1, 1],
  ])
  t.equal((dogs[0] as Untyped).owner, 'Bob')
})

eachDatabase(t, 'what is left out leaves its name to the classes below', async (t, database) => {
  await makeAnimals(database)
  const { Animal, Dog, Puppy } = animals()
  const db = await automap(database.knex, {
    models: [Animal, Puppy, Dog],
    relationships: ({ sourceTable, name }) =>
      sourceTable === 'animal' ? false : name === 'keepersByPuppy' ? { name: 'trainers' } : undefined,
  })
  t.same(
    db.relationships
      .filter(({ model }) => !['Keeper', 'Owner'].includes(model))
      .map(({ model, name }) => `${model}.${name}`),
    ['Dog.keepers', 'Dog.ownerRef', 'Puppy.trainers'],
  )
})
