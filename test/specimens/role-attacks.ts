import { billTo, block, linesOf, oneLine, pageOf, type Scene } from './role-page.ts';
import { APART } from './role-attacks-apart.ts';
import { asked, days, elsewhere, labelled, onBill, place, type Way } from './role-ways.ts';

/** Bills on which name and address stand, but not as those of who receives them. */
export const ATTACKS: Readonly<Record<string, Way>> = {
  // labels of somebody else
  old_address: asked('old'),
  pay_to: asked('payTo'),
  send_payment_to: asked('sendTo'),
  return_to: asked('returnTo'),
  landlord: asked('landlord'),
  contact: asked('contact'),
  represented: asked('represented'),
  witness: asked('witness'),
  branch: asked('branch'),
  neighbour: asked('neighbour'),
  other_contract: asked('otherContract'),
  tenant_of_landlord: asked('tenant'),
  // one person, two addresses
  moved_from: (scene) => [
    ...billTo(elsewhere(scene), scene),
    ...labelled(scene.say('movedFrom'), place(scene), scene),
    ...labelled(scene.say('fresh'), elsewhere(scene).slice(1), scene, 420),
  ],
  moved_from_and_to: (scene) => [
    ...billTo(elsewhere(scene), scene),
    ...block([scene.say('old'), ...linesOf(scene.me)], { x: 60, y: 250 }),
    ...block([scene.say('fresh'), ...elsewhere(scene)], { x: 330, y: 250 }),
  ],
  final_bill: (scene) => [
    ...billTo(elsewhere(scene), scene),
    { text: scene.say('finalBill'), x: 60, y: 235, size: 14 },
    ...labelled(scene.say('supply'), place(scene), scene, 280),
  ],
  old_supply: (scene) => [
    ...billTo(elsewhere(scene), scene),
    ...block([scene.say('old'), ...place(scene)], { x: 60, y: 260 }),
    ...block([scene.say('supply'), ...elsewhere(scene).slice(1)], { x: 330, y: 260 }),
  ],
  // of transactions
  booked_row: onBill(({ me, say }) => [
    { text: days[0] ?? '', x: 60, y: 300, size: 10 },
    { text: `${say('booking')} ${oneLine(me)}`, x: 130, y: 300, size: 10 },
    { text: '-120,00', x: 500, y: 300, size: 10 },
  ]),
  booked_lines: onBill(({ me, say }) => [
    { text: days[1] ?? '', x: 60, y: 260, size: 10 },
    ...block([say('booking'), ...linesOf(me)], { x: 130, y: 260, size: 10 }),
    { text: '-700,00', x: 500, y: 260, size: 10 },
  ]),
  booked_without_words: onBill(({ me }) => [
    { text: days[2] ?? '', x: 60, y: 270, size: 10 },
    ...block(linesOf(me), { x: 130, y: 270, size: 10 }),
    { text: '-45,10', x: 500, y: 270, size: 10 },
  ]),
  booked_day_behind: onBill(({ me }) => [
    ...block(linesOf(me), { x: 60, y: 270, size: 10 }),
    { text: days[2] ?? '', x: 400, y: 270, size: 10 },
    { text: '45,10', x: 500, y: 270, size: 10 },
  ]),
  booked_on_page_two: (scene) => [
    billTo(linesOf(scene.other), scene),
    [
      ...block([scene.say('booking'), ...linesOf(scene.me)], { x: 60, y: 120, size: 10 }),
      ...block([scene.say('booking'), ...linesOf(scene.third)], { x: 60, y: 200, size: 10 }),
      { text: '-700,00', x: 500, y: 120, size: 10 },
      { text: '-12,00', x: 500, y: 200, size: 10 },
    ],
  ],
  block_on_page_two: (scene) => [
    billTo(linesOf(scene.other), scene),
    [...pageOf(scene), ...block(linesOf(scene.me), { x: 60, y: 150 })],
  ],
  list_on_page_two: (scene) => [
    billTo(linesOf(scene.other), scene),
    [scene.third, scene.me, scene.other].flatMap((one, at) =>
      block(linesOf(one), { x: 60, y: 120 + at * 80 }),
    ),
  ],
  // of who wrote it
  trader_head: (scene) =>
    billTo(linesOf(scene.other), { ...scene, issuer: scene.me.name, seat: seatOf(scene.me) }),
  trader_block: (scene) => [
    ...billTo(linesOf(scene.other), scene),
    ...block([...linesOf(scene.me), 'Tel. 030 4471 0926'], { x: 60, y: 50 }),
  ],
  trader_to_firm: (scene) => [
    ...block(linesOf(scene.me), { x: scene.pick([60, 330, 400]), y: 60 }),
    ...block([scene.issuer, ...linesOf(scene.other).slice(1)], { x: 60, y: 150 }),
    ...block(['No. 88', '12.11.2026'], { x: 360, y: 152, size: 9 }),
    ...block(scene.words.text.split('|'), { x: 60, y: 300 }),
  ],
  return_line: (scene) => [
    ...billTo(linesOf(scene.other), scene),
    { text: oneLine(scene.me), x: 60, y: 133, size: scene.pick([7, 9.5]) },
  ],
  return_line_to_firm: (scene) => [
    ...block([scene.issuer, ...linesOf(scene.other).slice(1)], { x: 60, y: 150 }),
    { text: oneLine(scene.me), x: 60, y: scene.pick([70, 133]), size: scene.pick([7, 9.5]) },
    ...block(scene.words.text.split('|'), { x: 60, y: 300 }),
  ],
  trader_beside_firm: (scene) => [
    ...block([scene.issuer, ...linesOf(scene.other).slice(1)], { x: 60, y: 150 }),
    ...block(linesOf(scene.me), { x: 360, y: 150 }),
    ...block(scene.words.text.split('|'), { x: 60, y: 300 }),
  ],
  trader_greets: (scene) => [
    ...block(linesOf(scene.me), { x: scene.pick([60, 360]), y: scene.pick([60, 150]) }),
    { text: `${scene.say('dear')} ${scene.other.name},`, x: 60, y: 300, size: 10.5 },
    ...block(scene.words.text.split('|'), { x: 60, y: 320 }),
  ],
  copy_to: onBill(({ me, pick }) =>
    block([pick(['cc', 'Cc:', 'Copy', 'CC']), ...linesOf(me)], { x: 60, y: 250 }),
  ),
  one_line_addressee: (scene) => [
    ...pageOf(scene),
    { text: oneLine(scene.other), x: 60, y: 150, size: 10.5 },
    ...block(linesOf(scene.me), { x: scene.pick([60, 330]), y: 260 }),
  ],
  addressee_at_post_box: (scene) => [
    ...billTo([scene.other.name, 'PO Box 12', scene.other.town], scene),
    ...block(linesOf(scene.me), { x: scene.pick([60, 330]), y: 260 }),
  ],
  footer: onBill(({ me, pick }) => [
    { text: oneLine(me), x: 60, y: pick([700, 760, 790, 820]), size: 8 },
  ]),
  footer_block: onBill(({ me }) => block(linesOf(me), { x: 330, y: 740, size: 8 })),
  signature: onBill(({ me, say }) =>
    block([say('regards'), '', '', '', ...linesOf(me)], { x: 60, y: 390 }),
  ),
  signature_close: onBill(({ me, say, pick }) =>
    block([say('regards'), ...linesOf(me)], { x: 60, y: pick([260, 390]) }),
  ),
  signature_alone: (scene) => [
    ...pageOf(scene).slice(2),
    ...block(
      [scene.say('dear'), scene.words.text.split('|')[0] ?? '', '', scene.say('regards'), '', ''],
      { x: 60, y: 120 },
    ),
    ...block(linesOf(scene.me), { x: 60, y: 230 }),
  ],
  // of others
  beside_addressee: onBill(({ me }) => block(linesOf(me), { x: 330, y: 240 })),
  beside_in_row: (scene) => [
    ...pageOf(scene),
    ...block(linesOf(scene.other), { x: 60, y: 150 }),
    ...block(linesOf(scene.me), { x: 330, y: 150 }),
  ],
  below_addressee: onBill(({ me }) => block(linesOf(me), { x: 60, y: 240 })),
  neighbours: onBill(({ me, third, say }) => [
    { text: say('neighbour'), x: 60, y: 235, size: 10 },
    ...block(linesOf(third), { x: 60, y: 255 }),
    ...block(linesOf(me), { x: 230, y: 255 }),
  ]),
  interleaved: (scene) => [
    ...pageOf(scene),
    ...block(linesOf(scene.other), { x: 60, y: 150 }),
    ...block(linesOf(scene.me), { x: 60 + 5.6 * longest(scene.other), y: 150 }),
  ],
  interleaved_apart: (scene) => [
    ...pageOf(scene),
    ...block([scene.me.name, scene.other.street, scene.other.town], { x: 60, y: 150 }),
    ...block([scene.other.name, ...place(scene)], { x: 330, y: 150 }),
  ],
  staggered: (scene) => [
    ...pageOf(scene),
    ...block([scene.me.name, scene.other.street, scene.other.town], { x: 60, y: 150 }),
    ...block(place(scene), { x: 330, y: 150 + 10.5 * 1.4 }),
  ],
  name_above_other: (scene) => [
    ...pageOf(scene),
    { text: scene.me.name, x: 60, y: 120, size: 10.5 },
    ...block([scene.other.name, ...place(scene)], { x: 60, y: 150 }),
  ],
  care_of_me: (scene) =>
    billTo([scene.other.name, `${scene.say('careOf')} ${scene.me.name}`, ...place(scene)], scene),
  care_of_line: (scene) =>
    billTo([`${scene.other.name} ${scene.say('careOf')} ${scene.me.name}`, ...place(scene)], scene),
  care_of_apart: (scene) =>
    billTo([scene.other.name, scene.say('careOf'), scene.me.name, ...place(scene)], scene),
  ...APART,
};

function longest(person: Scene['other']): number {
  return Math.max(...linesOf(person).map(({ length }) => length));
}

function seatOf({ street, town }: Scene['me']): string {
  return `${street}, ${town}`;
}
