/** The words on the specimen, without the space. */
export const SPECIMEN_LINE = 'SPECIMEN740812';

/** A small page with one line in OCR-B, made by us: tells a broken engine from a broken file. */
export function specimenPage(): Buffer {
  return Buffer.from(PNG.join(''), 'base64');
}

const PNG = [
  'iVBORw0KGgoAAAANSUhEUgAAAeAAAABIAgMAAABTgs4xAAAADFBMVEX///8EBAS/v79zc3Ny1sW7AAAACXBIWXMAAAsSAA',
  'ALEgHS3X78AAADy0lEQVRo3u2XsW7bMBBAaQke5ELo5D2LgCBA2knI6k/wIEpsqjr6BI8Z+RNs1oyBg44FOhVCv6GC1oxF',
  'vqJ3R4qiFMP00qXgwZBJmXePPB6PZ8aCBAkSJEiQIEGCBDlXriQ+V3J8s3r8R6hrznkD3zfYecdreEbdjjq6XUmfiejt3F',
  'Z+cA7gLXwrqTvwlXLeQicr8MH53mfie0VKd/CMOelG3T1Zq6BZyaQkO7CaXLKPc3CHHcX5hl6hDxSC15yccEpiGg5KAEs4',
  'TTTlpbYm2YK3WUV24Nlt2Hpw4Opw+IZrqrDDZQbt7iUTaA/B6g/O96SAgwSBKw1uaH2SYAjeOOBmBKM7YWiMlKhkCay+Zw',
  'uwlFb46oOZ0gnJRAIj89dnwCS3hwMiGwUOX6lXBuAmR/Dr4QnA2wk4B/cu0KFxTcgSGyy/LfTPyhclG5gwy1sGMJw37pvM',
  'MEoQsuD7dcUMrxMTcAdt0gAqIvWK1a9zwS37Tc9sM4Ar9l4O4C9b1Vtw4YIj9OUS9xnUogInkgD4IToffEHPZWPAkQkLAn',
  '8S/QguXXBSmH0ewKrJYRqXA7jzgRuDH8GFA/5clxYMU3DAqcAxuCcJ8DBO7ug4GfXIF1xLYcDW1VHtgksHrKQDxuXp/GHA',
  'KR2GAZwUvuNEuQ3A+QCOXfBtVYzgvHXAGPkQUD/AxB5DmkV0/AdwJrwJhNJUG0GQwjkuZ2DB657OMRjvs8YBcx0OhQUnvH',
  'JW3HlTpsLhmAF1ApmDO6HBsIB+uR/BFIJxHY3gbOfsccK9l0RiUmZN4GoOVlsNxtSUiBFMoxLhgCGqtxac7/wXjdIp84Vh',
  '5nqag9f7njIXdPpFPYLxzLJ064C5TGoL9nsa9ChlPjF2LLhE3ozBFZUjON3SMUaMjuq4xI8Bx/7rWO9W3jILnhwnkW1GMK',
  'sc8F5fuxB1OoHgfC04rc+pJuZgN4GItHXAnbLgZWPAwoAxUfeD+tLv6RsaPgG7KVNbG8DrzoIh34B9AutLYgKmVHpawOZs',
  'xXBJpPI4OOdTcHR4Lh/xblyIKVjb81wS8z2eXItT8HIG1hiIKQi1SXCdAc7ur2sLhkKADYXAFRUCBkyFQA/pWDq3mg0ILi',
  'FxR/zl2h4nrXBO6aPBbunTYeE3gCmz9G4+csGK1DqyZMCUA88p9iyYij280jiWjjNwfBysy9uMjykTwdKbq9Hh0kxCl7fC',
  'Vpmw6w9DefsV3DlW9MZuTQX9jrQr+ybj3Hcf6z8bqyP/SEjgx8uhDY2fb9QvRoWrx/FNkCBBggQJEiRIkCD/vfwFcbVs5g',
  'GH1QgAAAAASUVORK5CYII=',
];
