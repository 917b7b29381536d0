import { Refusal } from '../../../domain/refusal.ts';
import type { Room } from './body-budget.ts';
import { watchPace } from './body-pace.ts';

/**
 * Bytes reserved at first, however large the declared length is, because the sender may declare any length.
 */
const FIRST_BYTES = 64 * 1024;

const CODED =
  'A compressed body is not taken (Content-Encoding: gzip and its like): send it as it is.';

/**
 * Reads a body to its end into one buffer, and counts the bytes as they come instead of trusting the declared
 * length. The bytes stay counted in `room` until the request is answered. Refuses `payload_too_large`,
 * `too_slow`, and a compressed body as `media_type_not_supported`, because its unpacked size has no bound.
 */
export async function readCapped(
  request: Request,
  room: Room,
  bytesMax: number,
): Promise<Buffer<ArrayBuffer>> {
  const coding = request.headers.get('content-encoding')?.trim().toLowerCase() || 'identity';
  if (coding !== 'identity') throw new Refusal('media_type_not_supported', CODED);
  const tooLarge = () =>
    new Refusal('payload_too_large', `A request may have at most ${bytesMax} bytes.`);
  const declared = Math.max(0, Number(request.headers.get('content-length')) || 0);
  if (declared > bytesMax) throw tooLarge();
  room.take(0); // counts at once: a body that never comes holds a connection too
  let whole = Buffer.allocUnsafeSlow(Math.min(declared, FIRST_BYTES));
  let [size, counted] = [0, 0];
  for await (const chunk of chunksOf(request, room)) {
    const needed = size + chunk.byteLength;
    if (needed > bytesMax) throw tooLarge();
    const length = lengthFor(needed, whole.byteLength, { declared, bytesMax });
    // Without a declared length the buffer grows by doubling, and all of it counts. With one, the system
    // gives memory to the buffer only as bytes come, so only those count.
    const weight = declared === 0 ? length : needed;
    room.take(Math.max(0, weight - counted));
    counted = Math.max(counted, weight);
    if (length > whole.byteLength) whole = grown(whole, length);
    whole.set(chunk, size);
    size = needed;
  }
  return whole.subarray(0, size);
}

/** The chunks of a body. Ends with the body, or throws if it comes too slowly. */
async function* chunksOf({ body }: Request, room: Room): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const watch = watchPace(room.pace);
  let isWhole = false;
  try {
    for (;;) {
      const { done, value } = await watch.within(reader.read());
      isWhole = done;
      if (done) return;
      watch.came(value.byteLength);
      yield value;
    }
  } finally {
    watch.stop();
    if (!isWhole) reader.cancel().catch(() => undefined); // the rest is not needed
  }
}

/** The new length of the buffer: the whole declared length at once, or the double if none was declared. */
function lengthFor(
  needed: number,
  length: number,
  { declared, bytesMax }: { declared: number; bytesMax: number },
): number {
  if (needed <= length) return length;
  if (needed <= declared) return declared;
  return Math.max(needed, Math.min(bytesMax, Math.max(FIRST_BYTES, length * 2)));
}

function grown(buffer: Buffer, length: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(length);
  buffer.copy(larger);
  return larger;
}
