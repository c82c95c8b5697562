import { type Kysely, sql } from 'kysely';

/** Adds a column unless it is there: SQLite has no words for that. */
export async function addTextColumn(db: Kysely<unknown>, table: string, column: string): Promise<void> {
  const { rows } = await sql`select 1 from pragma_table_info(${table}) where name = ${column}`.execute(db);
  if (rows.length === 0) await db.schema.alterTable(table).addColumn(column, 'text').execute();
}
