import type { Words } from './words.ts';

export const GERMAN: Words = {
  file_type_not_accepted:
    'Wir können diese Datei nicht verwenden. Bitte senden Sie ein Foto (JPEG, PNG, WebP oder HEIC) oder ein PDF.',
  file_too_large:
    'Die Datei oder ein Bild oder eine Seite darin ist zu groß. Bitte senden Sie höchstens 10 MB, Fotos mit höchstens 25 Megapixeln und keine Seite über A0.',
  file_corrupt:
    'Die Datei ist leer oder beschädigt. Bitte senden Sie sie noch einmal oder senden Sie ein neues Foto.',
  file_encrypted:
    'Die Datei ist verschlüsselt oder mit einem Passwort geschützt. Bitte senden Sie sie ohne diesen Schutz oder senden Sie Fotos der Seiten.',
  file_active_content:
    'Die Datei enthält Teile, die wir nicht annehmen, zum Beispiel Skripte oder Anhänge. Bitte speichern Sie sie über die Druckfunktion als neues PDF oder senden Sie ein Foto.',
  file_not_processable:
    'Wir konnten Ihre Datei nicht automatisch prüfen. Sie müssen nichts tun, solange wir Sie nicht um eine andere bitten.',
  file_unsafe:
    'Wir konnten Ihre Datei nicht automatisch prüfen. Sie müssen nichts tun, solange wir Sie nicht um eine andere bitten.',
  image_too_small:
    'Auf dem Bild ist zu wenig zu erkennen. Bitte fotografieren Sie aus geringerem Abstand und senden Sie das Bild in voller Größe.',
  image_blurred:
    'Das Bild ist unscharf. Bitte halten Sie die Kamera ruhig und versuchen Sie es noch einmal.',
  image_dark: 'Das Bild ist zu dunkel. Bitte fotografieren Sie noch einmal bei besserem Licht.',
  image_glare:
    'Auf dem Bild scheint sich Licht zu spiegeln. Bitte fotografieren Sie noch einmal, ohne Blitz und ohne direktes Licht.',
  image_cropped:
    'Ein Teil des Dokuments ist nicht auf dem Bild. Bitte fotografieren Sie es noch einmal so, dass es ganz zu sehen ist.',
  document_unreadable:
    'Wir konnten nicht alles lesen, was wir von dem Dokument brauchen. Bitte senden Sie ein scharfes Bild der ganzen Seite, auf dem nichts verdeckt ist.',
  document_side_missing: 'Bitte senden Sie beide Seiten des Dokuments.',
  document_type_not_accepted:
    'Das scheint keine Art von Dokument zu sein, die wir annehmen. Bitte senden Sie ein Dokument anderer Art.',
  document_country_not_accepted:
    'Das Dokument scheint nicht aus einem Land zu sein, dessen Dokumente wir annehmen. Bitte senden Sie ein anderes, falls Sie eines haben.',
  document_expired:
    'Nach dem Datum, das wir auf dem Dokument lesen, ist es abgelaufen. Bitte senden Sie ein gültiges.',
  document_inconsistent:
    'Wir konnten Ihr Dokument nicht automatisch bestätigen. Sie müssen nichts tun, solange wir Sie nicht um ein anderes bitten.',
  name_mismatch:
    'Wir konnten nicht bestätigen, dass der Name auf dem Dokument mit Ihrer Angabe übereinstimmt. Bitte prüfen Sie Ihre Angaben oder senden Sie ein Dokument mit diesem Namen.',
  birth_date_mismatch:
    'Wir konnten nicht bestätigen, dass das Geburtsdatum auf dem Dokument mit Ihrer Angabe übereinstimmt. Bitte prüfen Sie Ihre Angaben oder senden Sie ein anderes Dokument.',
  document_number_mismatch:
    'Wir konnten nicht bestätigen, dass die Nummer des Dokuments mit Ihrer Angabe übereinstimmt. Bitte prüfen Sie Ihre Angaben oder senden Sie ein anderes Dokument.',
  under_minimum_age:
    'Nach dem Geburtsdatum, das wir lesen, haben Sie das Mindestalter noch nicht erreicht. Bitte wenden Sie sich an uns, falls dieses Datum nicht stimmt.',
  address_name_mismatch:
    'Wir konnten Ihren Namen, wie Sie ihn angegeben haben, in diesem Dokument nicht zusammen mit Ihrer Adresse finden. Bitte prüfen Sie Ihre Angaben oder senden Sie ein Dokument, das an Sie gerichtet ist.',
  address_mismatch:
    'Wir konnten Ihre Adresse mit diesem Dokument nicht bestätigen. Bitte prüfen Sie die angegebene Adresse oder senden Sie ein Dokument, das sie vollständig und mit Ihrem Namen zeigt.',
  address_document_too_old:
    'Nach dem Datum, das wir auf dem Dokument lesen, ist es zu alt. Bitte senden Sie ein neueres.',
  address_date_not_found:
    'Wir konnten nicht feststellen, wann das Dokument ausgestellt wurde. Bitte senden Sie eines, auf dem das Ausstellungsdatum steht.',
  address_date_ambiguous:
    'Wir konnten nicht sicher feststellen, wann das Dokument ausgestellt wurde. Sie müssen nichts tun, solange wir Sie nicht um ein anderes bitten.',
  address_type_not_accepted:
    'Diese Art von Dokument können wir nicht als Adressnachweis annehmen. Bitte senden Sie ein Dokument anderer Art.',
  face_not_found:
    'Wir konnten Ihr Gesicht nicht deutlich sehen. Bitte versuchen Sie es noch einmal bei gutem Licht und so, dass Ihr ganzes Gesicht im Bild ist.',
  several_faces:
    'Auf dem Bild scheint mehr als ein Gesicht zu sein. Bitte versuchen Sie es noch einmal so, dass nur Sie im Bild sind.',
  face_mismatch:
    'Wir konnten Ihr Bild nicht automatisch bestätigen. Sie müssen nichts tun, solange wir Sie nicht um ein anderes bitten.',
  liveness_not_shown:
    'Wir konnten die Bewegungen nicht bestätigen, um die wir gebeten haben. Bitte versuchen Sie es noch einmal und folgen Sie den Anweisungen Schritt für Schritt.',
  attempts_exhausted:
    'Sie haben alle Versuche aufgebraucht. Bitte wenden Sie sich an uns, wenn Sie Fragen haben.',
  deadline_passed:
    'Die Frist dafür ist abgelaufen. Bitte wenden Sie sich an uns, wenn Sie weitermachen möchten.',
  details_incomplete: 'Einige Ihrer Angaben fehlen. Bitte ergänzen Sie sie.',
  country_not_served: 'Wir bieten unseren Dienst in Ihrem Land noch nicht an.',
  more_information_needed:
    'Wir brauchen noch etwas von Ihnen. Bitte senden Sie, worum wir Sie gebeten haben.',
  check_unavailable:
    'Wir konnten nicht alles automatisch prüfen, was Sie gesendet haben. Sie müssen nichts tun, solange wir Sie nicht darum bitten.',
  verification_unsuccessful:
    'Wir konnten Ihre Angaben mit dem, was Sie gesendet haben, nicht bestätigen. Bitte wenden Sie sich an uns, wenn Sie Fragen haben.',
};
