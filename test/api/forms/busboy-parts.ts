import busboy from 'busboy';

export interface SeenPart {
  name: string;
  fileName: string | null;
  bytes: string;
}

/** The parts of a form as busboy reads it; null where it refuses the form, or leaves out a part of it. */
export function busboyParts(body: Buffer, contentType: string): Promise<SeenPart[] | null> {
  return new Promise((resolve) => {
    const seen: SeenPart[] = [];
    const refuse = () => resolve(null);
    try {
      const reader = busboy({
        headers: { 'content-type': contentType },
        defCharset: 'latin1', // each byte as a sign, as `bytes` is here
        defParamCharset: 'utf8',
        preservePath: true,
        limits: { fieldSize: Infinity },
      });
      reader.on('field', (name, value) => seen.push({ name, fileName: null, bytes: value }));
      reader.on('file', (name, stream, { filename }) => {
        const fileName = (filename as string | undefined) ?? null;
        const part: SeenPart = { name, fileName, bytes: '' };
        seen.push(part);
        stream.on('data', (chunk: Buffer) => (part.bytes += chunk.toString('latin1')));
        stream.on('error', refuse);
      });
      reader.on('error', refuse);
      reader.on('close', () => resolve(seen));
      reader.end(body);
    } catch {
      resolve(null);
    }
  });
}
