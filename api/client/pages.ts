import type { Answer } from './shapes.ts';

interface Page {
  data: readonly unknown[];
  next: string | null;
}

/** The items of a list, one by one. The next page is fetched when the last one is used up. */
export async function* pagesOf<Item>(
  ask: (asked: object) => Promise<Answer<Page>>,
  asked: object = {},
): AsyncGenerator<Item, void> {
  const given = 'query' in asked ? (asked.query as object) : {};
  for (let after: string | null | undefined = undefined; after !== null;) {
    const query = { ...given, ...(after === undefined ? {} : { after }) };
    const { body } = await ask({ ...asked, query });
    yield* body.data as readonly Item[];
    after = body.next;
  }
}
