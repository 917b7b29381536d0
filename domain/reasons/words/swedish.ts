import type { Words } from './words.ts';

export const SWEDISH: Words = {
  file_type_not_accepted:
    'Vi kan inte använda den här filen. Skicka ett foto (JPEG, PNG, WebP eller HEIC) eller en PDF.',
  file_too_large:
    'Filen, eller en bild eller sida i den, är för stor. Skicka högst 10 MB, foton på högst 25 megapixel och ingen sida större än A0.',
  file_corrupt: 'Filen är tom eller skadad. Skicka den igen eller skicka ett nytt foto.',
  file_encrypted:
    'Filen är krypterad eller skyddad med lösenord. Skicka den utan skydd eller skicka foton av sidorna.',
  file_active_content:
    'Filen innehåller delar som vi inte tar emot, till exempel skript eller bilagor. Skriv ut den till en ny PDF och skicka den, eller skicka ett foto.',
  file_not_processable:
    'Vi kunde inte kontrollera din fil automatiskt. Du behöver inte göra något om vi inte ber dig om en ny.',
  file_unsafe:
    'Vi kunde inte kontrollera din fil automatiskt. Du behöver inte göra något om vi inte ber dig om en ny.',
  image_too_small:
    'Bilden är inte tillräckligt detaljerad. Ta en ny bild på närmare håll och skicka den i full storlek.',
  image_blurred: 'Bilden är oskarp. Håll kameran stilla och försök igen.',
  image_dark: 'Bilden är för mörk. Ta en ny bild i bättre ljus.',
  image_glare:
    'Det verkar finnas en reflex i bilden. Ta en ny bild utan blixt och utan direkt ljus.',
  image_cropped:
    'En del av dokumentet syns inte på bilden. Ta en ny bild där hela dokumentet syns.',
  document_unreadable:
    'Vi kunde inte läsa allt som vi behöver på dokumentet. Skicka en skarp bild av hela sidan, där inget är skymt.',
  document_side_missing: 'Skicka båda sidorna av dokumentet.',
  document_type_not_accepted:
    'Det här verkar inte vara en typ av dokument som vi godtar. Skicka ett dokument av en annan typ.',
  document_country_not_accepted:
    'Dokumentet verkar inte komma från ett land vars dokument vi godtar. Skicka ett annat, om du har något.',
  document_expired:
    'Enligt datumet som vi läser på dokumentet har det gått ut. Skicka ett giltigt.',
  document_inconsistent:
    'Vi kunde inte bekräfta ditt dokument automatiskt. Du behöver inte göra något om vi inte ber dig om ett nytt.',
  name_mismatch:
    'Vi kunde inte bekräfta att namnet på dokumentet är det som du angav. Kontrollera dina uppgifter eller skicka ett dokument med det namnet.',
  birth_date_mismatch:
    'Vi kunde inte bekräfta att födelsedatumet på dokumentet är det som du angav. Kontrollera dina uppgifter eller skicka ett annat dokument.',
  document_number_mismatch:
    'Vi kunde inte bekräfta att numret på dokumentet är det som du angav. Kontrollera dina uppgifter eller skicka ett annat dokument.',
  under_minimum_age:
    'Enligt födelsedatumet som vi läser har du inte uppnått minimiåldern. Kontakta oss om datumet är fel.',
  address_name_mismatch:
    'Vi kunde inte hitta ditt namn, så som du angav det, tillsammans med din adress i dokumentet. Kontrollera dina uppgifter eller skicka ett dokument som är ställt till dig.',
  address_mismatch:
    'Vi kunde inte bekräfta din adress med dokumentet. Kontrollera adressen som du angav eller skicka ett dokument som visar hela adressen och ditt namn.',
  address_document_too_old:
    'Enligt datumet som vi läser på dokumentet är det för gammalt. Skicka ett nyare.',
  address_date_not_found:
    'Vi kunde inte se när dokumentet utfärdades. Skicka ett där utfärdandedatumet framgår.',
  address_date_ambiguous:
    'Vi kunde inte säkert avgöra när dokumentet utfärdades. Du behöver inte göra något om vi inte ber dig om ett nytt.',
  address_type_not_accepted:
    'Vi kan inte godta den här typen av dokument för att styrka din adress. Skicka ett dokument av en annan typ.',
  face_not_found:
    'Vi kunde inte se ditt ansikte tydligt. Försök igen i bra ljus, med hela ansiktet i bild.',
  several_faces:
    'Det verkar finnas mer än ett ansikte på bilden. Försök igen med bara dig själv i bild.',
  face_mismatch:
    'Vi kunde inte bekräfta din bild automatiskt. Du behöver inte göra något om vi inte ber dig om en ny.',
  liveness_not_shown:
    'Vi kunde inte bekräfta rörelserna som vi bad om. Försök igen och följ anvisningarna en i taget.',
  attempts_exhausted: 'Du har använt alla dina försök. Kontakta oss om du har frågor.',
  deadline_passed: 'Tiden för att skicka detta har gått ut. Kontakta oss om du vill fortsätta.',
  details_incomplete: 'Några av dina uppgifter saknas. Fyll i dem.',
  country_not_served: 'Vi erbjuder inte vår tjänst i ditt land ännu.',
  more_information_needed: 'Vi behöver något mer från dig. Skicka det som vi har bett om.',
  check_unavailable:
    'Vi kunde inte automatiskt kontrollera allt som du skickade. Du behöver inte göra något om vi inte ber dig om det.',
  verification_unsuccessful:
    'Vi kunde inte verifiera dig med det du skickade. Kontakta oss om du har frågor.',
};
