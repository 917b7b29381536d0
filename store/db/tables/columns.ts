import type { ColumnType } from 'kysely';

declare const sealedName: unique symbol;

/** Bytes that only the customer's key opens. The name binds a value to its column for the compiler. */
export type Sealed<Name extends string> = Buffer & { readonly [sealedName]: Name };

/** A JSON column: written as text, read as the value. */
export type Json<T> = ColumnType<T, string, string>;

/** `timestamptz`, read and written as an ISO instant in UTC with milliseconds. */
export type Instant = string;
