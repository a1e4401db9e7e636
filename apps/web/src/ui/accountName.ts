/** A name that begins like an address could pass for another one. */
export function isNoName(name: string): boolean {
  return name.trim() === "" || /^\s*0x/i.test(name);
}
