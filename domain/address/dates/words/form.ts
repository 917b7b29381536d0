/**
 * Labels of days on bills in one language: ASCII, lower-case, apart by commas. `#` stands for the number
 * of a document. Collected from the words that bills, statements and notices of that language print.
 */
export interface DateWords {
  /** Labels of the day on which the document was issued. */
  issued: string;
  /** "Date", without saying of what. */
  dated: string;
  /** Of the period of an account statement, and of a bill. */
  statement: string;
  period: string;
  due: string;
  /** Of anything else: printed, downloaded, signed, read, next, born, registered. */
  other: string;
  /** Before a label or a month: the document itself. */
  bill: string;
  /** Before a label: of another document than this one. */
  not: string;
  /** May stand between a label and its day. */
  between: string;
}
