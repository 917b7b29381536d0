import type { Words } from './words.ts';

export const GERMAN: Words = {
  file_type_not_accepted: 'Bitte senden Sie ein Foto (JPEG oder PNG) oder eine PDF-Datei.',
  file_too_large: 'Die Datei ist zu groß. Bitte senden Sie eine kleinere.',
  file_corrupt: 'Die Datei ist beschädigt. Bitte senden Sie sie noch einmal.',
  file_encrypted: 'Die Datei ist durch ein Passwort geschützt. Bitte senden Sie sie ohne.',
  file_active_content:
    'Die Datei enthält aktive Inhalte. Bitte senden Sie eine einfache Kopie oder ein Foto.',
  file_not_processable: 'Wir sehen uns Ihre Datei an.',
  file_unsafe: 'Wir sehen uns Ihre Datei an.',
  image_too_small: 'Das Bild ist zu klein. Bitte fotografieren Sie aus der Nähe.',
  image_blurred: 'Das Bild ist unscharf. Bitte halten Sie die Kamera ruhig.',
  image_dark: 'Das Bild ist zu dunkel. Bitte sorgen Sie für besseres Licht.',
  image_glare: 'Auf dem Bild spiegelt etwas. Bitte kippen Sie das Dokument ein wenig.',
  image_cropped: 'Ein Teil des Dokuments fehlt. Bitte zeigen Sie es ganz.',
  document_unreadable:
    'Wir konnten das Dokument nicht lesen. Bitte machen Sie ein klares Bild der ganzen Seite.',
  document_side_missing: 'Bitte senden Sie beide Seiten des Dokuments.',
  document_type_not_accepted: 'Diese Art von Dokument können wir nicht annehmen.',
  document_country_not_accepted: 'Dokumente dieses Landes können wir nicht annehmen.',
  document_expired: 'Das Dokument ist abgelaufen. Bitte senden Sie ein gültiges.',
  document_inconsistent: 'Wir sehen uns Ihr Dokument an.',
  name_mismatch: 'Der Name auf dem Dokument ist nicht der, den Sie angegeben haben.',
  birth_date_mismatch: 'Das Geburtsdatum auf dem Dokument ist nicht das angegebene.',
  document_number_mismatch: 'Die Nummer des Dokuments ist nicht die angegebene.',
  under_minimum_age: 'Sie haben das Mindestalter nicht erreicht.',
  address_name_mismatch: 'Ihr Name steht nicht in diesem Dokument.',
  address_mismatch: 'Die Adresse in diesem Dokument ist nicht die angegebene.',
  address_document_too_old: 'Das Dokument ist zu alt. Bitte senden Sie ein neueres.',
  address_date_not_found:
    'Wir fanden kein Datum auf dem Dokument. Bitte senden Sie eines, das zeigt, wann es ausgestellt wurde.',
  address_date_ambiguous: 'Wir sehen uns Ihr Dokument an.',
  address_type_not_accepted:
    'Diese Art von Dokument können wir nicht als Nachweis der Adresse annehmen.',
  face_not_found: 'Wir konnten Ihr Gesicht nicht sehen. Bitte versuchen Sie es noch einmal.',
  several_faces: 'Auf dem Bild ist mehr als ein Gesicht.',
  face_mismatch: 'Wir sehen uns Ihr Bild an.',
  liveness_not_shown:
    'Wir konnten Ihren Bewegungen nicht folgen. Bitte versuchen Sie es noch einmal.',
  attempts_exhausted: 'Sie haben alle Versuche verbraucht.',
  deadline_passed: 'Die Zeit, dies zu senden, ist vorbei.',
  details_incomplete: 'Bitte vervollständigen Sie Ihre Angaben.',
  country_not_served: 'Wir sind in Ihrem Land noch nicht tätig.',
  more_information_needed: 'Bitte senden Sie, worum unser Prüfer gebeten hat.',
  check_unavailable: 'Wir sehen uns Ihr Dokument noch an.',
  verification_unsuccessful: 'Mit dem, was Sie gesendet haben, konnten wir Sie nicht bestätigen.',
};
