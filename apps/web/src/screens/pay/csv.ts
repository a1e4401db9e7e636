/** A line of a table. */
export interface CsvLine {
  /** Where it begins in the text; the first one is 1. */
  line: number;
  fields: string[];
}

/**
 * Reads a table of comma, semicolon or tab separated values (RFC 4180), as spreadsheets of any country write it: with a
 * byte order mark, quotes, line breaks within quotes, and any line ends. Empty lines are left out.
 */
export function parseCsv(text: string): CsvLine[] {
  const plain = text.replace(/^\uFEFF/, "");
  return split(plain, delimiterOf(plain)).filter(({ fields }) => fields.some((field) => field.trim() !== ""));
}

/** Outside of quotes. A comma is the last choice, because it may be a decimal comma. */
function delimiterOf(text: string): string {
  const outside = text.replaceAll(/"[^"]*"/g, "");
  return [";", "\t"].find((one) => outside.includes(one)) ?? ",";
}

function split(text: string, delimiter: string): CsvLine[] {
  const lines: CsvLine[] = [];
  let current: CsvLine = { line: 1, fields: [] };
  let field = "";
  let line = 1;
  let isQuoted = false;
  const endField = () => {
    current.fields.push(field.trim());
    field = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\n") line += 1;
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && field.trim() === "") {
      isQuoted = true;
      field = "";
    } else if (character === delimiter) endField();
    else if (character === "\n" || character === "\r") {
      if (character === "\r" && text[at + 1] === "\n") continue;
      if (character === "\r") line += 1;
      endField();
      lines.push(current);
      current = { line, fields: [] };
    } else field += character;
  }
  endField();
  lines.push(current);
  return lines;
}
