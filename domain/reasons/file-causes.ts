import { of, type Cause } from './cause.ts';

const large = (said: string) => of(['file_too_large'], said);
const corrupt = (said: string) => of(['file_corrupt'], said);
const encrypted = (said: string) => of(['file_encrypted'], said);
const active = (said: string) => of(['file_active_content'], said);
const unsafe = (said: string) => of(['file_unsafe'], said);

/** Why a file was refused: the words of the gate, closed. Measure `limit` tells a limit in numbers. */
export const FILE_CAUSES = {
  unknown_type: of(['file_type_not_accepted'], 'The bytes are of no type that is accepted.'),
  other_type: of(['file_type_not_accepted'], 'The bytes are of another type than was declared.'),
  bytes: large('The file has more bytes than `limit`.'),
  pixels: large('A picture has more pixels than are decoded; `limit` tells how many, if known.'),
  page_box: large('A page of the PDF has a side longer than `limit` points: more than A0.'),
  text: large('A page of the PDF has more letters than any page of print.'),
  streams: large('The PDF has more parts than are looked through.'),
  object_stream: large('A part of the PDF unpacks to more than is looked through.'),
  unpacked: large('The parts of the PDF unpack to more than any page needs.'),
  empty: corrupt('The file has no bytes.'),
  no_end: corrupt('The end of the file is missing.'),
  decoder: corrupt('The picture could not be decoded to its end.'),
  pdf: corrupt('The PDF could not be opened, or breaks off inside.'),
  pdf_without_pages: corrupt('The PDF has no pages.'),
  page_without_size: corrupt('A page of the PDF has no size.'),
  password: encrypted('The PDF asks for a password.'),
  permissions: encrypted(
    'The PDF opens without a password, but is encrypted: the policy refuses it.',
  ),
  filter: encrypted('The PDF is encrypted in a way that is not read, or that the policy refuses.'),
  raw_name: active('The PDF names a script, an action or media that no plain document needs.'),
  packed_name: active('A packed part of the PDF names a script, an action or media.'),
  hidden_names: active('The PDF is packed so that what it names cannot be looked through.'),
  script: active('The PDF has a script.'),
  xfa: active('The PDF is a form of XFA, which is a program.'),
  page_script: active('A page of the PDF has a script.'),
  field_script: active('A field or note of the PDF has a script.'),
  launch: active('A link of the PDF starts something else than a web page.'),
  media: active('A page of the PDF carries a file, sound, film or 3D.'),
  attachment: active('The PDF carries a file that is no plain data, or too many, or hides one.'),
  malware: unsafe('A malware scanner or a rule for malware matched the file.'),
  polyglot: unsafe(
    'The file holds marks of another file (PDF, ZIP, web page or script) beside its own.',
  ),
  nested_filters: unsafe(
    'A part of the PDF is packed several times over, as plain documents never are.',
  ),
} as const satisfies Record<string, Cause>;

export type FileCause = keyof typeof FILE_CAUSES;
