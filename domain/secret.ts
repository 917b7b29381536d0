const REDACTED = '[redacted]';
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** Holds a value that must not be printed: JSON, templates and inspection show `[redacted]`. */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself, for the one line that needs it. */
  reveal(): T {
    return this.#value;
  }

  toJSON(): string {
    return REDACTED;
  }

  toString(): string {
    return REDACTED;
  }

  [INSPECT](): string {
    return REDACTED;
  }
}
