import fc from 'fast-check';

/** One part as a client means it. */
export interface MeantPart {
  name: string;
  fileName: string | null;
  bytes: Buffer;
}

/** A form as a client writes it: what it means, and its bytes. */
export interface WrittenForm {
  meant: MeantPart[];
  contentType: string;
  body: Buffer;
}

const boundary = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9'()+_,./:=?-]{1,70}$/),
  fc.stringMatching(/^-{10,40}[0-9]{8,20}$/),
  fc.constant('----WebKitFormBoundaryABCDEFGHIJKLMNOP'),
);

/** Names as forms have them, and with what a browser or curl has to escape. */
const name = fc.oneof(
  fc.constantFrom('type', 'country', 'front', 'frames[]', 'documents[0][type]'),
  fc.stringMatching(/^[\w [\]"äöß€;=:']{1,20}$/),
);

/** Bytes that look like the end of a part as often as not. */
const content = (mark: string) =>
  fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(
        fc.oneof(
          fc.constantFrom('\r\n', '\r', '\n', '--', '-', '\0', 'a', '\r\n\r\n', ': '),
          fc.nat(mark.length).map((length) => `\r\n--${mark.slice(0, length)}`),
          fc.constantFrom(`--${mark}`, `\n--${mark}`, `\r--${mark}`, `\r\n-${mark}`),
        ),
        { maxLength: 8 },
      )
      .map((texts) => Buffer.from(texts.join('')))
      .filter((bytes) => !`\r\n${bytes.toString('latin1')}`.includes(`\r\n--${mark}`)),
  );

const escapes = [
  (text: string) => text.replaceAll('"', '%22'),
  (text: string) => text.replaceAll('"', '\\"'),
] as const;

const part = (mark: string) =>
  fc
    .record({
      name,
      fileName: fc.option(name, { freq: 2 }),
      bytes: content(mark),
      escape: fc.constantFrom(...escapes),
      disposition: fc.constantFrom(
        'Content-Disposition',
        'content-disposition',
        'CONTENT-Disposition',
      ),
      kind: fc.constantFrom('form-data', 'Form-Data'),
      gap: fc.constantFrom('; ', ';', ' ; ', ';  '),
      more: fc.uniqueArray(
        fc.constantFrom(
          'Content-Type: image/jpeg',
          'Content-Type: application/pdf; name="a.pdf"',
          'Content-Length: 5',
          'Content-Transfer-Encoding: binary',
          'X-Other:   spaced   ',
        ),
        { selector: (header) => header.slice(0, 12), maxLength: 3 },
      ),
      isFirst: fc.boolean(),
    })
    .map(({ name, fileName, bytes, escape, disposition, kind, gap, more, isFirst }) => {
      const file = fileName === null ? '' : `${gap}filename="${escape(fileName)}"`;
      const said = `${disposition}: ${kind}${gap}name="${escape(name)}"${file}`;
      const headers = isFirst ? [said, ...more] : [...more, said];
      const head = Buffer.from(`--${mark}\r\n${headers.join('\r\n')}\r\n\r\n`);
      const written = Buffer.concat([head, bytes, Buffer.from('\r\n')]);
      return { meant: { name, fileName, bytes }, written };
    });

/** A form that any client may write. */
export const anyForm: fc.Arbitrary<WrittenForm> = boundary.chain((mark) =>
  fc
    .record({
      parts: fc.array(part(mark), { minLength: 1, maxLength: 5 }),
      preamble: fc.constantFrom('', '\r\n'),
      epilogue: fc.constantFrom('', '\r\n', '\r\nan epilogue'),
      isQuoted: fc.boolean(),
    })
    .map(({ parts, preamble, epilogue, isQuoted }) => {
      const isToken = /^[\w'+.-]+$/.test(mark);
      const boundary = isQuoted || !isToken ? `"${mark}"` : mark;
      const whole = [preamble, ...parts.map(({ written }) => written), `--${mark}--${epilogue}`];
      return {
        meant: parts.map(({ meant }) => meant),
        contentType: `multipart/form-data; boundary=${boundary}`,
        body: Buffer.concat(whole.map((one) => Buffer.from(one as string))),
      };
    }),
);

/** What is put into a form, or in place of some of its bytes. */
const SPLINTERS = [
  '\r\n',
  '\r',
  '\n',
  '--',
  '"',
  ';',
  '=',
  '\0',
  ' ',
  ':',
  '*',
  '%22',
  '\r\n\r\n',
  'name="b"',
  '; name="b"',
  '; filename="c"',
  "; filename*=UTF-8''d",
  '\r\nContent-Disposition: form-data; name="e"',
  '\r\n folded',
  'filename',
  '\u00e4',
  'é',
];

/** A form after some accidents, or with what an attacker would put into it. */
export const brokenForm: fc.Arbitrary<WrittenForm> = fc
  .tuple(
    anyForm,
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
        put: fc.oneof(fc.constant(''), fc.constantFrom(...SPLINTERS)),
        isHead: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([form, accidents]) => {
    const body = accidents.reduce((bytes, { at, cut, put, isHead }) => {
      const from = Math.floor(at * (isHead ? Math.min(bytes.length, 160) : bytes.length));
      return Buffer.concat([bytes.subarray(0, from), Buffer.from(put), bytes.subarray(from + cut)]);
    }, form.body);
    return { ...form, body };
  });
