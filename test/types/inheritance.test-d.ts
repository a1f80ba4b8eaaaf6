/** Holds the types of models that inherit from each other: what a query gives, and what it narrows to. */

import { Clerk, Employee, Engineer, Manager } from './library.js'

/** A query of a class gives the class, and `instanceof` tells what else a row is. */
export async function narrowed(): Promise<unknown[]> {
  const all: Employee[] = await Employee.all()
  const found: unknown[] = []
  for (const each of all) {
    each.name satisfies string
    // @ts-expect-error not every employee has one
    found.push(each.language)
    if (each instanceof Engineer) found.push(each.language satisfies string)
    else if (each instanceof Manager) found.push(each.budget satisfies number | null)
    // @ts-expect-error a manager has none
    if (each instanceof Manager) found.push(each.language)
  }
  const clerks: Clerk[] = await Clerk.where('name', 'x')
  const engineers: Engineer[] = await Engineer.where('name', 'x').where('language', 'C').orderBy('name')
  // @ts-expect-error an employee need not be an engineer
  const wrong: Engineer[] = all
  return [...found, ...clerks, ...engineers, ...wrong]
}
