import { describe, expect, it } from 'vitest';
import { withoutOrdinals } from '../../../../activities/verification/address/ordinals.ts';
import { isSameText } from '../../../../domain/address/page/as-read.ts';

const isSame = (text: string, read: string) => {
  const { said, seen } = withoutOrdinals(text, read);
  return isSameText(said, seen);
};

describe('the small sign behind a number', () => {
  it.each([
    ['Calle Mayor 14, 3º B', 'Calle Mayor 14, 3o B'],
    ['Calle Mayor 14, 3º B', 'Calle Mayor 14, 3° B'],
    ['Calle Mayor 14, 3º B', 'Calle Mayor 14, 3* B'],
    ['Calle Mayor 14, 3º B', 'Calle Mayor 14, 3 B'],
    ['Calle Mayor nº 14', 'Calle Mayor n2 14'],
    ['Rua Nova 8, 2ª', 'Rua Nova 8, 2*'],
    ['Calle Mayor, nº 12, 3º 2ª', 'Calle Mayor, nº 12, 3º 2a'],
  ])('of %s may be read as in %s', (text, read) => {
    expect(isSame(text, read)).toBe(true);
  });

  it.each([
    ['Calle Mayor 14, 3º B', 'Calle Mayor 14, 38 B'],
    ['Calle Mayor 14, 3º B', 'Calle Mayor 14, 30 B'],
    ['Calle Mayor 14, 3º', 'Calle Mayor 14, 3A'],
    ['Calle Mayor 3º', 'Calle Mayor 32'],
    ['Rua Nova 8, 2ª', 'Rua Nova 8, 2a'],
    ['Calle Mayor 12ª 3', 'Calle Mayor 12a 3'],
    ['Calle Mayor 14, 3º 2ª', 'Calle Mayor 14, 3º 2A'],
    ['Calle Mayor nº 14', 'Calle Mayor n2 34'],
  ])('is none where %s is drawn as %s', (text, read) => {
    expect(isSame(text, read)).toBe(false);
  });
});
