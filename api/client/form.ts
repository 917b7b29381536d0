import type { DocumentType } from '../../domain/documents/documents.ts';

/** One file: bytes with a name, or a `File` or `Blob` of the platform. */
export type FileIn = Blob | { name: string; bytes: Uint8Array };

/** One document to submit: its pages by side, or the frames of a selfie. */
export interface DocumentIn {
  type: DocumentType;
  /** ISO 3166-1 alpha-2 of the issuing country. */
  country?: string;
  /** Required, except for a selfie of frames. */
  front?: FileIn;
  back?: FileIn;
  frames?: readonly FileIn[];
  /** The liveness challenge that the frames answer, and for each frame which of its steps it shows. */
  challenge?: { id: string; shown: readonly number[] };
}

/** The form for one document with plain fields, or for several with `documents[n][…]`. */
export function formOf(documents: DocumentIn | readonly DocumentIn[]): FormData {
  const form = new FormData();
  const all = [documents].flat() as DocumentIn[];
  for (const [n, document] of all.entries()) {
    const field = (name: string) => (all.length === 1 ? name : `documents[${n}][${name}]`);
    form.append(field('type'), document.type);
    if (document.country !== undefined) form.append(field('country'), document.country);
    if (document.front) form.append(field('front'), fileOf(document.front));
    if (document.back) form.append(field('back'), fileOf(document.back));
    for (const [at, frame] of (document.frames ?? []).entries()) {
      form.append(`${field('frames')}[${at}]`, fileOf(frame));
    }
    if (!document.challenge) continue;
    form.append(field('challenge'), document.challenge.id);
    for (const [at, step] of document.challenge.shown.entries()) {
      form.append(`${field('step')}[${at}]`, String(step));
    }
  }
  return form;
}

function fileOf(file: FileIn): Blob {
  return file instanceof Blob ? file : new File([new Uint8Array(file.bytes)], file.name);
}
