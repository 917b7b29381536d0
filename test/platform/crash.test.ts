import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { crashPoints } from '../../platform/crash.ts';

function passes(setting: string, point: string, times: number) {
  const main = new URL('../../platform/crash.ts', import.meta.url).href;
  const code = `import { crashPoints } from '${main}';
    const { crash } = crashPoints('${setting}');
    for (let i = 1; i <= ${times}; i += 1) { crash('${point}'); console.log(i); }`;
  const { signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code]);
  return { signal, passed: stdout.toString().trim().split('\n').filter(Boolean).length };
}

test('the process kills itself at the chosen pass of the chosen point', () => {
  expect(passes('after-update:3', 'after-update', 5)).toEqual({ signal: 'SIGKILL', passed: 2 });
});

test('another point does nothing', () => {
  expect(passes('after-update:1', 'before-update', 3)).toEqual({ signal: null, passed: 3 });
});

test('without a setting nothing happens', () => {
  const { crash, ambiguous } = crashPoints();
  crash('anything');
  ambiguous('anything');
});

test('an ambiguous outcome is a time-out at its pass, once', () => {
  const { ambiguous } = crashPoints('answer:2');
  ambiguous('answer');
  expect(() => ambiguous('answer')).toThrow('timed out');
  ambiguous('answer');
});

test.each(['answer', 'answer:0', ':1', 'answer:x'])('the setting %s is refused', (setting) => {
  expect(() => crashPoints(setting)).toThrow('name:count');
});
