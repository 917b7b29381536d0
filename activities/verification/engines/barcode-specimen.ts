/** What the specimen says: a head, and a number that is nobody's. */
export const SPECIMEN_TEXT = '@\n\u001e\rANSI 000000100001DL00310014DLDAQSPECIMEN\r';

/** A small page with one PDF417, made by us: tells a broken engine from a broken file. */
export function specimenBarcode(): Buffer {
  return Buffer.from(PNG.join(''), 'base64');
}

const PNG = [
  'iVBORw0KGgoAAAANSUhEUgAAATIAAABcAQMAAADXgasYAAAABlBMVEX///8AAABVwtN+AAAACXBIWXMAAAsSAAALEgHS3X78AA',
  'AA1ElEQVRIx+2UMapFMQgFBduAWwnYBty6YCtkK4Kt4Lf/C3gQ7tRTDUcBPj5+SjdvYVLikoS9VpLVcQhyC+zEre95uQ9xKEpd',
  'CLgmnkrl51HvuMRqEQRhTW443hMK+1GPJZv8KnpLlBeI31i32t70ztVNITJTSGi/ILtihrHxTU+8F7HMWXMdbbxn7b4pym96TD',
  'ZvLBpNGRKqt6oui8I3PXEGclo4n23d5unhs4NJ86bHRLXAKG2KZKjstnTTf//gFQ+VSMsw6VZU4JkkSwMf9D4+fsYfgxllzbpH',
  'w28AAAAASUVORK5CYII=',
];
