import { block, billTo, linesOf, pageOf } from './role-page.ts';
import { days, elsewhere, labelled, onBill, place, type Way } from './role-ways.ts';

/** The address is somebody else's, or the place of supply, and the name stands elsewhere. */
export const APART: Readonly<Record<string, Way>> = {
  // the address is somebody else's, the name stands elsewhere
  salutation: (scene) => [
    ...billTo([scene.other.name, ...place(scene)], scene),
    { text: `${scene.say('dear')} ${scene.me.name},`, x: 60, y: 300, size: 10.5 },
  ],
  salutation_supply: onBill((scene) => [
    ...labelled(scene.say('supply'), place(scene), scene),
    { text: `${scene.say('dear')} ${scene.me.name},`, x: 60, y: 325, size: 10.5 },
  ]),
  salutation_subject: onBill(({ me, say }) =>
    block([`${say('dear')} ${me.name},`, `${me.street}, ${me.town}`], { x: 60, y: 260 }),
  ),
  holder_line: (scene) => [
    ...billTo([scene.other.name, ...place(scene)], scene),
    { text: `${scene.say('holder')}: ${scene.me.name}`, x: 60, y: 270, size: 10.5 },
  ],
  holder_line_supply: onBill((scene) => [
    ...labelled(scene.say('supply'), place(scene), scene),
    { text: `${scene.say('holder')}: ${scene.me.name}`, x: 60, y: 390, size: 10.5 },
  ]),
  signature_supply: onBill((scene) => [
    ...labelled(scene.say('supply'), place(scene), scene),
    ...block([scene.say('regards'), scene.me.name], { x: 60, y: 400 }),
  ]),
  signature_far_supply: onBill((scene) => [
    ...labelled(scene.say('supply'), place(scene), scene),
    ...block([scene.say('regards'), '', '', '', scene.me.name], { x: 60, y: 400 }),
  ]),
  contact_supply: onBill((scene) => [
    ...labelled(scene.say('supply'), place(scene), scene),
    { text: `${scene.say('contact')}: ${scene.me.name}`, x: 60, y: 390, size: 10.5 },
  ]),
  row_supply: onBill((scene) => [
    ...labelled(scene.say('supply'), place(scene), scene),
    { text: `${scene.say('booking')} ${scene.me.name}`, x: 60, y: 420, size: 10 },
    { text: '120,00', x: 460, y: 420, size: 10 },
  ]),
  row_name_alone_supply: onBill((scene) => [
    ...labelled(scene.say('supply'), place(scene), scene),
    { text: days[0] ?? '', x: 60, y: 420, size: 10 },
    { text: scene.me.name, x: 160, y: 420, size: 10 },
    { text: '120,00', x: 460, y: 420, size: 10 },
  ]),
  name_alone_supply: onBill((scene) => [
    ...labelled(scene.say('supply'), place(scene), scene),
    { text: scene.me.name, x: 60, y: scene.pick([110, 240, 430, 560]), size: 10 },
  ]),
  other_contract_supply: onBill((scene) => [
    ...labelled(scene.say('supply'), place(scene), scene),
    { text: `${scene.say('otherContract')} ${scene.me.name}`, x: 60, y: 400, size: 10 },
  ]),
  name_on_page_two_supply: (scene) => [
    [...billTo(linesOf(scene.other), scene), ...labelled(scene.say('supply'), place(scene), scene)],
    [...pageOf(scene), { text: scene.me.name, x: 60, y: 150, size: 10 }],
  ],
  holder_on_page_two_supply: (scene) => [
    [...billTo(linesOf(scene.other), scene), ...labelled(scene.say('supply'), place(scene), scene)],
    [
      ...pageOf(scene),
      { text: `${scene.say('holder')}: ${scene.me.name}`, x: 60, y: 150, size: 10 },
    ],
  ],
  landlord_of_tenant: (scene) => [
    ...billTo(elsewhere(scene), scene),
    ...labelled(scene.say('supply'), [scene.other.name, ...place(scene)], scene),
  ],
  landlord_tenant_below: (scene) => [
    ...billTo(elsewhere(scene), scene),
    ...labelled(
      scene.say('supply'),
      [...place(scene), `${scene.say('tenant')}: ${scene.other.name}`],
      scene,
    ),
  ],
  transaction_address: (scene) => [
    ...billTo(elsewhere(scene), scene),
    { text: days[0] ?? '', x: 60, y: 300, size: 10 },
    { text: `${scene.say('booking')} ${place(scene).join(', ')}`, x: 130, y: 300, size: 10 },
    { text: '-120,00', x: 500, y: 300, size: 10 },
  ],
  sentence: onBill(({ me, words }) =>
    block([`${words.text.split('|')[1] ?? ''} ${me.name},`, `${me.street}, ${me.town}.`], {
      x: 60,
      y: 260,
    }),
  ),
};
