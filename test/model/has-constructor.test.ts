import { runInThisContext } from 'node:vm'
import t from 'tap'
import { hasConstructor } from '../../lib/model/has-constructor.js'

/** Texts, as a compiler would change what is written here. */
const without: Readonly<Record<string, string>> = {
  nothing: 'class {}',
  fields: 'class { name = "x"; #secret = 1; get secret() { return this.#secret } }',
  'a comment that mentions one': `class {
    // constructor() {}
    /* constructor() { */
    name = 1
  }`,
  'strings and templates that look like one': `class { one = "constructor() {"; two = "it's a constructor() {"; three = \`constructor() { \${1} {\` }`,
  'a regular expression that looks like one':
    'class { one = /constructor\\(["\'`{[/]/; two = [/"/, /constructor\\(/]; three() { return /"/ } }',
  'a call of one': 'class { again() { return this.constructor() }; other = () => this.constructor(1) }',
  'a call of one inside a method': 'class { again({ constructor }) { return constructor(1) } }',
  'a class that has one inside a method':
    'class { make() { return class { constructor() { if (1) { this.name = "x" } } } } name = 1 }',
  'a computed method of that name': "class { ['constructor']() {} }",
  'a static method of that name': 'class { static constructor() {} }',
  'one that a compiler made of fields':
    'class extends Map { constructor() {\n super(...arguments);\n this.name = "x" } }',
  'a class inside a method that a compiler made one for':
    'class { make() { return class extends Map { constructor() { super(...arguments); this.name = 1 } } } }',
}

const withOne: Readonly<Record<string, string>> = {
  'a constructor': 'class { constructor() { this.name = "x" } }',
  'a constructor that passes nothing on': 'class extends Map { constructor() { super(); this.name = "x" } }',
  'a constructor behind what a compiler made for another class':
    'class { make() { return class extends Map { constructor() { super(...arguments); } } } constructor() { } }',
  'a constructor behind everything that looks like code': `class { one = /["'\`]/; two = 8 / 2 / "constructor".length; four = \`\${(4 + 4) / 2} { \`; constructor() {} }`,
  'a constructor under a quoted name': 'class { "constructor"() {} }',
}

for (const [what, text] of Object.entries(without)) {
  t.test(`a class with ${what} has no constructor of its own`, async t => {
    t.equal(hasConstructor(runInThisContext(`(${text})`) as object), false)
  })
}

for (const [what, text] of Object.entries(withOne)) {
  t.test(`a class with ${what} has one of its own`, async t => {
    t.equal(hasConstructor(runInThisContext(`(${text})`) as object), true)
  })
}

t.test(
  'a function of old is nothing but a constructor, and so is what is not written in JavaScript',
  async t => {
    t.equal(
      hasConstructor(function Old(): void {
        return
      }),
      true,
    )
    t.equal(hasConstructor(Map), true)
  },
)

t.test('a class cannot show another text of itself', async t => {
  class Own {
    static toString(): string {
      return 'class { constructor() {} }'
    }
  }
  t.equal(hasConstructor(Own), false)
})
