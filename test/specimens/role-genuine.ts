import type { Way } from './role-ways.ts';
import { billTo, block, linesOf, oneLine, pageOf, type Scene } from './role-page.ts';

const place = ({ me }: Scene) => [me.street, me.town];

/** Bills of somebody, in the layouts that bills have; on some of them others stand too. */
export const GENUINE: Readonly<Record<string, Way>> = {
  addressee: (scene) => billTo(linesOf(scene.me), scene),
  titled: (scene) => {
    const title = { GB: 'Mrs', DE: 'Frau', FR: 'Mme', ES: 'Sra.', PT: 'Exma. Sra.' };
    const word = title[scene.words.country as keyof typeof title] ?? '';
    return billTo([`${word} ${scene.me.name}`.trim(), ...place(scene)], scene);
  },
  family_first: (scene) =>
    billTo([`${scene.me.family.toUpperCase()} ${scene.me.given}`, ...place(scene)], scene),
  joint: (scene) => billTo([`${scene.third.name} & ${scene.me.name}`, ...place(scene)], scene),
  issuer_as_block: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    ...block([scene.issuer, ...scene.seat.split(', ')], { x: 400, y: 60, size: 9 }),
  ],
  issuer_beside: (scene) => [
    ...pageOf(scene),
    ...block(linesOf(scene.me), { x: 60, y: 150 }),
    ...block([scene.issuer, ...linesOf(scene.other).slice(1)], { x: 360, y: 150, size: 9 }),
  ],
  issuer_below: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    ...block([scene.issuer, ...linesOf(scene.other).slice(1)], { x: 360, y: 230, size: 9 }),
  ],
  return_line: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    { text: `${scene.issuer}, ${scene.seat}`, x: 60, y: 135, size: 7 },
  ],
  holder_block: (scene) => [
    ...pageOf(scene),
    ...block([`${scene.say('holder')}:`, ...linesOf(scene.me)], { x: 60, y: 150 }),
  ],
  holder_low: (scene) => [
    ...pageOf(scene),
    ...block([`${scene.say('holder')}: ${scene.me.name}`, ...place(scene)], { x: 60, y: 500 }),
  ],
  supply_with_name: (scene) => [
    ...billTo([scene.me.name, scene.third.street, scene.third.town], scene),
    ...block([`${scene.say('supply')}:`, ...linesOf(scene.me)], { x: 60, y: 260 }),
  ],
  supply: (scene) => [
    ...billTo([scene.me.name, scene.third.street, scene.third.town], scene),
    ...block([`${scene.say('supply')}:`, ...place(scene)], { x: 60, y: 260 }),
  ],
  supply_line: (scene) => [
    ...billTo([scene.me.name, scene.third.street, scene.third.town], scene),
    { text: `${scene.say('supply')}: ${place(scene).join(', ')}`, x: 60, y: 290, size: 10 },
  ],
  holder_and_supply: (scene) => [
    ...pageOf(scene),
    { text: `${scene.say('holder')}: ${scene.me.name}`, x: 60, y: 180, size: 10 },
    { text: `${scene.say('supply')}: ${place(scene).join(', ')}`, x: 60, y: 196, size: 10 },
  ],
  with_salutation: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    { text: `${scene.say('dear')} ${scene.me.name},`, x: 60, y: 325, size: 10.5 },
  ],
  with_signature: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    ...block([scene.say('regards'), '', scene.third.name], { x: 60, y: 400 }),
  ],
  with_landlord: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    ...block([`${scene.say('landlord')}:`, ...linesOf(scene.third)], { x: 60, y: 260 }),
  ],
  with_payee: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    ...block([`${scene.say('payTo')}:`, ...linesOf(scene.third)], { x: 60, y: 480 }),
  ],
  with_old_address: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    ...block([`${scene.say('old')}:`, ...linesOf(scene.third).slice(1)], { x: 60, y: 260 }),
  ],
  with_transfers: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    ...block([`${scene.say('booking')} ${scene.third.name}`, oneLine(scene.other)], {
      x: 60,
      y: 470,
    }),
  ],
  with_contact: (scene) => [
    ...billTo(linesOf(scene.me), scene),
    ...block([scene.say('contact'), scene.third.name, 'Tel. 030 4471'], {
      x: 360,
      y: 230,
      size: 9,
    }),
  ],
  two_pages: (scene) => [billTo(linesOf(scene.me), scene), pageOf(scene)],
  second_page: (scene) => [pageOf(scene), billTo(linesOf(scene.me), scene)],
  marked: (scene) =>
    billTo([scene.pick(['00017 / 4471', '*004471*', '+4471+']), ...linesOf(scene.me)], scene),
};
