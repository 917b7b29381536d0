/** What the operations on one key have in common. */
export const MANAGE = {
  tag: 'API keys',
  action: 'key.manage',
  rate: 'writes',
  object: 'api_key',
  idempotency: 'taken',
} as const;
