import { type RawBuilder, sql } from 'kysely';
import type { Mode } from '../../domain/access/access.ts';

/** What a caller may see at all: a test key's customers, or a live key's. */
export interface Scope {
  mode: Mode;
}

/** The last row of the page before: its instant and id, and in the queue its priority. */
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
 * The scope as a condition of a read by id. Written so that no index on the mode serves it: on a
 * table without statistics the planner would take one, and keep it in a prepared plan.
 */
export function ofMode(column: string, scope: Scope): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(column)} = ${scope.mode}) IS TRUE`;
}

/** Cuts `limit + 1` rows to a page: the row too many says that there is more. */
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
