import { bad, type Parser } from "./parser.js";

/** The address of a page. */
export const parseUrl: Parser<string> = (text, name) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw bad("Url", text, name, "begins with no http(s)://.");
  if (url.username !== "" || url.password !== "") throw bad("Url", url.origin, name, "takes no user and password.");
  return url.href;
};

/** The name of an HTTP method. */
export const parseMethod: Parser<string> = (text, name) => {
  if (!/^[a-z]{1,20}$/i.test(text)) throw bad("Method", text, name, "is no HTTP method.");
  return text.toUpperCase();
};

/** A header of a request, as `Name: value`. */
export const parseHeader: Parser<[name: string, value: string]> = (text, name) => {
  const found = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t -~]*)$/.exec(text);
  if (found === null) throw bad("Header", text, name, 'is not like "Name: value".');
  return [found[1], found[2]];
};
