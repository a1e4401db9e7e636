/**
 * The most that a registration file may have. ERC-8004 names no limits; these are far above what files in use have, and keep
 * a stranger's file from costing its readers much. Lengths of text are UTF-16 units, as JavaScript counts.
 */
export const REGISTRATION_LIMITS = {
  /** Bytes of the whole file as UTF-8, after inflating. */
  bytes: 65_536,
  /** Objects and lists within each other; the file is the first. */
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
