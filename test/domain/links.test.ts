import { describe, expect, test } from 'vitest';
import {
  hasPlace,
  latestExpiry,
  linkState,
  missingPlaces,
  orderOfPlace,
  sideOfPlace,
  usualExpiry,
} from '../../domain/links.ts';

const NOW = '2027-01-10T09:00:00.000Z';
const LATER = '2027-01-10T10:00:00.000Z';

describe('a link', () => {
  const open = { completedAt: null, revokedAt: null, expiresAt: LATER };
  test.each([
    ['open', open, NOW],
    ['expired', open, LATER],
    ['revoked', { ...open, revokedAt: NOW }, NOW],
    ['revoked', { ...open, revokedAt: NOW }, '2028-01-01T00:00:00.000Z'],
    ['completed', { ...open, completedAt: NOW, revokedAt: LATER }, '2028-01-01T00:00:00.000Z'],
  ] as const)('is %s', (state, link, now) => {
    expect(linkState(link, now)).toBe(state);
  });

  test('ends a day from now, or at the deadline before that', () => {
    expect(usualExpiry(NOW, null)).toBe('2027-01-11T09:00:00.000Z');
    expect(usualExpiry(NOW, LATER)).toBe(LATER);
    expect(usualExpiry(NOW, '2027-03-01T00:00:00.000Z')).toBe('2027-01-11T09:00:00.000Z');
  });

  test('ends at the deadline at the latest; one that has passed, or none, leaves 30 days', () => {
    expect(latestExpiry(NOW, LATER)).toBe(LATER);
    for (const deadline of [null, NOW, '2026-01-01T00:00:00.000Z']) {
      expect(latestExpiry(NOW, deadline)).toBe('2027-02-09T09:00:00.000Z');
    }
  });
});

describe('the places of a document', () => {
  test.each([
    ['passport', 'front', true],
    ['passport', 'back', true],
    ['passport', 'frame-1', false],
    ['selfie', 'front', true],
    ['selfie', 'back', false],
    ['selfie', 'frame-1', true],
    ['selfie', 'frame-23', true],
    ['selfie', 'frame-24', false],
    ['selfie', 'frame-01', false],
    ['other', '', false],
  ] as const)('%s %s: %s', (type, place, has) => {
    expect(hasPlace(type, place)).toBe(has);
  });

  test('come as front, back, then frames by number', () => {
    const places = ['frame-10', 'back', 'frame-2', 'front', 'frame-1'];
    const sorted = places.toSorted((a, b) => orderOfPlace(a) - orderOfPlace(b));
    expect(sorted).toEqual(['front', 'back', 'frame-1', 'frame-2', 'frame-10']);
    expect(sorted.map(sideOfPlace)).toEqual(['front', 'back', 'frame', 'frame', 'frame']);
  });

  const page = (place: string, mediaType: 'image/jpeg' | 'application/pdf' = 'image/jpeg') => ({
    place,
    mediaType,
  });
  test.each([
    ['passport', [], ['front']],
    ['passport', [page('front')], []],
    ['passport', [page('back')], ['front']],
    ['national_id', [], ['front', 'back']],
    ['national_id', [page('front')], ['back']],
    ['national_id', [page('back')], ['front']],
    ['national_id', [page('front'), page('back')], []],
    ['national_id', [page('front', 'application/pdf')], []],
    ['selfie', [page('frame-3')], []],
    ['selfie', [], ['front']],
  ] as const)('of a %s with %j lack %j', (type, pages, missing) => {
    expect(missingPlaces(type, pages)).toEqual(missing);
  });
});
