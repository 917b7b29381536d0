/** Variables of an environment by name, or unparsed settings by field. */
export type Env = Readonly<Record<string, string | undefined>>;
