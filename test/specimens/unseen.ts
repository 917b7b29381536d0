import { createCanvas } from '@napi-rs/canvas';
import type { MediaType } from '../../domain/documents/documents.ts';
import { SANS } from './drawing.ts';
import { type Ink, type Letter, makeLetter } from './letter.ts';
import { randomFrom } from './random.ts';
import { otherGlyphs } from './unseen-glyphs.ts';
import {
  block,
  type Extra,
  FIRST_EXTRA,
  letterWith,
  pictured,
  receiver,
  shown,
} from './unseen-page.ts';
import { WAYS } from './unseen-ways.ts';

/** A letter to somebody, with something on it that only a machine reads. */
export interface Unseen {
  kind: string;
  seed: number;
  bytes: Buffer;
  mediaType: MediaType;
  /** Whom the hidden text means, or the receiver where it is the day. */
  claim: Letter;
  /** What the hidden text would let pass. */
  aim: 'match' | 'recency';
}

/** Hides what the receiver claims: `others` are for the ways that a part of a line is changed in. */
type Make = (of: { letter: Letter; claim: Letter; random: () => number }) => Buffer;

const RECENT = '2026-11-03';
const OLD = '2024-02-14';

/** Kinds of attack: each way over and beside the true receiver, parts of lines, pictures, and days. */
const KINDS: readonly [string, Unseen['aim'], MediaType, Make][] = [
  ...Object.entries(WAYS).flatMap(([name, way]): (typeof KINDS)[number][] => [
    [
      `beside/${name}`,
      'match',
      'application/pdf',
      ({ letter, claim, random }) => {
        const inks = block(claim).map((ink) => ({ ...ink, x: 300, y: ink.y + 470 }));
        return letterWith(letter.inks, way({ inks, random }));
      },
    ],
    [
      `over/${name}`,
      'match',
      'application/pdf',
      ({ letter, claim, random }) =>
        overPicture(letter, way({ inks: inPlaceOf(letter, claim), random })),
    ],
  ]),
  ['other-glyphs', 'match', 'application/pdf', ({ letter, claim }) => otherGlyphs(letter, claim)],
  ['more-drawn', 'match', 'application/pdf', ({ letter, claim }) => moreDrawn(letter, claim)],
  ['part-covered', 'match', 'application/pdf', ({ letter, claim }) => partCovered(letter, claim)],
  ['part-hidden', 'match', 'application/pdf', ({ letter, claim }) => partHidden(letter, claim)],
  ...(['white', 'dark', 'tiny'] as const).flatMap((how): (typeof KINDS)[number][] => [
    [
      `picture/${how}`,
      'match',
      'image/png',
      ({ letter, claim, random }) => picture(letter, claim, { how, random }),
    ],
  ]),
  ...Object.entries(WAYS)
    .filter(([name]) => !/^(on-a-page|drawn-first)/.test(name))
    .map(([name, way]): (typeof KINDS)[number] => [
      `day/${name}`,
      'recency',
      'application/pdf',
      ({ letter, claim, random }) => hiddenDay(letter, claim, (inks) => way({ inks, random })),
    ]),
];

/** The attack of this seed; kinds follow each other. */
export function unseenOf(seed: number): Unseen {
  const random = randomFrom(seed * 104_729 + 7);
  const [kind, aim, mediaType, make] =
    KINDS[seed % KINDS.length] ?? (KINDS[0] as (typeof KINDS)[number]);
  const round = Math.floor(seed / KINDS.length);
  const issuedOn = aim === 'recency' ? OLD : RECENT;
  const letter = makeLetter({ seed: 40_000 + seed * 3 + round, issuedOn });
  const claim = kind.startsWith('day/')
    ? makeLetter({ seed: 40_000 + seed * 3 + round, issuedOn: RECENT })
    : isPart(kind)
      ? withOtherNumber(letter, kind)
      : other(letter, seed);
  return { kind, seed, mediaType, aim, claim, bytes: make({ letter, claim, random }) };
}

function isPart(kind: string): boolean {
  return kind === 'more-drawn' || kind.startsWith('part-');
}

function other(letter: Letter, seed: number): Letter {
  for (let at = 90_000 + seed; ; at += 1) {
    const one = makeLetter({ seed: at, country: letter.country, issuedOn: RECENT });
    const isOther =
      one.familyName !== letter.familyName && one.address.line1 !== letter.address.line1;
    if (isOther) return one;
  }
}

/** `more-drawn`: the claim's number is the end of what is drawn; else what is drawn is its end. */
function withOtherNumber(letter: Letter, kind: string): Letter {
  const line1 = letter.address.line1 ?? '';
  const number = /\d+/.exec(line1)?.[0] ?? '1';
  const changed = kind === 'more-drawn' ? number : `1${number}`;
  return { ...letter, address: { ...letter.address, line1: line1.replace(/\d+/, changed) } };
}

function inPlaceOf(letter: Letter, claim: Letter): Ink[] {
  const own = receiver(letter);
  return block(claim).map((ink, nth) => ({ ...ink, ...placeOf(own[nth] ?? ink) }));
}

function placeOf({ x, y, size }: Ink) {
  return { x, y, size };
}

/** The receiver as a picture, so that the text layer holds the hidden lines alone. */
function overPicture(letter: Letter, extra: Extra): Buffer {
  const own = receiver(letter);
  const { object, content } = pictured(own, 'Own');
  const others = letter.inks.filter((ink) => !own.includes(ink));
  const number = FIRST_EXTRA + (extra.objects?.length ?? 0);
  const { XObject = '', ...resources } = extra.resources ?? {};
  return letterWith(others, {
    ...extra,
    after:
      extra.before === undefined
        ? `${content}\n${extra.after ?? ''}`
        : `${extra.after ?? ''}\n${content}`,
    resources: { ...resources, XObject: `${XObject} /Own ${number} 0 R` },
    objects: [...(extra.objects ?? []), object],
  });
}

