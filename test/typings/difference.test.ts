import fc from 'fast-check'
import t from 'tap'
import { differenceOf } from '../../lib/typings/difference.js'

const before = `import x

export interface Artist {
  id: number
  name: string
  country: string
}

export interface Album {
  id: number
  title: string
}

export interface Models {
  Artist: 1
  Album: 2
}
`

t.test('what is the same has no difference', async t => {
  t.equal(differenceOf(before, before), '')
  t.equal(differenceOf('', ''), '')
})

t.test('how lines end is no difference', async t => {
  const checkedOut = before.replaceAll('\n', '\r\n')
  t.equal(differenceOf(checkedOut, before), '')
  t.equal(differenceOf(before, checkedOut), '')
  const after = before.replace('Album: 2', 'Album: 3')
  t.equal(differenceOf(checkedOut, after), differenceOf(before, after))
  t.not(differenceOf(before, `${before}\r`), '', 'what ends no line')
})

t.test('a change is shown with a little around it, and with what it is in', async t => {
  t.equal(
    differenceOf(before, before.replace('name: string', 'name: string | null')),
    `@@ -3,5 +3,5 @@ export interface Artist {
 export interface Artist {
   id: number
-  name: string
+  name: string | null
   country: string
 }
`,
  )
  t.equal(differenceOf('a\n', 'b\n'), '@@ -1,2 +1,2 @@\n-a\n+b\n \n')
  t.equal(differenceOf('', 'a\nb'), '@@ -1,1 +1,2 @@\n-\n+a\n+b\n')
})

t.test('changes that are near each other are shown together, and others apart', async t => {
  const after = before
    .replace('  country: string\n', '')
    .replace('import x\n', 'import x\nimport y\n')
    .replace('  title: string\n', '  title: string\n  year: number\n')
    .replace('  Album: 2\n', '  Album: 3\n')
  t.equal(
    differenceOf(before, after),
    `@@ -1,8 +1,8 @@
 import x
+import y
 
 export interface Artist {
   id: number
   name: string
-  country: string
 }
 
@@ -10,9 +10,10 @@ export interface Album {
   id: number
   title: string
+  year: number
 }
 
 export interface Models {
   Artist: 1
-  Album: 2
+  Album: 3
 }
 
`,
  )
})

t.test('lines that have moved are found by what is left of them', async t => {
  t.equal(
    differenceOf('a\nb\nc\nd\ne\nx\nx', 'e\na\nb\nd\nx\ny\nx'),
    '@@ -1,7 +1,7 @@\n+e\n a\n b\n-c\n d\n-e\n x\n+y\n x\n',
  )
})

/** Makes the second text of the first and the difference, as a patch does. */
function patched(before: string, difference: string): string {
  const lines = before.split('\n')
  const result: string[] = []
  let place = 0
  for (const line of difference.split('\n').slice(0, -1)) {
    const from = /^@@ -(\d+),/.exec(line)?.[1]
    if (from !== undefined) {
      result.push(...lines.slice(place, Number(from) - 1))
      place = Number(from) - 1
    } else {
      if (!line.startsWith('-')) result.push(line.slice(1))
      if (!line.startsWith('+')) place++
    }
  }
  return [...result, ...lines.slice(place)].join('\n')
}

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'export d', 'e', 'f', 'g', ''), { maxLength: 30 })
  .map(lines => lines.join('\n'))

t.test('the difference makes the one text of the other', async () => {
  fc.assert(
    fc.property(text, text, (before, after) => patched(before, differenceOf(before, after)) === after),
    { numRuns: 300 },
  )
})

t.test('texts of many lines are compared at once', async t => {
  const many = Array.from({ length: 60_000 }, (_, line) => `line ${line % 7 === 0 ? 'x' : line}`)
  const start = Date.now()
  t.match(differenceOf(many.join('\n'), many.toReversed().join('\n')), /^@@/)
  t.ok(Date.now() - start < 5000)
})
