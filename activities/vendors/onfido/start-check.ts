import { type ApplicantBuilder, type CheckBuilder, FileTransfer } from '@onfido/api';
import type { Details } from '../../../domain/case/details.ts';
import type { DocumentType } from '../../../domain/documents/documents.ts';
import type { Progress, Submission, VendorPage } from '../vendor.ts';
import { vendorFault } from '../vendor-fault.ts';
import type { Account } from './account.ts';

/**
 * Person, pictures, check. The API knows no idempotency key: what an earlier try left is found under
 * the person's id, which no other submission shares, and the check by its tag. Without that id, lost in
 * a crash, a second person is made; a second check never.
 */
export async function startCheck(
  account: Account,
  submission: Submission,
  progress: Progress,
): Promise<string> {
  const { applicant: known } = progress;
  if (known !== null) {
    const earlier = await earlierCheck(account, known, submission.key, progress);
    if (earlier !== null) return earlier;
  }
  const applicant = known ?? (await makeApplicant(account, submission, progress));
  const asked = { account, submission, progress, applicant, isFirst: known === null };
  const documents = await uploadDocuments(asked);
  if (isFaces(submission)) await uploadFace(asked);
  return makeCheck(asked, documents);
}

interface Asked {
  account: Account;
  submission: Submission;
  progress: Progress;
  applicant: string;
  /** Nothing can have been uploaded for this person before. */
  isFirst: boolean;
}

async function earlierCheck(
  { api, call }: Account,
  applicant: string,
  key: string,
  { signal }: Progress,
): Promise<string | null> {
  const { data } = await call(signal, (inTime) => api.listChecks(applicant, { signal: inTime }));
  if (!Array.isArray(data?.checks)) throw vendorFault('malformed');
  const mine = data.checks.find(({ tags }) => tags?.includes(key)) ?? data.checks[0];
  return mine ? idOf(mine) : null;
}

async function makeApplicant(
  { api, call, mode }: Account,
  { details }: Submission,
  progress: Progress,
): Promise<string> {
  const { data } = await call(progress.signal, (signal) =>
    api.createApplicant(applicantOf(details), { signal }),
  );
  const applicant = idOf(data);
  // before a single picture leaves the house
  if (data.sandbox !== undefined && data.sandbox !== (mode === 'test')) {
    throw vendorFault('wrong_account');
  }
  progress.crash('vendor.applicant_made');
  await progress.noteApplicant(applicant);
  return applicant;
}

/** Name and birth date, and no more: neither address, phone nor e-mail. */
function applicantOf({ givenNames, familyName, birthDate }: Details): ApplicantBuilder {
  const names = { first_name: nameOf(givenNames ?? familyName), last_name: nameOf(familyName) };
  return { ...names, dob: birthDate };
}

/** Without the signs that the API does not take in names. */
function nameOf(text: string): string {
  return text.replaceAll(/[\^!#$%*=<>;{}"]/g, ' ').trim() || '-';
}

/** Uploads what is missing; gives the vendor's ids of all pages of the identity document. */
async function uploadDocuments(asked: Asked): Promise<string[]> {
  const { account, submission, progress, applicant } = asked;
  const { api, call } = account;
  const there = asked.isFirst
    ? new Map<string, string>()
    : named(
        (await call(progress.signal, (signal) => api.listDocuments(applicant, { signal }))).data
          ?.documents,
      );
  const ids: string[] = [];
  for (const [at, page] of submission.pages.filter(({ side }) => side !== 'frame').entries()) {
    const name = fileNameOf(page, `page-${at + 1}`);
    const known = there.get(name);
    if (known) {
      ids.push(known);
      continue;
    }
    const { data } = await call(progress.signal, (signal) =>
      api.uploadDocument(
        TYPES[page.type] ?? 'unknown',
        applicant,
        new FileTransfer(page.bytes, name),
        undefined,
        page.side === 'back' ? 'back' : 'front',
        undefined,
        undefined,
        undefined,
        { signal },
      ),
    );
    ids.push(idOf(data));
  }
  return ids;
}

/** The first frame of the selfie. */
async function uploadFace(asked: Asked): Promise<void> {
  const { account, submission, progress, applicant, isFirst } = asked;
  const { api, call } = account;
  const page = submission.pages.find(({ side }) => side === 'frame');
  if (!page) throw vendorFault('refused');
  const name = fileNameOf(page, 'face');
  const file = new FileTransfer(page.bytes, name);
  if (!isFirst) {
    const { data } = await call(progress.signal, (signal) =>
      api.listLivePhotos(applicant, { signal }),
    );
    if (named(data?.live_photos).has(name)) return;
  }
  await call(progress.signal, (signal) => api.uploadLivePhoto(applicant, file, false, { signal }));
}

async function makeCheck(asked: Asked, documents: string[]): Promise<string> {
  const { account, submission, progress, applicant } = asked;
  const { api, call } = account;
  const builder: CheckBuilder = {
    applicant_id: applicant,
    report_names: [isFaces(submission) ? 'facial_similarity_photo' : 'document'],
    document_ids: documents,
    asynchronous: true,
    applicant_provides_data: false,
    tags: ['vouch', submission.key],
  };
  await progress.mayAsk();
  const { data } = await call(progress.signal, (signal) => api.createCheck(builder, { signal }));
  progress.crash('vendor.check_made');
  return idOf(data);
}

function isFaces({ round }: Submission): boolean {
  return round.checks.some(({ kind }) => kind === 'face_match');
}

const TYPES: Partial<
  Record<
    DocumentType,
    'passport' | 'national_identity_card' | 'driving_licence' | 'residence_permit'
  >
> = {
  passport: 'passport',
  national_id: 'national_identity_card',
  driving_licence: 'driving_licence',
  residence_permit: 'residence_permit',
};

/** The name is how a later try knows the page again; it says nothing of anybody. */
function fileNameOf({ mediaType }: VendorPage, name: string): string {
  return `${name}.${mediaType === 'image/png' ? 'png' : 'jpg'}`;
}

function named(listed: { id: string; file_name?: string }[] | undefined): Map<string, string> {
  if (!Array.isArray(listed)) throw vendorFault('malformed');
  return new Map(listed.map((one) => [one.file_name ?? '', idOf(one)]));
}

/** An id of the form that the vendor gives; else the answer is none. */
function idOf(data: { id?: unknown } | null | undefined): string {
  const id = data?.id;
  if (typeof id !== 'string' || !/^[\w-]{1,100}$/.test(id)) throw vendorFault('malformed');
  return id;
}
