import type { ColumnType } from 'kysely';

declare const sealedName: unique symbol;

/** Bytes that only the customer's key opens. For the compiler, the name binds a value to its column. */
export type Sealed<Name extends string> = Buffer & { readonly [sealedName]: Name };

/** A JSON column: written as text, read as the value. */
export type Json<T> = ColumnType<T, string, string>;

/** `timestamptz`, read and written as an ISO instant in UTC with milliseconds. */
export type Instant = string;
