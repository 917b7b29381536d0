import { crc32 } from 'node:zlib';

/** An archive with one stored file `a.txt`. */
export function rawZip(): Buffer {
  const [name, body] = [Buffer.from('a.txt'), Buffer.from('hidden')];
  const facts = Buffer.alloc(22);
  facts.writeUInt16LE(10, 0);
  facts.writeUInt32LE(crc32(body), 10);
  facts.writeUInt32LE(body.length, 14);
  facts.writeUInt32LE(body.length, 18);
  const length = Buffer.from([name.length, 0, 0, 0]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, length, name, body]);
  const made = Buffer.from([10, 0]);
  const tail = Buffer.alloc(14);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02'),
    made,
    facts,
    length,
    tail.subarray(0, 14),
    name,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
