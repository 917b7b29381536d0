import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

export interface DnsServer {
  resolver: Resolver;
  /** The addresses of a name; a function is asked anew at each question. */
  says: (name: string, addresses: string[] | (() => string[])) => void;
  close: () => Promise<void>;
}

const A = 1;
const AAAA = 28;

/** A name server of one's own, for names that change their minds, and a resolver that asks it. */
export async function startDns(): Promise<DnsServer> {
  const zone = new Map<string, () => string[]>();
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const { name, type, end } = questionOf(question);
    const all = zone.get(name)?.() ?? [];
    const wanted = all.filter((one) => ipaddr.parse(one).kind() === (type === A ? 'ipv4' : 'ipv6'));
    const isAsked = type === A || type === AAAA;
    const answers = isAsked ? wanted.map((one) => recordOf(type, one)) : [];
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(zone.has(name) ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(answers.length, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, question.subarray(12, end), ...answers]), from.port);
  });
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  const resolver = new Resolver({ timeout: 500, tries: 2 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return {
    resolver,
    says: (name, addresses) =>
      zone.set(name, typeof addresses === 'function' ? addresses : () => addresses),
    close: () => new Promise((done) => socket.close(() => done())),
  };
}

function questionOf(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

/** A record that names the question's name and may not be kept for a second. */
function recordOf(type: number, address: string): Buffer {
  const bytes = Buffer.from(ipaddr.parse(address).toByteArray());
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(bytes.length, 10);
  return Buffer.concat([head, bytes]);
}