/** A digit of the number is drawn, and is no text: the text says the rest alone. */
function moreDrawn(letter: Letter, claim: Letter): Buffer {
  const line1 = claim.address.line1 ?? '';
  const ink = receiver(letter)[1] ?? block(letter)[1];
  if (!ink) throw new Error('no street');
  const at = line1.search(/\d/);
  const isFirst = at === 0;
  const digit: Ink = {
    ...ink,
    text: isFirst ? '7' : '4',
    x: isFirst ? ink.x - ink.size * 0.58 : ink.x + widthOf(line1, ink.size),
  };
  const { object, content } = pictured([digit], 'Digit');
  const after = `${content} ${shown({ ...ink, text: line1 })}`;
  const others = letter.inks.filter(({ text }) => text !== ink.text);
  return letterWith(others, {
    after,
    resources: { XObject: `/Digit ${FIRST_EXTRA} 0 R` },
    objects: [object],
  });
}

/** The text says 114, of which the first digit is painted over. */
function partCovered(letter: Letter, claim: Letter): Buffer {
  const ink = receiver(letter)[1] ?? block(letter)[1];
  if (!ink) throw new Error('no street');
  const line1 = claim.address.line1 ?? '';
  const others = letter.inks.filter(({ text }) => text !== ink.text);
  const left = ink.x + widthOf(line1.slice(0, line1.search(/\d/)), ink.size);
  const box = `${left - 0.4} ${842 - ink.y - 2} ${ink.size * 0.556 + 0.3} ${ink.size + 2}`;
  return letterWith(others, { after: `${shown({ ...ink, text: line1 })} q 1 g ${box} re f Q` });
}

/** An invisible digit stands between those that are drawn. */
function partHidden(letter: Letter, claim: Letter): Buffer {
  const ink = receiver(letter)[1] ?? block(letter)[1];
  if (!ink) throw new Error('no street');
  const line1 = claim.address.line1 ?? '';
  const at = line1.search(/\d/);
  const others = letter.inks.filter(({ text }) => text !== ink.text);
  const start = widthOf(line1.slice(0, at), ink.size);
  const pieces = [
    shown({ ...ink, text: line1.slice(0, at) }),
    shown({ ...ink, text: '1', x: ink.x + start, size: ink.size }, '3 Tr'),
    shown({ ...ink, text: line1.slice(at + 1), x: ink.x + start + 0.5 * ink.size }, '0 Tr 0 g'),
  ];
  return letterWith(others, { after: pieces.join('\n') });
}

function widthOf(text: string, size: number): number {
  const context = createCanvas(9, 9).getContext('2d');
  context.font = `100px "${SANS}"`;
  return (context.measureText(text).width / 100) * size;
}

/** A picture of the whole letter, with the claim so faint, or so small, that nobody sees it. */
function picture(
  letter: Letter,
  claim: Letter,
  { how, random }: { how: 'white' | 'dark' | 'tiny'; random: () => number },
): Buffer {
  const scale = 200 / 72;
  const canvas = createCanvas(Math.round(595 * scale), Math.round(842 * scale));
  const context = canvas.getContext('2d');
  const write = (inks: readonly Ink[], colour: string) => {
    context.fillStyle = colour;
    for (const { text, x, y, size } of inks) {
      context.font = `${size * scale}px "${SANS}"`;
      context.fillText(text, x * scale, y * scale);
    }
  };
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  write(letter.inks, '#000');
  const inks = block(claim).map((ink) => ({ ...ink, x: 300, y: ink.y + 470 }));
  if (how === 'tiny')
    write(
      inks.map((ink) => ({ ...ink, size: 1 + random() * 1.5 })),
      '#000',
    );
  if (how === 'white')
    write(inks, `rgb(${[0, 0, 0].map(() => 232 + Math.floor(random() * 22)).join()})`);
  if (how === 'dark') {
    context.fillStyle = '#1a1a1a';
    context.fillRect(250 * scale, 560 * scale, 330 * scale, 140 * scale);
    write(inks, `rgb(${[0, 0, 0].map(() => 28 + Math.floor(random() * 14)).join()})`);
  }
  return canvas.toBuffer('image/png');
}

/** The letter's own day is old and drawn; a recent one stands where nobody sees it. */
function hiddenDay(letter: Letter, claim: Letter, way: (inks: readonly Ink[]) => Extra): Buffer {
  const recent = claim.inks.filter((ink, nth) => letter.inks[nth]?.text !== ink.text);
  const old = letter.inks.filter((ink, nth) => claim.inks[nth]?.text !== ink.text);
  const others = { ...letter, inks: letter.inks.filter((ink) => !old.includes(ink)) };
  const extra = way(recent);
  const { object, content } = pictured(old, 'Own');
  const number = FIRST_EXTRA + (extra.objects?.length ?? 0);
  const { XObject = '', ...resources } = extra.resources ?? {};
  return letterWith(others.inks, {
    ...extra,
    after:
      extra.before === undefined
        ? `${content}\n${extra.after ?? ''}`
        : `${extra.after ?? ''}\n${content}`,
    resources: { ...resources, XObject: `${XObject} /Own ${number} 0 R` },
    objects: [...(extra.objects ?? []), object],
  });
}
