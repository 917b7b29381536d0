/** What appends to the audit trail by itself. */
const APPENDS = ['appendAudit', 'auditCall'];
const WRITES = /\b(insertInto|updateTable|deleteFrom|INSERT INTO|UPDATE|DELETE FROM)\b/;

interface StoreFunction {
  name: string;
  takesDatabase: boolean;
  exported: boolean;
  body: string;
}

/**
 * The exported functions that take the main database or a transaction of it, reach a write and reach no audit entry, neither
 * by themselves nor by what they call. It reads formatted text; calls are followed by name.
 */
export function silentMutations(texts: readonly string[]): string[] {
  const functions = texts.flatMap(functionsIn);
  const appends = reaching(functions, (one) => calls(one, new Set(APPENDS)));
  const writes = reaching(functions, ({ body }) => WRITES.test(body));
  return functions
    .filter(({ exported, takesDatabase }) => exported && takesDatabase)
    .map(({ name }) => name)
    .filter((name) => writes.has(name) && !appends.has(name));
}

/** Top-level functions: from their first line to the brace in the first column. */
function functionsIn(text: string): StoreFunction[] {
  const starts = text.matchAll(/^(export )?(?:async )?function (\w+)[^]*?^\}/gm);
  return [...starts].map(([whole, exported, name = '']) => {
    const head = whole.slice(0, whole.search(/\{\n/));
    const takesDatabase = /\b(Transaction|Kysely)<Database>/.test(head);
    return { name, exported: exported !== undefined, takesDatabase, body: whole };
  });
}

/** The names of those that pass, and of those that call one that does. */
function reaching(
  functions: readonly StoreFunction[],
  passes: (one: StoreFunction) => boolean,
): Set<string> {
  const names = new Set(functions.filter(passes).map(({ name }) => name));
  for (let known = -1; known < names.size;) {
    known = names.size;
    for (const one of functions) if (calls(one, names)) names.add(one.name);
  }
  return names;
}

function calls({ name, body }: StoreFunction, names: ReadonlySet<string>): boolean {
  return [...body.matchAll(/\b(\w+)\(/g)].some(
    ([, called = '']) => called !== name && names.has(called),
  );
}
