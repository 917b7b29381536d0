import type { Ink } from './letter.ts';
import { billTo, block, linesOf, type Scene } from './role-page.ts';

/** Pages of a document on which somebody's name and address stand, but not as its receiver's. */
export type Way = (scene: Scene) => Ink[] | Ink[][];

export const days = ['02.11.2026', '03.11.2026', '14.11.2026'];

/** A bill of somebody else, with more on it. */
export const onBill = (more: (scene: Scene) => Ink[]): Way => {
  return (scene) => [...billTo(linesOf(scene.other), scene), ...more(scene)];
};

/** A label with lines below it, behind it, or beside it. */
export function labelled(label: string, lines: readonly string[], scene: Scene, y = 260): Ink[] {
  const x = scene.pick([60, 330]);
  return scene.pick([
    () => block([label, ...lines], { x, y }),
    () => block([`${label}:`, ...lines], { x, y }),
    () => block([`${label}: ${lines[0]}`, ...lines.slice(1)], { x, y }),
    () => [...block([label], { x: 60, y }), ...block(lines, { x: 260, y })],
    () => [...block([`${label}:`], { x: 60, y }), ...block(lines, { x: 220, y })],
    () => [...block([label], { x, y: y - 22, size: 9 }), ...block(lines, { x, y })],
    () => block([label, lines.join(', ')], { x, y }),
    () => block([`${label}: ${lines.join(', ')}`], { x, y }),
  ])();
}

export const asked = (key: Parameters<Scene['say']>[0]): Way =>
  onBill((scene) => labelled(scene.say(key), linesOf(scene.me), scene));

/** The other address of the same person. */
export const elsewhere = ({ me, third }: Scene) => [me.name, third.street, third.town];
export const place = ({ me }: Scene) => [me.street, me.town];
