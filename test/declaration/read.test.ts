import t from 'tap'
import { integer, text, timestamp } from '../../lib/declaration/columns.js'
import type { Declaration } from '../../lib/declaration/declaration.js'
import { readDeclaration, readDeclarations } from '../../lib/declaration/read.js'
import { relationship } from '../../lib/declaration/relationship.js'
import { model } from '../../lib/model/declare.js'
import { errorOf } from '../fixtures/error-of.js'

const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`

/** A declaration in short: its table, its members by column name, and its relationships. */
function brief(declaration: Declaration): unknown[] {
  const members = [...declaration.members].map(([property, member]) => [
    property,
    member.member === 'column' ? member.name : member.member,
  ])
  return [declaration.name, declaration.table, members, [...declaration.relationships.keys()]]
}

t.test('a class that extends a model is read whole', async t => {
  const scope = (query: unknown): unknown => query
  class Customer extends model(
    'customer',
    { id: integer().primaryKey(), addressId: integer('address_id') },
    { schema: 'sales', scope: scope as never },
  ) {
    static relationships = { address: relationship('Address') }
  }
  const [declaration] = readDeclarations([Customer])
  t.equal(declaration?.model, Customer)
  t.strictSame(brief(declaration as Declaration), [
    'Customer',
    'customer',
    [
      ['id', null],
      ['addressId', 'address_id'],
    ],
    ['address'],
  ])
  t.equal(declaration?.options.schema, 'sales')
  t.equal(declaration?.scope, scope)
  t.equal(declaration?.inheritance, null)
  t.ok(Object.isFrozen(declaration))
})

t.test('a plain class is read by its statics', async t => {
  class Plain {
    static table = 'customer'
    static columns = { id: integer() }
    static options = { comment: 'Plain' }
    static relationships = { orders: relationship('Order') }
  }
  const declaration = readDeclaration(Plain)
  t.strictSame(brief(declaration), ['Plain', 'customer', [['id', null]], ['orders']])
  t.equal(declaration.options.comment, 'Plain')
  class Bare {}
  t.strictSame(brief(readDeclaration(Bare)), ['Bare', null, [], []])
  t.equal(readDeclaration(Bare, 'Other').name, 'Other')
})

t.test('the keys of an object are the names of its models', async t => {
  const unnamed = model('customer', { id: integer() })
  class Order {}
  t.strictSame(readDeclarations({ Client: unnamed, Purchase: Order }).map(brief), [
    ['Client', 'customer', [['id', null]], []],
    ['Purchase', null, [], []],
  ])
})

t.test('statics along the prototype chain are merged, and the most derived wins', async t => {
  class Stamped {
    static columns = { createdAt: timestamp('created_at'), note: text('old_note') }
    static options = { comment: 'old', schema: 'sales' }
    static relationships = { author: relationship('User'), editor: relationship('User') }
  }
  class Versioned extends Stamped {
    static override columns = {
      createdAt: timestamp('created_at'),
      note: text('new_note'),
      version: integer(),
    }
    static override options = { comment: 'new', schema: 'sales' }
  }
  class Post extends Versioned {
    static table = 'post'
    static override relationships = { author: relationship('Author'), editor: relationship('User') }
  }
  const declaration = readDeclaration(Post)
  t.strictSame(brief(declaration), [
    'Post',
    'post',
    [
      ['createdAt', 'created_at'],
      ['note', 'new_note'],
      ['version', null],
    ],
    ['author', 'editor'],
  ])
  t.equal(declaration.relationships.get('author')?.target, 'Author')
  t.strictSame([declaration.options.comment, declaration.options.schema], ['new', 'sales'])
})

t.test('a mixin adds to what model() was given', async t => {
  const stamped = (above: new () => object): (new () => object) =>
    class extends above {
      static columns = { createdAt: timestamp('created_at') }
    }
  class Post extends stamped(model('post', { id: integer(), createdAt: timestamp() })) {}
  t.strictSame(brief(readDeclaration(Post)), [
    'Post',
    'post',
    [
      ['id', null],
      ['createdAt', 'created_at'],
    ],
    [],
  ])
})

t.test('a static table wins over that of model()', async t => {
  class Post extends model('post', {}) {
    static table = 'article'
  }
  t.equal(readDeclaration(Post).table, 'article')
})

t.test('a subclass of a class that is no model by itself is that model', async t => {
  class Customer extends model('customer', { id: integer() }) {}
  class Vip extends Customer {
    static columns = { rank: integer() }
  }
  t.strictSame(brief(readDeclaration(Vip)), [
    'Vip',
    'customer',
    [
      ['id', null],
      ['rank', null],
    ],
    [],
  ])
})

t.test('what a parent declares is not repeated', async t => {
  class Employee extends model(
    'employee',
    { id: integer(), type: text() },
    { polymorphicOn: 'type', comment: 'People' },
  ) {
    static relationships = { boss: relationship('Manager') }
  }
  class Manager extends model(Employee, { budget: integer() }, { identity: 'manager' }) {}
  class Clerk extends Employee {
    static identity = 'clerk'
  }
  class Engineer extends model(Employee, 'engineer', { id: integer() }, { polymorphicLoad: 'joined' }) {}
  const [root, manager, clerk, engineer] = readDeclarations([Employee, Manager, Clerk, Engineer])
  t.strictSame(brief(manager as Declaration), ['Manager', null, [['budget', null]], []])
  t.strictSame(brief(clerk as Declaration), ['Clerk', null, [], []])
  t.strictSame(brief(engineer as Declaration), ['Engineer', 'engineer', [['id', null]], []])
  t.equal(manager?.options.comment, null)
  const rest = { polymorphicOn: null, polymorphicLoad: null }
  t.strictSame(root?.inheritance, {
    parent: null,
    type: null,
    polymorphicOn: 'type',
    identity: null,
    polymorphicLoad: null,
  })
  t.strictSame(manager?.inheritance, { parent: Employee, type: 'single', identity: 'manager', ...rest })
  t.strictSame(clerk?.inheritance, { parent: Employee, type: 'single', identity: 'clerk', ...rest })
  t.strictSame(engineer?.inheritance, {
    parent: Employee,
    type: 'joined',
    polymorphicOn: null,
    identity: null,
    polymorphicLoad: 'joined',
  })
})

t.test('a concrete class has a parent and a table', async t => {
  class Employee extends model('employee', {}) {}
  class Manager extends model(Employee, 'manager', {}, { concrete: true }) {}
  class NoTable extends model(Employee, {}, { concrete: true }) {}
  class NoParent extends model('alone', {}, { concrete: true }) {}
  t.equal(readDeclaration(Manager).inheritance?.type, 'concrete')
  for (const lacking of [NoTable, NoParent]) {
    t.equal(
      await errorOf(() => readDeclaration(lacking)),
      invalid(
        `Cannot declare class "${lacking.name}" concrete: it needs a parent, and a table of its own. Write model(Parent, 'table', …, { concrete: true })`,
      ),
    )
  }
})

t.test('an identity needs a hierarchy', async t => {
  class Alone extends model('alone', {}, { identity: 'x' }) {}
  class Loaded extends model('alone', {}, { polymorphicLoad: 'joined' }) {}
  const cannot = (name: string, option: string): string =>
    invalid(
      `Cannot declare class "${name}" with ${option}: it inherits from no declared model, and says no polymorphicOn. Add the parent to the models, or polymorphicOn to the options`,
    )
  t.equal(await errorOf(() => readDeclaration(Alone)), cannot('Alone', 'identity'))
  t.equal(await errorOf(() => readDeclaration(Loaded)), cannot('Loaded', 'polymorphicLoad'))
})

t.test('a class is one model, and a name stands for one', async t => {
  class Customer {}
  const twin = class Customer {}
  const taken = (message: string): string => `DeclarationError MODEL_TAKEN: ${message}`
  t.equal(
    await errorOf(() => readDeclarations({ Customer, Client: Customer })),
    taken(
      'Cannot map class "Customer" twice, as "Customer" and as "Client": one class is one model. Declare a subclass for the other',
    ),
  )
  t.equal(
    await errorOf(() => readDeclarations([Customer, twin])),
    taken(
      'Cannot map two classes named "Customer": a name stands for one model. Give the models as an object, under names of your own',
    ),
  )
  t.equal(readDeclarations({ Customer, Client: twin }).length, 2)
})

t.test('a model in a list has a name of its own', async t => {
  const cannot = (what: string): string =>
    invalid(
      `Cannot name the model of ${what}: write class Customer extends model(…) {}, or give the models as an object`,
    )
  t.equal(await errorOf(() => readDeclarations([model('customer')])), cannot('what model("customer") gives'))
  t.equal(await errorOf(() => readDeclarations([(() => class {})()])), cannot('a class without a name'))
})

t.test('what is no class is refused', async t => {
  const option = (message: string): string => `OptionError OPTION_INVALID: ${message}`
  t.equal(
    await errorOf(() => readDeclarations(undefined)),
    option('Expected option "models" to be a list or an object of classes, got undefined'),
  )
  t.equal(
    await errorOf(() => readDeclarations([class Fine {}, 'Customer'])),
    option('Expected models[1] to be a class, got "Customer"'),
  )
  t.equal(
    await errorOf(() => readDeclarations({ Customer: () => 1 })),
    option('Expected models.Customer to be a class, got a function'),
  )
  t.equal(await errorOf(() => readDeclaration(1)), option('Expected the model to be a class, got 1'))
})

t.test('statics of the wrong shape are refused, with the class named', async t => {
  class WrongTable {
    static table = 1
  }
  class WrongColumns {
    static columns = { id: integer }
  }
  class WrongOptions {
    static options = { tabel: 'x' }
  }
  class WrongRelationships {
    static relationships = [relationship('Order')]
  }
  class Twofold {
    static columns = { address: text() }
    static relationships = { address: relationship('Address') }
  }
  t.equal(
    await errorOf(() => readDeclaration(WrongTable)),
    invalid('Expected static table of class "WrongTable" to be a text that is not empty, got 1'),
  )
  t.equal(
    await errorOf(() => readDeclaration(WrongColumns)),
    invalid(
      'Expected "id" of class "WrongColumns" to be a column such as text(), got function integer; did you mean integer()?',
    ),
  )
  t.equal(
    await errorOf(() => readDeclaration(WrongOptions)),
    invalid('Unknown option "tabel" in static options of class "WrongOptions"'),
  )
  t.equal(
    await errorOf(() => readDeclaration(WrongRelationships)),
    invalid('Expected static relationships of class "WrongRelationships" to be an object, got an array'),
  )
  t.equal(
    await errorOf(() => readDeclaration(Twofold)),
    invalid(
      'Cannot declare "address" of class "Twofold" both a column and a relationship: rename one of them',
    ),
  )
})
