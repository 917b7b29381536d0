export interface Call {
  /** Milliseconds since the story began, and how long the call took. */
  atMs: number;
  tookMs: number;
  method: string;
  path: string;
  http: number;
}

/** Plain text, aligned; colours only where the reader is a terminal. */
export interface Screen {
  remark: (text: string) => void;
  step: (number: number, title: string) => void;
  call: (call: Call) => void;
  /** Where the case stands now, with what the customer has to do. */
  standing: (status: string, more: string) => void;
  /** A line below: a name, and what is said of it. */
  fact: (name: string, text: string) => void;
  good: (text: string) => void;
  bad: (text: string) => void;
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
const INDENT = ' '.repeat(12);
const PATH_WIDTH = 62;

export function createScreen(options: {
  write: (line: string) => void;
  isColoured: boolean;
}): Screen {
  const { write } = options;
  const paint = (style: keyof typeof CODES, text: string) =>
    options.isColoured ? `\u001B[${CODES[style]}m${text}\u001B[0m` : text;
  return {
    remark: (text) => write(paint('dim', text)),
    step: (number, title) => write(`\n${paint('bold', `${number}  ${title}`)}`),
    call: ({ atMs, tookMs, method, path, http }) => {
      const at = `${(atMs / 1000).toFixed(2)} s`.padStart(9);
      const code = paint(http < 300 ? 'green' : 'red', String(http));
      const took = `${Math.round(tookMs)} ms`.padStart(8);
      const asked = `${method.padEnd(5)} ${path.padEnd(PATH_WIDTH)}`;
      write(`${paint('dim', at)}   ${asked} ${code} ${paint('dim', took)}`);
    },
    standing: (status, more) => {
      const style = STYLES[status.split(' ')[0] ?? ''] ?? 'yellow';
      write(`${INDENT}→ ${paint(style, status)}${more === '' ? '' : paint('dim', `   ${more}`)}`);
    },
    fact: (name, text) => write(`${INDENT}  ${paint('dim', name.padEnd(18))} ${text}`.trimEnd()),
    good: (text) => write(`\n${paint('green', '✓')} ${text}`),
    bad: (text) => write(`\n${paint('red', '✗')} ${text}`),
  };
}

const STYLES: Record<string, keyof typeof CODES> = {
  active: 'green',
  approval_pending: 'cyan',
  restricted: 'yellow',
  locked: 'red',
};
