import { type RawBuilder, sql } from 'kysely';
import type { Mode } from '../../domain/access/access.ts';

/** Which customers a caller may see at all: those of a test key, or those of a live key. */
export interface Scope {
  mode: Mode;
}

/** The last row of the previous page: its instant and id, and in the queue also its priority. */
export interface Cursor {
  at: string;
  id: string;
  priority?: number;
}

export interface Page {
  limit: number;
  after?: Cursor | undefined;
}

export interface Listed<T> {
  items: T[];
  next: Cursor | null;
}

/**
 * The scope as a condition for a read by id. It is written so that no index on the mode can be used: on a
 * table without statistics the planner would choose such an index, and keep it in a prepared plan.
 */
export function ofMode(column: string, scope: Scope): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(column)} = ${scope.mode}) IS TRUE`;
}

/** Cuts `limit + 1` rows to a page; the extra row shows that there are more. */
export function pageOf<Row, T>(
  rows: Row[],
  page: Page,
  map: (row: Row) => T,
  cursor: (item: T) => Cursor,
): Listed<T> {
  const items = rows.slice(0, page.limit).map(map);
  const last = items.at(-1);
  return { items, next: rows.length > page.limit && last !== undefined ? cursor(last) : null };
}
