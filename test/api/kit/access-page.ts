import type { Declaration } from '../../../api/http/operation.ts';
import { SEEN_BY } from '../../../api/http/objects.ts';
import {
  type Action,
  ACTIONS,
  can,
  type Role,
  ROLES,
  type Scope,
  SCOPES,
  scopesOf,
} from '../../../domain/access/access.ts';

const COLUMNS = ROLES.filter((role) => role !== 'system');

/**
 * The documentation page on who may do what. It is computed by calling `can` for each role with each scope
 * alone.
 */
export function accessPage(declarations: readonly Declaration[]): string {
  const tags = [...new Set(declarations.map(({ tag }) => tag))];
  const used = new Set<Action>(declarations.map(({ action }) => action));
  const parts = ACTIONS.filter((action) => !used.has(action));
  return [
    '# Who may do what',
    INTRODUCTION,
    ...tags.flatMap((tag) => [
      `## ${tag}`,
      table(
        ['route', 'action', 'scope', ...COLUMNS, 'without it'],
        declarations.filter((one) => one.tag === tag).map(routeRow),
      ),
    ]),
    '## What an answer shows',
    PARTS,
    table(
      ['action', 'scope', ...COLUMNS],
      parts.map((action) => [code(action), scopesIn(action), ...marks(action)]),
    ),
    '## What each scope opens',
    table(
      ['scope', 'routes'],
      SCOPES.map((scope) => [code(scope), routesWith(declarations, scope)]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

const INTRODUCTION = `Written by \`test/api/access/access-page.test.ts\` from the routes (\`api/operations.ts\`) and the rules
(\`domain/access/access.ts\`): \`npx vitest run test/api/access/access-page.test.ts -u\`. What stands here is what
\`test/api/access/access.test.ts\` asks of every route, with each role and each scope alone.

A dot: a key of this role that carries the scope may. Keys without a role of a person are \`app\`. Nobody
may without the scope, and a test key meets test customers alone, whatever its scopes. Who may not is
answered 403 where they may see the object, and else as if it were not there: 404, byte for byte but for
\`request_id\`. A review or a decision of \`details\` is not there for whoever lacks \`findings:read\`.

One route takes no key: \`POST /v1/vendor-callbacks/{vendor}\`, by the vendor's own signature
(\`api/routes/vendor-callbacks.ts\`). It reads nothing out and changes no case.`;

const PARTS = `No route of their own: what an answer shows beside the rest, to whom.`;

function routeRow(declared: Declaration): string[] {
  const { method, path, action, object } = declared;
  const route = code(`${method.toUpperCase()} ${path}`);
  const told = object === null ? '403' : refusalOf(action, SEEN_BY[object]);
  return [route, code(action), scopesIn(action), ...marks(action), told];
}

/** 403 for the roles that may see the object but not act on it; 404 for all others. */
function refusalOf(action: Action, seen: Action): string {
  const told = COLUMNS.filter((role) => isTold(role, { action, seen }));
  if (told.length === 0) return '404';
  const whom = told.length === COLUMNS.length ? '' : ` for ${told.map(code).join(', ')}`;
  return `403 with ${scopesIn(seen)}${whom}, else 404`;
}

/**
 * True if with some scopes the role may see the object but not act on it. Only the scopes of these two
 * actions matter.
 */
function isTold(role: Role, { action, seen }: { action: Action; seen: Action }): boolean {
  const own = [...scopesOf(action), ...scopesOf(seen)];
  const held = subsets(own);
  return held.some((scopes) => can(role, scopes, seen) && !can(role, scopes, action));
}

function subsets(scopes: readonly Scope[]): Scope[][] {
  return scopes.reduce<Scope[][]>(
    (all, scope) => [...all, ...all.map((one) => [...one, scope])],
    [[]],
  );
}

function marks(action: Action): string[] {
  return COLUMNS.map((role) => (isOpenTo(role, action) ? '●' : ''));
}

/**
 * True if the role may do the action with the scopes in the column. Throws if other scopes or fewer are
 * enough, because then the column would be wrong.
 */
function isOpenTo(role: Role, action: Action): boolean {
  const told = scopesOf(action);
  const others = SCOPES.filter((scope) => !told.includes(scope));
  const fewer = told.map((left) => SCOPES.filter((scope) => scope !== left));
  if ([others, ...fewer].some((scopes) => can(role, scopes, action))) {
    throw new Error(`${action} is opened without ${told.join(' and ')}`);
  }
  return can(role, told, action);
}

function scopesIn(action: Action): string {
  return scopesOf(action).map(code).join(' and ');
}

function routesWith(declarations: readonly Declaration[], scope: Scope): string {
  const opened = declarations.filter(({ action }) => scopesOf(action).includes(scope));
  return opened.map(({ name }) => code(name)).join(', ') || 'none yet';
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A table with columns padded to one width, as our formatter does. */
function table(head: string[], rows: string[][]): string {
  const width = head.map((_, n) => Math.max(3, ...[head, ...rows].map((row) => lengthOf(row[n]))));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, n) => cell + ' '.repeat((width[n] ?? 0) - lengthOf(cell))).join(' | ')} |`;
  return [line(head), line(width.map((many) => '-'.repeat(many))), ...rows.map(line)].join('\n');
}

function lengthOf(text = ''): number {
  return [...text].length;
}
