/**
 * The points at which the tests of this folder kill a process. A test compares them with the sources, so that
 * none is missing.
 */
export const API_POINTS = [
  'api.reserved',
  'api.key_created',
  'api.customer_stored',
  'api.started',
  'api.details_staged',
  'blob.written',
  'blob.renamed',
  'api.uploads_staged',
  'api.uploads_stored',
  'api.accepted',
  'api.answer_stored',
] as const;
export const WORKER_POINTS = ['worker.before_record', 'worker.after_record'] as const;
export const VERIFICATION_POINTS = ['verification.cleaned', 'verification.stored'] as const;
export const MOVE_POINTS = ['worker.case_moved', 'worker.move_advanced'] as const;
export const SENDER_POINTS = [
  'sender.claimed',
  'sender.request_sent',
  'sender.response_read',
  'sender.marked',
] as const;
export const VENDOR_POINTS = ['vendor.applicant_made', 'vendor.check_made'] as const;
