import { bad, type Parser } from "./parser.js";

/** Parses the URL of a page. */
export const parseUrl: Parser<string> = (text, name) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw bad("Url", text, name, "does not start with http:// or https://.");
  if (url.username !== "" || url.password !== "")
    throw bad("Url", url.origin, name, "must not contain a user name or password.");
  return url.href;
};

/** Parses the URL of a node, which may have a user name and a password. */
export const parseNodeUrl: Parser<string> = (text, name) => {
  const isUrl = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  // The text may have a key.
  if (!isUrl) throw bad("Url", text.split(/[/?@]/, 1)[0] ?? "", name, "does not start with http:// or https://.");
  return text;
};

/** Parses the origin of a site, such as `https://app.example`; `*` is every site. */
export const parseOrigin: Parser<string> = (text, name) => {
  if (text === "*") return text;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw bad("Url", text, name, "is not the origin of a site: write it like https://app.example.");
  return new URL(text).origin;
};

/** Parses the endpoint of a service: an address that a customer's program can open. Empty removes it. */
export const parseEndpoint: Parser<string> = (text, name) => {
  const isOpenable = text === "" || (URL.canParse(text) && /^(https?|wss?|ipfs):$/.test(new URL(text).protocol));
  if (!isOpenable) throw bad("Url", text, name, "does not start with https://, http://, wss://, ws:// or ipfs://.");
  return text;
};

/** Parses an HTTP method. */
export const parseMethod: Parser<string> = (text, name) => {
  if (!/^[a-z]{1,20}$/i.test(text)) throw bad("Method", text, name, "is not an HTTP method.");
  return text.toUpperCase();
};

/** Parses a request header such as `Name: value`. */
export const parseHeader: Parser<[name: string, value: string]> = (text, name) => {
  const found = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t -~]*)$/.exec(text);
  if (found === null) throw bad("Header", text, name, 'is not a header: write it like "Name: value".');
  const [, header = "", value = ""] = found;
  return [header, value];
};
