/**
 * Limits of a registration file. ERC-8004 defines none; these are far above the files in use, and keep a stranger's
 * file from costing its readers much. Lengths of text are UTF-16 units, as JavaScript counts them.
 */
export const REGISTRATION_LIMITS = {
  /** Bytes of the whole file as UTF-8, after decompression. */
  bytes: 65_536,
  /** Nesting depth of objects and lists; the file itself is level 1. */
  depth: 16,
  /** Keys of all objects together. */
  keys: 1024,
  /** Length of a key. */
  key: 128,
  /** Length of any text, and of `image`, which may be a `data:` URI. */
  text: 32_768,
  name: 128,
  description: 8192,
  services: 64,
  /** Length of a service's `name` and `version`, and of a kind of trust. */
  label: 64,
  endpoint: 2048,
  /** Entries of a service's `skills`, and of its `domains`. */
  topics: 128,
  /** Length of a skill or a domain. */
  topic: 256,
  registrations: 64,
  /** Entries of `supportedTrust`. */
  trust: 32,
} as const;
