import { describe, expect, it } from 'vitest';
import { derive } from '../../../domain/case/derive.ts';
import type { DetailField } from '../../../domain/case/requirements.ts';
import { APP, BO, CORE, drive, ENGINE, type Drive, type Opening } from './drive.ts';
import { variant } from './worlds.ts';

const HIT = { screening: ['inconclusive', 'sanctions_possible_match'] } as const;
const AWAY = { screening: ['unavailable', 'check_unavailable'] } as const;
const strong = { hits: [{ id: 'hit_1', strong: true }] };
const weak = { hits: [{ id: 'hit_2', strong: false }] };

function screened(opening: Opening = {}): Drive {
  return drive({ policy: variant(1, { screening: true }), level: 'basic', ...opening });
}

function customer(opening: Opening = {}): Drive {
  const one = screened(opening);
  one.answer('details');
  one.submit('passport');
  one.answer('identity');
  return one;
}

const changed = { kind: 'list_changed', list: 'eu' } as const;
const decided = (hit: string, word: 'this_person' | 'not_this_person') =>
  ({ kind: 'hit_decided', hit, decided: word, note: null }) as const;

describe('a check without a document', () => {
  it('shows as verifying only while nothing is due from the customer', () => {
    const one = screened();
    expect(one.running('details')).toMatchObject([{ kind: 'screening', document: null }]);
    expect(one.row()).toBe(14);
    one.submit('passport');
    one.answer('identity');
    expect(one.row()).toBe(13);
    one.answer('details');
    expect(one.row()).toBe(11);
  });

  it('starts once the details are complete', () => {
    const one = screened({ present: [] });
    expect(one.running('details')).toEqual([]);
    const said = {
      from: 1,
      to: 2,
      changed: ['family_name' as const],
      present: CORE,
      country: 'SE',
    };
    one.send({ kind: 'details_changed', ...said }, APP);
    expect(one.running('details')).toMatchObject([{ kind: 'screening', detailsVersion: 2 }]);
  });

  it('that could not run is never a pass', () => {
    const one = screened();
    one.answer('details', AWAY);
    expect(one.row()).toBe(12);
    expect(one.state().review?.reasons).toEqual(['check_unavailable']);
  });
});

describe('a hit', () => {
  it('before the approval opens a review without a doubt', () => {
    const one = screened();
    one.answer('details', HIT, strong);
    expect(one.row()).toBe(12);
    expect(one.state().doubts).toEqual([]);
  });

  it.each([
    ['a strong one restricts, neutrally', strong, 9],
    ['a weak one opens a review without doubt', weak, 10],
  ])('after the approval: %s', (_, hits, row) => {
    const one = customer();
    one.send(changed, ENGINE);
    one.answer('details', HIT, hits);
    expect(one.row()).toBe(row);
    expect(one.state().review?.requirements).toEqual(['details']);
    expect(derive(one.state())).toMatchObject({ risk: 'low', level: 'basic' });
  });

  it('changes risk, level and what is asked only once a person confirmed it', () => {
    const one = customer();
    one.send(changed, ENGINE);
    one.answer('details', HIT, strong);
    expect(one.state().requirements).toHaveLength(2);
    one.send(decided('hit_1', 'this_person'), BO);
    expect(derive(one.state())).toMatchObject({ risk: 'high', level: 'enhanced' });
    expect(one.record('details').state).toBe('in_review');
    expect(one.record('selfie').cause).toBe('hit');
  });

  it('that is another person lets the details pass again, and lifts the doubt', () => {
    const one = customer();
    one.send(changed, ENGINE);
    one.answer('details', HIT, { hits: [...strong.hits, ...weak.hits] });
    one.send(decided('hit_1', 'not_this_person'), BO);
    expect(one.row()).toBe(9);
    one.send(decided('hit_2', 'not_this_person'), BO);
    expect(one.row()).toBe(11);
    expect(one.state()).toMatchObject({ doubts: [], review: null });
  });

  it('that was cleared restricts nobody when it is found again', () => {
    const one = customer();
    one.send(changed, ENGINE);
    one.answer('details', HIT, strong);
    one.send(decided('hit_1', 'not_this_person'), BO);
    one.send(changed, ENGINE);
    one.answer('details', HIT, strong);
    expect(one.state().doubts).toEqual([]);
    expect(one.row()).toBe(10);
  });

  it('does not clear a screening that could not run', () => {
    const one = customer();
    one.send(changed, ENGINE);
    one.answer('details', AWAY, weak);
    one.send(decided('hit_2', 'not_this_person'), BO);
    expect(one.record('details').state).toBe('in_review');
  });

  it('is decided by name, and once', () => {
    const one = customer();
    expect(one.refusal(decided('hit_9', 'this_person'))).toBe('not_found');
    one.send(changed, ENGINE);
    one.answer('details', HIT, strong);
    one.send(decided('hit_1', 'not_this_person'), BO);
    expect(one.refusal(decided('hit_1', 'not_this_person'))).toBe('nothing_changed');
  });

  it('makes an approval need two people', () => {
    const one = screened();
    one.answer('details', HIT, strong);
    const said = {
      kind: 'decision_made',
      ...one.decision('approve', { requirements: ['details'] }),
    };
    expect(one.refusal({ ...said, kind: 'decision_made', confirms: null })).toBe(
      'four_eyes_required',
    );
  });
});

describe('a list that changes', () => {
  it('screens unseen, and anew each time', () => {
    const one = customer();
    one.send(changed, ENGINE);
    const late = one.answers('details', HIT);
    one.send(changed, ENGINE);
    expect(one.row()).toBe(11);
    expect(one.refusal(late, ENGINE)).toBe('late');
    one.answer('details');
    expect(one.row()).toBe(11);
    expect(one.recorded().wire.map(({ type, audience }) => [type, audience])).toEqual([
      ['check.completed', 'findings'],
    ]);
  });

  it('is nothing to a customer whom nobody screens', () => {
    expect(drive().refusal(changed, ENGINE)).toBe('late');
  });

  it('leaves a review of an earlier hit with its person', () => {
    const one = customer();
    one.send(changed, ENGINE);
    one.answer('details', HIT, strong);
    const review = one.state().review?.id;
    one.send(changed, ENGINE);
    one.answer('details');
    expect(one.state().review?.id).toBe(review);
    expect(one.row()).toBe(9);
  });
});

describe('fields a higher level asks for', () => {
  it('make the details due, and their checks answer once for all', () => {
    const one = customer();
    one.send({ kind: 'level_changed', level: 'enhanced' });
    expect(one.record('details')).toMatchObject({ state: 'currently_due', cause: 'level' });
    const present: DetailField[] = [...CORE, 'occupation', 'source_of_funds'];
    const said = { from: 1, to: 2, changed: ['occupation' as const], present, country: 'SE' };
    one.send({ kind: 'details_changed', ...said }, APP);
    expect(one.record('details').state).toBe('satisfied');
  });
});
