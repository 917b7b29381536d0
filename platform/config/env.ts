/** Variables of an environment, or settings as they were written, by field. */
export type Env = Readonly<Record<string, string | undefined>>;
