import { Refusal } from '../../domain/refusal.ts';
import type { AnyCall } from '../http/call.ts';
import { readCapped } from '../http/body/request-body.ts';
import { isJson } from '../http/body/request-json.ts';
import { UTOPIA } from '../schemas/text.ts';
import { submissionsFromForm } from './from-form.ts';
import { submissionsFromJson } from './from-json.ts';
import {
  inspect,
  type RawPage,
  refuse,
  REQUEST_BYTES_MAX,
  type Submission,
  type SubmittedPage,
} from './submission.ts';

/** The documents of a request, multipart or JSON. Each file is inspected before anything is stored. */
export async function readSubmissions(call: AnyCall): Promise<Submission<SubmittedPage>[]> {
  const submissions = inspect(await read(call), call.scope.mode);
  for (const { country, pointer } of submissions) {
    if (call.scope.mode === 'live' && country === UTOPIA) {
      refuse(
        'validation_failed',
        `${pointer}/country`,
        'unknown_country',
        'A country of ISO 3166-1.',
      );
    }
  }
  return submissions;
}

async function read({ request, room, caller }: AnyCall): Promise<Submission<RawPage>[]> {
  const declared = request.headers.get('content-type');
  if (isJson(declared)) {
    room.of({ lane: 'json', id: caller.app });
    return submissionsFromJson(await readCapped(request, room, REQUEST_BYTES_MAX), room);
  }
  if (declared?.toLowerCase().startsWith('multipart/form-data')) {
    return submissionsFromForm(await readCapped(request, room, REQUEST_BYTES_MAX), declared);
  }
  throw new Refusal('media_type_not_supported', 'Send multipart/form-data or application/json.');
}
