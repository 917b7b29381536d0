import { fileURLToPath } from 'node:url';
import { dirname, sep } from 'node:path';

/**
 * Node's permission model for a child, as `NODE_OPTIONS`: a second line that lets it read code and
 * nothing else. Native decoders need `--allow-addons`, and are not bound by it.
 */
export function permissionOptions(main: URL, { threads = false } = {}): string {
  const rooms = ['../../', '../../../domain/', '../../../package.json'].map(
    (path) => new URL(path, HERE),
  );
  const readable = [dirname(fileURLToPath(main)) + sep, modulesFolder(), ...rooms.map(plain)];
  const reads = readable.map((path) => `--allow-fs-read=${quoted(path)}`);
  const workers = threads ? ['--allow-worker'] : [];
  return ['--permission', '--allow-addons', ...workers, ...reads].join(' ');
}

const HERE = import.meta.url;

function plain(url: URL): string {
  return fileURLToPath(url);
}

function modulesFolder(): string {
  const path = fileURLToPath(import.meta.resolve('sharp'));
  const name = `${sep}node_modules${sep}`;
  return path.slice(0, path.lastIndexOf(name) + name.length);
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
