const WIDTH = 100;

/** JSON as a person would write it: whatever fits on a line is on one line. */
export function compactJson(value: unknown, indent = ''): string {
  const line = inline(value);
  if (indent.length + line.length <= WIDTH || typeof value !== 'object' || value === null) {
    return line;
  }
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((one) => deeper + compactJson(one, deeper));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => `${deeper}${JSON.stringify(name)}: ${compactJson(one, deeper)}`);
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  if (fields.length === 0) return '{}';
  return `{ ${fields.map(([name, one]) => `${JSON.stringify(name)}: ${inline(one)}`).join(', ')} }`;
}
