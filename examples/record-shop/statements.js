/** Collects the statements that a knex runs meanwhile. Changes none. */

/** Gives what the function gave, and the SQL text of every statement that ran until it ended. */
export async function statementsOf(knex, work) {
  const statements = []
  const note = ({ sql }) => statements.push(sql)
  knex.on('query', note)
  try {
    return { result: await work(), statements }
  } finally {
    knex.removeListener('query', note)
  }
}
