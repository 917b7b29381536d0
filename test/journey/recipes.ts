import { readFileSync } from 'node:fs';
import { REQUIREMENTS } from '../../domain/case/requirements.ts';
import { REASON_CODES } from '../../domain/reasons/reasons.ts';
import { PEOPLE } from '../specimens/people.ts';
import type { Client, Decision, Upload } from './client.ts';
import { bodyOf } from './people.ts';

/** The cells of a row, by the headings of the table. */
export type Row = Record<string, string>;

/** One section of a Markdown page that has a table: its title, its own recipe, its rows. */
export interface Section {
  title: string;
  recipe: string[];
  rows: Row[];
}

const PAGE = readFileSync(new URL('../../docs/test-mode.md', import.meta.url), 'utf8');

/** The sections of docs/test-mode.md, as a reader sees them. */
export const SECTIONS: readonly Section[] = PAGE.split(/^#+ /m)
  .slice(1)
  .map((text) => {
    const title = text.split('\n', 1).join('');
    const recipe = codesIn(/^Recipe: (.*)$/m.exec(text)?.[1] ?? '');
    const [head, , ...lines] = text.split('\n').filter((line) => line.startsWith('|'));
    const names = head === undefined ? [] : cellsOf(head);
    const rows = lines.map((line) => {
      const cells = cellsOf(line);
      return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
    });
    return { title, recipe, rows };
  });

/** The changes that the page merges into `standard@1`, by the policy's name. */
export const POLICIES = JSON.parse(/^```json\n([^]*?)^```/m.exec(PAGE)?.[1] ?? '{}') as Record<
  string,
  unknown
>;

/** The code texts in a cell, in order. */
export function codesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** Merges field by field; a duration is replaced as a whole. */
export function merged(base: unknown, patch: unknown): unknown {
  if (!isObject(patch) || 'seconds' in patch) return patch;
  const into: Record<string, unknown> = isObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(patch)) into[key] = merged(into[key], value);
  return into;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface Players {
  app: Client;
  reviewer: Client;
  second: Client;
  picture: Buffer;
}

/** A hundred files go through the sanitiser's children at about the same time. */
export const PATIENCE_MS = 90_000;

/** Plays a recipe and returns the customer's id, without waiting for the result of the last step. */
export async function play(players: Players, recipe: readonly string[]): Promise<string> {
  let customer = '';
  let decision = '';
  for (const [at, step] of recipe.entries()) {
    if (at > 0) await players.app.rest(customer, PATIENCE_MS);
    const [verb = '', ...words] = step.split(' ');
    const done = await take(players, { verb, words, customer, decision });
    customer ||= done;
    if (verb === 'review') decision = done;
  }
  return customer;
}

interface Step {
  verb: string;
  words: string[];
  customer: string;
  decision: string;
}

async function take(players: Players, step: Step): Promise<string> {
  const { app, reviewer, second, picture } = players;
  const { verb, words, customer } = step;
  const [first = '', value = ''] = words;
  switch (verb) {
    case 'create':
      return (await app.create(creation(first, words.slice(1)))).id;
    case 'upload':
      await app.submit(customer, uploadOf(first, value, picture));
      return customer;
    case 'consent': {
      const body = { purpose: first, given: true, text_version: '1', language: 'en' };
      await wanted(app, `/v1/customers/${customer}/consents`, body);
      return customer;
    }
    case 'change':
      await app.change(customer, { details: changes(words) });
      return customer;
    case 'lock':
    case 'close':
      await app.move(customer, verb);
      return customer;
    case 'review':
      return (await reviewer.decide(customer, decisionOf(words))).id;
    case 'confirm':
      await wanted(second, `/v1/decisions/${step.decision}/confirm`);
      return customer;
    default:
      throw new Error(`the page knows no step ${verb}`);
  }
}

export function uploadOf(type: string, value: string, picture: Buffer): Upload {
  return { type, country: 'SE', name: `${value}.png`, bytes: picture };
}

function creation(level: string, words: readonly string[]): unknown {
  const { policy = 'standard', ...changed } = changes(words);
  const body = bodyOf(PEOPLE.anna, { level, policy });
  return { ...body, details: { ...body.details, ...changed } };
}

function changes(words: readonly string[]): Record<string, string | null> {
  const pairs = words.map((word) => word.split('='));
  return Object.fromEntries(
    pairs.map(([field = '', to = 'Another']) => [field, to === 'null' ? null : to]),
  );
}

function decisionOf([outcome = '', ...words]: readonly string[]): Decision {
  const requirements = words.filter((word) => REQUIREMENTS.some((one) => one === word));
  return {
    outcome,
    reasons: words.filter((word) => REASON_CODES.some((code) => code === word)),
    final: words.includes('final'),
    requirements: requirements.length > 0 ? requirements : null,
  };
}

async function wanted(client: Client, path: string, body: unknown = {}): Promise<void> {
  const { status, text } = await client.ask('POST', path, { body });
  if (status >= 300) throw new Error(`${path} answered ${status}: ${text}`);
}
